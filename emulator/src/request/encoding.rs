//! The percent-encoding that signatures use.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All characters except letters, digits and `-_.~`.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

/// Encodes a text canonically, however the client encoded it.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Joins pairs to `name=value&…`, sorted by the bytes of the unencoded names.
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
    fn unreserved_characters_are_not_encoded() {
        assert_eq!(encode("aZ0-_.~"), "aZ0-_.~");
        assert_eq!(encode(" *+/'!()"), "%20%2A%2B%2F%27%21%28%29");
        assert_eq!(encode("直"), "%E7%9B%B4");
    }

    #[test]
    fn pairs_are_sorted_by_the_bytes_of_the_name() {
        let pairs = ["A.2", "A.10", "A"].map(|name| (name.to_owned(), String::new()));
        assert_eq!(canonical_pairs(&pairs), "A=&A.10=&A.2=");
    }
}
