//! The tree of a YAML document.

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
