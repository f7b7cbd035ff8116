//! The percent-encoding that signatures are computed over.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but letters, digits and `-_.~` is encoded.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// The one form of a text that client and server agree on, however it was written on the wire.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Joins pairs into `name=value&…`, ordered by the bytes of the names before encoding.
pub(crate) fn canonical_pairs<'a>(pairs: impl IntoIterator<Item = &'a (String, String)>) -> String {
    let mut pairs: Vec<_> = pairs.into_iter().collect();
    pairs.sort_by(|a, b| a.0.cmp(&b.0));
    let encoded: Vec<_> = pairs
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)))
        .collect();
    encoded.join("&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_unreserved_characters_stay() {
        assert_eq!(encode("aZ0-_.~"), "aZ0-_.~");
        assert_eq!(encode(" *+/'!()"), "%20%2A%2B%2F%27%21%28%29");
        assert_eq!(encode("直"), "%E7%9B%B4");
    }

    #[test]
    fn pairs_are_ordered_by_bytes_of_the_name() {
        let pairs = ["A.2", "A.10", "A"].map(|name| (name.to_owned(), String::new()));
        assert_eq!(canonical_pairs(&pairs), "A=&A.10=&A.2=");
    }
}
