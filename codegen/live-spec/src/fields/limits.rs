//! Reads the limits of values: `min`, `max` and `length`.

use crate::diagnostics::Diagnostic;
use crate::kind::Kind;
use crate::model::Range;
use crate::reader::{Mapping, Value};
use crate::shapes;

/// Reads `min` and `max`.
pub(super) fn range(mapping: &Mapping<'_>, kind: Option<&Kind>) -> Range<f64> {
    let bound = |key| {
        let value: &Value<'_> = mapping.optional(key)?;
        match kind {
            Some(kind) if !kind.is_number() => {
                let message = format!("`{key}` applies to numbers, not to {}", kind.noun());
                let wrong = Diagnostic::new(value.label.clone(), message);
                value.report().add(wrong.help(match kind {
                    Kind::String | Kind::Array => "remove it; `length` limits strings and arrays",
                    _ => "remove it",
                }));
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
        let wrong = Diagnostic::new(value.place.clone(), "`max` is less than `min`");
        value
            .report()
            .add(wrong.help("exchange them, or correct one of them"));
    }
    Range {
        min: min.map(|(min, _)| min),
        max: max.map(|(max, _)| max),
    }
}

/// Reads `length`, written `1..64`, `1..` or `..64`.
pub(super) fn length(mapping: &Mapping<'_>, kind: Option<&Kind>) -> Range<u64> {
    let Some(value) = mapping.optional("length") else {
        return Range::default();
    };
    if let Some(kind) = kind.filter(|kind| !matches!(kind, Kind::String | Kind::Array)) {
        let noun = kind.noun();
        value.misplaced(format!(
            "`length` applies to strings and arrays, not to {noun}"
        ));
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
            let message = format!("`{text}` is not a length, such as `1..64`, `1..` or `..64`");
            let wrong = Diagnostic::new(value.place.clone(), message);
            value.report().add(match shapes::length(&text) {
                Some(help) => wrong.help(help),
                None => wrong,
            });
            Range::default()
        }
        Some(Range {
            min: Some(min),
            max: Some(max),
        }) if min > max => {
            value.wrong(
                "the minimum length exceeds the maximum",
                "exchange them, or correct one of them",
            );
            Range::default()
        }
        Some(length) => length,
    }
}
