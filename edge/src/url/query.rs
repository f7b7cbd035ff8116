//! Parameters of a URL, percent-encoded.

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::error::{Part, Problem, UrlError};

/// The parameter that holds the token.
pub(crate) const AUTH_KEY: &str = "auth_key";

/// Whatever is not unreserved in RFC 3986.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Appends a parameter to a query.
pub(crate) fn push(query: &mut String, name: &str, value: &str) -> Result<(), UrlError> {
    let fail = |problem| Err(UrlError::new(Part::Query, problem));
    let encoded = utf8_percent_encode(name, ENCODED).to_string();
    match name {
        "" => return fail(Problem::Empty),
        AUTH_KEY => return fail(Problem::Reserved),
        // Of several values, the service passes only one on to callbacks.
        _ if pairs(query).any(|(other, _)| other == encoded) => return fail(Problem::Repeated),
        _ => {}
    }
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&encoded);
    query.push('=');
    query.extend(utf8_percent_encode(value, ENCODED));
    Ok(())
}

/// Splits a query into its parameters, still encoded.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let parameters = query.split('&').filter(|it| !it.is_empty());
    parameters.map(|it| it.split_once('=').unwrap_or((it, "")))
}

/// Decodes a name or a value. What is not UTF-8 becomes the replacement character.
pub(crate) fn decode(text: &str) -> Cow<'_, str> {
    percent_decode_str(text).decode_utf8_lossy()
}

/// Returns the text of the token in a query.
pub(crate) fn token(query: &str) -> Result<&str, UrlError> {
    let mut found = pairs(query).filter(|(name, _)| *name == AUTH_KEY);
    match (found.next(), found.next()) {
        (Some((_, token)), None) => Ok(token),
        (None, _) => Err(UrlError::new(Part::Token, Problem::Missing)),
        (Some(_), Some(_)) => Err(UrlError::new(Part::Token, Problem::Repeated)),
    }
}
