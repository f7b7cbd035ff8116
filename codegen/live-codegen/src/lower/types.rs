//! Lowers structs, enums and fields, including the types inside them.

use live_spec::{self as spec, ErrorClass, Format, Range, Style, Type};

use super::context::Context;
use super::inner::Inner;
use super::naming;
use crate::docs::{Docs, code};
use crate::model::{Enum, Field, Struct, Ty, TypeDef, Variant};
use crate::names::derived_wire;

/// Where a type occurs: the name for a type without one, and whether it is sent or received.
#[derive(Clone)]
pub(super) struct Site {
    /// Name for a type without one.
    pub(super) name: String,
    /// The name of the operation or named type that it is in, with all fields on the way.
    long: String,
    /// Name of the operation or named type that it is in.
    root: String,
    /// Name of the field as sent.
    pub(super) field: String,
    /// Whether it occurs in requests.
    pub(super) written: bool,
    /// Whether it occurs in responses.
    pub(super) read: bool,
}

impl Site {
    /// Returns where the fields of an operation or of a named type occur.
    pub(super) fn of(root: &str, written: bool, read: bool) -> Self {
        Self {
            name: root.to_owned(),
            long: root.to_owned(),
            root: root.to_owned(),
            field: String::new(),
            written,
            read,
        }
    }

    pub(super) fn inside(&self, context: &Context<'_>, field: &spec::Field) -> Self {
        let inner = Inner::of(&self.root, &self.long, field);
        Self {
            long: inner.long.clone(),
            name: context.inner.choose(inner),
            field: field.name.clone(),
            ..self.clone()
        }
    }

    /// Returns the explanation of an item of a list or map. The field's own explanation describes
    /// all of them.
    fn item(&self) -> String {
        format!("An item of `{}`.", self.field)
    }
}

/// Lowers a named type of the family, including the unnamed types inside it.
pub(super) fn lower_named<'a>(
    context: &mut Context<'a>,
    named: &'a spec::NamedType,
) -> Vec<TypeDef> {
    let wire = named.name.as_str();
    let name = context.named.get(wire).map_or(wire, String::as_str);
    let (written, read) = (&context.usage.written, &context.usage.read);
    let site = Site::of(name, written.contains(wire), read.contains(wire));
    let mut types = Vec::new();
    let docs = Docs::new(&named.doc);
    match &named.ty {
        Type::Object(members) => {
            let definition = lower_struct(context, &site, docs, members, &mut types);
            types.insert(0, TypeDef::Struct(definition));
        }
        Type::Enum(values) => types.push(TypeDef::Enum(lower_enum(site.name, docs, values))),
        _ => {}
    }
    types
}

/// Lowers a struct, and adds its inner types to `types`.
pub(super) fn lower_struct<'a>(
    context: &mut Context<'a>,
    site: &Site,
    docs: Docs,
    members: &'a [spec::Field],
    types: &mut Vec<TypeDef>,
) -> Struct {
    let fields = members
        .iter()
        .map(|field| {
            let site = site.inside(context, field);
            lower_field(context, &site, field, types)
        })
        .collect();
    Struct {
        name: site.name.clone(),
        docs,
        fields,
        written: site.written,
    }
}

fn lower_enum(name: String, docs: Docs, values: &spec::Enum) -> Enum {
    let variants = values
        .values
        .iter()
        .map(|value| variant(naming::value(value), &value.value, &value.doc))
        .collect();
    Enum {
        name,
        docs,
        integer: values.integer,
        variants,
    }
}

/// Returns a known value of an enum. Its documentation starts with the value as sent if the name
/// differs.
pub(super) fn variant(name: String, value: &str, doc: &str) -> Variant {
    let docs = match code(value) {
        Some(code) if name != value => Docs::new(&format!("{code}: {doc}")),
        _ => Docs::new(doc),
    };
    Variant {
        name,
        value: value.to_owned(),
        docs,
    }
}

/// Returns the documentation of an error code with its status and, if it matters to callers, class.
pub(super) fn error_doc(meaning: &str, status: &str, class: Option<ErrorClass>) -> String {
    let class = match class {
        Some(ErrorClass::Throttling) => " (throttling)",
        Some(ErrorClass::Transient) => " (transient)",
        Some(ErrorClass::Auth) => " (auth)",
        Some(ErrorClass::ClockSkew) => " (clock skew)",
        Some(ErrorClass::Replayed) => " (replayed)",
        Some(ErrorClass::Request) | None => "",
    };
    format!("{meaning} HTTP {status}{class}.")
}

