//! Reads fields and types. Types of objects contain fields, and fields have types.

mod limits;

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::enums::{canonical, enumeration};
use crate::format::Format;
use crate::homes;
use crate::kind::Kind;
use crate::model::{Array, Field, Location, NamedType, Range, Style, Type};
use crate::names::is_pascal_case;
use crate::reader::{Entry, Mapping, Value};
use crate::rust_names::{field_name, type_name};
use crate::secrets::secret;
use crate::shapes;
use crate::sources::Sources;
use crate::synonyms;
use crate::words::{Word, help};
use limits::{length, range};

/// What contains a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Owner {
    /// A request.
    Request,
    /// A response.
    Response,
    /// An object in a request.
    RequestObject,
    /// An object in a response.
    ResponseObject,
    /// An object of `types.yaml`, which requests and responses may share.
    SharedObject,
    /// A notification, or an object in one.
    Notification,
    /// The response to a notification, or an object in it.
    NotificationResponse,
}

impl Owner {
    /// Returns the owner of the fields of an object inside a field of this owner.
    pub(crate) fn object(self) -> Self {
        match self {
            Self::Request | Self::RequestObject => Self::RequestObject,
            Self::Response | Self::ResponseObject => Self::ResponseObject,
            Self::SharedObject => Self::SharedObject,
            Self::Notification => Self::Notification,
            Self::NotificationResponse => Self::NotificationResponse,
        }
    }

    /// Returns the noun for what the service sends, if it sends this.
    fn received(self) -> Option<&'static str> {
        match self {
            Self::Response | Self::ResponseObject => Some("a response"),
            Self::Notification => Some("a notification"),
            Self::Request
            | Self::RequestObject
            | Self::SharedObject
            | Self::NotificationResponse => None,
        }
    }

    /// Returns the noun for what only goes to the service, if this goes there.
    fn sent(self) -> Option<&'static str> {
        match self {
            Self::Request | Self::RequestObject => Some("a request"),
            Self::NotificationResponse => Some("a response to a notification"),
            Self::Response | Self::ResponseObject | Self::SharedObject | Self::Notification => None,
        }
    }
}

impl Word for Location {
    const WHAT: &'static str = "part of a request";
    const WORDS: &'static [(&'static str, Self)] = &[("query", Self::Query), ("body", Self::Body)];
}

impl Word for Style {
    const WHAT: &'static str = "style";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("repeat", Self::Repeat),
        ("json", Self::Json),
        ("comma", Self::Comma),
    ];
}

/// Reads a mapping from names to fields.
pub(crate) fn fields(value: &Value<'_>, owner: Owner, types: &Types<'_>) -> Vec<Field> {
    let entries = value.entries().unwrap_or_default();
    entries
        .iter()
        .filter_map(|entry| field(entry, owner, types))
        .collect()
}

