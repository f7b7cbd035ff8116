//! Mistakes that concern the file as a whole.

use super::super::error::SyntaxError;
use super::source::Source;
use crate::characters::{Oddity, described, oddity};

pub(super) fn explain(source: &Source<'_>) -> Option<SyntaxError> {
    conflict(source)
        .or_else(|| documents(source))
        .or_else(|| control(source))
        .or_else(|| depth(source))
        .or_else(|| directive(source))
        .or_else(|| aliases(source))
        .or_else(|| invisible(source))
}

/// Lines with their offsets.
fn lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split_inclusive('\n').scan(0, |start, line| {
        let at = *start;
        *start += line.len();
        Some((at, line.trim_end_matches(['\n', '\r'])))
    })
}

/// Finds what version control leaves where two changes meet.
fn conflict(source: &Source<'_>) -> Option<SyntaxError> {
    let marked = |mark: &'static str| {
        move |(_, line): &(usize, &str)| {
            let rest = line.strip_prefix(mark);
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        }
    };
    let (start, line) = lines(source.text)
        .find(marked("<<<<<<<"))
        .or_else(|| lines(source.text).find(marked(">>>>>>>")))?;
    let error = SyntaxError::new(
        start..start + line.len(),
        "this is a conflict marker of git",
    );
    let error = error.help(
        "keep one of the two versions, and remove the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`",
    );
    let end = lines(source.text).find(marked(">>>>>>>"));
    Some(match end.filter(|(end, _)| *end > start) {
        Some((end, line)) => error.related(end..end + line.len(), "the conflict ends here"),
        None => error,
    })
}

/// Finds the end of the first document.
fn documents(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("more than one document") && !source.says("expected <document start>") {
        return None;
    }
    let is_mark = |line: &str, mark: &str| {
        let rest = line.strip_prefix(mark);
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t']))
    };
    let mut has_content = false;
    let found = lines(source.text).find(|(_, line)| {
        let is_mark = is_mark(line, "---") || is_mark(line, "...");
        if has_content && is_mark {
            return true;
        }
        let is_text = !line.trim().is_empty() && !line.starts_with(['#', '%']);
        has_content |= is_text && (!is_mark || line.trim().len() > 3);
        false
    });
    let Some((start, line)) = found else {
        let at = source.failure.offset;
        let error = SyntaxError::new(at..at, "text follows the end of the document");
        return Some(error.help("remove it, or move it into the brackets above"));
    };
    let message = if line.starts_with("---") {
        "a second document starts here"
    } else {
        "the document ends here, but text follows"
    };
    let error = SyntaxError::new(start..start + line.len(), message);
    Some(
        error.help("remove this line, and move what is not part of this spec to a file of its own"),
    )
}

/// Finds a character that no YAML may contain.
fn control(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("control characters are not allowed") {
        return None;
    }
    let is_allowed = |at: usize, c: char| {
        matches!(c, '\t' | '\n' | '\r' | ' '..='~' | '\u{85}' | '\u{a0}'..='\u{fffd}' | '\u{10000}'..)
            && (c != '\u{feff}' || at == 0)
    };
    let (at, c) = source
        .text
        .char_indices()
        .find(|(at, c)| !is_allowed(*at, *c))?;
    let error = SyntaxError::new(
        at..at + c.len_utf8(),
        format!("{} is not allowed", described(c)),
    );
    Some(error.help(match c {
        '\0' => "remove it; if the file is full of them, save it as UTF-8",
        _ => "remove it; it is invisible in most editors",
    }))
}

fn depth(source: &Source<'_>) -> Option<SyntaxError> {
    let at = source.failure.offset;
    if !source.says("recursion limit exceeded") {
        return None;
    }
    if source.from(at).starts_with('&') {
        let error = SyntaxError::new(source.plain(at), "this value contains itself");
        return Some(error.help("write the values out instead of using `&` and `*`"));
    }
    let error = SyntaxError::new(at..at + 1, "this is nested too deeply");
    Some(error.help("describe inner objects as types of their own in types.yaml"))
}

/// Finds a line that starts with `%`.
fn directive(source: &Source<'_>) -> Option<SyntaxError> {
    let at = source.failure.offset;
    let is_directive = source.failure.reading.contains("directive")
        || source.says("incompatible YAML document")
        || source.says("directive");
    let index = source.scan.line_of(at).filter(|_| is_directive)?;
    let line = source.scan.lines.get(index)?;
    let error = SyntaxError::new(line.body(), "a line cannot start with `%`");
    Some(error.help("remove the line; if it belongs to the text above, put that text in quotes"))
}

/// Finds aliases that cannot be resolved or that multiply the text.
fn aliases(source: &Source<'_>) -> Option<SyntaxError> {
    if !source.says("aliases expand") {
        return None;
    }
    let at = source.failure.offset;
    let error = SyntaxError::new(at..at, source.failure.problem.as_str());
    Some(error.help("write the values out instead of using `&` and `*`"))
}

/// Finds an invisible character at the failure: in front of it, after a colon or in indentation.
fn invisible(source: &Source<'_>) -> Option<SyntaxError> {
    let (failure, scan) = (source.failure, &source.scan);
    let is_odd = |c: &char| {
        matches!(
            oddity(*c),
            Some(Oddity::Invisible | Oddity::Space | Oddity::Joiner)
        )
    };
    for at in [failure.start, failure.offset] {
        let Some(line) = scan.line_of(at).and_then(|index| scan.lines.get(index)) else {
            continue;
        };
        let mut before = ' ';
        for (index, c) in line.text.char_indices() {
            let here = line.start + index;
            let matters = matches!(before, ' ' | ':' | '-' | '{' | ',') || here == failure.offset;
            if is_odd(&c) && matters && here <= failure.offset {
                let message = format!("{} is not allowed here", described(c));
                let error = SyntaxError::new(here..here + c.len_utf8(), message);
                return Some(error.help(match oddity(c) {
                    Some(Oddity::Space) => "write an ordinary space instead",
                    _ => "remove it; it is invisible in most editors",
                }));
            }
            before = c;
        }
    }
    None
}
