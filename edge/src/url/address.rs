//! The text of a URL without a token, and where the token goes.

use std::ops::Range;

/// The text of a URL without a token.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Address {
    text: String,
    path: Range<usize>,
    /// Where the token is inserted.
    token_at: usize,
    /// What separates the token from what is before it.
    separator: &'static str,
    /// Where encoders split the URL into server and stream key, if they do.
    key_at: Option<usize>,
}

impl Address {
    /// Returns `{base}{path}?{query}`.
    pub(crate) fn new(base: &str, path: &str, query: &str) -> Self {
        let mut text = String::with_capacity(base.len() + path.len() + query.len() + 1);
        text.push_str(base);
        text.push_str(path);
        Self::with_query(text, base.len(), query, "&")
    }

    /// Appends a query to a text that ends with a path.
    fn with_query(mut text: String, path_at: usize, query: &str, separator: &'static str) -> Self {
        let path = path_at..text.len();
        if !query.is_empty() {
            text.push('?');
            text.push_str(query);
        }
        Self {
            path,
            token_at: text.len(),
            separator: if query.is_empty() { "?" } else { separator },
            key_at: None,
            text,
        }
    }

    /// Returns a URL of SRT, whose path and query are a part of the parameter `streamid`.
    ///
    /// `streamid` is decoded once on its way to the query. What separates parameters in it is
    /// therefore encoded once more, and so is what was encoded already.
    pub(crate) fn srt(domain: &str, port: u16, path: &str, query: &str) -> Self {
        let text = format!("srt://{domain}:{port}?streamid=#!::h={domain},r={path}");
        let path_at = text.len() - path.len();
        let query = query.replace('%', "%25").replace('&', "%26");
        let mut address = Self::with_query(text, path_at, &query, "%26");
        address.text.push_str(",m=publish");
        address
    }

    /// Lets encoders split the URL before the last segment of its path.
    pub(crate) fn with_stream_key(mut self) -> Self {
        let slash = self.path().rfind('/');
        self.key_at = slash.map(|slash| self.path.start + slash + 1);
        self
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.text
    }

    pub(crate) fn path(&self) -> &str {
        self.text.get(self.path.clone()).unwrap_or_default()
    }

    pub(crate) const fn key_at(&self) -> Option<usize> {
        self.key_at
    }

    /// Returns the text with a token, and where the token is in it.
    pub(crate) fn with_token(&self, token: &str) -> (String, Range<usize>) {
        let (before, after) = self
            .text
            .split_at_checked(self.token_at)
            .unwrap_or_default();
        let mut text = String::with_capacity(self.text.len() + token.len() + 12);
        for part in [before, self.separator, super::query::AUTH_KEY, "="] {
            text.push_str(part);
        }
        let token_at = text.len();
        text.push_str(token);
        text.push_str(after);
        (text, token_at..token_at + token.len())
    }
}

/// Splits a URL into server and stream key, as encoders need it.
pub(crate) fn split_at_key(text: &str, key_at: Option<usize>) -> (&str, &str) {
    let split = key_at.and_then(|at| text.split_at_checked(at));
    match split {
        Some((server, key)) => (server.trim_end_matches('/'), key),
        None => (text, ""),
    }
}
