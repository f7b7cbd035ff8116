//! Formats specs as YAML, in the style of the existing ones.

use std::collections::BTreeMap;

use live_spec::yaml::{self, Node};

/// Maximum width of a line.
const WIDTH: usize = 120;
const INDENT: usize = 2;

/// Comments above entries, by the path of the entry: keys, and positions in lists. Only entries
/// that have a line of their own can have comments.
pub(crate) type Comments = BTreeMap<Vec<String>, Vec<String>>;

/// Formats a spec, with a comment at the top.
pub(crate) fn write(spec: &Node, comment: &str) -> String {
    write_commented(spec, comment, &Comments::new())
}

/// Formats a spec, with comments.
pub(crate) fn write_commented(spec: &Node, head: &str, comments: &Comments) -> String {
    let mut text = format!("{}\n", head.trim_end());
    let mut at = Place {
        path: Vec::new(),
        comments,
    };
    match spec {
        Node::Map(entries) => {
            for (key, value) in entries {
                entry(&mut text, 0, "", key, value, &mut at);
            }
        }
        other => text += &format!("{}\n", flow(other)),
    }
    text
}

/// Where the writer is, and the comments to write.
struct Place<'c> {
    path: Vec<String>,
    comments: &'c Comments,
}

impl Place<'_> {
    /// Writes the comments of an entry.
    fn comment(&self, text: &mut String, indent: usize) {
        let margin = " ".repeat(indent);
        for comment in self.comments.get(&self.path).into_iter().flatten() {
            let mut line = format!("{margin}#");
            for word in comment.split_whitespace() {
                if width(&line) + 1 + width(word) > WIDTH && line.len() > margin.len() + 8 {
                    *text += &format!("{line}\n");
                    line = format!("{margin}#  ");
                }
                line += &format!(" {word}");
            }
            *text += &format!("{line}\n");
        }
    }
}

/// Formats a node on one line.
pub(crate) fn flow(node: &Node) -> String {
    let joined = |parts: Vec<String>| parts.join(", ");
    match node {
        Node::List(items) => format!("[{}]", joined(items.iter().map(flow).collect())),
        Node::Map(entries) if entries.is_empty() => "{}".to_owned(),
        Node::Map(entries) => {
            let entry =
                |(key, value): &(String, Node)| format!("{}: {}", self::key(key), flow(value));
            format!("{{ {} }}", joined(entries.iter().map(entry).collect()))
        }
        Node::Text(text) => scalar(text, true),
        other => word(other),
    }
}

/// Writes an entry of a mapping. `lead` precedes the key and replaces as much indentation.
fn entry(
    text: &mut String,
    indent: usize,
    lead: &str,
    key: &str,
    value: &Node,
    at: &mut Place<'_>,
) {
    at.path.push(key.to_owned());
    if lead.is_empty() {
        at.comment(text, indent);
    }
    value_of(text, indent, lead, key, value, at);
    at.path.pop();
}

fn value_of(
    text: &mut String,
    indent: usize,
    lead: &str,
    key: &str,
    value: &Node,
    at: &mut Place<'_>,
) {
    let start = format!(
        "{}{lead}{}:",
        " ".repeat(indent - lead.len()),
        self::key(key)
    );
    match value {
        Node::Text(value) => *text += &text_entry(&start, indent, value),
        Node::Map(_) | Node::List(_) => {
            let line = format!("{start} {}", flow(value));
            if is_empty(value) || !is_tall(key) && is_short(value) && width(&line) <= WIDTH {
                *text += &format!("{line}\n");
                return;
            }
            *text += &format!("{start}\n");
            block(text, indent + INDENT, value, at);
        }
        other => *text += &format!("{start} {}\n", word(other)),
    }
}

fn block(text: &mut String, indent: usize, node: &Node, at: &mut Place<'_>) {
    match node {
        Node::Map(entries) => {
            for (key, value) in entries {
                entry(text, indent, "", key, value, at);
            }
        }
        Node::List(items) => {
            for (index, item) in items.iter().enumerate() {
                at.path.push(index.to_string());
                at.comment(text, indent);
                self::item(text, indent, item, at);
                at.path.pop();
            }
        }
        other => *text += &format!("{}{}\n", " ".repeat(indent), flow(other)),
    }
}

