//! Examples in the documentation of operations.

use std::collections::BTreeSet;

use super::Context;
use crate::model::{Parameter, Ty};
use crate::names::snake;
use crate::spec::{self, Type};

/// A call of an operation with its required parameters, as lines of a documentation test.
pub(super) fn call(
    context: &Context<'_>,
    operation: &spec::Operation,
    parameters: &[Parameter],
) -> Vec<String> {
    let mut imports = BTreeSet::new();
    let mut setters = Vec::new();
    for (parameter, field) in parameters.iter().zip(&operation.request) {
        if parameter.required.is_some() {
            let value = value(context, field, &parameter.field.ty, &mut imports);
            setters.push(format!("    .{}({value})", parameter.field.name));
        }
    }
    let krate = format!("alibabacloud_{}", snake(&context.service.product));
    let mut lines = vec!["```no_run".to_owned()];
    let imports: Vec<_> = imports.into_iter().collect();
    let names = match imports.as_slice() {
        [] => None,
        [name] => Some(name.clone()),
        names => Some(format!("{{{}}}", names.join(", "))),
    };
    lines.extend(names.map(|names| format!("use {krate}::{}::{names};", context.family.name)));
    lines.push(format!(
        "# async fn example(client: {krate}::Client) -> Result<(), {krate}::Error> {{"
    ));
    lines.push("let response = client".to_owned());
    lines.push(format!("    .{}()", snake(&operation.name)));
    lines.append(&mut setters);
    lines.push("    .send()".to_owned());
    lines.push("    .await?;".to_owned());
    if operation
        .response
        .iter()
        .any(|field| field.name == "RequestId" && matches!(field.ty, Type::String))
    {
        lines.push("println!(\"{}\", response.request_id);".to_owned());
    } else {
        lines.push("println!(\"{response:?}\");".to_owned());
    }
    lines.extend(["# Ok(())", "# }", "```"].map(str::to_owned));
    lines
}

fn value(
    context: &Context<'_>,
    field: &spec::Field,
    ty: &Ty,
    imports: &mut BTreeSet<String>,
) -> String {
    let example = field.example.as_deref();
    match ty {
        Ty::String | Ty::Secret | Ty::TextEnum(_) | Ty::Value => {
            format!("{:?}", example.unwrap_or("…"))
        }
        Ty::I32 | Ty::I64 | Ty::IntegerEnum(_) => example
            .and_then(|text| text.parse::<i32>().ok())
            .unwrap_or(1)
            .to_string(),
        Ty::F64 => format!(
            "{:?}",
            example
                .and_then(|text| text.parse::<f64>().ok())
                .unwrap_or(1.0)
        ),
        Ty::Bool => (example == Some("true")).to_string(),
        Ty::Vec(item) => {
            let inner = match context.resolve(&field.ty) {
                Type::Array(array) => &*array.items,
                other => other,
            };
            // The example of a list shows the list, not an item.
            let item_field = spec::Field {
                ty: inner.clone(),
                example: example.and_then(first_item),
                ..field.clone()
            };
            format!("[{}]", value(context, &item_field, item, imports))
        }
        Ty::Map(_) => "[(\"name\", \"value\")]".to_owned(),
        Ty::JsonText(inner) => value(context, field, inner, imports),
        Ty::Struct(name) => {
            imports.insert(name.clone());
            let setter = match context.resolve(&field.ty) {
                Type::Object(members) => members.iter().find_map(first_setter),
                _ => None,
            };
            format!("{name}::default(){}", setter.unwrap_or_default())
        }
    }
}

/// The first scalar of a list that is given as JSON.
fn first_item(list: &str) -> Option<String> {
    let list: Vec<serde_json::Value> = serde_json::from_str(list).ok()?;
    match list.into_iter().next()? {
        serde_json::Value::String(text) => Some(text),
        scalar @ (serde_json::Value::Number(_) | serde_json::Value::Bool(_)) => {
            Some(scalar.to_string())
        }
        _ => None,
    }
}

/// A call of the setter of a text field that has an example.
fn first_setter(member: &spec::Field) -> Option<String> {
    match (&member.ty, &member.example) {
        (Type::String, Some(example)) => Some(format!(".{}({example:?})", snake(&member.name))),
        _ => None,
    }
}