fn field(entry: &Entry<'_>, owner: Owner, types: &Types<'_>) -> Option<Field> {
    let mapping = entry.value.mapping()?;
    let (kind, ty) = types.read(&mapping, owner);
    let range = range(&mapping, kind.as_ref());
    let required = mapping.optional("required");
    if let (Some(received), Some(value)) = (owner.received(), required) {
        value.misplaced(format!(
            "`required` applies to requests; this is in {received}"
        ));
    }
    let location = mapping.optional("in");
    if let (Some(value), true) = (location, owner != Owner::Request) {
        value.misplaced("`in` applies to request parameters; this is not one");
    }
    let default = mapping.optional("default");
    if let (Some(received), Some(value)) = (owner.received(), default) {
        value.misplaced(format!(
            "`default` applies to requests; this is in {received}"
        ));
    }
    let place_of = |key| {
        let value: Option<&Value<'_>> = mapping.optional(key);
        value.map_or_else(|| entry.value.label.clone(), |value| value.place.clone())
    };
    let field = Field {
        name: entry.name.to_owned(),
        required: required.and_then(Value::boolean).unwrap_or_default(),
        location: location.and_then(Value::word).unwrap_or_default(),
        style: style(&mapping, owner, kind.as_ref(), ty.as_ref(), types),
        doc: mapping
            .optional("doc")
            .and_then(Value::text)
            .map(str::to_owned),
        example: scalar(
            mapping.optional("example"),
            kind.as_ref(),
            ty.as_ref(),
            None,
        ),
        default: scalar(default, kind.as_ref(), ty.as_ref(), Some(range)),
        range,
        length: length(&mapping, kind.as_ref()),
        format: format(&mapping, owner, ty.as_ref()),
        secret: secret(&mapping, entry.name, &entry.value.label, ty.as_ref()),
        deprecated: mapping.optional("deprecated").and_then(Value::deprecation),
        why: mapping.reasons(),
        name_in_rust: field_name(&mapping),
        at: entry.value.label.clone(),
        example_at: place_of("example"),
        default_at: place_of("default"),
        ty: ty.unwrap_or(Type::Any),
    };
    doubts::field(&mapping, &field);
    mapping.finish();
    Some(field)
}

/// Reads `style` and checks it against the type.
fn style(
    mapping: &Mapping<'_>,
    owner: Owner,
    kind: Option<&Kind>,
    ty: Option<&Type>,
    types: &Types<'_>,
) -> Option<Style> {
    let value = mapping.optional("style");
    let style = value.and_then(Value::word);
    let (kind, ty) = (kind?, ty?);
    match (value, style) {
        (None, _) if owner == Owner::Request && types.is_structured(ty) && *kind != Kind::Any => {
            let missing = Diagnostic::new(mapping.label().clone(), "`style` is missing");
            mapping.report().add(missing.help(
                "state how this is sent: `repeat` (a parameter per item), `json` or `comma`",
            ));
        }
        (Some(value), _) if owner == Owner::NotificationResponse => {
            value.misplaced("`style` applies to parameters; this is in a response to a notification, which is JSON");
        }
        (Some(_), _) if types.is_unread(ty) => {}
        (Some(value), Some(_)) if !types.is_structured(ty) => {
            value.misplaced("`style` applies only to arrays, objects and maps");
        }
        (Some(value), Some(style)) if owner != Owner::Request && style != Style::Json => {
            value.wrong(
                "outside request parameters, the only style is `json`",
                "remove `style`, unless the value is JSON text",
            );
        }
        (Some(value), Some(Style::Comma)) if !types.is_list_of_scalars(ty) => {
            value.wrong(
                "the style `comma` requires a list of scalars",
                "use `repeat` or `json`",
            );
        }
        _ => {}
    }
    style
}

/// Reads `format` and checks it against the type.
fn format(mapping: &Mapping<'_>, owner: Owner, ty: Option<&Type>) -> Option<Format> {
    let value = mapping.optional("format")?;
    let format: Format = value.word()?;
    let suits = match ty? {
        Type::String => format.suits_strings() && mapping.optional("secret").is_none(),
        Type::Integer | Type::Long => format.suits_integers(),
        _ => false,
    };
    if !suits {
        value.wrong(
            "this format does not apply to the type of the field",
            "correct one of them: `date-time` is a `string`, `seconds` an `integer` or `long`",
        );
    }
    if format == Format::DateTimeMinutes && owner.received().is_none() {
        value.error("this format applies only to responses: requests are sent with seconds");
    }
    Some(format)
}

