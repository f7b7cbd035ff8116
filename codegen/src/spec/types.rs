//! Reads types: the part of a field that says what its value is, and the named types of a family.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::field::{self, Owner};
use super::reader::{self, Mapping, Value, Word};
use super::{Array, Enum, EnumValue, NamedType, Type};
use crate::diagnostics::Diagnostic;

/// A word that may stand under `type:`.
#[derive(JsonSchema, Clone, Copy, Debug, PartialEq, Eq)]
#[schemars(rename_all = "lowercase")]
pub(super) enum Kind {
    /// Text.
    String,
    /// 32-bit integer.
    Integer,
    /// 64-bit integer.
    Long,
    /// Number of single precision.
    Float,
    /// Number of double precision.
    Double,
    /// `true` or `false`.
    Boolean,
    /// Any JSON value.
    Any,
    /// A list; `items` says of what.
    Array,
    /// A structure; `fields` says of what.
    Object,
    /// Names chosen by the caller or the service; `values` says what each stands for.
    Map,
    /// A type of `types.yaml`.
    #[schemars(skip)]
    Named,
}

impl Word for Kind {
    const WHAT: &'static str = "type";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("string", Self::String),
        ("integer", Self::Integer),
        ("long", Self::Long),
        ("float", Self::Float),
        ("double", Self::Double),
        ("boolean", Self::Boolean),
        ("any", Self::Any),
        ("array", Self::Array),
        ("object", Self::Object),
        ("map", Self::Map),
    ];
}

impl Kind {
    /// How a message speaks of a value of this type.
    pub(super) fn noun(&self) -> &'static str {
        match self {
            Self::String => "a string",
            Self::Integer => "an integer",
            Self::Long => "a long",
            Self::Float => "a float",
            Self::Double => "a double",
            Self::Boolean => "a boolean",
            Self::Any => "any value",
            Self::Array => "an array",
            Self::Object => "an object",
            Self::Map => "a map",
            Self::Named => "a named type",
        }
    }

    pub(super) fn is_integer(&self) -> bool {
        matches!(self, Self::Integer | Self::Long)
    }

    pub(super) fn is_number(&self) -> bool {
        self.is_integer() || matches!(self, Self::Float | Self::Double)
    }

    /// Whether a text can be a value of this type.
    pub(super) fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Integer => text.parse::<i32>().is_ok(),
            Self::Long => text.parse::<i64>().is_ok(),
            Self::Float | Self::Double => text.parse::<f64>().is_ok_and(f64::is_finite),
            Self::Boolean => matches!(text, "true" | "false"),
            _ => true,
        }
    }
}

/// The named types of a family, as far as they must be known to read what refers to them.
#[derive(Debug, Default)]
pub(super) struct Types<'a> {
    /// Whether the type of a name is an object, else an enum.
    objects: BTreeMap<&'a str, bool>,
}

/// Reads `types.yaml`.
pub(super) fn named_types<'a>(root: &Value<'a>) -> (Types<'a>, Vec<NamedType>) {
    let entries = root.entries().unwrap_or_default();
    let objects = entries
        .iter()
        .map(|entry| (entry.name, entry.value.says("type", "object")))
        .collect();
    let types = Types { objects };
    let mut named = Vec::new();
    for entry in &entries {
        let label = &entry.value.label;
        if !is_pascal_case(entry.name) {
            root.report().error(
                label,
                format!(
                    "`{}` is not a type name, such as `OutputTemplate`",
                    entry.name
                ),
            );
        }
        let Some(mapping) = entry.value.mapping() else {
            continue;
        };
        let doc = mapping.required("doc").and_then(Value::line);
        let (_, ty) = types.read(&mapping, Owner::SharedObject);
        mapping.finish();
        let Some(ty) = ty else { continue };
        if !matches!(ty, Type::Enum(_) | Type::Object(_)) {
            root.report()
                .error(label, "a named type is an enum or an object");
        }
        named.push(NamedType {
            name: entry.name.to_owned(),
            doc: doc.unwrap_or_default(),
            ty,
            at: label.clone(),
        });
    }
    (types, named)
}

