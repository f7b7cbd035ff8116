//! Fields of structs and requests.

use super::Context;
use super::types::{Site, lower_type};
use crate::docs::{Docs, code};
use crate::model::{Field, Ty, TypeDef};
use crate::names::{Scope, snake};
use crate::spec::{self, Range, Type};

/// Names that a setter must not have, because callers mean something else by them.
pub(super) const RESERVED: &[&str] = &[
    "borrow",
    "build",
    "builder",
    "clone",
    "default",
    "eq",
    "extra_parameters",
    "fmt",
    "from",
    "into",
    "ne",
    "new",
    "param",
    "send",
    "to_owned",
];

/// A field, whose inner types are added to `types`.
pub(super) fn lower_field<'a>(
    context: &mut Context<'a>,
    site: &Site,
    field: &'a spec::Field,
    scope: &mut Scope,
    types: &mut Vec<TypeDef>,
) -> Field {
    let meaning = context.field_doc(field);
    let ty = match lower_type(context, site, &meaning, &field.ty, field.style, types) {
        Ty::String if field.secret => Ty::Secret,
        ty => ty,
    };
    let list = matches!(ty, Ty::Vec(_) | Ty::Map(_));
    let wrapper = match &field.ty {
        Type::Array(array) => array.wrapper.clone(),
        _ => None,
    };
    let name = scope.claim(snake(&field.name));
    let mut docs = Docs::new(&meaning);
    docs.sentence(&facts(context, field, site));
    let mut described = docs.clone();
    if let Some(example) = &field.example {
        add_example(&mut described, &meaning, example);
    }
    Field {
        wire: field.name.clone(),
        name,
        // An absent list of a response and an empty one are the same; in a request they are not.
        optional: site.written || !list,
        ty,
        docs: if site.written {
            docs
        } else {
            described.clone()
        },
        setter_docs: described,
        deprecated: field.deprecated.clone(),
        wrapper,
    }
}

/// What is known of a field's values, in short sentences. Whether a field is required, and what stands for one that is
/// not set, is about requests alone.
fn facts(context: &Context<'_>, field: &spec::Field, site: &Site) -> String {
    let mut facts = Vec::new();
    if field.required && site.written {
        let required = if site.read {
            "Required in requests."
        } else {
            "Required."
        };
        facts.push(required.to_owned());
    }
    facts.extend(range(&field.range, ""));
    let unit = if matches!(context.resolve(&field.ty), Type::Array(_)) {
        " items"
    } else {
        " characters"
    };
    facts.extend(range(&field.length, unit));
    if let (true, Some(value)) = (site.written, field.default.as_deref().and_then(code)) {
        facts.push(format!("Default: {value}."));
    }
    facts.join(" ")
}

/// Adds an example to the text on a field, unless the field's meaning has it already. One that is long gets a block of
/// its own.
fn add_example(docs: &mut Docs, meaning: &str, example: &str) {
    match code(example) {
        Some(value) if meaning.contains(&value) => {}
        Some(value) => docs.sentence(&format!("Example: {value}.")),
        None if example.trim().is_empty() => {}
        None => {
            docs.sentence("Example:");
            docs.example(example);
        }
    }
}

fn range<T: std::fmt::Display + PartialEq>(range: &Range<T>, unit: &str) -> Option<String> {
    match (&range.min, &range.max) {
        (Some(min), Some(max)) if min == max => Some(format!("Exactly {min}{unit}.")),
        (Some(min), Some(max)) => Some(format!("From {min} to {max}{unit}.")),
        (Some(min), None) => Some(format!("At least {min}{unit}.")),
        (None, Some(max)) => Some(format!("At most {max}{unit}.")),
        (None, None) => None,
    }
}
