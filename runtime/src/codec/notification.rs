//! How generated types read notifications: HTTP requests that the service sends to an address of
//! yours.
//!
//! A type of a notification has two functions. `from_query` reads the query of a GET request, and
//! `from_json` the body of a POST request. The page of the type says which of them the
//! documentation means; the other is there because a service may change its mind. Neither knows an
//! HTTP framework, and neither checks a signature.
//!
//! What arrives is read as tolerantly as a [response](crate::decode):
//!
//! - A query is decoded as `application/x-www-form-urlencoded`: `+` is a space, and bytes that are
//!   not UTF-8 become U+FFFD. A `?` in front is skipped. Reading a query never fails.
//! - If a query has a name more than once, its first value counts. The others are kept in the
//!   [`ExtraMembers`](crate::ExtraMembers), several as a list.
//! - A body is an error only if it is not a JSON object.
//! - Undocumented members, and values that a field cannot hold, are kept in the extra members.
//! - The decoded values take at most [`DECODED_SIZE_FACTOR`](crate::defaults::DECODED_SIZE_FACTOR)
//!   times the size of what arrived, or of 64 KiB if that is more. A body that exceeds this is an
//!   error; a value of a query is kept as text. The HTTP server limits what arrives.
//!
//! Where one address receives several kinds of a notification, the type is an enum. A kind is
//! recognized by a member that only this kind has, which is neither `null` nor an empty text.

mod query;
mod kinds;

#[doc(hidden)]
pub use kinds::{kind_in_json, kind_in_query};

use super::decode::{Bounds, DecodeError, ReadFields, read_message, read_pairs};
use super::encode::{InvalidParameter, WriteFields, complete_json};
use crate::info::ServiceInfo;
use crate::support::defaults::DECODED_SIZE_FACTOR;
use crate::support::text::OneLine;

/// The smallest size that the limit of memory is computed from.
const MIN_SIZE: usize = 64 * 1024;

/// Reads a notification from a query.
#[doc(hidden)]
#[must_use]
pub fn from_query<T: ReadFields + Default>(query: &str, service: &ServiceInfo) -> T {
    let mut notification = T::default();
    read_query(query, &mut notification, service);
    notification
}

fn read_query(query: &str, notification: &mut dyn ReadFields, service: &ServiceInfo) {
    let mut pairs = query::pairs(query);
    read_pairs(
        &mut pairs,
        notification,
        bounds(query.len()),
        service.secret_names,
    );
}

/// Reads a notification from a body.
///
/// # Errors
///
/// Fails if the body is not a JSON object, or exceeds the limit of memory.
#[doc(hidden)]
pub fn from_json<T: ReadFields + Default>(
    body: &[u8],
    service: &ServiceInfo,
) -> Result<T, DecodeError> {
    let mut notification = T::default();
    read_json(body, &mut notification, service.secret_names)?;
    Ok(notification)
}

fn read_json(
    body: &[u8],
    notification: &mut dyn ReadFields,
    secret_names: &'static [&'static str],
) -> Result<(), DecodeError> {
    read_message(body, notification, bounds(body.len()), secret_names)
        .map_err(|error| error.map_texts(|text| OneLine(text).to_string()))
}

/// Returns the JSON of the response to a notification.
///
/// # Errors
///
/// Fails if a required member is not set, or if a value cannot be written.
#[doc(hidden)]
pub fn to_json(response: &dyn WriteFields) -> Result<String, InvalidParameter> {
    complete_json(response)
}

fn bounds(size: usize) -> Bounds {
    Bounds {
        memory: size.max(MIN_SIZE).saturating_mul(DECODED_SIZE_FACTOR),
        deadline: None,
    }
}

#[cfg(test)]
mod tests;
