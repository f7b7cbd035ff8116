//! Reads tables drawn with `|`, and removes the marks of Markdown.

use crate::page::entities;
use crate::page::kinds;
use crate::page::line::Line;
use crate::page::words;

/// Maximum number of lines of a row.
const TALLEST_ROW: usize = 150;
/// Maximum number of lines of a header.
const TALLEST_HEADER: usize = 30;
/// Stands for an escaped character while marks are removed.
const ESCAPED: [(char, char); 4] = [
    ('*', '\u{e000}'),
    ('|', '\u{e001}'),
    ('[', '\u{e002}'),
    ('`', '\u{e003}'),
];

/// Returns whether a text is written in Markdown.
pub(crate) fn is_markdown(text: &str) -> bool {
    text.lines().any(|line| {
        let line = line.trim_start();
        line.starts_with("# ")
            || line.starts_with("## ")
            || line.starts_with("|--")
            || line.starts_with("| --")
    })
}

/// Turns tables into rows, and removes the marks if the text is Markdown.
pub(crate) fn read(lines: Vec<Line>, is_markdown: bool) -> Vec<Line> {
    let mut read = Vec::with_capacity(lines.len());
    let mut index = 0;
    let mut is_code = false;
    while let Some(line) = lines.get(index) {
        if line.text.starts_with("```") {
            is_code = !is_code;
            index += 1;
        } else if is_code {
            read.push(line.clone());
            index += 1;
        } else if let Some(table) = Table::at(&lines, index) {
            let from = read.len();
            read.push(table.header);
            index = rows(&lines, table.next, table.columns, &mut read);
            for line in read.iter_mut().skip(from).filter(|_| is_markdown) {
                for cell in &mut line.cells {
                    *cell = unmark(cell);
                }
            }
        } else {
            let mut line = line.clone();
            if is_markdown && !is_json(&line.text) {
                line.is_heading |= line.text.starts_with('#');
                line.text = unmark(&line.text);
            }
            read.push(line);
            index += 1;
        }
    }
    read
}

/// Returns whether a line is a part of a sample outside of a code block.
fn is_json(line: &str) -> bool {
    line.starts_with(['{', '}', '"', ']']) || line.starts_with('[') && !line.contains("](")
}

struct Table {
    header: Line,
    columns: usize,
    next: usize,
}

impl Table {
    fn at(lines: &[Line], start: usize) -> Option<Self> {
        let first = lines.get(start)?;
        if !first.text.contains('|') || is_rule(&first.text) {
            return None;
        }
        Self::of_known_words(lines, start).or_else(|| Self::with_rule(lines, start))
    }

    /// Reads a header of known words, with or without a rule below it.
    fn of_known_words(lines: &[Line], start: usize) -> Option<Self> {
        let mut cells = Vec::new();
        let mut next = start;
        for (index, line) in lines.iter().enumerate().skip(start).take(TALLEST_HEADER) {
            if line.is_blank() {
                continue;
            }
            let found = split(&line.text);
            let is_known = |cell: &String| words::column(&unmark(cell)).is_some();
            if is_rule(&line.text) {
                next = index + 1;
                break;
            }
            if !line.text.contains('|') || !found.iter().all(is_known) {
                break;
            }
            next = index + 1;
            cells.extend(found);
        }
        if cells.len() < 2 {
            return None;
        }
        Some(Self {
            columns: cells.len(),
            header: header(lines.get(start)?, cells),
            next,
        })
    }

    /// Reads a header of any words, which has a rule below it.
    fn with_rule(lines: &[Line], start: usize) -> Option<Self> {
        let mut cells = Vec::new();
        for (index, line) in lines.iter().enumerate().skip(start).take(TALLEST_HEADER) {
            if is_rule(&line.text) {
                return Some(Self {
                    columns: split(&line.text).len(),
                    header: header(lines.get(start)?, cells),
                    next: index + 1,
                });
            }
            if !line.is_blank() {
                cells.extend(split(&line.text));
                if !line.text.contains('|') {
                    break;
                }
            }
        }
        None
    }
}

fn header(first: &Line, cells: Vec<String>) -> Line {
    Line {
        number: first.number,
        cells,
        ..Line::default()
    }
}

/// Reads rows, and returns the index of the line after the last.
fn rows(lines: &[Line], mut index: usize, columns: usize, read: &mut Vec<Line>) -> usize {
    loop {
        let start = index
            + lines
                .iter()
                .skip(index)
                .take_while(|line| line.is_blank())
                .count();
        let Some(first) = lines.get(start) else {
            return index;
        };
        if !first.text.contains('|') {
            return index;
        }
        let mut text = String::new();
        let mut next = start;
        for line in lines.iter().skip(start).take(TALLEST_ROW) {
            let is_next = next > start
                && (line.text.starts_with('#')
                    || starts_row(&line.text) && split(&text).len() > 1
                    || Table::at(lines, next).is_some());
            if is_next {
                break;
            }
            next += 1;
            if !text.is_empty() {
                text.push('\n');
            }
            text.push_str(&line.text);
            if ends_with_pipe(&line.text) && split(&text).len() >= columns {
                break;
            }
        }
        let mut cells = split(&text);
        if cells.len() > columns && columns > 0 {
            let rest = cells.split_off(columns - 1);
            cells.push(rest.join("|"));
        }
        read.push(Line {
            number: first.number,
            cells,
            ..Line::default()
        });
        index = next.max(index + 1);
    }
}

