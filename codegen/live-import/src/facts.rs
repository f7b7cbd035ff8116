//! Reads merged facts: a document with `operations`.

use live_spec::{Limit, Method, Period};

use crate::api_docs::{name, style_of};
use crate::json::{Located, ReadResult};
use crate::json_types::JsonTypes;
use crate::keys::{Object, UnknownKeys};
use crate::label::Label;
use crate::metadata::{Error, Field, Known, Operation, Schema, Shape};
use crate::scalars;

const OPERATION: Object = Object {
    name: "an operation",
    read: &[
        "method",
        "methods",
        "path",
        "style",
        "request_body_type",
        "response_body_type",
        "auth",
        "documented",
        "deprecated",
        "access_level",
        "ram_action",
        "rate_limit",
        "json_types",
        "parameters",
        "response",
        "errors",
        "errors_complete",
    ],
    ignored: &[
        "schemes",
        "sources",
        "errors_source",
        "response_example",
        "ram_resource",
        "risk_type",
        "charge_type",
    ],
    refused: &[],
};

/// Keys whose value is the same for all operations that specs can describe.
const FIXED: [(&str, &str); 5] = [
    ("path", "/"),
    ("style", "RPC"),
    ("request_body_type", "formData"),
    ("response_body_type", "json"),
    ("auth", "AK"),
];

/// Reads what the document says that it describes.
pub(crate) fn label(root: &Located<'_>) -> ReadResult<Label> {
    let Some(product) = root.member("product")? else {
        return Ok(Label::default());
    };
    let text = |key| {
        let value = product.member(key)?;
        value
            .map(|value| value.text().map(str::to_owned))
            .transpose()
    };
    Ok(Label {
        product: text("code")?,
        version: text("version")?,
        style: text("style")?,
    })
}

pub(crate) fn operation(
    name: &str,
    at: &Located<'_>,
    unknown: &UnknownKeys,
) -> ReadResult<Operation> {
    unknown.check(at, &OPERATION)?;
    for (key, expected) in FIXED {
        if let Some(value) = at.member(key)?
            && !value.text()?.eq_ignore_ascii_case(expected)
        {
            let text = value.text()?;
            return Err(value.error(format!("`{text}` is not `{expected}`, as RPC requires")));
        }
    }
    let method = at.required("method")?;
    let rate = at.member("rate_limit")?;
    let (limit, other_limit) = match &rate {
        Some(rate) => {
            let other = rate.member("also")?;
            let other = other.map(|other| self::limit(&other)).transpose()?;
            (Some(self::limit(rate)?), other)
        }
        None => (None, None),
    };
    let json_types = JsonTypes::of(at)?;
    let mut request = Vec::new();
    for parameter in scalars::list(at, "parameters")? {
        if is_public(&parameter)? {
            request.push(json_types.applied(parameter_of(&parameter)?));
        }
    }
    let stated = at.member("response")?;
    let response = match &stated {
        Some(response) => match schema(response)?.shape {
            Shape::Object(fields) => fields,
            _ => return Err(response.error("a response must be an object")),
        },
        None => Vec::new(),
    };
    let ram_action = at.member("ram_action")?;
    let errors_complete = at.member("errors_complete")?;
    Ok(Operation {
        name: name.to_owned(),
        method: match method.text()? {
            "POST" => Method::Post,
            "GET" => Method::Get,
            other => return Err(method.error(format!("unknown method `{other}`"))),
        },
        post_only: match at.member("methods")? {
            Some(methods) => {
                let methods: ReadResult<Vec<_>> =
                    methods.list()?.iter().map(Located::text).collect();
                methods? == ["POST"]
            }
            None => false,
        },
        documented: at
            .member("documented")?
            .map_or(Ok(true), |documented| documented.boolean())?,
        deprecated: scalars::flag(at, "deprecated")?,
        unsigned: false,
        access: at
            .member("access_level")?
            .map(|access| scalars::access(&access))
            .transpose()?
            .flatten(),
        ram_action: ram_action
            .map(|action| action.text().map(str::to_owned))
            .transpose()?,
        limit,
        other_limit,
        request,
        response,
        errors: errors(at)?,
        errors_complete: errors_complete.map_or(Ok(true), |complete| complete.boolean())?,
        notes: Vec::new(),
        known: Known {
            response: stated.is_some(),
            errors: at.has("errors"),
            ..Known::default()
        },
    })
}

fn is_public(at: &Located<'_>) -> ReadResult<bool> {
    at.member("public")?
        .map_or(Ok(true), |public| public.boolean())
}

fn limit(at: &Located<'_>) -> ReadResult<Limit> {
    let (calls, per) = (at.required("limit")?, at.required("per")?);
    Ok(Limit {
        calls: match calls.count()?.try_into() {
            Ok(calls) if calls > 0 => calls,
            _ => return Err(calls.error("this is not a valid number of calls")),
        },
        per: match per.text()? {
            "second" => Period::Second,
            "minute" => Period::Minute,
            other => return Err(per.error(format!("unknown period `{other}`"))),
        },
    })
}

fn parameter_of(at: &Located<'_>) -> ReadResult<Field> {
    let location = at.required("in")?;
    Ok(Field {
        in_body: match location.text()? {
            "query" => false,
            "body" => true,
            other => return Err(location.error(format!("unknown location `{other}`"))),
        },
        style: at
            .member("style")?
            .map(|style| style_of(&style))
            .transpose()?,
        ..field(at)?
    })
}

fn field(at: &Located<'_>) -> ReadResult<Field> {
    Ok(Field {
        name: name(&at.required("name")?)?,
        required: scalars::flag(at, "required")?,
        documented_required: scalars::flag(at, "doc_required")?,
        in_body: false,
        style: None,
        schema: schema(at)?,
    })
}

fn schema(at: &Located<'_>) -> ReadResult<Schema> {
    let kind = at.required("type")?;
    let shape = match kind.text()? {
        "array" => Shape::Array(Box::new(schema(&at.required("items")?)?)),
        "map" => Shape::Map(Box::new(schema(&at.required("values")?)?)),
        "object" => {
            let mut fields = Vec::new();
            for listed in at.required("fields")?.list()? {
                if is_public(&listed)? {
                    fields.push(field(&listed)?);
                }
            }
            Shape::Object(fields)
        }
        _ => scalars::shape(&kind, at.member("format")?)?,
    };
    let default = scalars::sample(at, "default")?;
    Ok(Schema {
        example: scalars::sample(at, "example")?,
        default: default.or(scalars::sample(at, "doc_default")?),
        minimum: scalars::number(at, "minimum")?,
        maximum: scalars::number(at, "maximum")?,
        min_length: scalars::count(at, ["min_length", "min_items"])?,
        max_length: scalars::count(at, ["max_length", "max_items"])?,
        values: scalars::texts(at, "enum")?,
        documented_values: scalars::texts(at, "doc_values")?,
        deprecated: scalars::flag(at, "deprecated")?,
        ..Schema::of(shape)
    })
}

fn errors(at: &Located<'_>) -> ReadResult<Vec<Error>> {
    let mut errors = Vec::new();
    for error in scalars::list(at, "errors")? {
        errors.push(Error {
            status: error.required("status")?.count()?,
            code: error.required("code")?.text()?.to_owned(),
        });
    }
    Ok(errors)
}
