//! Reads the fields of requests, responses and objects.

use super::reader::{Entry, Mapping, Value, Word};
use super::types::{Kind, Types};
use super::{Field, Location, Range, Style, Type};
use crate::diagnostics::Diagnostic;

/// What a field is part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Owner {
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
}

impl Owner {
    /// What the fields of an object are part of that is itself in a field of this owner.
    pub(super) fn object(self) -> Self {
        match self {
            Self::Request | Self::RequestObject => Self::RequestObject,
            Self::Response | Self::ResponseObject => Self::ResponseObject,
            Self::SharedObject => Self::SharedObject,
        }
    }

    pub(super) fn in_request(self) -> bool {
        matches!(self, Self::Request | Self::RequestObject)
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

/// Reads a mapping of names to fields.
pub(super) fn fields(value: &Value<'_>, owner: Owner, types: &Types<'_>) -> Vec<Field> {
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
    if let (Owner::Response, Some(value)) = (owner, required) {
        value.report().error(
            &value.label,
            "`required` is about requests; this is in a response",
        );
    }
    let location = mapping.optional("in");
    if let (Some(value), true) = (location, owner != Owner::Request) {
        value.report().error(
            &value.label,
            "`in` is about request parameters; this is not one",
        );
    }
    let default = mapping.optional("default");
    if let (Owner::Response | Owner::ResponseObject, Some(value)) = (owner, default) {
        value.report().error(
            &value.label,
            "`default` is about requests; this is in a response",
        );
    }
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
        secret: secret(&mapping, ty.as_ref()),
        deprecated: mapping
            .optional("deprecated")
            .and_then(Value::text)
            .map(str::to_owned),
        why: mapping.reasons(),
        at: entry.value.label.clone(),
        ty: ty.unwrap_or(Type::Any),
    };
    mapping.finish();
    Some(field)
}

/// Reads `style` and holds it against the type.
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
        (Some(value), Some(_)) if !types.is_structured(ty) => {
            value
                .report()
                .error(&value.label, "`style` goes with arrays, objects and maps");
        }
        (Some(value), Some(style)) if owner != Owner::Request && style != Style::Json => {
            value.error("outside of request parameters, the style is `json` or not stated");
        }
        (Some(value), Some(Style::Comma)) if !types.is_list_of_scalars(ty) => {
            value.error("only the items of a list of scalars can be joined by commas");
        }
        _ => {}
    }
    style
}

/// Reads `min` and `max`.
fn range(mapping: &Mapping<'_>, kind: Option<&Kind>) -> Range<f64> {
    let bound = |key| {
        let value: &Value<'_> = mapping.optional(key)?;
        match kind {
            Some(kind) if !kind.is_number() => {
                value.report().error(
                    &value.label,
                    format!("`{key}` goes with numbers, not with {}", kind.noun()),
                );
                return None;
            }
            _ => {}
        }
        let number = value.number()?;
        if kind.is_some_and(Kind::is_integer) && number.fract() != 0.0 {
            value.error(format!("{} cannot be {number}", kind?.noun()));
        }
        Some((number, value))
    };
    let (min, max) = (bound("min"), bound("max"));
    if let (Some((min, _)), Some((max, value))) = (min, max)
        && min > max
    {
        value.error("`max` is less than `min`");
    }
    Range {
        min: min.map(|(min, _)| min),
        max: max.map(|(max, _)| max),
    }
}

/// Reads `length`, written `1..64`, `1..` or `..64`.
fn length(mapping: &Mapping<'_>, kind: Option<&Kind>) -> Range<u64> {
    let Some(value) = mapping.optional("length") else {
        return Range::default();
    };
    if let Some(kind) = kind.filter(|kind| !matches!(kind, Kind::String | Kind::Array)) {
        let noun = kind.noun();
        value.report().error(
            &value.label,
            format!("`length` goes with strings and arrays, not with {noun}"),
        );
    }
    let Some(text) = value.scalar() else {
        return Range::default();
    };
    let bound = |text: &str| {
        if text.is_empty() {
            Some(None)
        } else {
            text.parse().ok().map(Some)
        }
    };
    let bounds = text.split_once("..").and_then(|(min, max)| {
        Some(Range {
            min: bound(min)?,
            max: bound(max)?,
        })
    });
    match bounds {
        Some(Range {
            min: None,
            max: None,
        })
        | None => {
            value.error(format!(
                "`{text}` is not a length, such as `1..64`, `1..` or `..64`"
            ));
            Range::default()
        }
        Some(Range {
            min: Some(min),
            max: Some(max),
        }) if min > max => {
            value.error("the least length is more than the greatest");
            Range::default()
        }
        Some(length) => length,
    }
}

/// Reads `secret` and holds it against the type.
fn secret(mapping: &Mapping<'_>, ty: Option<&Type>) -> bool {
    let Some(value) = mapping.optional("secret") else {
        return false;
    };
    if !matches!(ty, Some(Type::String) | None) {
        value
            .report()
            .error(&value.label, "`secret` goes with plain strings");
    }
    value.boolean().unwrap_or_default()
}

/// Reads an example, or a default that must be within a range.
fn scalar(
    value: Option<&Value<'_>>,
    kind: Option<&Kind>,
    ty: Option<&Type>,
    within: Option<Range<f64>>,
) -> Option<String> {
    let value = value?;
    let text = value.scalar()?;
    let Some(kind) = kind else { return Some(text) };
    if !kind.accepts(&text) {
        value.error(format!("`{text}` is not {}", kind.noun()));
        return Some(text);
    }
    let Some(Range { min, max }) = within else {
        return Some(text);
    };
    let is_outside =
        |number: f64| min.is_some_and(|min| number < min) || max.is_some_and(|max| number > max);
    if matches!(kind, Kind::Array | Kind::Object | Kind::Map | Kind::Any) {
        value.report().error(
            &value.label,
            format!("`default` goes with scalars, not with {}", kind.noun()),
        );
    } else if kind.is_number() && text.parse().is_ok_and(is_outside) {
        value.error(format!("`{text}` is outside of `min` and `max`"));
    } else if let Some(Type::Enum(known)) = ty
        && !known.values.iter().any(|known| known.value == text)
    {
        value.error(format!("`{text}` is not one of the known values"));
    }
    Some(text)
}
