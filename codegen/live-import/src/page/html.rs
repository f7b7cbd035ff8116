//! Reads HTML: blocks become lines, and rows of tables become rows.

use crate::page::entities::decode;
use crate::page::line::{Line, Page};

/// Elements that end a line.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "br",
    "body",
    "caption",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];
/// Elements whose content is not shown.
const HIDDEN: &[&str] = &["noscript", "script", "style", "svg", "template"];

/// Returns whether a text is HTML.
pub(crate) fn is_html(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    [
        "<!doctype html",
        "<html",
        "<body",
        "<table",
        "<tr>",
        "<tr ",
        "<td>",
        "<td ",
    ]
    .iter()
    .any(|tag| lower.contains(tag))
}

/// Reads HTML. Text outside a document, as in Markdown, keeps its lines.
pub(crate) fn read(text: &str) -> Page {
    let lower = text.to_ascii_lowercase();
    let is_document = lower.contains("<html") || lower.contains("<body");
    let mut reader = Reader {
        keeps_lines: !is_document,
        line: 1,
        ..Reader::default()
    };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let (before, tag) = rest.split_at(at);
        reader.text(before);
        rest = reader.markup(tag);
    }
    reader.text(rest);
    reader.end_block();
    reader.end_row();
    reader.page
}

#[derive(Default)]
struct Reader {
    page: Page,
    keeps_lines: bool,
    /// Line of the file.
    line: usize,
    /// Text of the current block.
    block: String,
    /// Line on which the current block starts.
    start: usize,
    is_heading: bool,
    is_title: bool,
    /// How many `pre` are open.
    pre: usize,
    /// How many tables are open.
    tables: usize,
    /// The current row of the outermost table, and whether a cell of it is open.
    row: Option<(Line, bool)>,
}

impl Reader {
    fn text(&mut self, text: &str) {
        let decoded = decode(text);
        if self.pre > 0 || self.keeps_lines && self.row.is_none() {
            for (index, part) in decoded.split('\n').enumerate() {
                if index > 0 {
                    self.end_block();
                    self.line += 1;
                }
                self.add(part);
            }
            return;
        }
        let blank = decoded.len() - decoded.trim_start().len();
        let lead = decoded.get(..blank).unwrap_or_default();
        let skipped = lead.matches('\n').count();
        if !decoded.trim().is_empty() {
            if decoded.starts_with(char::is_whitespace) {
                self.add(" ");
            }
            if self.block.trim().is_empty() {
                self.start = self.line + skipped;
            }
            let words: Vec<_> = decoded.split_whitespace().collect();
            self.add(&words.join(" "));
            if decoded.ends_with(char::is_whitespace) {
                self.add(" ");
            }
        } else if !decoded.is_empty() {
            self.add(" ");
        }
        self.line += decoded.matches('\n').count();
    }

    fn add(&mut self, text: &str) {
        if self.block.is_empty() {
            self.start = self.line;
        }
        self.block.push_str(text);
    }

