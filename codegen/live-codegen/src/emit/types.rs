//! Structs and enums.

use super::source::{Source, Text, fits};
use crate::model::{Enum, Field, Struct, Ty, TypeDef, Variant};

pub(super) fn definition(source: &mut Source, definition: &TypeDef) {
    match definition {
        TypeDef::Struct(definition) => structure(source, definition),
        TypeDef::Enum(definition) => source.text(open_enum(definition)),
    }
}

/// A struct as a call of the runtime's macro, and its setters where requests hold it.
pub(super) fn structure(source: &mut Source, definition: &Struct) {
    let name = &definition.name;
    let mut text = Text::default();
    text.line(0, "rpc::object! {");
    text.docs(1, &definition.docs);
    text.line(1, format!("pub struct {name} {{"));
    for field in &definition.fields {
        let inner = field.wrapper.as_ref();
        let inner = inner
            .map(|inner| format!(" / {inner:?}"))
            .unwrap_or_default();
        member(&mut text, field, &format!("{:?}{inner}", field.wire));
    }
    text.line(1, "}");
    text.line(0, "}");
    source.text(text.finish());
    if definition.written {
        let mut text = Text::default();
        text.line(0, format!("impl {name} {{"));
        for (index, field) in definition.fields.iter().enumerate() {
            if index > 0 {
                text.line(0, "");
            }
            // A setter that is not generic is marked, so that it too is compiled where it is used.
            let setter = Setter {
                inline: !is_generic(&field.ty),
                place: "self",
                returns: "Self",
                result: "self",
            };
            setter.write(&mut text, field);
        }
        text.line(0, "}");
        source.text(text.finish());
    }
}

/// A field of a struct in a call of a macro, with how it is sent.
pub(super) fn member(text: &mut Text, field: &Field, sent: &str) {
    text.docs(2, &field.docs);
    text.deprecated(2, field.deprecated.as_ref());
    let (name, ty) = (&field.name, field_type(field));
    text.line_or(2, format!("pub {name}: {ty} = {sent},"), |text| {
        text.line_or(2, format!("pub {name}: {ty}"), |text| {
            text.line(2, format!("pub {name}:"));
            text.line(3, ty);
        });
        text.line(3, format!("= {sent},"));
    });
}

/// The type of a field, which is an `Option` if the field may be unset.
fn field_type(field: &Field) -> String {
    if field.optional {
        format!("Option<{}>", field.ty)
    } else {
        field.ty.to_string()
    }
}

/// How a setter does what all of them do: assign to a field, and return what the next one is called on.
pub(super) struct Setter<'a> {
    /// Whether it is marked as inline.
    pub(super) inline: bool,
    /// What has the field.
    pub(super) place: &'a str,
    /// Type of what it returns.
    pub(super) returns: &'a str,
    /// What it returns.
    pub(super) result: &'a str,
}

impl Setter<'_> {
    pub(super) fn write(&self, text: &mut Text, field: &Field) {
        let Self {
            place,
            returns,
            result,
            ..
        } = self;
        let name = &field.name;
        let (argument, value) = argument(&field.ty, name);
        let value = if field.optional {
            format!("Some({value})")
        } else {
            value
        };
        text.docs(1, &field.setter_docs);
        text.deprecated(1, field.deprecated.as_ref());
        if field.deprecated.is_some() {
            text.line(
                1,
                "#[expect(deprecated, reason = \"it sets what is deprecated\")]",
            );
        }
        if self.inline {
            text.line(1, "#[inline]");
        }
        let head = format!("pub fn {name}(mut self, {name}: {argument}) -> {returns} {{");
        text.line_or(1, head, |text| {
            text.line(1, format!("pub fn {name}("));
            text.line(2, "mut self,");
            text.line(2, format!("{name}: {argument},"));
            // The brace goes to a line of its own before the type is broken.
            match returns.strip_suffix('>').and_then(|ty| ty.split_once('<')) {
                Some(_) if fits(1, &format!(") -> {returns}")) => {
                    text.line_or(1, format!(") -> {returns} {{"), |text| {
                        text.line(1, format!(") -> {returns}"));
                        text.line(1, "{");
                    });
                }
                Some((ty, parameters)) => text.generic(1, &format!(") -> {ty}"), parameters, " {"),
                None => text.line(1, format!(") -> {returns} {{")),
            }
        });
        text.line_or(2, format!("{place}.{name} = {value};"), |text| {
            text.line(2, format!("{place}.{name} ="));
            text.line(3, format!("{value};"));
        });
        text.line(2, result);
        text.line(1, "}");
    }
}

/// Whether a setter of the type takes whatever converts into it.
fn is_generic(ty: &Ty) -> bool {
    !matches!(ty, Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Struct(_))
}

/// The type of a setter's argument, and the argument turned into the field's type.
fn argument(ty: &Ty, name: &str) -> (String, String) {
    match ty {
        Ty::Vec(item) => (
            format!("impl IntoIterator<Item = impl Into<{item}>>"),
            format!("rpc::list({name})"),
        ),
        Ty::Map(value) => (
            format!("impl IntoIterator<Item = (impl Into<String>, impl Into<{value}>)>"),
            format!("rpc::map({name})"),
        ),
        _ if is_generic(ty) => (format!("impl Into<{ty}>"), format!("{name}.into()")),
        _ => (ty.to_string(), name.to_owned()),
    }
}

/// An open enum, as a call of the runtime's macro.
pub(super) fn open_enum(definition: &Enum) -> String {
    let repr = if definition.integer { "i64" } else { "str" };
    let head = format!("pub enum {}: {repr} {{", definition.name);
    enumeration("rpc::open_enum! {", &head, definition)
}

/// An enum of error codes, as a call of the runtime's macro.
pub(super) fn error_codes(definition: &Enum) -> String {
    let head = format!("pub enum {} {{", definition.name);
    enumeration("rpc::error_codes! {", &head, definition)
}

fn enumeration(call: &str, head: &str, definition: &Enum) -> String {
    let mut text = Text::default();
    text.line(0, call);
    text.docs(1, &definition.docs);
    text.line(1, head);
    for variant in &definition.variants {
        let value = literal(definition.integer, variant);
        text.docs(2, &variant.docs);
        let name = &variant.name;
        text.line_or(2, format!("{name} = {value},"), |text| {
            text.line(2, format!("{name} ="));
            text.line(3, format!("{value},"));
        });
    }
    text.line(1, "}");
    text.line(0, "}");
    text.finish()
}

fn literal(integer: bool, variant: &Variant) -> String {
    if integer {
        variant.value.clone()
    } else {
        format!("{:?}", variant.value)
    }
}
