//! Reads the metadata of the vendor's command-line tool: a document for each operation, which
//! describes only its request.

use live_spec::{Method, Style};

use crate::api_docs;
use crate::json::{Located, ReadResult};
use crate::keys::{Object, UnknownKeys};
use crate::metadata::{Field, GATEWAY_PARAMETERS, Known, Operation, Schema, Shape};
use crate::scalars;

const OPERATION: Object = Object {
    name: "an operation",
    read: &[
        "name",
        "protocol",
        "method",
        "pathPattern",
        "parameters",
        "deprecated",
    ],
    ignored: &["title", "summary", "description"],
    refused: &[],
};

const PARAMETER: Object = Object {
    name: "a parameter",
    read: &["name", "position", "type", "required", "sub_parameters"],
    ignored: &["description", "example"],
    refused: &[],
};

/// Returns whether a document is one of the tool.
pub(crate) fn is_operation(root: &Located<'_>) -> bool {
    root.has("pathPattern") && root.has("method") && root.has("parameters")
}

pub(crate) fn operation(
    name: &str,
    at: &Located<'_>,
    unknown: &UnknownKeys,
) -> ReadResult<Operation> {
    unknown.check(at, &OPERATION)?;
    let path = at.required("pathPattern")?;
    if !matches!(path.text()?, "" | "/") {
        let text = path.text()?;
        return Err(path.error(format!(
            "the operation has the path `{text}` of its own, so it is one of a REST API"
        )));
    }
    if let Some(protocol) = at.member("protocol")? {
        let mut protocols = protocol.text()?.split('|');
        if let Some(other) = protocols.find(|name| !matches!(*name, "HTTP" | "HTTPS")) {
            return Err(protocol.error(format!(
                "the operation uses `{other}`, and the client knows only single answers over HTTP"
            )));
        }
    }
    let stated = at.required("method")?;
    let methods: Vec<_> = stated.text()?.split('|').collect();
    let (can_post, can_get) = (methods.contains(&"POST"), methods.contains(&"GET"));
    if !can_post && !can_get {
        let others = methods.join(", ");
        return Err(stated.error(format!(
            "the operation takes only {others}, so it is one of a REST API"
        )));
    }
    let mut request = Vec::new();
    for parameter in scalars::list(at, "parameters")? {
        let field = self::parameter(&parameter, unknown)?;
        if !GATEWAY_PARAMETERS.contains(&field.name.as_str()) {
            request.push(field);
        }
    }
    Ok(Operation {
        name: name.to_owned(),
        method: if can_post { Method::Post } else { Method::Get },
        post_only: can_post && !can_get,
        documented: true,
        deprecated: scalars::flag(at, "deprecated")?,
        unsigned: false,
        access: None,
        ram_action: None,
        limit: None,
        other_limit: None,
        request,
        response: Vec::new(),
        errors: Vec::new(),
        errors_complete: false,
        notes: Vec::new(),
        known: Known {
            response: false,
            errors: false,
            types: false,
            styles: false,
        },
    })
}

fn parameter(at: &Located<'_>, unknown: &UnknownKeys) -> ReadResult<Field> {
    unknown.check(at, &PARAMETER)?;
    let position = at.required("position")?;
    let in_body = match position.text()? {
        "Query" => false,
        "Body" | "FormData" => true,
        other => {
            return Err(position.error(format!("`{other}` is not a location of an RPC parameter")));
        }
    };
    let kind = at.required("type")?;
    let parts = scalars::list(at, "sub_parameters")?;
    let mut fields = Vec::new();
    for part in &parts {
        let mut field = parameter(part, unknown)?;
        // The position and the style are those of the whole parameter.
        (field.in_body, field.style) = (false, None);
        fields.push(field);
    }
    // What the tool does not say is `any`.
    let inner = match fields.is_empty() {
        true => Shape::Any,
        false => Shape::Object(fields),
    };
    let list = |inner| Shape::Array(Box::new(Schema::of(inner)));
    let (shape, style) = match kind.text()? {
        "String" => (Shape::String, None),
        "Integer" => (Shape::Integer, None),
        "Long" => (Shape::Long, None),
        "Boolean" => (Shape::Boolean, None),
        "Float" => (Shape::Float, None),
        "Double" => (Shape::Double, None),
        "Any" => (Shape::Any, None),
        "Json" => (Shape::Any, Some(Style::Json)),
        "RepeatList" => (list(inner), Some(Style::Repeat)),
        "Array" => (list(inner), None),
        "Struct" => (inner, None),
        other => return Err(kind.error(format!("unknown type `{other}`"))),
    };
    Ok(Field {
        name: api_docs::name(&at.required("name")?)?,
        required: scalars::flag(at, "required")?,
        documented_required: false,
        in_body,
        style,
        schema: Schema::of(shape),
    })
}