/// Whether a text is a name such as `OutputTemplate`.
pub(crate) fn is_pascal_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

impl Types<'_> {
    /// Whether a type has parts, so that a parameter of the type needs a style.
    pub(super) fn is_structured(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(_) | Type::Object(_) | Type::Map(_) | Type::Any => true,
            Type::Named(name) => self.objects.get(name.as_str()).copied().unwrap_or_default(),
            _ => false,
        }
    }

    pub(super) fn is_list_of_scalars(&self, ty: &Type) -> bool {
        matches!(ty, Type::Array(array) if !self.is_structured(&array.items))
    }

    /// Reads the keys that make up a type. The kind is there even if the rest is wrong.
    pub(super) fn read(&self, mapping: &Mapping<'_>, owner: Owner) -> (Option<Kind>, Option<Type>) {
        let word = mapping.required("type");
        let kind = word.and_then(|value| self.kind(value));
        let name = word.filter(|value| value.is_text()).and_then(Value::text);
        let part = |key, owners: &[Kind]| {
            let value: &Value<'_> = mapping.optional(key)?;
            if let Some(kind) = kind.filter(|kind| !owners.contains(kind)) {
                let noun = kind.noun();
                value
                    .report()
                    .error(&value.label, format!("`{key}` does not go with {noun}"));
            }
            Some(value)
        };
        let known = part("enum", &[Kind::String, Kind::Integer, Kind::Long]);
        let items = part("items", &[Kind::Array]);
        let wrapper = part("wrapper", &[Kind::Array]);
        let fields = part("fields", &[Kind::Object]);
        let values = part("values", &[Kind::Map]);
        if let (Some(value), true) = (wrapper, owner.in_request()) {
            value.report().error(
                &value.label,
                "`wrapper` is about lists in responses; this is in a request",
            );
        }
        let wrapper = wrapper.and_then(Value::line);
        let ty = kind.and_then(|kind| match (kind, known) {
            (Kind::String | Kind::Integer | Kind::Long, Some(known)) => {
                Some(Type::Enum(enumeration(known, kind)))
            }
            (Kind::String, None) => Some(Type::String),
            (Kind::Integer, None) => Some(Type::Integer),
            (Kind::Long, None) => Some(Type::Long),
            (Kind::Float, _) => Some(Type::Float),
            (Kind::Double, _) => Some(Type::Double),
            (Kind::Boolean, _) => Some(Type::Boolean),
            (Kind::Any, _) => Some(Type::Any),
            (Kind::Array, _) => {
                let items =
                    Box::new(self.item(items.or_else(|| mapping.required("items"))?, owner)?);
                Some(Type::Array(Array { items, wrapper }))
            }
            (Kind::Object, _) => {
                let fields = fields.or_else(|| mapping.required("fields"))?;
                Some(Type::Object(field::fields(fields, owner.object(), self)))
            }
            (Kind::Map, _) => {
                let values = values.or_else(|| mapping.required("values"))?;
                Some(Type::Map(Box::new(self.item(values, owner)?)))
            }
            (Kind::Named, _) => Some(Type::Named(name?.to_owned())),
        });
        (kind, ty)
    }

    /// Reads the type of the items of a list or map: the name of a type, or a mapping.
    fn item(&self, value: &Value<'_>, owner: Owner) -> Option<Type> {
        if !value.is_text() {
            let mapping = value.mapping()?;
            let (_, ty) = self.read(&mapping, owner.object());
            mapping.finish();
            return ty;
        }
        let name = value.text()?;
        match self.kind(value)? {
            Kind::String => Some(Type::String),
            Kind::Integer => Some(Type::Integer),
            Kind::Long => Some(Type::Long),
            Kind::Float => Some(Type::Float),
            Kind::Double => Some(Type::Double),
            Kind::Boolean => Some(Type::Boolean),
            Kind::Any => Some(Type::Any),
            Kind::Named => Some(Type::Named(name.to_owned())),
            Kind::Array | Kind::Object | Kind::Map => {
                let bare = Diagnostic::new(
                    value.place.clone(),
                    format!("`{name}` alone does not say enough"),
                );
                value
                    .report()
                    .add(bare.help(format!("describe it in a mapping: `{{ type: {name}, … }}`")));
                None
            }
        }
    }

    fn kind(&self, value: &Value<'_>) -> Option<Kind> {
        let text = value.text()?;
        if self.objects.contains_key(text) {
            return Some(Kind::Named);
        }
        if let Some((_, kind)) = Kind::WORDS.iter().find(|(word, _)| *word == text) {
            return Some(*kind);
        }
        let names = Kind::WORDS
            .iter()
            .map(|(word, _)| *word)
            .chain(self.objects.keys().copied());
        let unknown = Diagnostic::new(value.place.clone(), format!("unknown type `{text}`"));
        value.report().add(unknown.help(reader::help(text, names)));
        None
    }
}

