//! A request as it came off the wire.

use axum::http::{HeaderMap, Method, Uri};
use bytes::Bytes;

/// A decoded parameter: name and value.
pub(crate) type Pair = (String, String);

/// A request as it came off the wire, with nothing understood yet.
#[derive(Debug)]
pub(crate) struct Received {
    pub(crate) method: Method,
    pub(crate) target: Uri,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Received {
    /// Value of a header; several of one name are joined as HTTP allows.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let mut values = self.headers.get_all(name).iter();
        let first = values.next()?;
        let text = |value: &axum::http::HeaderValue| {
            String::from_utf8_lossy(value.as_bytes()).trim().to_owned()
        };
        Some(values.fold(text(first), |joined, value| joined + "," + &text(value)))
    }

    /// All headers in the order received.
    pub(crate) fn header_pairs(&self) -> Vec<Pair> {
        self.headers
            .iter()
            .map(|(name, value)| {
                let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), value)
            })
            .collect()
    }

    /// Parameters of the URL.
    pub(crate) fn query(&self) -> Vec<Pair> {
        decode(self.target.query().unwrap_or_default().as_bytes())
    }

    /// Parameters of the body, if it is a form.
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

    /// Name the client addresses the service by.
    pub(crate) fn host(&self) -> String {
        self.header("host").unwrap_or_default()
    }
}

fn decode(text: &[u8]) -> Vec<Pair> {
    form_urlencoded::parse(text).into_owned().collect()
}
