//! Formats the prose of specs as rustdoc.

use live_spec::yaml::{Node, parse_json};

/// Maximum width of generated source.
pub(crate) const LINE: usize = 100;

/// Maximum length of a value in running text.
const CODE: usize = 72;

/// Width of a code block: what remains of a line inside the members of an item.
const BLOCK: usize = LINE - "        /// ".len();

/// Documentation as paragraphs, wrapped once the indentation is known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Docs {
    blocks: Vec<Block>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Block {
    /// A paragraph, with a line break at each place where a line may break.
    Prose(String),
    /// Verbatim lines.
    Lines(Vec<String>),
}

impl Docs {
    /// Creates documentation that starts with prose of a spec.
    pub(crate) fn new(prose: &str) -> Self {
        let mut docs = Self::default();
        docs.paragraph(prose);
        docs
    }

    /// Adds prose of a spec, whose paragraphs are separated by blank lines. Escapes text that
    /// rustdoc would read as links or tags.
    pub(crate) fn paragraph(&mut self, prose: &str) {
        for paragraph in paragraphs(prose) {
            let mut text = String::with_capacity(paragraph.len());
            add_words(&mut text, &paragraph);
            self.blocks.push(Block::Prose(text));
        }
    }

    /// Adds a sentence to the last paragraph.
    pub(crate) fn sentence(&mut self, prose: &str) {
        match self.blocks.last_mut() {
            Some(Block::Prose(paragraph)) => add_words(paragraph, prose),
            _ => self.paragraph(prose),
        }
    }

    /// Adds a paragraph of Markdown.
    pub(crate) fn markdown(&mut self, paragraph: &str) {
        let words: Vec<_> = paragraph.split_whitespace().collect();
        self.blocks.push(Block::Prose(words.join("\n")));
    }

    /// Adds Markdown to the last paragraph, which may break between words.
    pub(crate) fn linked(&mut self, markdown: &str) {
        for word in markdown.split_whitespace() {
            self.unbroken(word);
        }
    }

    /// Adds Markdown to the last paragraph without breaking it across lines.
    pub(crate) fn unbroken(&mut self, markdown: &str) {
        match self.blocks.last_mut() {
            Some(Block::Prose(paragraph)) => {
                gap(paragraph);
                paragraph.push_str(markdown);
            }
            _ => self.blocks.push(Block::Prose(markdown.to_owned())),
        }
    }

    /// Adds other documentation as separate paragraphs.
    pub(crate) fn append(&mut self, docs: Self) {
        self.blocks.extend(docs.blocks);
    }

    /// Adds verbatim lines as a separate block.
    pub(crate) fn verbatim<'a>(&mut self, lines: impl IntoIterator<Item = &'a str>) {
        self.blocks
            .push(Block::Lines(lines.into_iter().map(str::to_owned).collect()));
    }

    /// Adds a value that is too long for running text as a code block. JSON is split into lines.
    pub(crate) fn example(&mut self, value: &str) {
        let (language, lines) = match parse_json(value) {
            Ok(json @ (Node::List(_) | Node::Map(_))) => ("json", json_lines(&json, BLOCK)),
            _ => ("text", text_lines(value)),
        };
        let fence = if value.contains("```") {
            "~~~~~~"
        } else {
            "```"
        };
        let opening = format!("{fence}{language}");
        let lines = lines.iter().map(String::as_str);
        self.verbatim([opening.as_str()].into_iter().chain(lines).chain([fence]));
    }

    /// Returns whether there is no text.
    pub(crate) fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// Returns the lines, without slashes, wrapped to a width.
    pub fn lines(&self, width: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for (index, block) in self.blocks.iter().enumerate() {
            if index > 0 {
                lines.push(String::new());
            }
            match block {
                Block::Prose(paragraph) => wrap(&mut lines, paragraph, width),
                Block::Lines(verbatim) => lines.extend_from_slice(verbatim),
            }
        }
        lines
    }
}

/// Formats a value as inline code, if it fits into running text.
pub(crate) fn code(value: &str) -> Option<String> {
    let plain = !value.is_empty() && !value.contains('`') && !value.chars().any(char::is_control);
    let spaced = value.trim() != value;
    (plain && !spaced && length(value) <= CODE).then(|| format!("`{value}`"))
}

/// Escapes links and tags of Markdown in prose, and joins it to one line.
pub(crate) fn escaped(prose: &str) -> String {
    let mut text = String::new();
    add_words(&mut text, prose);
    text.replace('\n', " ")
}

