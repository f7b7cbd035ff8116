//! A request as received, not yet interpreted.

use axum::http::{HeaderMap, Method, Uri};
use bytes::Bytes;

/// The decoded name and value of a parameter.
pub(crate) type Pair = (String, String);

/// A request as received, not yet interpreted.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) method: Method,
    pub(crate) target: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    /// Returns the value of a header. Repeated headers are joined with commas, as HTTP allows.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?;
        let text = |value: &axum::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).trim().to_owned()
        };
        Some(values.fold(text(first), |joined, value| joined + "," + &text(value)))
    }

    /// Returns all headers in the order received.
    pub(crate) fn header_pairs(&self) -> Vec<Pair> {
        self.headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect()
    }

    /// Returns the parameters of the URL.
    pub(crate) fn query(&self) -> Vec<Pair> {
        decode(self.target.query().unwrap_or_default().as_bytes())
    }

    /// Returns the parameters of the body if it is a form, otherwise none.
    pub(crate) fn form(&self) -> Vec<Pair> {
        let is_form = self.header("content-type").is_some_and(|content_type| {
            let essence = content_type.split(';').next().unwrap_or_default();
            essence
                .trim()
                .eq_ignore_ascii_case("application/x-www-form-urlencoded")
        });
        if is_form {
            decode(&self.body)
        } else {
            Vec::new()
        }
    }

    /// Returns the host name under which the client addresses the service.
    pub(crate) fn host(&self) -> String {
        self.header("host").unwrap_or_default()
    }
}

fn decode(text: &[u8]) -> Vec<Pair> {
    form_urlencoded::parse(text).into_owned().collect()
}
