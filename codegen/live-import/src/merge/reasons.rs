//! The reasons under `why:` that an import can check.

use live_spec::yaml::Node;
use live_spec::{Place, Step};

use super::paths::below;

/// A reason, or another entry that metadata must need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Path in the YAML, `request.Status.why.type`.
    pub path: String,
    /// Its key.
    pub place: Place,
}

/// Returns all reasons in the types of a family.
pub(crate) fn reasons_of_types(types: &Node, file: &Place) -> Vec<Entry> {
    let Node::Map(types) = types else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (index, (name, named)) in types.iter().enumerate() {
        collect(name, named, &file.child(Step::Value(index)), &mut found);
    }
    found
}

/// Returns all reasons in a spec.
pub(super) fn reasons(path: &str, node: &Node, place: &Place) -> Vec<Entry> {
    let mut found = Vec::new();
    collect(path, node, place, &mut found);
    found
}

fn collect(path: &str, node: &Node, place: &Place, found: &mut Vec<Entry>) {
    let Node::Map(entries) = node else { return };
    for (index, (key, value)) in entries.iter().enumerate() {
        let path = below(path, key);
        let place = place.child(Step::Value(index));
        match (key.as_str(), value) {
            ("why", Node::Map(reasons)) => {
                let checked = reasons.iter().enumerate();
                let checked = checked.filter(|(_, (key, _))| !is_prose(key));
                found.extend(checked.map(|(index, (key, _))| Entry {
                    path: below(&path, key),
                    place: place.child(Step::Key(index)),
                }));
            }
            ("request" | "response" | "fields", Node::Map(fields)) => {
                for (index, (name, field)) in fields.iter().enumerate() {
                    let place = place.child(Step::Value(index));
                    collect(&below(&path, name), field, &place, found);
                }
            }
            ("items" | "values", part) => collect(&path, part, &place, found),
            _ => {}
        }
    }
}

/// Returns whether people decide the value of a key, so that metadata cannot confirm it.
fn is_prose(key: &str) -> bool {
    matches!(
        key,
        "name"
            | "summary"
            | "doc"
            | "reference"
            | "response"
            | "revised"
            | "read_only"
            | "secret"
            | "format"
            | "pages"
    )
}