/// Returns the number of characters of a line.
pub(crate) fn length(line: &str) -> usize {
    line.chars().count()
}

/// Splits prose at blank lines.
fn paragraphs(prose: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    for line in prose.lines() {
        match paragraphs.last_mut() {
            Some(last) if !line.trim().is_empty() => {
                last.push_str(line);
                last.push('\n');
            }
            _ => paragraphs.push(String::new()),
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs
}

/// Fills lines with words, and keeps words with a meaning to Markdown away from the start of a
/// line.
fn wrap(lines: &mut Vec<String>, paragraph: &str, width: usize) {
    let mut line = String::new();
    // Words that must be on the same line: one word, and the following ones that must not start a
    // line.
    let mut piece = String::new();
    let mut words = paragraph.split('\n').peekable();
    if let Some(first) = words.next_if(|first| starts_block(first)) {
        piece.push_str(first);
        // Only the character after a number makes it the number of a list item.
        let is_number = first.starts_with(|c: char| c.is_ascii_digit());
        piece.insert(if is_number { first.len() - 1 } else { 0 }, '\\');
    }
    while let Some(word) = words.next() {
        if !piece.is_empty() {
            piece.push(' ');
        }
        piece.push_str(word);
        if words.peek().is_some_and(|next| starts_block(next)) {
            continue;
        }
        if !line.is_empty() && length(&line) + 1 + length(&piece) > width {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(&piece);
        piece.clear();
    }
    line.push_str(&piece);
    lines.push(line);
}

/// Returns whether a line that starts with a word would be a list, heading, rule, table or similar.
fn starts_block(word: &str) -> bool {
    let only = |marks: &[char]| word.chars().all(|c| marks.contains(&c));
    let digits = word.trim_start_matches(|c: char| c.is_ascii_digit());
    only(&['-', '=', '*', '_', '+', '#'])
        || digits.len() < word.len() && matches!(digits, "." | ")")
        || word.starts_with("~~~")
        || word.starts_with('|')
}

/// Adds a possible line break between words.
fn gap(paragraph: &mut String) {
    if !paragraph.is_empty() && !paragraph.ends_with('\n') {
        paragraph.push('\n');
    }
}

/// Adds words to a paragraph. Code counts as one word and is not changed; in other text, links and
/// tags of Markdown are escaped, and addresses become links.
fn add_words(paragraph: &mut String, prose: &str) {
    let mut rest = prose.trim();
    if !rest.is_empty() {
        gap(paragraph);
    }
    while let Some(c) = rest.chars().next() {
        if c.is_whitespace() {
            gap(paragraph);
            rest = rest.trim_start();
            continue;
        }
        if c == '`' {
            let (code, after) = code_span(rest);
            paragraph.push_str(&code);
            rest = after;
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '`');
        let (plain, after) = rest.split_at(end.unwrap_or(rest.len()));
        let starts_word = paragraph.is_empty() || paragraph.ends_with('\n');
        let is_address = starts_word
            && (plain.starts_with("https://") || plain.starts_with("http://"))
            && !plain.contains(['<', '>']);
        if is_address {
            let (address, marks) =
                plain.split_at(plain.trim_end_matches(['.', ',', ';', ')']).len());
            paragraph.push_str(&format!("<{address}>{marks}"));
        } else {
            for part in plain.split_inclusive(['[', ']', '<', '>', '\\']) {
                match part.char_indices().next_back() {
                    Some((at, '[' | ']' | '<' | '>' | '\\')) => {
                        paragraph.push_str(&part[..at]);
                        paragraph.push('\\');
                        paragraph.push_str(&part[at..]);
                    }
                    _ => paragraph.push_str(part),
                }
            }
        }
        rest = after;
    }
}

/// Splits a text into the code at its start, joined to one line, and the rest. Escapes unclosed
/// backticks.
fn code_span(text: &str) -> (String, &str) {
    let inside = text.trim_start_matches('`');
    let ticks = &text[..text.len() - inside.len()];
    let mut at = 0;
    while let Some(found) = inside[at..].find('`') {
        let start = at + found;
        let run = inside[start..].len() - inside[start..].trim_start_matches('`').len();
        if run == ticks.len() {
            let code = inside[..start].replace(['\n', '\t'], " ");
            return (format!("{ticks}{code}{ticks}"), &inside[start + run..]);
        }
        at = start + run;
    }
    ("\\`".repeat(ticks.len()), inside)
}

/// Splits a text that is not JSON into lines, between words.
fn text_lines(value: &str) -> Vec<String> {
    let words: Vec<_> = value.split_whitespace().map(str::to_owned).collect();
    let mut lines: Vec<String> = Vec::new();
    for word in words {
        match lines.last_mut() {
            Some(line) if length(line) + 1 + length(&word) <= BLOCK => {
                line.push(' ');
                line.push_str(&word);
            }
            _ => lines.push(word),
        }
    }
    lines
}

/// Formats JSON with each list and object on one line if it fits, otherwise with one line for each
/// member.
fn json_lines(json: &Node, width: usize) -> Vec<String> {
    let flat = flat_json(json);
    if length(&flat) <= width {
        return vec![flat];
    }
    let (open, close, members): (_, _, Vec<_>) = match json {
        Node::List(items) => (
            "[",
            "]",
            items.iter().map(|item| (String::new(), item)).collect(),
        ),
        Node::Map(map) => {
            let named = map
                .iter()
                .map(|(name, node)| (format!("{}: ", quoted(name)), node));
            ("{", "}", named.collect())
        }
        _ => return vec![flat],
    };
    let mut lines = vec![open.to_owned()];
    let last = members.len().saturating_sub(1);
    for (index, (name, node)) in members.into_iter().enumerate() {
        // Leave room for the indentation, the comma and the member's name.
        let mut inner = json_lines(node, width.saturating_sub(3 + length(&name)));
        if let Some(first) = inner.first_mut() {
            first.insert_str(0, &name);
        }
        if let Some(end) = inner.last_mut().filter(|_| index < last) {
            end.push(',');
        }
        lines.extend(inner.iter().map(|line| format!("  {line}")));
    }
    lines.push(close.to_owned());
    lines
}

/// Formats JSON text in the same way.
pub(crate) fn json_text_lines(text: &str, width: usize) -> Vec<String> {
    match parse_json(text) {
        Ok(json) => json_lines(&json, width),
        Err(_) => vec![text.to_owned()],
    }
}

fn flat_json(json: &Node) -> String {
    match json {
        Node::Null => "null".to_owned(),
        Node::Boolean(value) => value.to_string(),
        Node::Integer(number) | Node::Float(number) => number.clone(),
        Node::Text(text) => quoted(text),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(flat_json).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Map(map) => {
            let members = map
                .iter()
                .map(|(name, node)| format!("{}: {}", quoted(name), flat_json(node)));
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_wrapped_but_code_is_not() {
        let code = format!("`{}`", ["word"; 10].join(" "));
        let docs = Docs::new(&format!("{} {code} end.", ["prose"; 12].join(" ")));
        let lines = docs.lines(96);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].starts_with(&code), "{docs:?}");
        assert_eq!(docs.lines(12)[1], "prose prose");
    }

    #[test]
    fn links_and_tags_are_escaped() {
        let docs = Docs::new("An [x] of <T>, `[x]` and https://example.com/a.");
        assert_eq!(
            docs.lines(96),
            ["An \\[x\\] of \\<T\\>, `[x]` and <https://example.com/a>."]
        );
    }

    #[test]
    fn line_breaks_become_spaces() {
        let docs = Docs::new("Some `code\nover lines` and ``two ` ticks``,\n\nthen a lone ` here.");
        assert_eq!(
            docs.lines(96),
            [
                "Some `code over lines` and ``two ` ticks``,",
                "",
                "then a lone \\` here."
            ]
        );
    }

    #[test]
    fn wrapping_creates_no_lists_or_headings() {
        let mut docs = Docs::new("aaaa bbbb 1. cccc - dddd # eeee");
        docs.paragraph("- x");
        docs.paragraph("12) x");
        assert_eq!(
            docs.lines(9),
            [
                "aaaa", "bbbb 1.", "cccc -", "dddd #", "eeee", "", "\\- x", "", "12\\) x"
            ]
        );
    }

    #[test]
    fn long_json_is_split_into_lines() {
        let mut docs = Docs::default();
        let long = "x".repeat(70);
        docs.example(&format!(
            r#"[{{"b":{{"a":1.5,"text":"{long}"}},"a":[true,null]}},{{}}]"#
        ));
        let expected = format!(
            "```json\n[\n  {{\n    \"b\": {{\n      \"a\": 1.5,\n      \"text\": \"{long}\"\n    }},\n    \"a\": [true, null]\n  }},\n  {{}}\n]\n```"
        );
        assert_eq!(docs.lines(10).join("\n"), expected);
    }
}
