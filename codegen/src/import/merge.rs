//! Brings what metadata says together with the spec that a person has worked on.

use std::collections::BTreeSet;

use super::metadata::Operation;
use super::samples;
use super::writer::flow;
use crate::spec::yaml::Node;

/// A difference that nobody has given a reason for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Path in the YAML, `request.Status.type`.
    pub path: String,
    /// What the spec says.
    pub ours: String,
    /// What the metadata says.
    pub theirs: String,
}

/// A spec and what metadata adds to it.
#[derive(Debug)]
pub(super) struct Merged {
    pub(super) spec: Node,
    /// Paths of what was added.
    pub(super) added: Vec<String>,
    pub(super) conflicts: Vec<Conflict>,
}

/// Adds to a spec what it lacks of the tree that was built from metadata. `types` are the named types of its family.
pub(super) fn merge(
    mut spec: Node,
    built: &Node,
    operation: &Operation,
    types: &[(String, Node)],
) -> Merged {
    let mut merger = Merger {
        types,
        left_out: match get(&spec, "left_out") {
            Some(Node::Map(paths)) => paths.iter().map(|(path, _)| path.clone()).collect(),
            _ => BTreeSet::new(),
        },
        added: Vec::new(),
        conflicts: Vec::new(),
    };
    merger.operation(&mut spec, built, operation);
    Merged {
        spec,
        added: merger.added,
        conflicts: merger.conflicts,
    }
}

const NOTHING: &str = "nothing";

/// Keys of which a missing one says as much as one that is there.
const STATED: [&str; 4] = ["required", "in", "style", "wrapper"];
/// Keys that say nothing by being missing from metadata.
const OPTIONAL: [&str; 5] = ["default", "min", "max", "length", "example"];

/// The parameter that the vendor's own metadata leaves out, since every operation takes it.
const IMPLIED: &str = "request.RegionId";

struct Merger<'a> {
    types: &'a [(String, Node)],
    /// Paths of what a person left out on purpose.
    left_out: BTreeSet<String>,
    added: Vec<String>,
    conflicts: Vec<Conflict>,
}

