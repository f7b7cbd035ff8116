//! The pairs of a query.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

/// Returns the decoded names and texts of a query, in its order. Empty parts are skipped, and a
/// part without `=` is a name with an empty text.
pub(super) fn pairs(query: &str) -> impl Iterator<Item = (Cow<'_, str>, Cow<'_, str>)> {
    let query = query.strip_prefix('?').unwrap_or(query);
    let parts = query.split('&').filter(|part| !part.is_empty());
    parts.map(|part| {
        let (name, text) = part.split_once('=').unwrap_or((part, ""));
        (decode(name), decode(text))
    })
}

fn decode(part: &str) -> Cow<'_, str> {
    if !part.contains('+') {
        return percent_decode_str(part).decode_utf8_lossy();
    }
    let spaced = part.replace('+', " ");
    let decoded = percent_decode_str(&spaced).decode_utf8_lossy().into_owned();
    decoded.into()
}
