//! A rough reading of a text that is not YAML: its lines, quotes and brackets.

use std::ops::Range;

/// The lines of a text up to some offset, with what they contain.
#[derive(Debug, Default)]
pub(super) struct Scan<'t> {
    pub(super) lines: Vec<Line<'t>>,
    /// Quoted texts, with their quotes.
    pub(super) quotes: Vec<Range<usize>>,
    /// Brackets and braces that are open at the offset, the outermost first.
    pub(super) open: Vec<usize>,
}

/// A line.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'t> {
    /// Offset of the line.
    pub(super) start: usize,
    /// The line without its end.
    pub(super) text: &'t str,
    /// Whether the line starts inside quotes, brackets or a block of text.
    pub(super) inside: bool,
}

impl<'t> Line<'t> {
    /// Returns the number of spaces before the text.
    pub(super) fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Returns the text without indentation.
    pub(super) fn content(&self) -> &'t str {
        self.text.trim_start_matches(' ')
    }

    /// Returns whether the line holds a key, a list item or text of its own.
    pub(super) fn counts(&self) -> bool {
        let content = self.content().trim();
        !self.inside && !content.is_empty() && !content.starts_with('#')
    }

    pub(super) fn is_item(&self) -> bool {
        self.content() == "-" || self.content().starts_with("- ")
    }

    /// Returns the number of characters before what follows the dash of a list item.
    pub(super) fn item_indent(&self) -> Option<usize> {
        let rest = self.content().strip_prefix('-')?;
        let content = rest.trim_start_matches(' ');
        let is_item = !content.is_empty() && content.len() < rest.len();
        is_item.then(|| self.text.len() - content.len())
    }

    /// Returns the key and the offset of its colon, after the dash of a list item.
    pub(super) fn key(&self) -> Option<(&'t str, usize)> {
        let start = self.item_indent().unwrap_or_else(|| self.indent());
        let content = self.text.get(start..)?;
        let colon = if content.starts_with(['"', '\'']) {
            let end = quoted_length(content)?;
            let rest = content.get(end..)?;
            end + rest.find(':').filter(|at| rest[..*at].trim().is_empty())?
        } else {
            content
                .match_indices(':')
                .map(|(at, _)| at)
                .find(|at| ends_key(content, *at))?
        };
        Some((content.get(..colon)?.trim_end(), self.start + start + colon))
    }

    /// Returns the bytes of the first word, or of the key.
    pub(super) fn head(&self) -> Range<usize> {
        let start = self.start + self.indent();
        let content = self.content();
        let length = match self.key() {
            Some((_, colon)) => colon - start,
            None => content.find(' ').unwrap_or(content.len()),
        };
        start..start + length.max(usize::from(!content.is_empty()))
    }

    /// Returns the bytes of the line without indentation and trailing space.
    pub(super) fn body(&self) -> Range<usize> {
        let start = self.start + self.indent();
        start..start + self.content().trim_end().len()
    }
}

/// Returns whether a colon of a line ends a key.
fn ends_key(line: &str, colon: usize) -> bool {
    let rest = line.get(colon + 1..).unwrap_or_default();
    rest.is_empty() || rest.starts_with([' ', '\t'])
}

impl<'t> Scan<'t> {
    /// Reads a text up to the end of the line with an offset; brackets and quotes up to the offset.
    pub(super) fn new(text: &'t str, until: usize) -> Self {
        let mut scan = Self::default();
        let mut quote = None;
        let mut block: Option<usize> = None;
        let mut start = 0;
        for whole in text.split_inclusive('\n') {
            let mut line = Line {
                start,
                text: whole.trim_end_matches(['\n', '\r']),
                inside: quote.is_some() || !scan.open.is_empty(),
            };
            start += whole.len();
            let is_blank = line.content().trim().is_empty();
            if block.is_some_and(|indent| is_blank || line.indent() > indent) {
                line.inside = true;
            } else {
                block = None;
                scan.read(&line, until, &mut quote);
                if quote.is_none() && scan.open.is_empty() && starts_block(line.text) {
                    block = Some(line.indent());
                }
            }
            scan.lines.push(line);
            if start > until {
                break;
            }
        }
        scan
    }

    /// Reads the quotes and brackets of a line.
    fn read(&mut self, line: &Line<'t>, until: usize, quote: &mut Option<(char, usize)>) {
        let mut fresh = true;
        let mut before = ' ';
        let mut chars = line.text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let here = line.start + at;
            if here >= until {
                return;
            }
            let next = chars.peek().map(|(_, next)| *next);
            if let Some((mark, from)) = *quote {
                if c == '\\' && mark == '"' || c == '\'' && mark == '\'' && next == Some('\'') {
                    chars.next();
                } else if c == mark {
                    self.quotes.push(from..here + 1);
                    *quote = None;
                }
                continue;
            }
            match c {
                '#' if before.is_whitespace() => return,
                '"' | '\'' if fresh => *quote = Some((c, here)),
                '{' | '[' if fresh => self.open.push(here),
                '}' | ']' => drop(self.open.pop()),
                _ => {}
            }
            let separates = match c {
                ':' => next.is_none_or(|next| next == ' '),
                '-' => fresh && next == Some(' '),
                ',' => !self.open.is_empty(),
                '{' | '[' => fresh,
                _ => fresh && c.is_whitespace(),
            };
            fresh = separates;
            before = c;
        }
    }

    /// Returns the index of the line with an offset.
    pub(super) fn line_of(&self, offset: usize) -> Option<usize> {
        self.lines.iter().rposition(|line| line.start <= offset)
    }

    /// Returns the last line before another that counts.
    pub(super) fn before(&self, index: usize) -> Option<Line<'t>> {
        let mut earlier = self.lines.get(..index)?.iter().rev();
        earlier.find(|line| line.counts()).copied()
    }
}

/// Returns whether a block of text follows a line: it ends in `|` or `>`.
fn starts_block(line: &str) -> bool {
    let line = line.split(" #").next().unwrap_or_default().trim_end();
    let line = line.trim_end_matches(|c: char| c.is_ascii_digit() || c == '+' || c == '-');
    [": |", ": >", "- |", "- >"]
        .iter()
        .any(|end| line.ends_with(end))
}

/// Returns the length of the quoted text at the start of a line, if it ends on that line.
pub(super) fn quoted_length(line: &str) -> Option<usize> {
    let mut chars = line.char_indices();
    let (_, quote) = chars.next()?;
    let mut escaped = false;
    chars.find_map(|(at, c)| {
        let closes = c == quote && !escaped;
        escaped = quote == '"' && c == '\\' && !escaped;
        closes.then_some(at + 1)
    })
}
