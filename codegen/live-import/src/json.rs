//! Reads metadata: a JSON tree whose nodes know their path.

use std::collections::BTreeSet;
use std::fmt;

use live_spec::yaml::Node;

/// Metadata that is not understood, with its path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataError {
    path: String,
    message: String,
}

impl MetadataError {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for MetadataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

pub(crate) type ReadResult<T> = Result<T, MetadataError>;

/// A node of the metadata with its path from the root, `apis.StopMonitor.parameters[2].schema`.
#[derive(Clone, Debug)]
pub(crate) struct Located<'a> {
    node: &'a Node,
    path: String,
}

impl<'a> Located<'a> {
    pub(crate) fn root(node: &'a Node) -> Self {
        Self {
            node,
            path: String::new(),
        }
    }

    pub(crate) fn error(&self, message: impl Into<String>) -> MetadataError {
        MetadataError::new(&self.path, message)
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Returns whether this states that something is not there: nothing, `false`, or no items.
    pub(crate) fn is_off(&self) -> bool {
        match self.node {
            Node::Null | Node::Boolean(false) => true,
            Node::Text(text) => text.is_empty(),
            Node::List(items) => items.is_empty(),
            Node::Map(members) => members.is_empty(),
            Node::Boolean(true) | Node::Integer(_) | Node::Float(_) => false,
        }
    }

    fn unexpected<T>(&self, expected: &str) -> ReadResult<T> {
        let found = match self.node {
            Node::Null => "nothing",
            Node::Boolean(_) => "`true` or `false`",
            Node::Integer(_) | Node::Float(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "an object",
        };
        Err(self.error(format!("expected {expected}, found {found}")))
    }

    /// Returns a member of an object, unless it is missing or `null`.
    pub(crate) fn member(&self, key: &str) -> ReadResult<Option<Self>> {
        let members = self.members()?;
        let found = members.into_iter().find(|(name, _)| *name == key);
        Ok(found
            .map(|(_, value)| value)
            .filter(|value| *value.node != Node::Null))
    }

    /// Returns a required member of an object.
    pub(crate) fn required(&self, key: &str) -> ReadResult<Self> {
        self.member(key)?
            .ok_or_else(|| self.error(format!("`{key}` is missing")))
    }

    /// Returns whether this is an object with a certain member.
    pub(crate) fn has(&self, key: &str) -> bool {
        matches!(self.node, Node::Map(map) if map.iter().any(|(name, _)| name == key))
    }

    /// Returns the members of an object, in source order.
    pub(crate) fn members(&self) -> ReadResult<Vec<(&'a str, Self)>> {
        let Node::Map(map) = self.node else {
            return self.unexpected("an object");
        };
        let step = |key: &str| {
            let is_word = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
            match key.chars().all(is_word) && !key.is_empty() {
                true if self.path.is_empty() => key.to_owned(),
                true => format!("{}.{key}", self.path),
                false => format!("{}[{key:?}]", self.path),
            }
        };
        let members = map.iter().map(|(key, node)| {
            let path = step(key);
            (key.as_str(), Self { node, path })
        });
        Ok(members.collect())
    }

    /// Returns the members of an object whose names must be unique.
    pub(crate) fn unique_members(&self) -> ReadResult<Vec<(&'a str, Self)>> {
        let members = self.members()?;
        let mut seen = BTreeSet::new();
        match members.iter().find(|(name, _)| !seen.insert(*name)) {
            Some((_, repeated)) => Err(repeated.error("this name is stated twice")),
            None => Ok(members),
        }
    }

    pub(crate) fn list(&self) -> ReadResult<Vec<Self>> {
        let Node::List(list) = self.node else {
            return self.unexpected("a list");
        };
        let item = |(index, node)| Self {
            node,
            path: format!("{}[{index}]", self.path),
        };
        Ok(list.iter().enumerate().map(item).collect())
    }

    pub(crate) fn text(&self) -> ReadResult<&'a str> {
        match self.node {
            Node::Text(text) => Ok(text),
            _ => self.unexpected("text"),
        }
    }

    pub(crate) fn boolean(&self) -> ReadResult<bool> {
        match self.node {
            Node::Boolean(value) => Ok(*value),
            _ => self.unexpected("`true` or `false`"),
        }
    }

    /// Reads text, a number, `true` or `false`, each as text.
    pub(crate) fn scalar(&self) -> ReadResult<String> {
        match self.node {
            Node::Text(text) | Node::Integer(text) | Node::Float(text) => Ok(text.clone()),
            Node::Boolean(value) => Ok(value.to_string()),
            _ => self.unexpected("text, a number, `true` or `false`"),
        }
    }

    /// Reads a nonnegative integer, given as a number or as text.
    pub(crate) fn count(&self) -> ReadResult<u64> {
        match self.scalar()?.parse() {
            Ok(count) => Ok(count),
            Err(_) => self.unexpected("a whole number"),
        }
    }

    /// Reads an example as text: a scalar, or structured JSON.
    pub(crate) fn sample(&self) -> String {
        match self.node {
            Node::List(_) | Node::Map(_) => json_text(self.node),
            _ => self.scalar().unwrap_or_default(),
        }
    }
}

/// Formats a tree as JSON on one line.
pub(crate) fn json_text(node: &Node) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    match node {
        Node::Null => "null".to_owned(),
        Node::Boolean(value) => value.to_string(),
        Node::Integer(text) | Node::Float(text) => text.clone(),
        Node::Text(text) => quoted(text),
        Node::List(items) => {
            let items: Vec<_> = items.iter().map(json_text).collect();
            format!("[{}]", items.join(", "))
        }
        Node::Map(members) => {
            let members: Vec<_> = members
                .iter()
                .map(|(name, value)| format!("{}: {}", quoted(name), json_text(value)))
                .collect();
            format!("{{{}}}", members.join(", "))
        }
    }
}