/// Reads an example, or a default with the range that it must be in.
fn scalar(
    value: Option<&Value<'_>>,
    kind: Option<&Kind>,
    ty: Option<&Type>,
    within: Option<Range<f64>>,
) -> Option<String> {
    let value = value?;
    let text = match kind {
        None | Some(Kind::Float | Kind::Double | Kind::Boolean) => value.scalar_as_read()?,
        Some(_) => value.scalar()?,
    };
    let Some(kind) = kind else { return Some(text) };
    if !kind.accepts(&text) {
        value.wrong(
            format!("`{text}` is not {}", kind.noun()),
            "correct the value, or the `type`",
        );
        return Some(text);
    }
    if kind.is_integer()
        && let Some(canonical) = canonical(&text)
    {
        let message = format!("`{text}` is not the canonical form of this number");
        let odd = Diagnostic::new(value.place.clone(), message);
        value.report().add(odd.help(format!("write `{canonical}`")));
    }
    let Some(Range { min, max }) = within else {
        return Some(text);
    };
    let is_outside =
        |number: f64| min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max);
    if matches!(kind, Kind::Array | Kind::Object | Kind::Map | Kind::Any) {
        value.misplaced(format!(
            "`default` applies to scalars, not to {}",
            kind.noun()
        ));
    } else if kind.is_number() && text.parse().is_ok_and(is_outside) {
        value.wrong(
            format!("`{text}` is not within `min` and `max`"),
            "correct the value or the limits",
        );
    } else if let Some(Type::Enum(known)) = ty
        && !known.values.iter().any(|known| known.value == text)
    {
        let values = known.values.iter().map(|known| known.value.as_str());
        value.wrong(
            format!("`{text}` is not one of the known values"),
            help(&text, values),
        );
    }
    Some(text)
}

/// The named types of a family, with what is needed to read references to them.
#[derive(Debug, Default)]
pub(crate) struct Types<'a> {
    /// The kind of each named type: an object (`true`), an enum, or neither, which is a mistake.
    objects: BTreeMap<&'a str, Option<bool>>,
    /// Whether `types.yaml` could not be read, so that any name may be one of its types.
    is_unread: bool,
    /// The specs, to find types of other families.
    homes: Option<&'a Sources>,
}

impl<'a> Types<'a> {
    /// Returns the types of a family whose `types.yaml` cannot be read.
    pub(crate) fn unread() -> Self {
        Self {
            is_unread: true,
            ..Self::default()
        }
    }

    /// Returns no types, for a family that has none.
    pub(crate) fn none(sources: &'a Sources) -> Self {
        Self {
            homes: Some(sources),
            ..Self::default()
        }
    }
}

/// Reads `types.yaml`.
pub(crate) fn named_types<'a>(
    root: &Value<'a>,
    homes: Option<&'a Sources>,
) -> (Types<'a>, Vec<NamedType>) {
    let Some(entries) = root.entries() else {
        return (Types::unread(), Vec::new());
    };
    let kind = |value: &Value<'_>| match value.has_text("type", "object") {
        true => Some(true),
        false => value.has_key("enum").then_some(false),
    };
    let types = Types {
        objects: entries
            .iter()
            .map(|entry| (entry.name, kind(&entry.value)))
            .collect(),
        is_unread: false,
        homes,
    };
    let mut named = Vec::new();
    for entry in &entries {
        let label = &entry.value.label;
        if !is_pascal_case(entry.name) {
            let message = format!(
                "`{}` is not a type name, such as `OutputTemplate`",
                entry.name
            );
            let wrong = Diagnostic::new(label.clone(), message);
            root.report().add(match shapes::pascal_case(entry.name) {
                Some(name) => wrong.help(format!("write `{name}`, here and where it is used")),
                None => wrong,
            });
        }
        let Some(mapping) = entry.value.mapping() else {
            continue;
        };
        let doc = mapping.required("doc").and_then(Value::line);
        doubts::prose(mapping.optional("doc"));
        let name_in_rust = type_name(&mapping);
        let (_, ty) = types.read(&mapping, Owner::SharedObject);
        mapping.finish();
        let Some(ty) = ty else { continue };
        if !matches!(ty, Type::Enum(_) | Type::Object(_)) {
            let wrong = Diagnostic::new(label.clone(), "a named type must be an enum or an object");
            root.report().add(
                wrong
                    .help("state other types where they are used, without a name")
                    .unread(),
            );
        }
        named.push(NamedType {
            name: entry.name.to_owned(),
            name_in_rust,
            doc: doc.unwrap_or_default(),
            ty,
            at: label.clone(),
        });
    }
    (types, named)
}