fn item(text: &mut String, indent: usize, item: &Node, at: &mut Place<'_>) {
    let line = format!("{}- {}", " ".repeat(indent), flow(item));
    match item {
        Node::Map(entries) if !is_short(item) || width(&line) > WIDTH => {
            for (index, (key, value)) in entries.iter().enumerate() {
                let lead = if index == 0 { "- " } else { "" };
                entry(text, indent + INDENT, lead, key, value, at);
            }
        }
        _ => *text += &format!("{line}\n"),
    }
}

/// Returns whether the value of a key has one line for each entry.
fn is_tall(key: &str) -> bool {
    matches!(key, "request" | "response" | "errors" | "fields")
}

/// Returns whether a node may be on one line.
fn is_short(node: &Node) -> bool {
    match node {
        Node::Map(entries) => entries
            .iter()
            .all(|(key, value)| !is_tall(key) && is_short(value)),
        Node::List(items) => items.iter().all(is_short),
        Node::Text(text) => !text.contains('\n'),
        _ => true,
    }
}

fn is_empty(node: &Node) -> bool {
    match node {
        Node::Map(entries) => entries.is_empty(),
        Node::List(items) => items.is_empty(),
        _ => false,
    }
}

fn width(line: &str) -> usize {
    line.chars().count()
}

fn word(node: &Node) -> String {
    match node {
        Node::Boolean(value) => value.to_string(),
        Node::Integer(text) | Node::Float(text) => text.clone(),
        _ => "null".to_owned(),
    }
}

/// Formats an entry with a text: on the line of its key, or below it if the text is long or has
/// several lines.
fn text_entry(start: &str, indent: usize, value: &str) -> String {
    let margin = " ".repeat(indent + INDENT);
    let line = format!("{start} {}\n", scalar(value, false));
    if let Some((kept, chomp)) = literal(value) {
        let lines: Vec<_> = kept
            .split('\n')
            .map(|line| match line {
                "" => String::new(),
                line => format!("{margin}{line}"),
            })
            .collect();
        return format!("{start} |{chomp}\n{}\n", lines.join("\n"));
    }
    if width(&line) <= WIDTH + 1 || !is_foldable(value) {
        return line;
    }
    let mut lines = vec![margin.clone()];
    for word in value.split(' ') {
        let Some(last) = lines.last_mut() else { break };
        let is_first = last.len() == margin.len();
        if !is_first && width(last) + 1 + width(word) > WIDTH {
            lines.push(format!("{margin}{word}"));
        } else {
            let space = if is_first { "" } else { " " };
            *last += &format!("{space}{word}");
        }
    }
    format!("{start} >-\n{}\n", lines.join("\n"))
}

/// Returns the lines of a text that can be a literal block, and the indicator for the last line
/// break.
fn literal(value: &str) -> Option<(&str, &'static str)> {
    let (kept, chomp) = match value.strip_suffix('\n') {
        Some(kept) => (kept, ""),
        None => (value, "-"),
    };
    let is_plain = kept.contains('\n')
        && !kept.ends_with('\n')
        && !kept.starts_with([' ', '\n'])
        && kept.chars().all(|c| c == '\n' || is_printable(c));
    is_plain.then_some((kept, chomp))
}

/// Returns whether a text survives folding, which replaces some spaces by line breaks.
fn is_foldable(value: &str) -> bool {
    value.contains(' ')
        && value.split(' ').all(|word| !word.is_empty())
        && value.chars().all(is_printable)
}

fn is_printable(c: char) -> bool {
    !c.is_control() && !matches!(c, '\u{feff}' | '\u{2028}' | '\u{2029}')
}

/// Formats a text, with quotes if necessary.
fn scalar(text: &str, in_flow: bool) -> String {
    if is_plain(text, in_flow) && !is_other_scalar(text) {
        text.to_owned()
    } else {
        quoted(text)
    }
}

fn key(text: &str) -> String {
    let is_key = || {
        let read = yaml::parse(&format!("{text}: 0"));
        matches!(read, Ok(Node::Map(entries)) if matches!(entries.as_slice(), [(key, _)] if key == text))
    };
    if is_plain(text, true) && text != "<<" && is_key() {
        text.to_owned()
    } else {
        quoted(text)
    }
}

