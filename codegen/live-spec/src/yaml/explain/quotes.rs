//! Mistakes about quotes, and text that needs them because of how it starts.

use super::super::error::SyntaxError;
use super::source::{Source, quoted};

pub(super) fn explain(source: &Source<'_>) -> Option<SyntaxError> {
    unclosed(source)
        .or_else(|| followed(source))
        .or_else(|| escape(source))
        .or_else(|| tab(source))
        .or_else(|| block(source))
        .or_else(|| first_character(source))
}

/// Finds a quote without its partner.
fn unclosed(source: &Source<'_>) -> Option<SyntaxError> {
    let is_quoted = source.failure.reading.ends_with("a quoted scalar");
    let ends = source.says("unexpected end of stream") || source.says("document indicator");
    if !is_quoted || !ends {
        return None;
    }
    let start = source.failure.start;
    let (quote, span) = source.char_at(start)?;
    let error = SyntaxError::new(span, "this quote is never closed");
    Some(error.help(closing(quote)))
}

fn closing(quote: char) -> String {
    match quote {
        '\'' => "end the text with `'`; write `''` for an apostrophe inside".to_owned(),
        _ => format!("end the text with `{quote}`; write `\\{quote}` for such a quote inside"),
    }
}

/// Finds text after a closing quote.
fn followed(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("did not find expected") {
        return None;
    }
    let at = source.failure.offset;
    let quotes = &source.scan.quotes;
    let last = quotes.iter().rfind(|quoted| quoted.end <= at)?;
    let between = source.text.get(last.end..at)?;
    let (next, _) = source.char_at(at)?;
    if !between.trim_matches(' ').is_empty() || matches!(next, '\n' | '\r' | '}' | ']') {
        return None;
    }
    let text = source.text.get(last.clone())?;
    let quote = text.chars().next()?;
    if text.contains('\n') {
        let error = SyntaxError::new(last.start..last.start + 1, "this quote is not closed");
        let error = error.help(closing(quote));
        return Some(error.related(last.end - 1..last.end, "the next quote closes it only here"));
    }
    let rest = source.plain(at);
    let whole = last.start..rest.end;
    if !source.scan.open.is_empty() && source.text.get(rest.clone())?.contains(": ") {
        let error = SyntaxError::new(last.end..last.end, "a comma is missing here");
        return Some(error.help("separate entries by commas"));
    }
    let error = SyntaxError::new(rest, "text follows a closing quote");
    let inner = source.text.get(last.start + 1..whole.end)?;
    let is_apostrophe = quote == '\'' && between.is_empty() && next.is_alphanumeric();
    Some(
        if is_apostrophe {
            let inner = inner.strip_suffix('\'').unwrap_or(inner);
            error.help(format!(
                "an apostrophe ends text in single quotes; write {}",
                quoted(&inner.replace("''", "'"))
            ))
        } else if next == '#' {
            error.help("put a space before `#`, which then starts a comment")
        } else {
            let whole = source.text.get(whole)?;
            error.help(format!("put all of the text in quotes: {}", quoted(whole)))
        }
        .related(last.clone(), "the quoted text"),
    )
}

/// Finds a backslash that means nothing.
fn escape(source: &Source<'_>) -> Option<SyntaxError> {
    let is_escape = [
        "unknown escape character",
        "hexadecimal number",
        "Unicode character escape",
        "surrogate",
    ];
    let start = source.failure.start;
    if !is_escape.iter().any(|says| source.says(says)) || !source.from(start).starts_with('"') {
        return None;
    }
    let at = source.failure.offset;
    let backslash = source.text.get(start..=at.min(source.text.len() - 1));
    let backslash = start + backslash.unwrap_or_default().rfind('\\')?;
    let (c, next) = source.char_at(backslash + 1)?;
    let span = backslash..next.end;
    let problem = if source.says("escape character") {
        "has no meaning in double quotes"
    } else {
        "needs the number of a character in double quotes, such as `\\u00e9`"
    };
    let error = SyntaxError::new(span, format!("`\\{c}` {problem}"));
    Some(error.help("use single quotes, in which `\\` is an ordinary character, or write `\\\\`"))
}

/// Finds a tab where YAML wants spaces.
fn tab(source: &Source<'_>) -> Option<SyntaxError> {
    let at = source.failure.offset;
    let is_tab = source.says("tab character")
        || source.says("cannot start any token") && source.from(at).starts_with('\t');
    let line = source.scan.line_of(at).filter(|_| is_tab)?;
    let line = source.scan.lines.get(line)?;
    let tab = line.start + line.text.find('\t')?;
    let tabs = source.from(tab).chars().take_while(|c| *c == '\t').count();
    let is_indentation = line.text.trim_start().len() < line.text.len() && tab < at + 1;
    let is_first = line.text.get(..tab - line.start)?.trim().is_empty();
    Some(if is_first && is_indentation {
        SyntaxError::new(tab..tab + tabs, "this line is indented with a tab")
            .help("indent with spaces; set your editor to insert them for YAML")
    } else {
        SyntaxError::new(tab..tab + tabs, "a tab is not allowed here").help("write a space instead")
    })
}

/// Finds text on the line of `|` or `>`, which start a block of text.
fn block(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.failure.reading.ends_with("a block scalar") {
        return None;
    }
    let start = source.failure.start;
    let (mark, span) = source.char_at(start)?;
    let message = format!("`{mark}` must be the last character of its line");
    let help = source.quote(source.plain(start));
    Some(SyntaxError::new(span, message).help(format!(
        "{help}; or start it on the next line, indented more than this one"
    )))
}

/// Finds text that starts with a character that means something to YAML.
fn first_character(source: &Source<'_>) -> Option<SyntaxError> {
    let failure = source.failure;
    let starts_wrong = [
        "cannot start any token",
        "unknown anchor",
        "tags have no meaning",
        "mapping keys are not allowed",
        "block sequence entries are not allowed",
    ];
    let at = if failure.reading.ends_with("an alias")
        || failure.reading.ends_with("an anchor")
        || failure.reading.contains("a tag")
    {
        failure.start
    } else if starts_wrong.iter().any(|says| source.says(says)) {
        failure.offset
    } else {
        return None;
    };
    let (c, mark) = source.char_at(at)?;
    let text = source.plain(at);
    let word = source.text.get(text.clone())?;
    let word = word.split([' ', '\t']).next().unwrap_or_default();
    let meaning = match c {
        '*' => "YAML takes it for an alias of another value",
        '&' => "YAML takes it for a name of this value",
        '!' => "YAML takes it for a tag, and specs have none",
        '?' => "YAML takes it for the mark of a key",
        '-' => "YAML takes it for an item of a list",
        _ => "YAML reserves it",
    };
    if c == '-' && word == "-" && !text.is_empty() {
        let error = SyntaxError::new(mark, "a list cannot start on the line of its key");
        let help = source.quote(text);
        return Some(error.help(format!(
            "write each item on a line of its own below the key; if this is text, {help}"
        )));
    }
    let help = source.quote(text);
    let name = match c {
        '`' => "a backtick".to_owned(),
        c => format!("`{c}`"),
    };
    let error = SyntaxError::new(mark, format!("text cannot start with {name}"));
    Some(error.help(format!("{meaning}; {help}")))
}
