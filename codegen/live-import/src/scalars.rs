//! Reads the small parts that both formats have in common.

use live_spec::{Access, Word as _};

use crate::json::{At, Reading};
use crate::metadata::Shape;

/// The access level of an operation that RAM does not check.
const NO_ACCESS: &str = "none";

/// The type of a value without parts.
pub(crate) fn shape(kind: &At<'_>, format: Option<At<'_>>) -> Reading<Shape> {
    let format = format.as_ref();
    let text = format.map(At::text).transpose()?;
    let unknown = |format: &At<'_>, text: &str| format.fault(format!("unknown format `{text}`"));
    match (kind.text()?, text, format) {
        ("string", ..) => Ok(Shape::String),
        ("boolean", ..) => Ok(Shape::Boolean),
        ("any", ..) => Ok(Shape::Any),
        ("integer", None | Some("int32"), _) => Ok(Shape::Integer),
        ("integer", Some("int64"), _) => Ok(Shape::Long),
        ("number", Some("float"), _) => Ok(Shape::Float),
        ("number", None | Some("double"), _) => Ok(Shape::Double),
        ("integer" | "number", Some(text), Some(format)) => Err(unknown(format, text)),
        (other, ..) => Err(kind.fault(format!("unknown type {other:?}"))),
    }
}

/// An access level, or none where RAM checks nothing.
pub(crate) fn access(at: &At<'_>) -> Reading<Option<Access>> {
    let text = at.text()?;
    if text == NO_ACCESS {
        return Ok(None);
    }
    match Access::WORDS.iter().find(|(word, _)| *word == text) {
        Some((_, access)) => Ok(Some(*access)),
        None => Err(at.fault(format!("unknown access level `{text}`"))),
    }
}

/// A list that may be missing.
pub(crate) fn list<'a>(at: &At<'a>, key: &str) -> Reading<Vec<At<'a>>> {
    at.member(key)?.map_or(Ok(Vec::new()), |list| list.list())
}

/// `true` or `false`, which is meant where nothing is said.
pub(crate) fn flag(at: &At<'_>, key: &str) -> Reading<bool> {
    at.member(key)?.map_or(Ok(false), |flag| flag.boolean())
}

/// An example or default, of which a blank one says nothing.
pub(crate) fn sample(at: &At<'_>, key: &str) -> Reading<Option<String>> {
    let sample = at
        .member(key)?
        .map(|sample| sample.sample().trim().to_owned());
    Ok(sample.filter(|sample| !sample.is_empty()))
}

/// A number, as text.
pub(crate) fn number(at: &At<'_>, key: &str) -> Reading<Option<String>> {
    let Some(number) = at.member(key)? else {
        return Ok(None);
    };
    let text = number.scalar()?;
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(text)),
        _ => Err(number.fault(format!("`{text}` is not a number"))),
    }
}

/// A length, under the first of the keys that is there.
pub(crate) fn count(at: &At<'_>, keys: [&str; 2]) -> Reading<Option<u64>> {
    for key in keys {
        if let Some(count) = at.member(key)? {
            return count.count().map(Some);
        }
    }
    Ok(None)
}

/// Scalars, each as text.
pub(crate) fn texts(at: &At<'_>, key: &str) -> Reading<Vec<String>> {
    list(at, key)?.iter().map(At::scalar).collect()
}
