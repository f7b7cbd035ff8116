//! Reads the parts that both formats share.

use live_spec::{Access, Word as _};

use crate::json::{Located, ReadResult};
use crate::metadata::Shape;

/// Access level of operations that RAM does not check.
const NO_ACCESS: &str = "none";

/// Reads the type of a scalar.
pub(crate) fn shape(kind: &Located<'_>, format: Option<Located<'_>>) -> ReadResult<Shape> {
    let format = format.as_ref();
    let text = format.map(Located::text).transpose()?;
    let unknown =
        |format: &Located<'_>, text: &str| format.error(format!("unknown format `{text}`"));
    match (kind.text()?, text, format) {
        ("string", ..) => Ok(Shape::String),
        ("boolean", ..) => Ok(Shape::Boolean),
        ("any", ..) => Ok(Shape::Any),
        ("integer", None | Some("int32"), _) => Ok(Shape::Integer),
        ("integer", Some("int64"), _) => Ok(Shape::Long),
        ("number", Some("float"), _) => Ok(Shape::Float),
        ("number", None | Some("double"), _) => Ok(Shape::Double),
        ("integer" | "number", Some(text), Some(format)) => Err(unknown(format, text)),
        (other, ..) => Err(kind.error(format!("unknown type {other:?}"))),
    }
}

/// Returns whether a shape is a list whose items have no parts.
pub(crate) fn is_list_of_scalars(shape: &Shape) -> bool {
    let has_parts = |shape: &Shape| {
        matches!(
            shape,
            Shape::Any | Shape::Array(_) | Shape::Object(_) | Shape::Map(_)
        )
    };
    matches!(shape, Shape::Array(items) if !has_parts(&items.shape))
}

/// Reads an access level. Returns `None` if RAM does not check the operation.
pub(crate) fn access(at: &Located<'_>) -> ReadResult<Option<Access>> {
    let text = at.text()?;
    if text == NO_ACCESS {
        return Ok(None);
    }
    match Access::WORDS.iter().find(|(word, _)| *word == text) {
        Some((_, access)) => Ok(Some(*access)),
        None => Err(at.error(format!("unknown access level `{text}`"))),
    }
}

/// Reads an optional list.
pub(crate) fn list<'a>(at: &Located<'a>, key: &str) -> ReadResult<Vec<Located<'a>>> {
    at.member(key)?.map_or(Ok(Vec::new()), |list| list.list())
}

/// Reads an optional boolean. Default: `false`.
pub(crate) fn flag(at: &Located<'_>, key: &str) -> ReadResult<bool> {
    at.member(key)?.map_or(Ok(false), |flag| flag.boolean())
}

/// Returns whether a schema requires its value. In some schemas, `required` lists properties
/// instead.
pub(crate) fn required(schema: &Located<'_>) -> ReadResult<bool> {
    match schema.member("required")? {
        Some(required) if required.list().is_err() => required.boolean(),
        _ => Ok(false),
    }
}

/// Reads an optional example or default. Returns `None` if it is blank, or the word `null`, which
/// the vendor writes where there is none.
pub(crate) fn sample(at: &Located<'_>, key: &str) -> ReadResult<Option<String>> {
    let sample = at
        .member(key)?
        .map(|sample| sample.sample().trim().to_owned());
    Ok(sample.filter(|sample| !sample.is_empty() && sample != "null"))
}

/// Reads an optional number, as text.
pub(crate) fn number(at: &Located<'_>, key: &str) -> ReadResult<Option<String>> {
    let Some(number) = at.member(key)? else {
        return Ok(None);
    };
    let text = number.scalar()?;
    match text.parse::<f64>() {
        Ok(value) if value.is_finite() => Ok(Some(text)),
        _ => Err(number.error(format!("`{text}` is not a number"))),
    }
}

/// Reads an optional length under the first key that is present. Lengths that bound nothing, such
/// as a minimum of -1 or a maximum beyond all integers, are none, and so are fractions.
pub(crate) fn count(at: &Located<'_>, keys: [&str; 2]) -> ReadResult<Option<u64>> {
    for key in keys {
        if let Some(count) = at.member(key)? {
            let text = count.scalar()?;
            let bounds_nothing = text
                .parse::<f64>()
                .is_ok_and(|number| number.fract() != 0.0 || !(0.0..ENDLESS).contains(&number));
            return match bounds_nothing {
                true => Ok(None),
                false => count.count().map(Some),
            };
        }
    }
    Ok(None)
}

/// The least length that bounds nothing: the vendor writes the largest integers where there is no
/// limit.
const ENDLESS: f64 = 2_147_483_647.0;

/// Reads an optional list of scalars, each as text.
pub(crate) fn texts(at: &Located<'_>, key: &str) -> ReadResult<Vec<String>> {
    list(at, key)?.iter().map(Located::scalar).collect()
}
