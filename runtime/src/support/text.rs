//! Texts of the service for display.

use std::fmt;

/// Returns the start of a text, at most this many bytes.
pub(crate) fn cut(text: &str, max_bytes: usize) -> &str {
    let mut ends = (0..=max_bytes.min(text.len())).rev();
    let end = ends.find(|end| text.is_char_boundary(*end));
    &text[..end.unwrap_or_default()]
}

/// Displays a text as one line, limited to 1000 characters. Control characters become a space, and
/// characters that change the direction of the text are escaped.
pub(crate) struct OneLine<'a>(pub(crate) &'a str);

impl fmt::Display for OneLine<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MAX_CHARS: usize = 1000;
        let mut space = false;
        for (index, c) in self.0.trim().chars().enumerate() {
            if index == MAX_CHARS {
                return f.write_str("…");
            }
            let blank = c.is_whitespace() || c.is_control();
            match c {
                _ if blank && space => {}
                _ if blank => f.write_str(" ")?,
                _ if changes_direction(c) => write!(f, "{}", c.escape_unicode())?,
                _ => write!(f, "{c}")?,
            }
            space = blank;
        }
        Ok(())
    }
}

/// Returns whether a character makes a terminal show text in another order than it is written.
fn changes_direction(c: char) -> bool {
    matches!(
        c,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_text_is_one_line_in_reading_order() {
        let shown = OneLine(" a\r\n\tb\u{202e}c\u{7}é ").to_string();
        assert_eq!(shown, "a b\\u{202e}c é");
    }

    #[test]
    fn characters_are_not_divided() {
        assert_eq!(cut("aé", 2), "a");
        assert_eq!(cut("aé", 3), "aé");
        assert_eq!(cut("aé", 9), "aé");
    }
}