impl Merger<'_> {
    fn conflict(&mut self, path: String, ours: Option<&Node>, theirs: Option<&Node>) {
        let shown = |node: Option<&Node>| node.map_or_else(|| NOTHING.to_owned(), flow);
        self.conflicts.push(Conflict {
            path,
            ours: shown(ours),
            theirs: shown(theirs),
        });
    }

    fn operation(&mut self, spec: &mut Node, built: &Node, operation: &Operation) {
        let excused = get(spec, "why").is_some();
        for key in ["operation", "method", "ram", "limit"] {
            let (ours, theirs) = (get(spec, key), get(built, key));
            if !excused && theirs.is_some() && ours != theirs {
                self.conflict(key.to_owned(), ours, theirs);
            }
        }
        self.deprecation("", spec, built, excused);
        for part in ["request", "response"] {
            if let Some(theirs) = get(built, part) {
                let ours = get_or_insert(spec, part, Node::Map(Vec::new()));
                self.fields(part, ours, theirs, false);
            } else if let Some(ours) = get(spec, part) {
                let mut ours = ours.clone();
                self.fields(part, &mut ours, &Node::Map(Vec::new()), false);
            }
        }
        self.errors(spec, built, operation, excused);
    }

    /// A spec says in words what metadata marks.
    fn deprecation(&mut self, path: &str, ours: &Node, theirs: &Node, excused: bool) {
        if let (None, Some(theirs)) = (get(ours, "deprecated"), get(theirs, "deprecated"))
            && !excused
        {
            self.conflict(below(path, "deprecated"), None, Some(theirs));
        }
    }

    fn errors(&mut self, spec: &mut Node, built: &Node, operation: &Operation, excused: bool) {
        let id = |error: &Node| {
            let scalar = |key| get(error, key).map(flow);
            scalar("status").zip(scalar("code"))
        };
        let theirs = list(get(built, "errors"));
        let ours = list(get(spec, "errors"));
        let mut added = Vec::new();
        for error in theirs {
            let path = path_of_error(error);
            if !ours.iter().any(|ours| id(ours) == id(error)) {
                self.added.push(path);
                added.push(error.clone());
            }
        }
        let only_ours = ours
            .iter()
            .filter(|ours| !theirs.iter().any(|theirs| id(theirs) == id(ours)));
        if !excused && operation.errors_complete {
            for error in only_ours {
                self.conflict(path_of_error(error), Some(error), None);
            }
        }
        if !added.is_empty()
            && let Node::List(errors) = get_or_insert(spec, "errors", Node::List(Vec::new()))
        {
            errors.append(&mut added);
        }
    }

    /// Compares fields. Those of a shared type are compared for their types alone, and nothing is added to them.
    fn fields(&mut self, path: &str, ours: &mut Node, theirs: &Node, is_shared: bool) {
        let (Node::Map(ours), Node::Map(theirs)) = (&mut *ours, theirs) else {
            let ours = ours.clone();
            self.conflict(path.to_owned(), Some(&ours), Some(theirs));
            return;
        };
        for (name, field) in ours.iter() {
            let path = below(path, name);
            let is_known = path == IMPLIED || theirs.iter().any(|(theirs, _)| theirs == name);
            if !is_known && get(field, "why").is_none() {
                self.conflict(path, Some(field), None);
            }
        }
        for (name, theirs) in theirs {
            let path = below(path, name);
            match ours.iter_mut().find(|(ours, _)| ours == name) {
                None if self.left_out.contains(&path) => {}
                Some((_, ours)) => self.field(&path, ours, theirs, is_shared),
                None if is_shared => self.conflict(path, None, Some(theirs)),
                None => {
                    self.added.push(path);
                    ours.push((name.clone(), theirs.clone()));
                }
            }
        }
    }

    fn field(&mut self, path: &str, ours: &mut Node, theirs: &Node, is_shared: bool) {
        let excused = get(ours, "why").is_some();
        if !excused {
            for key in STATED {
                let is_compared = !is_shared || key == "wrapper" || key == "style";
                self.compare(path, key, ours, theirs, is_compared);
            }
            // The values of an enum say what its bounds would.
            let bounds = if self.is_enum(ours) {
                &["min", "max"][..]
            } else {
                &[]
            };
            for key in OPTIONAL {
                let is_compared =
                    !is_shared && get(theirs, key).is_some() && !bounds.contains(&key);
                self.compare(path, key, ours, theirs, is_compared);
            }
            if !is_shared {
                self.deprecation(path, ours, theirs, excused);
            }
        }
        self.ty(path, ours, theirs, excused, is_shared);
    }

    /// Whether a field is an enum, or of a named type that is one.
    fn is_enum(&self, field: &Node) -> bool {
        let name = get(field, "type");
        let named = self
            .types
            .iter()
            .find(|(known, _)| matches!(name, Some(Node::Text(name)) if name == known));
        get(named.map_or(field, |(_, ty)| ty), "enum").is_some()
    }

    fn compare(&mut self, path: &str, key: &str, ours: &Node, theirs: &Node, is_compared: bool) {
        let (ours, theirs) = (get(ours, key), get(theirs, key));
        let is_unsaid = |node: Option<&Node>| match node {
            Some(Node::Boolean(value)) => !value,
            Some(Node::Text(text)) => key == "in" && text == "query",
            other => other.is_none(),
        };
        let are_same = match (ours, theirs) {
            (Some(ours), Some(theirs)) => is_same(ours, theirs),
            (ours, theirs) => is_unsaid(ours) && is_unsaid(theirs),
        };
        if is_compared && !are_same {
            self.conflict(below(path, key), ours, theirs);
        }
    }

    /// Compares the keys that make up a type.
    fn ty(&mut self, path: &str, ours: &mut Node, theirs: &Node, excused: bool, is_shared: bool) {
        if let Some(Node::Text(name)) = get(ours, "type")
            && let Some((name, named)) = self.types.iter().find(|(known, _)| known == name)
        {
            let mut named = named.clone();
            let path = format!("{path} ({name})");
            return self.ty(&path, &mut named, theirs, excused, true);
        }
        if get(ours, "type") != get(theirs, "type") {
            if !excused {
                self.conflict(below(path, "type"), get(ours, "type"), get(theirs, "type"));
            }
            return;
        }
        if let (Some(known), false) = (get(theirs, "enum"), excused) {
            let (ours_known, theirs_known) = (values(get(ours, "enum")), values(Some(known)));
            // An enum that several operations share has the values of all of them.
            let agrees = if is_shared {
                theirs_known.iter().all(|value| ours_known.contains(value))
            } else {
                ours_known == theirs_known
            };
            if !agrees {
                self.conflict(below(path, "enum"), get(ours, "enum"), Some(known));
            }
        }
        for key in ["items", "values"] {
            if let (Some(part), Some(theirs)) = (get_mut(ours, key), get(theirs, key)) {
                let path = below(path, key);
                match part {
                    Node::Text(_) => {
                        let mut part = in_a_mapping(part);
                        self.ty(&path, &mut part, &in_a_mapping(theirs), excused, true);
                    }
                    part => self.ty(&path, part, &in_a_mapping(theirs), excused, is_shared),
                }
            }
        }
        if let (Some(fields), Some(theirs)) = (get_mut(ours, "fields"), get(theirs, "fields")) {
            self.fields(path, fields, theirs, is_shared);
        }
    }
}

