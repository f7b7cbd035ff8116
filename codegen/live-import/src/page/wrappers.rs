//! Finds the fields in which the service wraps lists.

use live_spec::yaml::Node;

use crate::page::entry::{Entry, member};
use crate::page::kinds::Stated;

/// Finds the wrappers that the sample shows but no row names.
pub(crate) fn wrap(entry: &mut Entry, sample: Option<&Node>) {
    let view = sample.and_then(|sample| member(sample, &entry.row.name));
    if entry.is_list()
        && entry.wrapper.is_none()
        && let Some(Node::Map(members)) = view
        && let [(key, Node::List(_))] = members.as_slice()
        && !entry.has_field(key)
    {
        entry.wrapper = Some(key.clone());
    }
    // An object that holds nothing but a list is the wrapper of the list.
    if entry.row.stated == Some(Stated::Object(None))
        && let [only] = entry.fields.as_slice()
        && only.is_list()
        && only.wrapper.is_none()
        && !entry.is_json
    {
        let only = only.clone();
        entry.row.stated = only.row.stated;
        entry.wrapper = Some(only.row.name);
        entry.items = only.items;
        entry.fields = only.fields;
        entry.has_item = only.has_item;
        if entry.row.prose.is_empty() {
            entry.row.prose = only.row.prose;
        }
        entry.row.example = entry.row.example.take().or(only.row.example);
    }
    if entry.items.is_none()
        && entry.fields.is_empty()
        && let Some(Node::List(items)) = view.map(unwrapped)
    {
        entry.items = items.first().and_then(stated_by);
    }
    for field in &mut entry.fields {
        wrap(field, view);
    }
}

fn unwrapped(view: &Node) -> &Node {
    match view {
        Node::Map(members) => match members.as_slice() {
            [(_, inner @ Node::List(_))] => inner,
            _ => view,
        },
        _ => view,
    }
}

fn stated_by(node: &Node) -> Option<Stated> {
    Some(match node {
        Node::Text(_) => Stated::String,
        Node::Integer(_) => Stated::Integer,
        Node::Float(_) => Stated::Double,
        Node::Boolean(_) => Stated::Boolean,
        _ => return None,
    })
}