impl Types<'_> {
    /// Returns whether a type has parts, so that a parameter of the type needs a style.
    pub(crate) fn is_structured(&self, ty: &Type) -> bool {
        match ty {
            Type::Array(_) | Type::Object(_) | Type::Map(_) | Type::Any => true,
            Type::Named(name) => self.objects.get(name.as_str()) == Some(&Some(true)),
            _ => false,
        }
    }

    /// Returns whether a type is named and neither an object nor an enum, which is reported there.
    fn is_unread(&self, ty: &Type) -> bool {
        matches!(ty, Type::Named(name) if self.objects.get(name.as_str()) == Some(&None))
    }

    pub(crate) fn is_list_of_scalars(&self, ty: &Type) -> bool {
        matches!(ty, Type::Array(array) if !self.is_structured(&array.items))
    }

    /// Reads the keys of a type. Returns the kind even if the rest is invalid.
    pub(crate) fn read(&self, mapping: &Mapping<'_>, owner: Owner) -> (Option<Kind>, Option<Type>) {
        let word = mapping.required("type");
        let kind = word.and_then(|value| self.kind(value));
        let name = word.and_then(Value::as_text);
        let part = |key, owners: &[Kind]| {
            let value: &Value<'_> = mapping.optional(key)?;
            if let Some(kind) = kind.filter(|kind| !owners.contains(kind)) {
                let message = format!("`{key}` does not apply to {}", kind.noun());
                let found = Diagnostic::new(value.label.clone(), message);
                value.report().add(match key {
                    "values" if kind.accepts_enum() => {
                        found.help("list the known values under `enum`")
                    }
                    _ => found.help("remove it, or correct the `type`"),
                });
            }
            Some(value)
        };
        let known = part("enum", &[Kind::String, Kind::Integer, Kind::Long]);
        let items = part("items", &[Kind::Array]);
        let wrapper = part("wrapper", &[Kind::Array]);
        let members = part("fields", &[Kind::Object]);
        let values = part("values", &[Kind::Map]);
        if let (Some(value), Some(sent)) = (wrapper, owner.sent()) {
            value.misplaced(format!(
                "`wrapper` applies to lists in responses; this is in {sent}"
            ));
        }
        let wrapper = wrapper.and_then(Value::name).map(str::to_owned);
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
                let members = members.or_else(|| mapping.required("fields"))?;
                Some(Type::Object(fields(members, owner.object(), self)))
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
                    format!("`{name}` alone is not a complete type"),
                );
                value
                    .report()
                    .add(bare.help(format!("describe it in a mapping: `{{ type: {name}, … }}`")));
                None
            }
        }
    }

    fn kind(&self, value: &Value<'_>) -> Option<Kind> {
        let text = value.name()?;
        if self.objects.contains_key(text) {
            return Some(Kind::Named);
        }
        if let Some((_, kind)) = Kind::WORDS.iter().find(|(word, _)| *word == text) {
            return Some(*kind);
        }
        if self.is_unread && is_pascal_case(text) {
            return None;
        }
        let names = Kind::WORDS
            .iter()
            .map(|(word, _)| *word)
            .chain(self.objects.keys().copied());
        let unknown = Diagnostic::new(value.place.clone(), format!("unknown type `{text}`"));
        let advice = self
            .homes
            .and_then(|sources| homes::advice(sources, text, value.place.path()))
            .or_else(|| synonyms::of_type(text))
            .unwrap_or_else(|| help(text, names));
        value.report().add(unknown.help(advice).unread());
        None
    }
}
