//! Finds the source text of a node.

use std::cell::RefCell;
use std::fmt;
use std::ops::Range;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::scan::quoted_length;
use crate::place::Step;

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
        Found::Text(_) if line.starts_with(['"', '\'']) => {
            quoted_length(line).unwrap_or(line.len())
        }
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
            quoted_length(rest)?
        } else {
            c.len_utf8()
        };
        before = c;
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
}
