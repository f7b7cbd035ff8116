//! A field of a page, with the fields in it.

use live_spec::yaml::Node;

use crate::page::kinds::Stated;
use crate::page::row::Row;

/// A field with the fields in it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Entry {
    pub(crate) row: Row,
    /// The fields of an object, or of the items of a list.
    pub(crate) fields: Vec<Entry>,
    /// The items of a list that has no fields.
    pub(crate) items: Option<Stated>,
    /// The field in which the service wraps a list.
    pub(crate) wrapper: Option<String>,
    /// Whether the structure is sent as text in JSON.
    pub(crate) is_json: bool,
    /// What is uncertain about it.
    pub(crate) doubts: Vec<String>,
    /// Whether the table has a row for the items of the list.
    pub(crate) has_item: bool,
}

impl Entry {
    /// Returns whether it is a list.
    pub(crate) fn is_list(&self) -> bool {
        matches!(
            self.row.stated,
            Some(Stated::Array(_) | Stated::Repeated(_))
        )
    }

    /// Returns whether it has a field.
    pub(crate) fn has_field(&self, name: &str) -> bool {
        self.fields.iter().any(|field| field.row.name == name)
    }
}

/// Returns a member of an object, or of the objects of a list, perhaps inside a wrapper.
pub(crate) fn member<'n>(node: &'n Node, name: &str) -> Option<&'n Node> {
    match node {
        Node::Map(members) => {
            let found = members.iter().find(|(key, _)| key == name);
            found
                .map(|(_, value)| value)
                .or_else(|| match members.as_slice() {
                    [(_, inner @ Node::List(_))] => member(inner, name),
                    _ => None,
                })
        }
        Node::List(items) => items
            .iter()
            .take(20)
            .filter(|item| matches!(item, Node::Map(_)))
            .find_map(|item| member(item, name)),
        _ => None,
    }
}
