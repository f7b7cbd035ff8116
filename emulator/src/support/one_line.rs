//! Text on one line.

use std::fmt::{self, Write as _};

/// Writes a text that may contain anything as one line: control characters are escaped.
pub(crate) fn write(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    for c in text.chars() {
        match c.is_control() {
            true => write!(f, "{}", c.escape_default())?,
            false => f.write_char(c)?,
        }
    }
    Ok(())
}
