//! Writes the examples in the documentation of notifications, which are run as tests.

mod body;

use live_spec::{self as spec, Content, Sent, Type};

use crate::lower::context::Context;
use crate::lower::example::{literal, response, statement};
use crate::lower::naming;
use crate::model::{Field, NotificationContent, NotificationKind, Struct, Ty, TypeDef};
use crate::names::{library, snake};

/// Returns a program that reads a notification of documented values.
pub(super) fn reading(
    context: &Context<'_>,
    notification: &spec::Notification,
    content: &NotificationContent,
) -> Vec<String> {
    let fields = match &notification.content {
        Content::Fields(fields) => fields.as_slice(),
        Content::Kinds(kinds) => kinds.first().map_or(&[][..], |kind| &kind.fields),
    };
    let name = &notification.name;
    let (input, read) = match notification.sent {
        Sent::Query => (body::query(context, fields), "from_query(query)"),
        Sent::Json => (body::json(context, fields), "from_json(body)?"),
    };
    let read = format!("{name}::{read}");
    let mut imports = vec![name.clone()];
    let shown = match content {
        NotificationContent::Fields(structure) => {
            let mut lines = statement(&format!("let notification = {read};"));
            lines.extend(shown(context, fields, structure, &mut imports));
            lines
        }
        NotificationContent::Kinds(kinds) => matched(name, &read, &kinds.kinds),
    };
    let end = match notification.sent {
        Sent::Query => None,
        Sent::Json => Some("rpc::decode::DecodeError"),
    };
    program(context, imports, input.into_iter().chain(shown), end)
}

/// Returns a program that writes a response.
pub(super) fn responding(
    context: &Context<'_>,
    structure: &Struct,
    fields: &[spec::Field],
    types: &[TypeDef],
) -> Vec<String> {
    let (value, imports) = response(context, structure, fields, types);
    let lines = statement(&format!("let response = {value};"));
    let print = "println!(\"{}\", response.to_json()?);".to_owned();
    let lines = lines.into_iter().chain([print]);
    let end = Some("rpc::encode::InvalidParameter");
    program(context, imports, lines, end)
}

/// Returns a program as lines of a documentation test, which ends with a result of this error.
fn program(
    context: &Context<'_>,
    mut imports: Vec<String>,
    lines: impl Iterator<Item = String>,
    error: Option<&str>,
) -> Vec<String> {
    let (library, family) = (library(&context.service.product), &context.family.name);
    imports.sort();
    imports.dedup();
    let imports = match imports.as_slice() {
        [one] => format!("use {library}::{family}::{one};"),
        several => format!("use {library}::{family}::{{{}}};", several.join(", ")),
    };
    let mut program = vec!["```".to_owned()];
    program.extend(crate::lower::example::formatted(&imports));
    program.push(String::new());
    program.extend(lines);
    program.extend(error.map(|error| format!("# Ok::<(), {library}::{error}>(())")));
    program.push("```".to_owned());
    program
}

/// Returns statements that compare one or two telling fields with their documented values.
fn shown(
    context: &Context<'_>,
    specs: &[spec::Field],
    structure: &Struct,
    imports: &mut Vec<String>,
) -> Vec<String> {
    let fields = || structure.fields.iter().zip(specs);
    let usable = |field: &Field| field.deprecated.is_none();
    let enums = fields().filter(|(field, _)| usable(field));
    let enums = enums.filter_map(|(field, spec)| {
        let (Ty::TextEnum(name), Type::Enum(values)) = (&field.ty, context.resolve(&spec.ty))
        else {
            return None;
        };
        let shown = body::text(context, spec)?;
        let value = values.values.iter().find(|known| known.value == shown)?;
        Some((
            field,
            format!("Some({name}::{})", naming::value(value)),
            name,
        ))
    });
    let texts = fields().filter(|(field, _)| usable(field) && field.ty == Ty::String);
    let texts = texts.filter_map(|(field, spec)| {
        let text = body::text(context, spec)?;
        Some((field, format!("Some({})", literal(Some(&text)))))
    });
    let mut lines = Vec::new();
    if let Some((field, value, name)) = { enums }.next() {
        imports.push(name.clone());
        let line = format!("assert_eq!(notification.{}, {value});", field.name);
        lines.extend(statement(&line));
    }
    if let Some((field, value)) = { texts }.next() {
        let line = format!(
            "assert_eq!(notification.{}.as_deref(), {value});",
            field.name
        );
        lines.extend(statement(&line));
    }
    if lines.is_empty() {
        lines.push("println!(\"{notification:?}\");".to_owned());
    }
    lines
}

/// Returns a `match` that prints something of each kind.
fn matched(name: &str, read: &str, kinds: &[NotificationKind]) -> Vec<String> {
    let arms = kinds.iter().map(|kind| {
        let (variant, own) = (&kind.variant, snake(&kind.variant));
        let shown = match told(kind, kinds) {
            Some(field) => format!("{own}.{}", field.name),
            None => own.clone(),
        };
        format!("    {name}::{variant}({own}) => println!(\"{{:?}}\", {shown}),")
    });
    let mut lines = vec![format!("match {read} {{")];
    lines.extend(arms);
    lines.push("    other => println!(\"{other:?}\"),".to_owned());
    lines.push("}".to_owned());
    lines
}

/// Returns the field of a kind that tells most: one that other kinds lack.
fn told<'a>(kind: &'a NotificationKind, kinds: &[NotificationKind]) -> Option<&'a Field> {
    let fields = || {
        let fields = kind.structure.fields.iter();
        fields.filter(|field| field.deprecated.is_none())
    };
    let is_own = |field: &&Field| {
        let others = kinds.iter().filter(|other| other.variant != kind.variant);
        let mut others = others.flat_map(|other| &other.structure.fields);
        !others.any(|other| other.wire == field.wire)
    };
    let is_text = |field: &&Field| field.ty == Ty::String;
    fields()
        .find(|field| kind.when.as_ref() == Some(&field.wire))
        .or_else(|| fields().filter(is_text).find(is_own))
        .or_else(|| fields().find(is_text))
}
