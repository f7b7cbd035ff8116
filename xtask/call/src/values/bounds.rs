//! Checks one value: its type, its known values, its form, its range and its length.

use live_spec::{Enum, Range, Type};

use super::{Reader, Site};
use crate::suggest::meant;

impl<'s> Reader<'s> {
    /// Notes why a text does not fit. Secrets are not quoted.
    pub(super) fn check(&mut self, site: Site<'_, 's>, ty: &Type, text: &str) {
        let shown = match site.secret {
            true => "the value".to_owned(),
            false => format!("`{text}`"),
        };
        if let Some(expected) = mismatch(ty, text) {
            self.note(site, format!("is {expected}, which {shown} is not"));
        } else if let Type::Enum(known) = ty
            && !known.values.iter().any(|known| known.value == text)
        {
            self.note(site, unknown_value(known, text));
        } else if let Some(field) = site.rules {
            if let Some(format) = field.format
                && !format.accepts(text)
            {
                let example = format.example();
                self.note(
                    site,
                    format!("has the form of `{example}`, {shown} has not"),
                );
            }
            if let (true, Ok(number)) = (is_number(ty), text.parse::<f64>()) {
                self.range(site, field.range, number, "");
            }
            if matches!(ty, Type::String) {
                self.length(site, text.chars().count(), "characters");
            }
        }
    }

    /// Checks the length of a text or a list.
    pub(super) fn length(&mut self, site: Site<'_, 's>, length: usize, unit: &str) {
        if let Some(field) = site.rules {
            let length = u64::try_from(length).unwrap_or(u64::MAX);
            self.range(site, field.length, length, &format!(" {unit}"));
        }
    }

    fn range<T: PartialOrd + Copy + std::fmt::Display>(
        &mut self,
        site: Site<'_, 's>,
        range: Range<T>,
        value: T,
        unit: &str,
    ) {
        if let Some(min) = range.min.filter(|min| value < *min) {
            self.note(site, format!("is at least {min}{unit}, not {value}"));
        }
        if let Some(max) = range.max.filter(|max| value > *max) {
            self.note(site, format!("is at most {max}{unit}, not {value}"));
        }
    }
}

/// Returns what is expected, if a text is no value of a type.
fn mismatch(ty: &Type, text: &str) -> Option<&'static str> {
    let (fits, expected) = match ty {
        Type::Integer => (text.parse::<i32>().is_ok(), "an integer of 32 bits"),
        Type::Long => (text.parse::<i64>().is_ok(), "an integer"),
        Type::Float | Type::Double => {
            let number = text.parse::<f64>();
            (number.is_ok_and(f64::is_finite), "a number")
        }
        Type::Boolean => (matches!(text, "true" | "false"), "`true` or `false`"),
        Type::Enum(values) if values.integer => (text.parse::<i64>().is_ok(), "an integer"),
        _ => return None,
    };
    (!fits).then_some(expected)
}

fn is_number(ty: &Type) -> bool {
    matches!(ty, Type::Integer | Type::Long | Type::Float | Type::Double)
}

fn unknown_value(known: &Enum, text: &str) -> String {
    let names = || known.values.iter().map(|known| known.value.as_str());
    let listed: Vec<_> = names().map(|name| format!("`{name}`")).collect();
    let meant = match meant(text, names()) {
        Some(name) => format!("; did you mean `{name}`?"),
        None => String::new(),
    };
    format!(
        "is {}, which `{text}` is not{meant}",
        match listed.as_slice() {
            [one] => one.clone(),
            _ => format!("one of {}", listed.join(", ")),
        }
    )
}
