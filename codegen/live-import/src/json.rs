//! Reads metadata: a tree of JSON, in which every piece knows its path.

use std::collections::BTreeSet;
use std::fmt;

use live_spec::yaml::Node;

/// What keeps metadata from being understood, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    path: String,
    message: String,
}

impl Fault {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            message: message.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

pub(crate) type Reading<T> = Result<T, Fault>;

/// A node of the metadata and its path from the root, `apis.StopMonitor.parameters[2].schema`.
#[derive(Clone, Debug)]
pub(crate) struct At<'a> {
    node: &'a Node,
    path: String,
}

impl<'a> At<'a> {
    pub(crate) fn root(node: &'a Node) -> Self {
        Self {
            node,
            path: String::new(),
        }
    }

    pub(crate) fn fault(&self, message: impl Into<String>) -> Fault {
        Fault::new(&self.path, message)
    }

    fn unexpected<T>(&self, expected: &str) -> Reading<T> {
        let found = match self.node {
            Node::Null => "nothing",
            Node::Boolean(_) => "`true` or `false`",
            Node::Integer(_) | Node::Float(_) => "a number",
            Node::Text(_) => "text",
            Node::List(_) => "a list",
            Node::Map(_) => "an object",
        };
        Err(self.fault(format!("expected {expected}, found {found}")))
    }

    /// A member of an object, unless it is missing or `null`.
    pub(crate) fn member(&self, key: &str) -> Reading<Option<Self>> {
        let members = self.members()?;
        let found = members.into_iter().find(|(name, _)| *name == key);
        Ok(found
            .map(|(_, value)| value)
            .filter(|value| *value.node != Node::Null))
    }

    /// A member of an object that must be there.
    pub(crate) fn required(&self, key: &str) -> Reading<Self> {
        self.member(key)?
            .ok_or_else(|| self.fault(format!("`{key}` is missing")))
    }

    /// Whether this is an object with a member of that name.
    pub(crate) fn has(&self, key: &str) -> bool {
        matches!(self.node, Node::Map(map) if map.iter().any(|(name, _)| name == key))
    }

    /// The members of an object, in the order written.
    pub(crate) fn members(&self) -> Reading<Vec<(&'a str, Self)>> {
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

    /// The members of an object in which every name stands once.
    pub(crate) fn unique_members(&self) -> Reading<Vec<(&'a str, Self)>> {
        let members = self.members()?;
        let mut seen = BTreeSet::new();
        match members.iter().find(|(name, _)| !seen.insert(*name)) {
            Some((_, repeated)) => Err(repeated.fault("this name is stated twice")),
            None => Ok(members),
        }
    }

    pub(crate) fn list(&self) -> Reading<Vec<Self>> {
        let Node::List(list) = self.node else {
            return self.unexpected("a list");
        };
        let item = |(index, node)| Self {
            node,
            path: format!("{}[{index}]", self.path),
        };
        Ok(list.iter().enumerate().map(item).collect())
    }

    pub(crate) fn text(&self) -> Reading<&'a str> {
        match self.node {
            Node::Text(text) => Ok(text),
            _ => self.unexpected("text"),
        }
    }

    pub(crate) fn boolean(&self) -> Reading<bool> {
        match self.node {
            Node::Boolean(value) => Ok(*value),
            _ => self.unexpected("`true` or `false`"),
        }
    }

    /// Text, a number, `true` or `false`, each as text.
    pub(crate) fn scalar(&self) -> Reading<String> {
        match self.node {
            Node::Text(text) | Node::Integer(text) | Node::Float(text) => Ok(text.clone()),
            Node::Boolean(value) => Ok(value.to_string()),
            _ => self.unexpected("text, a number, `true` or `false`"),
        }
    }

    /// A whole number that is not negative, as a number or as text.
    pub(crate) fn count(&self) -> Reading<u64> {
        match self.scalar()?.parse() {
            Ok(count) => Ok(count),
            Err(_) => self.unexpected("a whole number"),
        }
    }

    /// An example: a scalar, or structured JSON, as text.
    pub(crate) fn sample(&self) -> String {
        match self.node {
            Node::List(_) | Node::Map(_) => json_text(self.node),
            _ => self.scalar().unwrap_or_default(),
        }
    }
}

/// A tree as JSON on one line.
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
