//! YAML and JSON as a plain tree, and the mapping from nodes of the tree to their source text.

use std::cell::{Cell, RefCell};
use std::fmt;
use std::ops::Range;

use serde::de::{
    self, DeserializeSeed, Deserializer, EnumAccess, IgnoredAny, MapAccess, SeqAccess, Visitor,
};

use crate::place::Step;

/// A node of a YAML document.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// An empty value, or `null`.
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// An integer, as decimal text.
    Integer(String),
    /// Any other number, as the shortest text that represents it.
    Float(String),
    /// Text.
    Text(String),
    /// A sequence.
    List(Vec<Node>),
    /// A mapping in source order, including repeated keys.
    Map(Vec<(String, Node)>),
}

/// A syntax error.
#[derive(Debug)]
pub struct SyntaxError {
    /// The message.
    pub message: String,
    /// Byte offset at which the error was detected.
    pub offset: usize,
}

/// Parses a text that consists of one YAML document.
///
/// # Errors
///
/// Fails if the text is not YAML, has more than one document, or uses tags or keys that specs do
/// not allow.
pub fn parse(text: &str) -> Result<Node, SyntaxError> {
    let growth = Growth {
        left: Cell::new(text.len() + 1),
        problem: Cell::new(None),
    };
    NodeSeed(&growth)
        .deserialize(serde_yaml::Deserializer::from_str(text))
        .map_err(|error| {
            let position = error
                .location()
                .map(|at| (at.index(), at.line(), at.column()));
            let message = match growth.problem.get() {
                Some(problem) => problem.to_owned(),
                None => without_position(&error.to_string(), position),
            };
            let offset = position.map_or(0, |(index, _, _)| index);
            SyntaxError {
                message,
                offset: if text.is_char_boundary(offset) {
                    offset
                } else {
                    text.len()
                },
            }
        })
}

/// Parses JSON. Unlike other parsers, this one preserves the order of members.
///
/// # Errors
///
/// Fails if the text is not JSON.
pub fn parse_json(text: &str) -> Result<Node, SyntaxError> {
    let growth = Growth {
        left: Cell::new(text.len() + 1),
        problem: Cell::new(None),
    };
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let node = NodeSeed(&growth).deserialize(&mut deserializer);
    let read = node.and_then(|node| deserializer.end().map(|()| node));
    read.map_err(|error| {
        let start = text
            .split_inclusive('\n')
            .take(error.line().saturating_sub(1));
        let offset = start.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
        SyntaxError {
            message: error.to_string(),
            offset: if text.is_char_boundary(offset) {
                offset
            } else {
                text.len()
            },
        }
    })
}

/// Removes the position from a parser's message because the diagnostic shows it already.
fn without_position(message: &str, position: Option<(usize, usize, usize)>) -> String {
    match position {
        Some((_, line, column)) => {
            message.replacen(&format!(" at line {line} column {column}"), "", 1)
        }
        None => message.to_owned(),
    }
}

/// Returns the bytes of a text that contain the node at the end of the given steps: all of a scalar
/// that fits on one line, otherwise the first line of the node. Returns `None` if there is no such
/// node.
pub(crate) fn locate(text: &str, steps: &[Step]) -> Option<Range<usize>> {
    let scalar = RefCell::new(None);
    let error = Probe {
        steps,
        scalar: &scalar,
    }
    .deserialize(serde_yaml::Deserializer::from_str(text))
    .err()?;
    let start = error.location()?.index();
    let scalar = scalar.into_inner()?;
    let rest = text.get(start..)?;
    let line = rest.split(['\n', '\r']).next().unwrap_or_default();
    Some(start..start + extent(line, &scalar))
}

/// Returns the number of bytes that a node occupies on its first line.
fn extent(line: &str, found: &Found) -> usize {
    let without_comment = || line.split(" #").next().unwrap_or_default().trim_end().len();
    match found {
        Found::Text(_) if line.starts_with(['"', '\'']) => quoted(line).unwrap_or(line.len()),
        Found::Text(value) if line.starts_with(value.as_str()) => value.len(),
        Found::Collection if line.starts_with(['[', '{']) => {
            bracketed(line).unwrap_or_else(without_comment)
        }
        Found::Text(_) | Found::Collection => without_comment(),
        Found::Word => line
            .find([' ', '\t', ',', ']', '}', ':'])
            .unwrap_or(line.len()),
    }
}

