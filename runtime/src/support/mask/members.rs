//! Masks the values of JSON members in text, in time linear in its size.

use std::borrow::Cow;

use super::MASK;

/// Masks the values of JSON members whose name is secret. The text may be truncated, contain JSON
/// in a string, or not be JSON.
pub(crate) fn mask_members<'t>(text: &'t str, is_secret: &dyn Fn(&str) -> bool) -> Cow<'t, str> {
    let found = find_members(text, is_secret);
    match found.is_empty() {
        true => text.into(),
        false => masked(text, &found, text.len()).into(),
    }
}

/// A part of a text that is replaced.
pub(crate) struct Replacement {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// The mask, with quotes if it replaces a number.
    pub(crate) with: Cow<'static, str>,
}

/// Returns the start of a text with the parts replaced. Parts may overlap.
pub(crate) fn masked(text: &str, replacements: &[Replacement], end: usize) -> String {
    let mut out = String::new();
    let mut copied = 0;
    for part in replacements.iter().filter(|part| part.start < end) {
        if part.start >= copied {
            out.push_str(&text[copied..part.start]);
            out.push_str(&part.with);
        }
        copied = copied.max(part.end);
    }
    out.push_str(text.get(copied..end).unwrap_or_default());
    out
}

/// Finds the values of JSON members by name. The text may be truncated, contain JSON in a string,
/// or not be JSON.
pub(crate) fn find_members(text: &str, is_secret: &dyn Fn(&str) -> bool) -> Vec<Replacement> {
    let mut found = Vec::new();
    let mut searched = 0;
    for (at, _) in text.match_indices('"') {
        // A value is searched once, whatever it contains.
        if at < searched {
            continue;
        }
        let Some(backslashes) = end_of_name(&text[..at], is_secret) else {
            continue;
        };
        let Some(value) = text[at + 1..].trim_start().strip_prefix(':') else {
            continue;
        };
        let value = value.trim_start();
        let start = text.len() - value.len();
        let quote = format!("{}\"", "\\".repeat(backslashes));
        let (start, length, with) = if let Some(inner) = value.strip_prefix(&quote) {
            let length = end_of_text(inner, backslashes);
            (start + quote.len(), length, MASK.into())
        } else if value.starts_with(|c: char| c == '-' || c.is_ascii_digit()) {
            let number = |c: char| c.is_ascii_alphanumeric() || "+-.".contains(c);
            let length = value.find(|c| !number(c)).unwrap_or(value.len());
            (start, length, format!("{quote}{MASK}{quote}").into())
        } else if value.starts_with(['[', '{']) {
            let length = end_of_container(value, backslashes);
            (start, length, format!("{quote}{MASK}{quote}").into())
        } else {
            continue;
        };
        searched = start + length;
        found.push(Replacement {
            start,
            end: searched,
            with,
        });
    }
    found
}

/// Returns how many backslashes escape the quotes around a secret name, if the text ends with one.
fn end_of_name(text: &str, is_secret: &dyn Fn(&str) -> bool) -> Option<usize> {
    let name = text.trim_end_matches('\\');
    let backslashes = text.len() - name.len();
    let (before, name) = name.rsplit_once('"')?;
    let is_quoted = trailing_backslashes(before) == backslashes;
    (is_quoted && is_secret(name)).then_some(backslashes)
}

/// Returns where a quoted text ends whose quotes are escaped by this many backslashes: 0, or 1 in
/// JSON inside JSON, or 3 one level deeper.
fn end_of_text(text: &str, backslashes: usize) -> usize {
    for (at, _) in text.match_indices('"') {
        let found = trailing_backslashes(&text[..at]);
        // Fewer backslashes: the quote ends the enclosing text. More: an inner quote, unless they
        // are escaped backslashes.
        if found < backslashes || found % (2 * (backslashes + 1)) == backslashes {
            return at - found.min(backslashes);
        }
    }
    text.len()
}

/// Returns where the list or object ends that starts a text.
fn end_of_container(text: &str, backslashes: usize) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = text[at..].find(['"', '[', '{', ']', '}']) {
        at += found + 1;
        match text.as_bytes()[at - 1] {
            b'"' => {
                at += end_of_text(&text[at..], backslashes);
                let quote = text[at..].trim_start_matches('\\');
                if text[at..].len() - quote.len() < backslashes {
                    // The enclosing text ends here.
                    return at;
                }
                at = text.len() - quote.strip_prefix('"').unwrap_or(quote).len();
            }
            b'[' | b'{' => depth += 1,
            _ => depth = depth.saturating_sub(1),
        }
        if depth == 0 {
            return at;
        }
    }
    text.len()
}

fn trailing_backslashes(text: &str) -> usize {
    text.len() - text.trim_end_matches('\\').len()
}