fn starts_row(line: &str) -> bool {
    let cells = split(line);
    match cells.as_slice() {
        [name, kind, ..] => {
            words::is_field_name(&unmark(name)) && kinds::plain(&unmark(kind)).is_some()
        }
        _ => false,
    }
}

/// Returns whether a line is the rule below a header.
fn is_rule(line: &str) -> bool {
    line.contains('-')
        && line.contains('|')
        && line
            .chars()
            .all(|c| matches!(c, '-' | '|' | ':' | ' ' | '+'))
}

fn ends_with_pipe(line: &str) -> bool {
    line.ends_with('|') && !line.ends_with("\\|")
}

/// Splits a row into its cells.
fn split(row: &str) -> Vec<String> {
    let row = row.trim();
    let row = row.strip_prefix('|').unwrap_or(row);
    let row = if ends_with_pipe(row) {
        row.get(..row.len() - 1).unwrap_or(row)
    } else {
        row
    };
    let mut cells = vec![String::new()];
    let mut is_escaped = false;
    for c in row.chars() {
        if c == '|' && !is_escaped {
            cells.push(String::new());
        } else if let Some(cell) = cells.last_mut() {
            cell.push(c);
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    for cell in &mut cells {
        *cell = cell.trim().to_owned();
    }
    cells
}

/// Replaces the few elements of HTML that cells of tables in Markdown have.
fn without_elements(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.to_owned();
    }
    let mut plain = text.to_owned();
    for (element, stands_for) in [
        ("<br>", "\n"),
        ("<br/>", "\n"),
        ("<br />", "\n"),
        ("<li>", "\n• "),
        ("</li>", ""),
        ("<ul>", ""),
        ("</ul>", "\n"),
        ("<p>", "\n"),
        ("</p>", ""),
    ] {
        plain = plain.replace(element, stands_for);
    }
    entities::decode(&plain)
}

/// Removes the marks of Markdown.
pub(crate) fn unmark(text: &str) -> String {
    let text = &without_elements(text);
    let mut plain = String::with_capacity(text.len());
    let mut chars = text.trim_start_matches('#').trim().chars().peekable();
    while let Some(c) = chars.next() {
        match (c, chars.peek()) {
            ('\\', Some(&next)) if next.is_ascii_punctuation() => {
                chars.next();
                let stand_in = ESCAPED.iter().find(|(own, _)| *own == next);
                plain.push(stand_in.map_or(next, |(_, stand_in)| *stand_in));
            }
            _ => plain.push(c),
        }
    }
    let mut plain = without_links(&without_emphasis(&plain));
    if let Some((before, after)) = plain.rsplit_once(" {")
        && (after.starts_with('#') || after.starts_with('.'))
        && after.ends_with('}')
    {
        plain = before.to_owned();
    }
    let plain = plain.replace('`', "");
    let back = |c| {
        let own = ESCAPED.iter().find(|(_, stand_in)| *stand_in == c);
        own.map_or(c, |(own, _)| *own)
    };
    plain.chars().map(back).collect()
}

/// Removes pairs of exactly two asterisks. Longer runs are masks in examples.
fn without_emphasis(text: &str) -> String {
    let bytes = text.as_bytes();
    let run = |at: usize| {
        bytes
            .iter()
            .skip(at)
            .take_while(|byte| **byte == b'*')
            .count()
    };
    let mut marks = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let length = run(at);
        if length == 2 {
            marks.push(at);
        }
        at += length.max(1);
    }
    let mut plain = String::with_capacity(text.len());
    let mut from = 0;
    for pair in marks.chunks_exact(2) {
        let [open, close] = pair else { continue };
        let inner = text.get(open + 2..*close).unwrap_or_default();
        if inner.contains('\n') || inner.is_empty() {
            continue;
        }
        plain.push_str(text.get(from..*open).unwrap_or_default());
        plain.push_str(inner);
        from = close + 2;
    }
    plain.push_str(text.get(from..).unwrap_or_default());
    plain
}

/// Replaces links by their texts.
fn without_links(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('[') {
        plain.push_str(before);
        let link = after.split_once("](").and_then(|(shown, target)| {
            let (_, rest) = target.split_once(')')?;
            (!shown.contains(['[', '\n'])).then_some((shown, rest))
        });
        match link {
            Some((shown, after)) => {
                plain.push_str(shown);
                rest = after;
            }
            None => {
                plain.push('[');
                rest = after;
            }
        }
    }
    plain + rest
}
