//! The form of names in specs.

/// Returns whether a text is the name of an operation or a type, such as `OutputTemplate`.
#[must_use]
pub fn is_pascal_case(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Returns whether a text is the name of a family, such as `stream_monitor`.
#[must_use]
pub fn is_family_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text
            .chars()
            .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
}
