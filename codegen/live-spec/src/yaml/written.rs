//! Finds values whose text in the tree is not the text that was written.
//!
//! YAML takes `1.10` for the number 1.1, `0x10` for 16 and `True` for `true`. Where text is meant,
//! that changes what is sent.

use std::fmt;

use serde::de::{self, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::node::Node;
use crate::place::{Place, Step};

/// Returns the places of such keys and values of a document, with the text that was written.
///
/// The parser states the written text only to callers that ask for text, so the document is read
/// again with its tree as the guide.
pub(crate) fn rewritten(text: &str, node: &Node, root: &Place) -> Vec<(Place, String)> {
    let mut found = Vec::new();
    if has_words(node) {
        let walk = Walk {
            node,
            place: root.clone(),
            found: &mut found,
        };
        // The document has been parsed before, so that this cannot fail.
        let _ = walk.deserialize(serde_yaml::Deserializer::from_str(text));
    }
    found
}

/// Returns whether any key or value is a number, `true`, `false` or empty.
fn has_words(node: &Node) -> bool {
    match node {
        Node::Text(_) => false,
        Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Float(_) => true,
        Node::List(items) => items.iter().any(has_words),
        Node::Map(entries) => entries
            .iter()
            .any(|(key, value)| is_word(key) || has_words(value)),
    }
}

/// Returns whether a key may have been read as something other than text.
fn is_word(key: &str) -> bool {
    key.parse::<f64>().is_ok() || matches!(key, "true" | "false" | "null")
}

struct Walk<'w> {
    node: &'w Node,
    place: Place,
    found: &'w mut Vec<(Place, String)>,
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.node {
            Node::Text(_) => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            Node::List(_) => deserializer.deserialize_seq(self),
            Node::Map(_) => deserializer.deserialize_map(self),
            Node::Null | Node::Boolean(_) | Node::Integer(_) | Node::Float(_) => {
                deserializer.deserialize_str(self)
            }
        }
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the node of the tree")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<(), E> {
        let is_same = match self.node {
            Node::Integer(text) | Node::Float(text) | Node::Text(text) => text == written,
            Node::Boolean(value) => written == value.to_string(),
            Node::Null => written.is_empty(),
            Node::List(_) | Node::Map(_) => true,
        };
        if !is_same {
            self.found.push((self.place, written.to_owned()));
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let Node::List(nodes) = self.node else {
            return Ok(());
        };
        for (index, node) in nodes.iter().enumerate() {
            items.next_element_seed(Walk {
                node,
                place: self.place.child(Step::Item(index)),
                found: &mut *self.found,
            })?;
        }
        items.next_element::<IgnoredAny>().map(drop)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let Node::Map(nodes) = self.node else {
            return Ok(());
        };
        for (index, (key, node)) in nodes.iter().enumerate() {
            entries.next_key_seed(WrittenKey {
                key,
                place: self.place.child(Step::Key(index)),
                found: &mut *self.found,
            })?;
            entries.next_value_seed(Walk {
                node,
                place: self.place.child(Step::Value(index)),
                found: &mut *self.found,
            })?;
        }
        entries.next_key::<IgnoredAny>().map(drop)
    }
}

struct WrittenKey<'w> {
    key: &'w str,
    place: Place,
    found: &'w mut Vec<(Place, String)>,
}

impl<'de> DeserializeSeed<'de> for WrittenKey<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for WrittenKey<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a key")
    }

    fn visit_str<E: de::Error>(self, written: &str) -> Result<(), E> {
        if written != self.key {
            self.found.push((self.place, written.to_owned()));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::yaml::parse;

    #[test]
    fn only_rewritten_words_are_found() {
        let text = "1.10: x\n\"1.10\": y\nTrue: 1\n~: ~\na: [0x10, 16, .5, 1e3, \"1e3\", +1, 0o17, 010, no, False, true, ]\nb: 2.0\nd:\n";
        let node = parse(text).unwrap();
        let found = rewritten(text, &node, &Place::file("x.yaml"));
        let words: Vec<_> = found.iter().map(|(_, written)| written.as_str()).collect();
        let expected = [
            "1.10", "True", "~", "~", "0x10", ".5", "1e3", "+1", "0o17", "False", "2.0",
        ];
        assert_eq!(words, expected);
        let key = Place::file("x.yaml").child(Step::Key(0));
        assert_eq!(found.first().unwrap().0, key);
    }
}
