//! Where a node is: for people, for `left_out`, and in its file.

use std::path::Path;

use live_spec::yaml::Node;
use live_spec::{Place, Step};

use super::tree::position;

/// The paths of a node.
#[derive(Clone)]
pub(super) struct Paths {
    /// For display: `request.Inputs.items (Input).Url`.
    pub(super) shown: String,
    /// Only names of fields: `request.Inputs.Url`.
    pub(super) names: String,
    /// In the YAML of its file: `request.Inputs` or `Input.fields.Url`.
    pub(super) home: String,
    /// Whether its file is the family's `types.yaml`.
    pub(super) is_shared: bool,
    /// The node.
    pub(super) place: Place,
    /// The key of the node, or the node if it has none.
    pub(super) label: Place,
}

impl Paths {
    /// Returns the paths of the root of a spec.
    pub(super) fn root(file: &Path) -> Self {
        let place = Place::file(file);
        Self {
            shown: String::new(),
            names: String::new(),
            home: String::new(),
            is_shared: false,
            label: place.clone(),
            place,
        }
    }

    /// Returns the paths of a part of the operation: its request or response.
    pub(super) fn part(&self, spec: &Node, name: &str) -> Self {
        Self {
            shown: name.to_owned(),
            names: name.to_owned(),
            home: name.to_owned(),
            ..self.step(spec, name)
        }
    }

    /// Returns the paths of a value in a mapping, which is `node`.
    pub(super) fn key(&self, node: &Node, key: &str) -> Self {
        Self {
            shown: below(&self.shown, key),
            home: below(&self.home, key),
            ..self.step(node, key)
        }
    }

    /// Returns the paths of the field with a name and a position.
    pub(super) fn field(&self, index: usize, name: &str) -> Self {
        Self {
            shown: below(&self.shown, name),
            names: below(&self.names, name),
            home: below(&self.home, name),
            is_shared: self.is_shared,
            place: self.place.child(Step::Value(index)),
            label: self.place.child(Step::Key(index)),
        }
    }

    /// Returns the paths of the mapping under `fields`, which is not displayed.
    pub(super) fn fields(&self, node: &Node) -> Self {
        Self {
            home: below(&self.home, "fields"),
            ..self.step(node, "fields")
        }
    }

    /// Returns the paths of a named type, given its position in the file of types.
    pub(super) fn named(&self, types: &Path, index: usize, name: &str) -> Self {
        let file = Place::file(types);
        Self {
            shown: format!("{} ({name})", self.shown),
            names: self.names.clone(),
            home: name.to_owned(),
            is_shared: true,
            place: file.child(Step::Value(index)),
            label: file.child(Step::Key(index)),
        }
    }

    /// Returns the place of a key of a mapping, or of the mapping's own key if it is not there.
    pub(super) fn place_of(&self, node: &Node, key: &str) -> Place {
        let index = position(node, key);
        index.map_or_else(
            || self.label.clone(),
            |index| self.place.child(Step::Value(index)),
        )
    }

    fn step(&self, node: &Node, key: &str) -> Self {
        let Some(index) = position(node, key) else {
            return self.clone();
        };
        Self {
            place: self.place.child(Step::Value(index)),
            label: self.place.child(Step::Key(index)),
            ..self.clone()
        }
    }
}

/// Joins a path and a key.
pub(super) fn below(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}
