//! Reads tables of errors.

use std::collections::BTreeSet;

use crate::page::layout::{Header, Table};
use crate::page::line::Line;
use crate::page::words::Column;

/// An error that a page lists.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PageError {
    pub(crate) line: usize,
    pub(crate) status: Option<u64>,
    pub(crate) code: String,
    pub(crate) message: String,
    /// Whether the end of the code was guessed.
    pub(crate) is_guess: bool,
}

/// Reads a table of errors. Lines that are not understood are added to `odd`.
pub(crate) fn read(
    table: &Table,
    codes: &BTreeSet<String>,
    odd: &mut Vec<(usize, String)>,
) -> Vec<PageError> {
    let mut errors = Vec::new();
    let mut loose = Vec::new();
    for line in &table.body {
        if line.is_row() {
            errors.extend(row(line, &table.columns, odd));
        } else if !line.is_blank() {
            loose.push(line);
        }
    }
    if table.columns.first() == Some(&Column::Code) {
        errors.extend(codes_first(&loose, table.header == Header::Glued, codes));
    } else {
        errors.extend(statuses_first(&loose, codes));
    }
    errors
}

/// Reads lines with errors that no header precedes.
pub(crate) fn without_header(lines: &[&Line], codes: &BTreeSet<String>) -> Vec<PageError> {
    statuses_first(lines, codes)
}

fn row(line: &Line, columns: &[Column], odd: &mut Vec<(usize, String)>) -> Option<PageError> {
    let cell = |column| {
        let index = columns.iter().position(|found| *found == column)?;
        line.cells
            .get(index)
            .map(|cell| cell.trim())
            .filter(|cell| !cell.is_empty())
    };
    let code = cell(Column::Code).unwrap_or_default();
    let status = cell(Column::Status);
    // A few codes are words with blanks between them.
    let is_words = code.split(' ').count() < 6 && code.split(' ').all(is_code);
    let is_number = !code.is_empty() && code.chars().all(|c| c.is_ascii_digit());
    if !is_words && !is_number {
        let text = line.cells.join(" | ");
        if !text.trim_matches([' ', '|']).is_empty() {
            odd.push((line.number, text));
        }
        return None;
    }
    Some(PageError {
        line: line.number,
        status: status.and_then(|status| split_status(status).map(|(status, _)| status)),
        code: code.to_owned(),
        message: cell(Column::Message)
            .or(cell(Column::Description))
            .unwrap_or_default()
            .to_owned(),
        is_guess: false,
    })
}

/// Reads lines that start with the status.
fn statuses_first(lines: &[&Line], codes: &BTreeSet<String>) -> Vec<PageError> {
    let mut errors: Vec<PageError> = Vec::new();
    let mut index = 0;
    while let Some(line) = lines.get(index) {
        index += 1;
        let text = if line.is_row() {
            line.cells.join(" ")
        } else {
            line.text.clone()
        };
        let Some((status, rest)) = split_status(&text) else {
            continue;
        };
        let mut error = PageError {
            line: line.number,
            status: Some(status),
            code: String::new(),
            message: String::new(),
            is_guess: false,
        };
        if rest.is_empty() {
            let Some(code) = lines.get(index).filter(|line| is_code(&line.text)) else {
                continue;
            };
            error.code.clone_from(&code.text);
            index += 1;
            if let Some(message) = lines.get(index)
                && split_status(&message.text).is_none()
            {
                error.message.clone_from(&message.text);
                index += 1;
            }
        } else {
            // Where cells run together, no blank follows the status either.
            let is_glued = text.trim().get(3..4).is_none_or(|next| next != " ");
            let (code, message, is_guess) = split_code(rest, is_glued, codes);
            if !is_code(code) && !codes.contains(code) {
                continue;
            }
            code.clone_into(&mut error.code);
            message.clone_into(&mut error.message);
            error.is_guess = is_guess;
        }
        errors.push(error);
    }
    errors
}

/// Reads lines that start with the code.
fn codes_first(lines: &[&Line], is_glued: bool, codes: &BTreeSet<String>) -> Vec<PageError> {
    let mut errors: Vec<PageError> = Vec::new();
    for line in lines {
        let text = line.text.trim();
        let open = errors.last_mut().filter(|error| error.status.is_none());
        match (split_status(text), open) {
            (Some((status, "")), Some(error)) => error.status = Some(status),
            (_, Some(error)) if error.message.is_empty() => text.clone_into(&mut error.message),
            _ => {
                let (code, rest, is_guess) = split_code(text, is_glued, codes);
                let is_new = is_code(code) && (!rest.is_empty() || is_alone(text));
                if !is_new {
                    continue;
                }
                let found = rest
                    .split(' ')
                    .find_map(|word| split_status(word).filter(|(_, rest)| rest.is_empty()));
                errors.push(PageError {
                    line: line.number,
                    status: found.map(|(status, _)| status),
                    code: code.to_owned(),
                    message: rest.to_owned(),
                    is_guess,
                });
            }
        }
    }
    errors
}

fn is_alone(text: &str) -> bool {
    !text.contains(char::is_whitespace) && text.contains(|c: char| c.is_ascii_uppercase())
}

