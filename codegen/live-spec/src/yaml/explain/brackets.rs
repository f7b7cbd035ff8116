//! Mistakes about lists in brackets and mappings in braces.

use std::ops::Range;

use super::super::error::SyntaxError;
use super::source::Source;

pub(super) fn explain(source: &Source<'_>) -> Option<SyntaxError> {
    key(source).or_else(|| {
        let reading = source.failure.reading.as_str();
        if reading.contains("a flow ") {
            inside(source)
        } else {
            after(source)
        }
    })
}

/// Finds a list or mapping in the place of a key.
fn key(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("cannot be a key") {
        return None;
    }
    let at = source.failure.offset;
    let (c, span) = source.char_at(at)?;
    let error = SyntaxError::new(span, source.failure.problem.as_str());
    Some(error.help(match c {
        '{' | '[' => format!("put the key in quotes, because of the `{c}`"),
        _ => "write a name in front of the colon".to_owned(),
    }))
}

/// Returns the character that closes another.
fn partner(open: char) -> char {
    if open == '{' { '}' } else { ']' }
}

/// Finds what is wrong between an opening and a closing bracket.
fn inside(source: &Source<'_>) -> Option<SyntaxError> {
    let at = source.failure.offset;
    let next = source.char_at(at).map(|(c, _)| c);
    if source.says("node content") {
        let (c, span) = source.char_at(at)?;
        let error = SyntaxError::new(span, format!("a value is missing before this `{c}`"));
        return Some(error.help("remove the comma, or write the value; text that starts with such a character needs quotes"));
    }
    let start = *source.scan.open.last().unwrap_or(&source.failure.start);
    let open = source.char_at(start).map_or('{', |(c, _)| c);
    let close = partner(open);
    let here = source.scan.line_of(at)?;
    let opening = source.scan.line_of(start)?;
    if let Some(wide) = wide_comma(source, start..at) {
        return Some(wide);
    }
    let line = source.scan.lines.get(here)?;
    let is_first = source.text.get(line.start..at)?.trim().is_empty();
    let starts_key = line.key().is_some_and(|(_, colon)| colon >= at) && !line.is_item();
    if next.is_none() || here > opening && (is_first || starts_key || line.is_item()) {
        return Some(unclosed(source, start, here, close));
    }
    match next? {
        wrong @ ('}' | ']') if wrong != close => {
            let error = SyntaxError::new(at..at + 1, format!("`{open}` is closed by `{wrong}`"));
            let error = error.help(format!("write `{close}`"));
            Some(error.related(start..start + 1, "opened here"))
        }
        ':' => Some(colon(source, start, at)),
        _ => {
            let span = source.plain(at);
            let span = at..span.end.max(at);
            let error =
                SyntaxError::new(span, format!("a comma or `{close}` is missing before this"));
            let error = error.help("separate entries by commas; text that contains commas, brackets or braces needs quotes");
            Some(error.related(start..start + 1, "opened here"))
        }
    }
}

/// Describes a bracket that is still open where another entry starts.
fn unclosed(source: &Source<'_>, start: usize, here: usize, close: char) -> SyntaxError {
    let before = source
        .text
        .get(..source.scan.lines.get(here).map_or(0, |line| line.start));
    let before = match before {
        // At the end of the file, the last line counts too.
        _ if source.failure.offset >= source.text.trim_end().len() => source.text,
        before => before.unwrap_or_default(),
    };
    let end = before.trim_end().len();
    let open = source.char_at(start).map_or('{', |(c, _)| c);
    let error = SyntaxError::new(end..end, format!("`{close}` is missing"));
    let error = error.help(format!("close the `{open}` with `{close}`"));
    error.related(start..start + 1, "opened here")
}

/// Describes a second colon in an entry.
fn colon(source: &Source<'_>, start: usize, at: usize) -> SyntaxError {
    let entry = source.text.get(start + 1..at).unwrap_or_default();
    let begin = entry.rfind([',', '{', '[']).map_or(0, |comma| comma + 1);
    let entry = entry.get(begin..).unwrap_or_default();
    let value = entry.find(": ").map_or(0, |colon| colon + 2);
    let value_start = start + 1 + begin + value;
    let value = source.text.get(value_start..at).unwrap_or_default();
    let indent = value.len() - value.trim_start().len();
    let text = value_start + indent..source.plain(at).end;
    let help = source.quote(text);
    let error = SyntaxError::new(at..at + 1, "a second colon in one entry");
    match value.trim().rsplit_once(' ') {
        Some((_, key)) => error.help(format!(
            "put a comma before `{key}` if it is the next key; otherwise, {help}"
        )),
        None => error.help(help),
    }
}

/// Finds a comma or colon of Chinese text that stands for one of YAML.
fn wide_comma(source: &Source<'_>, span: Range<usize>) -> Option<SyntaxError> {
    let before = source.text.get(span.clone())?;
    let entry = before.rfind([',', '{', '[']).unwrap_or(0);
    let entry_text = before.get(entry..)?;
    let (at, wide, plain) = [('，', ','), ('：', ':')]
        .iter()
        .find_map(|(wide, plain)| {
            let at = entry_text.find(*wide)?;
            Some((span.start + entry + at, *wide, *plain))
        })?;
    let error = SyntaxError::new(
        at..at + wide.len_utf8(),
        format!("`{wide}` is not the `{plain}` of YAML"),
    );
    Some(error.help(format!(
        "write `{plain}` and a space; if this is text, put it in quotes"
    )))
}

/// Finds what follows a closing bracket.
fn after(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("did not find expected") {
        return None;
    }
    let at = source.failure.offset;
    let line = source.scan.lines.get(source.scan.line_of(at)?)?;
    let before = source.text.get(line.start..at)?.trim_end();
    let (next, _) = source.char_at(at)?;
    if !before.ends_with(['}', ']']) || next.is_whitespace() {
        return None;
    }
    if matches!(next, '}' | ']') {
        let error = SyntaxError::new(at..at + 1, format!("this `{next}` closes nothing"));
        return Some(error.help("remove it"));
    }
    let span = source.plain(at);
    let value = line.key().map_or(line.start, |(_, colon)| colon + 1);
    let value = value + source.from(value).len() - source.from(value).trim_start().len();
    let inner = source.text.get(value..at)?;
    let is_text = inner.starts_with(['{', '[']) && !inner.contains(": ");
    let help = match is_text {
        true => source.quote(value..span.end),
        false => "remove it, or move it into the brackets".to_owned(),
    };
    let message = format!("text follows the `{}`", before.chars().last()?);
    Some(SyntaxError::new(span, message).help(help))
}
