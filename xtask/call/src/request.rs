//! A signed request, taken apart to be shown.

use std::collections::BTreeSet;

use bytes::Bytes;

/// The text shown in place of a secret.
pub(crate) const MASK: &str = "***";

/// The parameter with the signature of `HMAC-SHA1`.
pub(crate) const SIGNATURE: &str = "Signature";

/// The common parameters that are secret, or as good as one.
const SECRET_COMMON: [&str; 2] = ["SecurityToken", SIGNATURE];

/// A signed request, and which of its parameters are secret.
#[derive(Clone, Debug)]
pub struct SentRequest {
    request: http::Request<Bytes>,
    secret: BTreeSet<String>,
}

/// A parameter as it is sent.
#[derive(Clone, Copy)]
pub(crate) struct SentPair<'a> {
    /// The name, percent-encoded.
    pub(crate) name: &'a str,
    /// The value, percent-encoded.
    pub(crate) value: &'a str,
    /// Whether the value is a secret.
    pub(crate) is_secret: bool,
}

impl SentPair<'_> {
    /// Returns `name=value`, with a secret masked.
    pub(crate) fn masked(&self) -> String {
        let value = if self.is_secret { MASK } else { self.value };
        format!("{}={value}", self.name)
    }
}

impl SentRequest {
    /// Takes a signed request, and the names of its secret parameters.
    pub fn new(
        request: http::Request<Bytes>,
        secret: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let common = SECRET_COMMON.into_iter().map(str::to_owned);
        Self {
            request,
            secret: secret.into_iter().map(Into::into).chain(common).collect(),
        }
    }

    pub(crate) fn method(&self) -> &str {
        self.request.method().as_str()
    }

    /// Returns the URL without its query.
    pub(crate) fn address(&self) -> String {
        let uri = self.request.uri();
        let scheme = uri.scheme_str().unwrap_or("https");
        let host = uri.authority().map_or("", |authority| authority.as_str());
        format!("{scheme}://{host}{}", uri.path())
    }

    /// Returns the parameters of the URL.
    pub(crate) fn query(&self) -> Vec<SentPair<'_>> {
        self.pairs(self.request.uri().query().unwrap_or_default())
    }

    /// Returns the parameters of the body.
    pub(crate) fn form(&self) -> Vec<SentPair<'_>> {
        self.pairs(str::from_utf8(self.request.body()).unwrap_or_default())
    }

    /// Returns a header.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.request.headers().get(name)?.to_str().ok()
    }

    /// Returns whether the request is signed, in a header or in the URL.
    pub(crate) fn is_signed(&self) -> bool {
        let mut query = self.query().into_iter();
        self.header("authorization").is_some() || query.any(|pair| pair.name == SIGNATURE)
    }

    /// Returns all headers with their names.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (&str, &str)> {
        let headers = self.request.headers().iter();
        headers.map(|(name, value)| (name.as_str(), value.to_str().unwrap_or_default()))
    }

    fn pairs<'a>(&self, text: &'a str) -> Vec<SentPair<'a>> {
        let pairs = text.split('&').filter(|pair| !pair.is_empty());
        let pairs = pairs.map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            SentPair {
                name,
                value,
                is_secret: self.secret.contains(&decoded(name)),
            }
        });
        pairs.collect()
    }
}

/// Returns parameters as they stand in a URL or a body, with secrets masked.
pub(crate) fn masked(pairs: &[SentPair<'_>]) -> String {
    let pairs: Vec<_> = pairs.iter().map(SentPair::masked).collect();
    pairs.join("&")
}

/// Returns percent-encoded text decoded.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).filter(|_| *first == b'%');
        let digits = digits.and_then(|digits| str::from_utf8(digits).ok());
        match digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