/// Returns the variant of the runtime's `ErrorClass`.
pub(super) fn class_name(class: ErrorClass) -> &'static str {
    match class {
        ErrorClass::Throttling => "Throttling",
        ErrorClass::Transient => "Transient",
        ErrorClass::Auth => "Auth",
        ErrorClass::ClockSkew => "ClockSkew",
        ErrorClass::Replayed => "Replayed",
        ErrorClass::Request => "Request",
    }
}

/// Returns the Rust type of a value. Unnamed types get a name and are added to `types`.
pub(super) fn lower_type<'a>(
    context: &mut Context<'a>,
    site: &Site,
    meaning: &str,
    ty: &'a Type,
    style: Option<Style>,
    types: &mut Vec<TypeDef>,
) -> Ty {
    if site.read && !site.written && style == Some(Style::Json) {
        return Ty::JsonText(Box::new(lower_type(
            context, site, meaning, ty, None, types,
        )));
    }
    match ty {
        Type::String => Ty::String,
        Type::Integer => Ty::I32,
        Type::Long => Ty::I64,
        Type::Float | Type::Double => Ty::F64,
        Type::Boolean => Ty::Bool,
        Type::Any => Ty::Value,
        Type::Array(array) => {
            let meaning = site.item();
            let item = lower_type(context, site, &meaning, &array.items, None, types);
            Ty::Vec(Box::new(item))
        }
        Type::Map(values) => {
            let meaning = site.item();
            let value = lower_type(context, site, &meaning, values, None, types);
            Ty::Map(Box::new(value))
        }
        Type::Enum(values) => {
            let name = site.name.clone();
            types.push(TypeDef::Enum(lower_enum(name, Docs::new(meaning), values)));
            enum_type(site.name.clone(), values)
        }
        Type::Object(members) => {
            let at = types.len();
            let definition = lower_struct(context, site, Docs::new(meaning), members, types);
            types.insert(at, TypeDef::Struct(definition));
            Ty::Struct(site.name.clone())
        }
        Type::Named(wire) => {
            let name = context
                .named
                .get(wire.as_str())
                .cloned()
                .unwrap_or_else(|| wire.clone());
            match context.resolve(ty) {
                Type::Enum(values) => enum_type(name, values),
                _ => Ty::Struct(name),
            }
        }
    }
}

fn enum_type(name: String, values: &spec::Enum) -> Ty {
    if values.integer {
        Ty::IntegerEnum(name)
    } else {
        Ty::TextEnum(name)
    }
}

/// Lowers a field, and adds its inner types to `types`.
pub(super) fn lower_field<'a>(
    context: &mut Context<'a>,
    site: &Site,
    field: &'a spec::Field,
    types: &mut Vec<TypeDef>,
) -> Field {
    let meaning = context.field_doc(field);
    let ty = match lower_type(context, site, &meaning, &field.ty, field.style, types) {
        Ty::String if field.secret => Ty::Secret,
        ty => field.format.map_or(ty, formatted),
    };
    let list = matches!(ty, Ty::Vec(_) | Ty::Map(_));
    let wrapper = match &field.ty {
        Type::Array(array) => array.wrapper.clone(),
        _ => None,
    };
    let name = naming::field(field);
    let says_wire = derived_wire(&name) != field.name;
    let mut docs = Docs::new(&meaning);
    docs.sentence(&facts(context, field, site));
    if let Some(receives) = context.addresses.sentence(field) {
        docs.linked(&receives);
    }
    if let Some(example) = &field.example {
        add_example(&mut docs, &meaning, example);
    }
    Field {
        wire: field.name.clone(),
        name,
        says_wire,
        // In a response, an absent list equals an empty one; in a request they differ.
        optional: site.written || !list,
        required: field.required && site.written,
        ty,
        docs,
        deprecated: field.deprecated.clone(),
        wrapper,
    }
}

/// Returns the type of a time or duration.
fn formatted(format: Format) -> Ty {
    match format {
        Format::DateTime | Format::DateTimeMinutes => Ty::Timestamp,
        Format::UnixSeconds => Ty::UnixSeconds,
        Format::UnixMilliseconds => Ty::UnixMilliseconds,
        Format::Seconds => Ty::Duration,
    }
}

/// Describes the values of a field in short sentences. Whether a field is required, and its
/// default, apply only to requests.
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
    let seconds = match field.format {
        Some(Format::Seconds) => " seconds",
        _ => "",
    };
    facts.extend(range(&field.range, seconds));
    let unit = if matches!(context.resolve(&field.ty), Type::Array(_)) {
        " items"
    } else {
        " characters"
    };
    facts.extend(range(&field.length, unit));
    if let (true, Some(value)) = (site.written, field.default.as_deref().and_then(code)) {
        facts.push(format!("Default: {value}{seconds}."));
    }
    facts.join(" ")
}

/// Adds an example to the documentation of a field, unless the explanation contains it already. A
/// long example becomes a code block.
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
