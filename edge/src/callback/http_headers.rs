//! Headers of the crate `http`.

use http::HeaderMap;

use super::CallbackError;

/// Returns the text of a header that occurs once.
pub(super) fn text<'a>(
    headers: &'a HeaderMap,
    header: &'static str,
) -> Result<Option<&'a str>, CallbackError> {
    let mut values = headers.get_all(header).iter();
    let Some(value) = values.next() else {
        return Ok(None);
    };
    if values.next().is_some() {
        return Err(CallbackError::RepeatedHeader { header });
    }
    let text = value.to_str();
    text.map(Some)
        .map_err(|_| CallbackError::HeaderIsNotText { header })
}
