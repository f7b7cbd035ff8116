//! Mistakes about keys and their colons.

use super::super::error::SyntaxError;
use super::super::scan::Line;
use super::source::Source;

pub(super) fn explain(source: &Source<'_>) -> Option<SyntaxError> {
    wide_colon(source)
        .or_else(|| nameless(source))
        .or_else(|| unfinished(source))
        .or_else(|| dash(source))
        .or_else(|| second_colon(source))
}

/// Finds a colon without a key.
fn nameless(source: &Source<'_>) -> Option<SyntaxError> {
    let at = source.failure.offset;
    let line = source.scan.lines.get(source.scan.line_of(at)?)?;
    if !source.says("did not find expected key") || !line.content().starts_with(':') {
        return None;
    }
    let error = SyntaxError::new(at..at + 1, "the key before this colon is missing");
    Some(error.help("write `key: value`"))
}

/// Finds a colon of Chinese text in front of the colon that the parser stumbles over.
fn wide_colon(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("mapping values are not allowed") {
        return None;
    }
    let line = source
        .scan
        .lines
        .get(source.scan.line_of(source.failure.offset)?)?;
    let before = line.text.get(..source.failure.offset - line.start)?;
    let at = before
        .find('：')
        .filter(|at| !before[..*at].contains(": "))?;
    let from = line.start + at;
    let error = SyntaxError::new(from..from + '：'.len_utf8(), "`：` is not a colon");
    Some(error.help("write `:` and a space"))
}

/// Finds a line that should be a key but has no colon followed by a space.
fn unfinished(source: &Source<'_>) -> Option<SyntaxError> {
    let failure = source.failure;
    let index = source.scan.line_of(failure.offset)?;
    let line = if source.says("could not find expected ':'") {
        *source.scan.lines.get(source.scan.line_of(failure.start)?)?
    } else if source.says("mapping values are not allowed") {
        // The key of this line is fine, but the line before it has become plain text.
        source.scan.before(index)?
    } else {
        return None;
    };
    if line.key().is_some_and(|(key, _)| key.len() > 1000) {
        let error = SyntaxError::new(line.head(), "this key is longer than 1024 characters");
        return Some(error.help("shorten it"));
    }
    if line.key().is_some() || line.inside {
        return None;
    }
    let start = line.item_indent().unwrap_or_else(|| line.indent());
    let content = line.text.get(start..)?;
    let from = line.start + start;
    if let Some(at) = content.find('：') {
        let error = SyntaxError::new(
            from + at..from + at + '：'.len_utf8(),
            "`：` is not a colon",
        );
        return Some(error.help("write `:` and a space"));
    }
    if let Some(at) = glued_colon(content) {
        let error = SyntaxError::new(
            from + at..from + at + 1,
            "a space is missing after this colon",
        );
        let (key, value) = content.split_at_checked(at + 1)?;
        return Some(error.help(format!("write `{key} {}`", value.trim())));
    }
    if !source.says("could not find expected ':'") {
        return None;
    }
    let index = source.scan.line_of(line.start)?;
    let before = source.scan.before(index);
    if let Some(block) = before.filter(|before| before.text.trim_end().ends_with(['|', '>'])) {
        let message = "the text of this block is not indented";
        let error = SyntaxError::new(line.body(), message).related(block.head(), "its key");
        return Some(error.help("indent the text more than its key"));
    }
    if let Some((key, value)) = content.split_once(" = ") {
        let error = SyntaxError::new(line.body(), "this line is no `key: value`");
        return Some(error.help(format!("write `{key}: {value}`")));
    }
    let error = SyntaxError::new(line.body(), "this line is no `key: value`");
    let words = content.split_whitespace().count();
    Some(
        error.help(match content.split_once(' ') {
            None => format!("write `{content}:` if this is a key"),
            Some((key, value)) if words < 5 => {
                format!("write `{key}: {value}`; if the line continues the text above, indent it")
            }
            _ => "if the line continues the text above, indent it; otherwise, write `key: value`"
                .to_owned(),
        }),
    )
}

/// Returns the place of a colon that no space follows, after what could be a key.
fn glued_colon(content: &str) -> Option<usize> {
    let at = content.find(':')?;
    let (key, rest) = content.split_at_checked(at)?;
    let is_key = !key.is_empty() && !key.contains([' ', '"', '\'', '{', '[']);
    (is_key && !rest.starts_with("://")).then_some(at)
}

/// Finds a list item whose dash touches its text.
fn dash(source: &Source<'_>) -> Option<SyntaxError> {
    let at = source.failure.offset;
    let index = source.scan.line_of(at)?;
    let line = source.scan.lines.get(index)?;
    let rest = line.content().strip_prefix('-')?;
    let is_item = source.says("'-' indicator")
        || source.says("mapping values are not allowed") && rest.starts_with(['{', '[']);
    if !is_item || rest.is_empty() || rest.starts_with([' ', '-']) {
        return None;
    }
    let start = line.start + line.indent();
    let error = SyntaxError::new(start..start + 1, "a space is missing after this `-`");
    Some(error.help(format!("write `- {}`", rest.trim_end())))
}

/// Finds a colon followed by a space in plain text.
fn second_colon(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("mapping values are not allowed") {
        return None;
    }
    let at = source.failure.offset;
    let index = source.scan.line_of(at)?;
    let line = source.scan.lines.get(index)?;
    let (key, first) = line.key()?;
    if first < at {
        let value = value_start(source, first);
        let help = source.quote(value..source.plain(at).end);
        let span = at..at + 1;
        let error = SyntaxError::new(span, "a colon followed by a space inside plain text");
        let error = error.help(format!("{help}; if this is a second key, start a new line"));
        return Some(error.related(first..first + 1, "this colon ends the key"));
    }
    // A key with several words is more likely to be text that continues.
    let before = source.scan.before(index)?;
    let (_, colon) = before.key()?;
    let is_prose = key.contains(' ') && line.indent() > before.indent();
    let value = value_start(source, colon);
    let is_plain = !source.line_from(value).is_empty();
    if !is_prose || !is_plain {
        return None;
    }
    let error = SyntaxError::new(at..at + 1, "a colon followed by a space inside plain text");
    let error = error.related(text_of(&before, value), "the text starts here");
    Some(error.help("put all of the text in quotes"))
}

/// Returns where the value after a colon starts.
fn value_start(source: &Source<'_>, colon: usize) -> usize {
    let rest = source.line_from(colon + 1);
    colon + 1 + rest.len() - rest.trim_start().len()
}

fn text_of(line: &Line<'_>, start: usize) -> std::ops::Range<usize> {
    start..line.body().end.max(start)
}