fn below(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn path_of_error(error: &Node) -> String {
    let scalar = |key| get(error, key).map(flow).unwrap_or_default();
    format!("errors.{} ({})", scalar("code"), scalar("status"))
}

pub(super) fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match node {
        Node::Map(entries) => entries
            .iter()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value),
        _ => None,
    }
}

fn get_mut<'n>(node: &'n mut Node, key: &str) -> Option<&'n mut Node> {
    match node {
        Node::Map(entries) => entries
            .iter_mut()
            .find(|(name, _)| name == key)
            .map(|(_, value)| value),
        _ => None,
    }
}

/// The value of a key, or one that is added under it. A node that has no keys is its own value.
fn get_or_insert<'n>(node: &'n mut Node, key: &str, missing: Node) -> &'n mut Node {
    let Node::Map(entries) = node else {
        return node;
    };
    let index = match entries.iter().position(|(name, _)| name == key) {
        Some(index) => index,
        None => {
            entries.push((key.to_owned(), missing));
            entries.len() - 1
        }
    };
    &mut entries[index].1
}

fn list(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node::List(items)) => items,
        _ => &[],
    }
}

/// The values of an enum, in no order.
fn values(node: Option<&Node>) -> BTreeSet<String> {
    match node {
        Some(Node::List(items)) => items.iter().map(bare).collect(),
        Some(Node::Map(entries)) => entries.iter().map(|(value, _)| value.clone()).collect(),
        _ => BTreeSet::new(),
    }
}

/// A scalar as text, without quotes.
fn bare(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        other => flow(other),
    }
}

/// Whether values are the same, however they are written: numbers, and texts of JSON as well.
fn is_same(ours: &Node, theirs: &Node) -> bool {
    let is_structured = |node: &Node| matches!(node, Node::List(_) | Node::Map(_));
    if ours == theirs || is_structured(ours) || is_structured(theirs) {
        return ours == theirs;
    }
    let (ours, theirs) = (bare(ours), bare(theirs));
    let numbers = ours.parse::<f64>().ok().zip(theirs.parse::<f64>().ok());
    let json = samples::json(&ours).zip(samples::json(&theirs));
    ours == theirs
        || numbers.is_some_and(|(ours, theirs)| ours == theirs)
        || json.is_some_and(|(ours, theirs)| ours == theirs)
}

/// A type that is but a word, as the mapping that it stands for.
fn in_a_mapping(node: &Node) -> Node {
    match node {
        Node::Text(_) => Node::Map(vec![("type".to_owned(), node.clone())]),
        other => other.clone(),
    }
}