/// Returns whether a text contains nothing with a meaning to YAML.
fn is_plain(text: &str, in_flow: bool) -> bool {
    let mut chars = text.chars();
    let starts_plainly = match chars.next() {
        Some('-') => chars.next().is_some_and(|c| c.is_ascii_alphanumeric()),
        Some(c) => !"?:,[]{}#&*!|>'\"%@` =<".contains(c),
        None => false,
    };
    let means_more_in_flow = in_flow && text.contains([',', '[', ']', '{', '}', ':']);
    starts_plainly
        && !text.ends_with([' ', ':'])
        && !text.contains(": ")
        && !text.contains(" #")
        && !means_more_in_flow
        && text.chars().all(is_printable)
}

/// Returns whether a text without quotes would be read as another type, including by older YAML
/// parsers.
fn is_other_scalar(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    matches!(lower.as_str(), "y" | "n" | "yes" | "no" | "on" | "off")
        || !matches!(yaml::parse(text), Ok(Node::Text(read)) if read == text)
}

fn quoted(text: &str) -> String {
    let is_simple = text.chars().all(is_printable);
    if is_simple && text.contains(['"', '\\']) {
        return format!("'{}'", text.replace('\'', "''"));
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_printable(c) => quoted.push(c),
            c => quoted.push_str(&format!("\\U{:08X}", u32::from(c))),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(text: &str) -> Node {
        Node::Text(text.to_owned())
    }

    fn map<const N: usize>(entries: [(&str, Node); N]) -> Node {
        Node::Map(entries.map(|(key, value)| (key.to_owned(), value)).into())
    }

    #[test]
    fn texts_are_quoted_where_yaml_needs_it() {
        for (value, block, flow) in [
            ("plain text.", "plain text.", "plain text."),
            ("live:Start", "live:Start", "\"live:Start\""),
            ("a, b", "a, b", "\"a, b\""),
            ("a: b", "\"a: b\"", "\"a: b\""),
            ("1", "\"1\"", "\"1\""),
            ("no", "\"no\"", "\"no\""),
            ("%s.", "\"%s.\"", "\"%s.\""),
            ("{\"a\": 1}", "'{\"a\": 1}'", "'{\"a\": 1}'"),
            ("***", "\"***\"", "\"***\""),
            ("", "\"\"", "\"\""),
        ] {
            assert_eq!(scalar(value, false), block);
            assert_eq!(scalar(value, true), flow);
        }
    }

    #[test]
    fn long_entries_take_several_lines() {
        let long = "word ".repeat(40).trim_end().to_owned();
        let field = map([("type", text("string")), ("why", text(&long))]);
        let spec = map([("request", map([("Name", field)]))]);
        let written = write(&spec, "# comment");
        assert!(
            written.starts_with("# comment\nrequest:\n  Name:\n    type: string\n    why: >-\n")
        );
        assert!(written.lines().all(|line| line.len() <= WIDTH), "{written}");
        assert_eq!(yaml::parse(&written).unwrap(), spec);
    }

    #[test]
    fn comments_are_above_their_entries_and_no_part_of_the_spec() {
        let spec = map([
            ("request", map([("Name", map([("type", text("string"))]))])),
            ("errors", Node::List(vec![map([("code", text("Bad"))])])),
        ]);
        let path = |steps: &[&str]| steps.iter().map(|step| (*step).to_owned()).collect();
        let comments = Comments::from([
            (
                path(&["request", "Name"]),
                vec!["page: A \"name\": x.".to_owned()],
            ),
            (path(&["errors", "0"]), vec!["word ".repeat(40)]),
        ]);
        let written = write_commented(&spec, "# head", &comments);
        let start = "# head\nrequest:\n  # page: A \"name\": x.\n  Name: { type: string }\nerrors:\n  # word";
        assert!(written.starts_with(start), "{written}");
        assert!(written.lines().all(|line| line.len() <= WIDTH), "{written}");
        assert_eq!(yaml::parse(&written).unwrap(), spec);
    }

    fn tree() -> impl Strategy<Value = Node> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Node::Boolean),
            any::<i64>().prop_map(|number| Node::Integer(number.to_string())),
            ".{0,20}".prop_map(Node::Text),
            "[a-z\\-:#'\" ,\\[\\]{}0-9.\n]{0,150}".prop_map(Node::Text),
        ];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Node::List),
                prop::collection::btree_map("[a-z0-9.:\"' -]{0,8}", inner, 0..4)
                    .prop_map(|map| Node::Map(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn written_specs_parse_to_the_same_tree(node in tree()) {
            let spec = map([("a", node.clone()), ("request", node)]);
            let written = write(&spec, "# comment");
            prop_assert_eq!(yaml::parse(&written).unwrap(), spec, "{}", written);
        }
    }
}
