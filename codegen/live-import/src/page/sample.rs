//! Finds the response that a page shows.

use live_spec::yaml::{self, Node};

use crate::page::line::{Line, Page};

/// Maximum number of lines of a sample.
const TALLEST: usize = 3000;

/// Returns the response that a page shows in JSON.
pub(crate) fn response(page: &Page) -> Option<Node> {
    let mut found: Option<Node> = None;
    let mut index = 0;
    while let Some(line) = page.lines.get(index) {
        let text = text_of(line);
        index += 1;
        if !text.starts_with('{') {
            continue;
        }
        let Some((json, taken)) = balanced(page.lines.get(index - 1..).unwrap_or_default()) else {
            continue;
        };
        let Some(node @ Node::Map(_)) = parse(&json) else {
            continue;
        };
        index += taken - 1;
        let has_id = |node: &Node| {
            matches!(node, Node::Map(entries) if entries.iter().any(|(key, _)| key.eq_ignore_ascii_case("RequestId")))
        };
        if has_id(&node) {
            return Some(node);
        }
        found = found.or(Some(node));
    }
    found
}

/// Parses JSON, also with a comma too many at an end.
fn parse(json: &str) -> Option<Node> {
    yaml::parse_json(json).ok().or_else(|| {
        let mut fixed = String::with_capacity(json.len());
        let mut chars = json.chars().peekable();
        while let Some(c) = chars.next() {
            let mut rest = chars.clone().skip_while(|c| c.is_whitespace());
            if c == ',' && matches!(rest.next(), Some('}' | ']')) {
                continue;
            }
            fixed.push(c);
        }
        yaml::parse_json(&fixed).ok()
    })
}

fn text_of(line: &Line) -> String {
    if line.is_row() {
        line.cells.join(" ").trim().to_owned()
    } else {
        line.text.clone()
    }
}

/// Returns the text up to the bracket that closes the first, and the number of its lines.
fn balanced(lines: &[Line]) -> Option<(String, usize)> {
    let mut text = String::new();
    let (mut depth, mut in_text, mut is_escaped) = (0_usize, false, false);
    for (index, line) in lines.iter().take(TALLEST).enumerate() {
        let line = text_of(line);
        for (at, c) in line.char_indices() {
            match c {
                _ if is_escaped => is_escaped = false,
                '\\' if in_text => is_escaped = true,
                '"' => in_text = !in_text,
                '{' | '[' if !in_text => depth += 1,
                '}' | ']' if !in_text => {
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        text.push_str(line.get(..=at)?);
                        return Some((text, index + 1));
                    }
                }
                _ => {}
            }
        }
        text.push_str(&line);
        text.push('\n');
    }
    None
}