/// Splits the status from the start of a text.
fn split_status(text: &str) -> Option<(u64, &str)> {
    let text = text.trim();
    let (digits, rest) = text.split_at_checked(3)?;
    let status: u64 = digits.parse().ok()?;
    let is_status = (100..600).contains(&status) && !rest.starts_with(|c: char| c.is_ascii_digit());
    is_status.then(|| (status, rest.trim()))
}

fn is_code(text: &str) -> bool {
    let text = text.replace("%s.", ".");
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.len() <= 100
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':'))
}

/// Splits a code from the message that it may run together with. Returns whether it is a guess.
fn split_code<'t>(
    text: &'t str,
    is_glued: bool,
    codes: &BTreeSet<String>,
) -> (&'t str, &'t str, bool) {
    let is_end = |(at, c): (usize, char)| {
        // A few codes have a hole: `Invalid%s.NotSupported`.
        let is_hole = c == '%' && text.get(at..).is_some_and(|rest| rest.starts_with("%s."))
            || c == 's' && text.get(..at).is_some_and(|before| before.ends_with('%'));
        let is_part = c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ':') || is_hole;
        (!is_part).then_some(at)
    };
    let end = text.char_indices().find_map(is_end).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    let with_blanks = codes.iter().filter(|code| {
        let after = text.strip_prefix(code.as_str());
        code.contains(' ') && after.is_some_and(|after| after.is_empty() || after.starts_with(' '))
    });
    if let Some(code) = with_blanks.max_by_key(|code| code.len()) {
        let (code, message) = text.split_at(code.len());
        return (code, message.trim(), false);
    }
    let is_apart = rest.starts_with(char::is_whitespace);
    // With a blank behind it, a known code is the code. So is a word before `%s` or the end.
    if codes.contains(word) || !is_apart || !is_glued {
        return (word, rest.trim(), false);
    }
    let known = codes.iter().filter(|code| {
        let next = word.strip_prefix(code.as_str());
        next.is_some_and(|next| next.starts_with(|c: char| c.is_ascii_uppercase()))
    });
    let known = known.max_by_key(|code| code.len());
    let glued = glued(word, rest);
    if let Some(code) = known
        && glued.is_some_and(|at| at >= code.len())
    {
        let (code, message) =
            text.split_at(glued.filter(|at| *at == code.len()).unwrap_or(code.len()));
        return (code, message, false);
    }
    match glued {
        Some(at) => {
            let (code, message) = text.split_at(at);
            (code, message, true)
        }
        None => (word, rest.trim(), false),
    }
}

/// Words that sentences start with.
const STARTS: &[&str] = &[
    "The",
    "This",
    "That",
    "You",
    "Your",
    "A",
    "An",
    "It",
    "There",
    "No",
    "Please",
    "Specified",
    "Cannot",
    "Only",
    "Failed",
    "We",
    "One",
    "Some",
    "All",
    "Current",
    "Our",
    "Domain",
    "Illegal",
    "User",
    "Request",
    "Operation",
    "Parameter",
    "Invalid",
    "Missing",
    "Internal",
    "Unable",
    "Can",
    "Something",
    "Extensive",
    "Business",
    "Query",
    "Authentication",
    "Delete",
    "Add",
    "Set",
];

/// Returns where the message starts that a code runs into. A message has more than one word.
fn glued(word: &str, rest: &str) -> Option<usize> {
    let humps: Vec<usize> = word
        .char_indices()
        .skip(1)
        .filter(|(at, c)| {
            let before = word
                .get(..*at)
                .and_then(|before| before.chars().next_back());
            let is_end = word
                .get(at + 1..)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_lowercase()));
            c.is_ascii_uppercase()
                && before.is_some_and(|c| {
                    c.is_ascii_lowercase() || c.is_ascii_digit() || c.is_ascii_uppercase() && is_end
                })
        })
        .map(|(at, _)| at)
        .collect();
    let last = *humps.last()?;
    let (code, first) = word.split_at(last);
    let is_start = STARTS.contains(&first);
    // "InvalidParameter The …" has a blank, and a message of its own.
    let next = rest.trim_start();
    let has_own_message =
        next.starts_with(|c: char| c.is_ascii_uppercase() || c == '%' || c == '-') && !is_start;
    (is_start && !has_own_message && !code.ends_with('.')).then_some(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_split_from_their_messages() {
        let codes = BTreeSet::from(["InvalidName".to_owned()]);
        for (text, is_glued, code, message) in [
            ("InternalError%s", true, "InternalError", "%s"),
            (
                "InvalidName The name is wrong.",
                false,
                "InvalidName",
                "The name is wrong.",
            ),
            (
                "InvalidNameThe name is wrong.",
                true,
                "InvalidName",
                "The name is wrong.",
            ),
            (
                "Other.MalformedThe value is wrong.",
                true,
                "Other.Malformed",
                "The value is wrong.",
            ),
            ("InvalidUser is wrong.", false, "InvalidUser", "is wrong."),
            ("WrongIDYou are wrong.", true, "WrongID", "You are wrong."),
            (
                "Invalid%s.NotKnownThe %s is wrong.",
                true,
                "Invalid%s.NotKnown",
                "The %s is wrong.",
            ),
            ("QuotaExceeded", true, "QuotaExceeded", ""),
        ] {
            let (found, rest, _) = split_code(text, is_glued, &codes);
            assert_eq!((found, rest), (code, message));
        }
    }
}
