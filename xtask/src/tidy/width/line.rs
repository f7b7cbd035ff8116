//! Tells the lines of Markdown apart.

/// What a line is when it starts a block. The text is without indent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Line {
    /// Text of a paragraph.
    Text,
    /// An item of a list, whose text starts at this column.
    Item(usize),
    /// The start of fenced code.
    Fence,
    /// A heading, a separator, or the underline of a heading or table header.
    Single,
    /// The start of something that goes on until an empty line: a table, HTML, a quote, a
    /// reference.
    Block,
}

/// Returns what a line without indent is when it starts a block.
pub(crate) fn classify(line: &str) -> Line {
    let run = |c: char| line.chars().take_while(|other| *other == c).count();
    let is_rule = !line.trim().is_empty()
        && line
            .chars()
            .all(|c| matches!(c, '-' | '*' | '_' | '=' | '+' | ':' | '|' | ' '));
    let is_separator = "-=*_#/".chars().any(|c| run(c) >= 3);
    let behind_hashes = line.trim_start_matches('#');
    let is_heading = run('#') > 0 && (behind_hashes.is_empty() || behind_hashes.starts_with(' '));
    let is_html = line.starts_with('<')
        && line[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
    let is_reference = line.starts_with('[') && line.contains("]:");
    if is_fence(line) {
        Line::Fence
    } else if line.starts_with(['|', '>']) || is_html || is_reference {
        Line::Block
    } else if is_rule || is_separator || is_heading {
        Line::Single
    } else {
        item(line).map_or(Line::Text, Line::Item)
    }
}

/// Returns the column at which the text of a list item starts.
fn item(line: &str) -> Option<usize> {
    let digits = line
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(line.len());
    let marker = match line.as_bytes().get(digits)? {
        b'.' | b')' if digits > 0 => digits + 1,
        b'-' | b'*' | b'+' if digits == 0 => 1,
        _ => return None,
    };
    let text = &line[marker..];
    match indent(text) {
        _ if text.trim().is_empty() => Some(marker + 1),
        0 => None,
        spaces @ 1..=4 => Some(marker + spaces),
        _ => Some(marker + 1),
    }
}

/// Returns whether the line starts fenced code. Backticks further on make it code within a line.
pub(crate) fn is_fence(line: &str) -> bool {
    line.starts_with("~~~")
        || line.starts_with("```") && !line.trim_start_matches('`').contains('`')
}

/// Returns the length of the white space that the line starts with.
pub(crate) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}