/// Returns the length of the quoted text at the start of a line, if it ends on that line.
fn quoted(line: &str) -> Option<usize> {
    let mut chars = line.char_indices();
    let (_, quote) = chars.next()?;
    let mut escaped = false;
    chars.find_map(|(at, c)| {
        let closes = c == quote && !escaped;
        escaped = quote == '"' && c == '\\' && !escaped;
        closes.then_some(at + 1)
    })
}

/// Returns the length of the bracketed list or mapping at the start of a line, if it ends on that
/// line.
fn bracketed(line: &str) -> Option<usize> {
    let (mut at, mut depth, mut before) = (0, 0, ' ');
    loop {
        let rest = line.get(at..)?;
        let c = rest.chars().next()?;
        match c {
            '[' | '{' => depth += 1,
            ']' | '}' if depth == 1 => return Some(at + 1),
            ']' | '}' => depth -= 1,
            _ => {}
        }
        let starts_text = matches!(c, '"' | '\'') && matches!(before, ' ' | '[' | '{' | ',');
        at += if starts_text {
            quoted(rest)?
        } else {
            c.len_utf8()
        };
        before = c;
    }
}

/// Limits the tree to the size of the text, so that aliases cannot expand it without bound.
struct Growth {
    left: Cell<usize>,
    problem: Cell<Option<&'static str>>,
}

impl Growth {
    fn fail<T, E: de::Error>(&self, problem: &'static str) -> Result<T, E> {
        self.problem.set(Some(problem));
        Err(E::custom(problem))
    }

    fn grow<E: de::Error>(&self) -> Result<(), E> {
        match self.left.get().checked_sub(1) {
            Some(left) => self.left.set(left),
            None => return self.fail("aliases expand this file beyond its own size"),
        }
        Ok(())
    }
}

#[derive(Clone, Copy)]
struct NodeSeed<'g>(&'g Growth);

