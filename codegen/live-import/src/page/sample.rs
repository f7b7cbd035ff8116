//! Finds the request and the response that a page shows.

use live_spec::yaml::{self, Node};

use crate::page::line::{Line, Page};
use crate::page::row::Row;
use crate::page::words;

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
        let has_id = |node: &Node| matches!(node, Node::Map(entries) if entries.iter().any(|(key, _)| key.eq_ignore_ascii_case("RequestId")));
        if has_id(&node) {
            return Some(node);
        }
        found = found.or(Some(node));
    }
    found
}

/// Returns the parameters of the request that a page shows, as they contain each other.
pub(crate) fn request(page: &Page, rows: &[Row]) -> Node {
    let mut shown = Vec::new();
    let mut is_query = false;
    for line in &page.lines {
        let text = text_of(line);
        is_query =
            text.contains("?Action=") || is_query && text.contains('=') && !text.contains("://");
        if !is_query {
            continue;
        }
        let query = text
            .split_once('?')
            .map_or(text.as_str(), |(_, query)| query);
        for pair in query.split('&') {
            let key = pair.split('=').next().unwrap_or_default().trim();
            if words::is_field_name(key) {
                let steps = key.split('.').filter(|step| step.parse::<u32>().is_err());
                let steps: Vec<&str> = steps.collect();
                insert(&mut shown, &steps);
            }
        }
    }
    for row in rows {
        let example = row
            .example
            .as_deref()
            .filter(|text| text.starts_with(['{', '[']));
        let node = example.and_then(parse).filter(|node| match node {
            Node::List(items) => items.iter().any(|item| matches!(item, Node::Map(_))),
            _ => true,
        });
        if let Some(node) = node {
            shown.retain(|(key, _)| *key != row.name);
            shown.push((row.name.clone(), node));
        }
    }
    Node::Map(shown)
}

fn insert(shown: &mut Vec<(String, Node)>, steps: &[&str]) {
    let [first, rest @ ..] = steps else { return };
    if !shown.iter().any(|(key, _)| key == first) {
        shown.push(((*first).to_owned(), Node::Null));
    }
    let found = shown.iter_mut().find(|(key, _)| key == first);
    let Some((_, node)) = found.filter(|_| !rest.is_empty()) else {
        return;
    };
    if !matches!(node, Node::Map(_)) {
        *node = Node::Map(Vec::new());
    }
    if let Node::Map(inner) = node {
        insert(inner, rest);
    }
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
