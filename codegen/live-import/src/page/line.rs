//! The lines of a page, freed from what is invisible.

/// A line of a page, or a row of a table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Line {
    /// Number in the file, counted from 1.
    pub(crate) number: usize,
    /// Number of blanks before the text.
    pub(crate) indent: usize,
    /// The text, without blanks around it.
    pub(crate) text: String,
    /// Cells, if it is a row. The text then is empty.
    pub(crate) cells: Vec<String>,
    /// Whether it is marked as a heading.
    pub(crate) is_heading: bool,
}

impl Line {
    pub(crate) fn is_blank(&self) -> bool {
        self.text.is_empty() && self.cells.is_empty()
    }

    pub(crate) fn is_row(&self) -> bool {
        !self.cells.is_empty()
    }
}

/// A page as lines, with what its markup says.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub(crate) lines: Vec<Line>,
    /// The page's own address.
    pub(crate) address: Option<String>,
    /// The title in the markup.
    pub(crate) title: Option<String>,
}

/// Replaces line ends and blanks by the usual ones, and drops what is invisible.
pub(crate) fn clean(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                if chars.peek() != Some(&'\n') {
                    cleaned.push('\n');
                }
            }
            '\u{200b}'..='\u{200f}'
            | '\u{2060}'
            | '\u{feff}'
            | '\u{ad}'
            | '\u{202a}'..='\u{202e}' => {}
            '\u{a0}' | '\u{2002}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => cleaned.push(' '),
            '\u{2028}' | '\u{2029}' | '\u{c}' | '\u{b}' | '\u{85}' => cleaned.push('\n'),
            '\n' | '\t' => cleaned.push(c),
            c if c.is_control() => {}
            c => cleaned.push(c),
        }
    }
    cleaned
}

/// Splits cleaned text into lines. A line with tabs between words is a row.
pub(crate) fn lines(text: &str) -> Vec<Line> {
    let line = |(index, text): (usize, &str)| {
        let trimmed = text.trim();
        let blanks = text.len() - text.trim_start().len();
        let mut line = Line {
            number: index + 1,
            indent: blanks,
            ..Line::default()
        };
        if text.trim_matches(' ').trim_end_matches('\t').contains('\t') && !trimmed.starts_with('|')
        {
            let cells = text.trim_matches(' ').split('\t');
            line.cells = cells.map(|cell| cell.trim().to_owned()).collect();
        } else {
            trimmed.clone_into(&mut line.text);
        }
        line
    };
    text.split('\n').enumerate().map(line).collect()
}