/// Reads the known values of an enum: a mapping of values to their meaning. A list of bare values, as an import leaves
/// it, still has to be explained.
fn enumeration(value: &Value<'_>, kind: Kind) -> Enum {
    let integer = kind.is_integer();
    let mut values: Vec<EnumValue> = Vec::new();
    let mut add = |found: EnumValue| {
        let clash = |earlier: &&EnumValue| {
            earlier.value == found.value || earlier.name.is_some() && earlier.name == found.name
        };
        if let Some(earlier) = values.iter().find(clash) {
            let repeated = Diagnostic::new(found.at, "this value or its name is stated twice");
            value
                .report()
                .add(repeated.related(earlier.at.clone(), "first stated here"));
            return;
        }
        if !kind.accepts(&found.value) {
            value.report().error(
                &found.at,
                format!("`{}` is not {}", found.value, kind.noun()),
            );
        }
        let canonical = found.value.parse().map(|number: i64| number.to_string());
        if let (true, Some(canonical)) =
            (integer, canonical.ok().filter(|text| *text != found.value))
        {
            let odd = Diagnostic::new(
                found.at.clone(),
                format!("`{}` is not how this number is sent", found.value),
            );
            value.report().add(odd.help(format!("write `{canonical}`")));
        }
        if integer && found.name.is_none() {
            let nameless =
                Diagnostic::new(found.at.clone(), format!("`{}` needs a name", found.value));
            value
                .report()
                .add(nameless.help(format!("write `{}: {{ name: …, doc: … }}`", found.value)));
        }
        values.push(found);
    };
    if value.is_list() {
        for item in value.list().unwrap_or_default() {
            if let Some(value) = item.scalar() {
                add(EnumValue {
                    value,
                    name: None,
                    doc: String::new(),
                    at: item.place,
                });
            }
        }
        if !values.is_empty() {
            let bare = Diagnostic::new(
                value.label.clone(),
                "the values of this enum are explained nowhere",
            );
            let help = "write each with its meaning: `enum: { mp4: An MP4 file., … }`";
            value.report().add(bare.help(help));
        }
    } else {
        for entry in value.entries().unwrap_or_default() {
            let (name, doc) = meaning(&entry.value);
            add(EnumValue {
                value: entry.name.to_owned(),
                name,
                doc,
                at: entry.value.label,
            });
        }
    }
    if values.is_empty() {
        value.report().error(&value.label, "an enum needs values");
    }
    Enum { integer, values }
}

/// Reads the meaning of an enum value: its doc, or a mapping that also names the variant.
fn meaning(value: &Value<'_>) -> (Option<String>, String) {
    if value.is_text() {
        return (None, value.line().unwrap_or_default());
    }
    let Some(mapping) = value.mapping() else {
        return (None, String::new());
    };
    let is_name = |name: &str| is_pascal_case(name);
    let name = mapping
        .optional("name")
        .and_then(|name| name.shaped("a name such as `LowDefinition`", is_name));
    let doc = mapping.required("doc").and_then(Value::line);
    mapping.finish();
    (name, doc.unwrap_or_default())
}