impl<'de> DeserializeSeed<'de> for NodeSeed<'_> {
    type Value = Node;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for NodeSeed<'_> {
    type Value = Node;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML node")
    }

    fn visit_unit<E: de::Error>(self) -> Result<Node, E> {
        self.0.grow()?;
        Ok(Node::Null)
    }

    fn visit_none<E: de::Error>(self) -> Result<Node, E> {
        self.visit_unit()
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<Node, E> {
        self.0.grow()?;
        Ok(Node::Boolean(value))
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<Node, E> {
        self.visit_i128(value.into())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<Node, E> {
        self.visit_u128(value.into())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<Node, E> {
        self.0.grow()?;
        Ok(Node::Integer(value.to_string()))
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<Node, E> {
        self.0.grow()?;
        Ok(Node::Integer(value.to_string()))
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<Node, E> {
        self.0.grow()?;
        Ok(Node::Float(value.to_string()))
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<Node, E> {
        self.0.grow()?;
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        self.0.grow()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self)? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        self.0.grow()?;
        let mut map = Vec::new();
        while let Some(key) = entries.next_key_seed(KeySeed(self.0))? {
            map.push((key, entries.next_value_seed(self)?));
        }
        Ok(Node::Map(map))
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        self.0.fail("tags have no meaning in a spec")
    }
}

struct KeySeed<'g>(&'g Growth);

impl<'de> DeserializeSeed<'de> for KeySeed<'_> {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for KeySeed<'_> {
    type Value = String;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        Ok("null".to_owned())
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_i128<E: de::Error>(self, value: i128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_u128<E: de::Error>(self, value: u128) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_f64<E: de::Error>(self, value: f64) -> Result<String, E> {
        Ok(value.to_string())
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        Ok(value.to_owned())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        self.0.fail("a list cannot be a key")
    }

    fn visit_map<A: MapAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        self.0.fail("a mapping cannot be a key")
    }

    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<String, A::Error> {
        self.0.fail("tags have no meaning in a spec")
    }
}

/// The kind of node at the end of a probe's path.
enum Found {
    /// Text.
    Text(String),
    /// A number, `true`, `false` or an empty value.
    Word,
    /// A list or mapping.
    Collection,
}

/// Walks down a document and fails at the end of the path, because the parser reports positions
/// only in errors.
struct Probe<'s> {
    steps: &'s [Step],
    scalar: &'s RefCell<Option<Found>>,
}

impl Probe<'_> {
    fn arrive<T, E: de::Error>(&self, found: Found) -> Result<T, E> {
        if self.steps.is_empty() {
            self.scalar.replace(Some(found));
        }
        Err(E::custom("end of the walk"))
    }
}

impl<'de> DeserializeSeed<'de> for Probe<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Probe<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a YAML node")
    }

    fn visit_unit<E: de::Error>(self) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_none<E: de::Error>(self) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_bool<E: de::Error>(self, _: bool) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_i64<E: de::Error>(self, _: i64) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_u64<E: de::Error>(self, _: u64) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_i128<E: de::Error>(self, _: i128) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_u128<E: de::Error>(self, _: u128) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_f64<E: de::Error>(self, _: f64) -> Result<(), E> {
        self.arrive(Found::Word)
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<(), E> {
        self.arrive(Found::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Some((&Step::Item(place), steps)) = self.steps.split_first() else {
            return self.arrive(Found::Collection);
        };
        for _ in 0..place {
            items.next_element::<IgnoredAny>()?;
        }
        items.next_element_seed(Probe {
            steps,
            scalar: self.scalar,
        })?;
        self.arrive(Found::Collection)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Some((&step, steps)) = self.steps.split_first() else {
            return self.arrive(Found::Collection);
        };
        let (Step::Value(place) | Step::Key(place) | Step::Item(place)) = step;
        for _ in 0..place {
            entries.next_entry::<IgnoredAny, IgnoredAny>()?;
        }
        if let Step::Key(_) = step {
            entries.next_key_seed(Probe {
                steps: &[],
                scalar: self.scalar,
            })?;
        } else if entries.next_key::<IgnoredAny>()?.is_some() {
            entries.next_value_seed(Probe {
                steps,
                scalar: self.scalar,
            })?;
        }
        self.arrive(Found::Collection)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nodes_are_located_in_every_yaml_style() {
        let text = "\u{feff}# é\na: {ключ: 1.50, q: \"a\\\" b\", s: 'it''s'} # note\r\nb:\r\n  - - plain text # c\n    - x\nc: |\n  block\nd:\n";
        let (value, item, key) = (Step::Value, Step::Item, Step::Key);
        let at = |steps: &[Step]| locate(text, steps).map(|range| &text[range]);
        assert_eq!(at(&[value(0), key(0)]), Some("ключ"));
        assert_eq!(at(&[value(0), value(0)]), Some("1.50"));
        assert_eq!(at(&[value(0), value(1)]), Some("\"a\\\" b\""));
        assert_eq!(at(&[value(0), key(2)]), Some("s"));
        assert_eq!(at(&[value(1), item(0), item(0)]), Some("plain text"));
        assert_eq!(at(&[value(1), item(0), item(1)]), Some("x"));
        assert_eq!(at(&[value(2)]), Some("|"));
        assert_eq!(at(&[value(3)]), Some(""));
        assert_eq!(
            at(&[value(0)]),
            Some("{ключ: 1.50, q: \"a\\\" b\", s: 'it''s'}")
        );
        let collections = "- [a, '}', \"]\", it's] # c\n- {a: [b, # c\n  d]}\n";
        let at_item = |index| locate(collections, &[item(index)]).map(|range| &collections[range]);
        assert_eq!(at_item(0), Some("[a, '}', \"]\", it's]"));
        assert_eq!(at_item(1), Some("{a: [b,"));
        assert_eq!(at(&[value(9)]), None);
        assert_eq!(at(&[value(2), value(0)]), None);
    }

    #[test]
    fn repeated_keys_and_odd_keys_are_kept() {
        let node = parse("a: 1\na: 2.50\n1: ~\ntrue: 99999999999999999999\n~: x\n").unwrap();
        let expected = [
            ("a", Node::Integer("1".into())),
            ("a", Node::Float("2.5".into())),
            ("1", Node::Null),
            ("true", Node::Integer("99999999999999999999".into())),
            ("null", Node::Text("x".into())),
        ];
        assert_eq!(
            node,
            Node::Map(expected.map(|(key, value)| (key.to_owned(), value)).into())
        );
    }

    #[test]
    fn features_without_meaning_in_specs_are_rejected() {
        for (text, message) in [
            ("a: !tag b", "tags have no meaning in a spec"),
            ("!tag a: b", "tags have no meaning in a spec"),
            ("? [a]\n: b", "a list cannot be a key"),
            ("? {a: b}\n: c", "a mapping cannot be a key"),
            (
                "a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b, *b]",
                "aliases expand this file beyond its own size",
            ),
            (
                "a: 1\n---\nb: 2",
                "deserializing from YAML containing more than one document is not supported",
            ),
        ] {
            assert_eq!(parse(text).unwrap_err().message, message, "{text}");
        }
    }
}
