//! Finds the parts of a page and its tables.

use crate::page::line::{Line, Page};
use crate::page::words::{self, Column, Part};

/// A table, or lines that were one.
#[derive(Debug)]
pub(crate) struct Table {
    pub(crate) part: Part,
    /// The last words before the table.
    pub(crate) caption: String,
    pub(crate) columns: Vec<Column>,
    pub(crate) header: Header,
    pub(crate) line: usize,
    pub(crate) body: Vec<Line>,
}

/// How the header of a table is written, which tells about its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Header {
    Cells,
    /// A word on each line.
    Lines,
    /// All words on a line, with blanks between them.
    Spaced,
    /// All words on a line, run together.
    Glued,
}

/// A page, divided.
#[derive(Debug, Default)]
pub(crate) struct Layout {
    pub(crate) tables: Vec<Table>,
    /// Lines that belong to no table, with the part they are in.
    pub(crate) prose: Vec<(Part, Line)>,
    /// Lines of headings of the parts found.
    pub(crate) parts: Vec<(Part, usize)>,
}

impl Layout {
    pub(crate) fn of(page: &Page) -> Self {
        let lines = &page.lines;
        let mut layout = Self::default();
        let mut part = Part::Head;
        let mut open: Option<Table> = None;
        let mut index = 0;
        while let Some(line) = lines.get(index) {
            if let Some((columns, header, next)) = header(lines, index) {
                let caption = layout.caption(&mut open);
                if let Some(table) = open.take() {
                    layout.tables.push(table);
                }
                open = Some(Table {
                    part: part_of(part, &columns, &caption),
                    caption,
                    columns,
                    header,
                    line: line.number,
                    body: Vec::new(),
                });
                index = next;
                continue;
            }
            if let Some(next) = next_part(line, part, open.as_ref()) {
                part = next;
                layout.parts.push((part, line.number));
                if let Some(table) = open.take() {
                    layout.tables.push(table);
                }
                layout.prose.push((part, line.clone()));
            } else if let Some(table) = &mut open {
                if line.is_heading && table.header == Header::Cells
                    || table.header == Header::Cells && !line.is_row() && !line.is_blank()
                {
                    layout.tables.extend(open.take());
                    layout.prose.push((part, line.clone()));
                } else {
                    table.body.push(line.clone());
                }
            } else {
                layout.prose.push((part, line.clone()));
            }
            index += 1;
        }
        layout.tables.extend(open);
        layout
    }

    /// Takes the words just before a table away from what precedes it.
    fn caption(&mut self, open: &mut Option<Table>) -> String {
        if let Some(table) = open {
            while table.body.last().is_some_and(Line::is_blank) {
                table.body.pop();
            }
            if let Some(last) = table.body.pop_if(|line| !line.is_row()) {
                return last.text;
            }
            return String::new();
        }
        let mut prose = self.prose.iter().rev();
        let last = prose.find(|(_, line)| !line.is_blank());
        last.map(|(_, line)| line.text.clone()).unwrap_or_default()
    }

    /// Returns whether the page has a part.
    pub(crate) fn has(&self, part: Part) -> bool {
        self.parts.iter().any(|(found, _)| *found == part)
            || self.tables.iter().any(|table| table.part == part)
    }
}

/// Returns the part that a line starts.
fn next_part(line: &Line, current: Part, open: Option<&Table>) -> Option<Part> {
    if line.is_row() || line.text.is_empty() {
        return None;
    }
    match words::part(&line.text) {
        Some(next) if next == current && !line.is_heading => None,
        // Inside a table, "Description" and "Parameters" are names of fields.
        Some(Part::Other | Part::Request | Part::Response)
            if open.is_some() && !line.is_heading && words::is_field_name(&line.text) =>
        {
            Some(Part::Other).filter(|_| line.text.eq_ignore_ascii_case("debugging"))
        }
        Some(next) => Some(next),
        None => line
            .is_heading
            .then_some(Part::Other)
            .filter(|_| current != Part::Head || open.is_some()),
    }
}

/// Returns the part that a table belongs to. Tables after a heading of their own say by their
/// columns what they are.
fn part_of(part: Part, columns: &[Column], caption: &str) -> Part {
    if words::lists_errors(columns) {
        return Part::Errors;
    }
    if matches!(part, Part::Request | Part::Response) {
        return part;
    }
    words::part(caption).unwrap_or(Part::Other)
}

/// Reads a header at a line, and returns the index of the line after it.
fn header(lines: &[Line], start: usize) -> Option<(Vec<Column>, Header, usize)> {
    let first = lines.get(start)?;
    let is_header = |columns: &[Column]| {
        words::lists_fields(columns) || words::lists_errors(columns) && columns.len() > 1
    };
    if first.is_row() {
        let columns: Option<Vec<_>> = first
            .cells
            .iter()
            .filter(|cell| !cell.is_empty())
            .map(|cell| words::column(cell))
            .collect();
        let columns = columns.filter(|columns| is_header(columns))?;
        return Some((columns, Header::Cells, start + 1));
    }
    if let Some(columns) = words::columns(&first.text).filter(|columns| is_header(columns)) {
        let header = if first.text.contains(' ') && !is_glued(&first.text) {
            Header::Spaced
        } else {
            Header::Glued
        };
        return Some((columns, header, start + 1));
    }
    words::column(&first.text)?;
    let mut columns = Vec::new();
    let mut next = start;
    for line in lines.iter().skip(start) {
        if !line.is_blank() {
            match words::column(&line.text).filter(|_| !line.is_row()) {
                // The first word was a heading, and the header follows.
                Some(column) if columns.first() == Some(&column) => return None,
                Some(column) if !columns.contains(&column) => columns.push(column),
                _ => break,
            }
        }
        next += 1;
    }
    let is_whole = is_header(&columns) && columns.len() > 1;
    is_whole.then_some((columns, Header::Lines, next))
}

/// Returns whether words run together, such as `codeError`.
fn is_glued(header: &str) -> bool {
    let mut chars = header.chars().peekable();
    while let Some(c) = chars.next() {
        let next = chars.peek();
        if c.is_ascii_lowercase() && next.is_some_and(char::is_ascii_uppercase) {
            return true;
        }
    }
    false
}