    /// Reads the markup at the start of a text, and returns what follows it.
    fn markup<'t>(&mut self, text: &'t str) -> &'t str {
        let after = |end: &str| {
            text.find(end)
                .map_or("", |at| text.get(at + end.len()..).unwrap_or(""))
        };
        if text.starts_with("<!--") {
            let rest = after("-->");
            return self.skipped(text, rest);
        }
        let is_tag = text.get(1..).is_some_and(|rest| {
            rest.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'))
        });
        if !is_tag {
            self.add("<");
            return text.get(1..).unwrap_or("");
        }
        let Some((tag, rest)) = split_tag(text) else {
            self.add("<");
            return text.get(1..).unwrap_or("");
        };
        let is_end = tag.starts_with('/');
        let bare = tag.trim_start_matches('/');
        let name: String = bare
            .chars()
            .take_while(|c| c.is_ascii_alphanumeric())
            .map(|c| c.to_ascii_lowercase())
            .collect();
        if self.keeps_lines && !is_known(&name) {
            self.add(text.get(..text.len() - rest.len()).unwrap_or(""));
            self.line += tag.matches('\n').count();
            return rest;
        }
        self.line += tag.matches('\n').count();
        if !is_end && HIDDEN.contains(&name.as_str()) && !tag.ends_with('/') {
            let close = format!("</{name}");
            let lower = rest.to_ascii_lowercase();
            let end = lower.find(&close).unwrap_or(rest.len());
            let kept = rest.get(end..).unwrap_or("");
            return self.skipped(rest, kept);
        }
        self.element(&name, is_end, bare);
        rest
    }

    /// Counts the lines of markup that is skipped.
    fn skipped<'t>(&mut self, text: &str, rest: &'t str) -> &'t str {
        let lines = |text: &str| text.matches('\n').count();
        self.line += lines(text) - lines(rest);
        rest
    }

    fn element(&mut self, name: &str, is_end: bool, tag: &str) {
        if BLOCKS.contains(&name) {
            self.end_block();
        }
        match (name, is_end) {
            ("table", false) => self.tables += 1,
            ("table", true) => {
                self.tables = self.tables.saturating_sub(1);
                if self.tables == 0 {
                    self.end_row();
                }
            }
            ("tr", _) if self.tables <= 1 => self.end_row(),
            ("td" | "th", false) if self.tables <= 1 => {
                let number = self.line;
                let (row, is_open) = self.row.get_or_insert_with(|| {
                    let line = Line {
                        number,
                        ..Line::default()
                    };
                    (line, false)
                });
                *is_open = true;
                row.cells.push(String::new());
                if row.cells.len() == 1 {
                    row.indent = padding(tag);
                }
            }
            ("li", false) => self.add("• "),
            ("pre", false) => self.pre += 1,
            ("pre", true) => self.pre = self.pre.saturating_sub(1),
            ("h1" | "h2" | "h3" | "h4" | "h5" | "h6", is_end) => self.is_heading = !is_end,
            ("title", is_end) => self.is_title = !is_end,
            ("link", false) if attribute(tag, "rel").as_deref() == Some("canonical") => {
                self.page.address = attribute(tag, "href");
            }
            ("meta", false)
                if attribute(tag, "property").as_deref() == Some("og:url")
                    && self.page.address.is_none() =>
            {
                self.page.address = attribute(tag, "content");
            }
            _ => {
                if let Some((row, true)) = &mut self.row
                    && row.cells.len() == 1
                    && row.indent == 0
                {
                    row.indent = padding(tag);
                }
            }
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let text = block.trim();
        if self.is_title && !text.is_empty() {
            self.page.title = Some(text.to_owned());
            return;
        }
        if let Some((row, true)) = &mut self.row {
            if text.is_empty() || text == "•" {
                return;
            }
            if let Some(cell) = row.cells.last_mut() {
                if !cell.is_empty() {
                    cell.push('\n');
                }
                cell.push_str(text);
            }
            return;
        }
        if text.is_empty() && !self.keeps_lines {
            return;
        }
        self.page.lines.push(Line {
            number: if block.is_empty() {
                self.line
            } else {
                self.start
            },
            indent: block.len() - block.trim_start().len(),
            text: text.to_owned(),
            is_heading: self.is_heading,
            cells: Vec::new(),
        });
    }

    fn end_row(&mut self) {
        if let Some((row, _)) = self.row.take() {
            self.page.lines.push(row);
        }
    }
}

fn is_known(name: &str) -> bool {
    const INLINE: &[&str] = &[
        "a", "b", "code", "col", "colgroup", "em", "i", "img", "link", "meta", "small", "span",
        "strong", "sub", "sup", "u",
    ];
    BLOCKS.contains(&name) || HIDDEN.contains(&name) || INLINE.contains(&name)
}

/// Splits a tag, without its brackets, from what follows. Brackets in quotes do not end it.
fn split_tag(text: &str) -> Option<(&str, &str)> {
    let mut quote = None;
    for (at, c) in text.char_indices().skip(1).take(4000) {
        match (quote, c) {
            (None, '>') => return Some((text.get(1..at)?, text.get(at + 1..)?)),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

/// Returns the value of an attribute.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let lower = tag.to_ascii_lowercase();
    let mut from = 0;
    while let Some(at) = lower.get(from..)?.find(name) {
        let start = from + at;
        from = start + name.len();
        let before = lower.get(..start)?;
        let Some(value) = tag.get(from..)?.trim_start().strip_prefix('=') else {
            continue;
        };
        if !before.ends_with(char::is_whitespace) {
            continue;
        }
        let value = value.trim_start();
        let quoted = |quote| value.strip_prefix(quote)?.split(quote).next();
        let bare = || value.split(|c: char| c.is_whitespace() || c == '>').next();
        return quoted('"')
            .or_else(|| quoted('\''))
            .or_else(bare)
            .map(decode);
    }
    None
}

/// Returns how far the style of an element moves it to the right, in pixels.
fn padding(tag: &str) -> usize {
    let Some(style) = attribute(tag, "style") else {
        return 0;
    };
    for key in ["padding-left:", "margin-left:", "text-indent:"] {
        if let Some((_, value)) = style.split_once(key) {
            let digits: String = value
                .trim_start()
                .chars()
                .take_while(char::is_ascii_digit)
                .collect();
            return digits.parse().unwrap_or(0);
        }
    }
    0
}
