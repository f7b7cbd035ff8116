//! Compares an operation with its spec, but for its fields, and adds what the spec lacks.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use live_spec::yaml::Node;
use live_spec::{Place, Step};

use crate::metadata::{Known, Operation};
use crate::writer::flow;

use super::conflict::{Conflict, Difference};
use super::paths::{Paths, below};
use super::tree::{get, get_mut, get_or_insert, list};

/// The named types of a family, with their file.
#[derive(Clone, Copy)]
pub(crate) struct Types<'a> {
    pub(crate) file: &'a Path,
    pub(crate) named: &'a [(String, Node)],
}

/// The reasons beside the nodes that are compared.
pub(super) struct Reasons {
    pub(super) at: Paths,
    pub(super) why: Option<Node>,
    /// The key whose reason covers all differences: everything below `items` shares one reason.
    pub(super) part: Option<&'static str>,
}

impl Reasons {
    pub(super) fn beside(at: &Paths, node: &Node) -> Self {
        Self {
            at: at.clone(),
            why: get(node, "why").cloned(),
            part: None,
        }
    }

    pub(super) fn of_part(&self, part: &'static str) -> Self {
        Self {
            at: self.at.clone(),
            why: self.why.clone(),
            part: self.part.or(Some(part)),
        }
    }
}

/// The merge of one operation.
pub(super) struct Merger<'a> {
    pub(super) types: Types<'a>,
    pub(super) known: Known,
    /// Values that the built tree does not name, by the names that lead to their field.
    pub(super) unnamed: &'a BTreeMap<String, Vec<String>>,
    /// Paths omitted on purpose.
    pub(super) left_out: Vec<String>,
    /// Paths of needed reasons and omissions in the file of the operation, and in that of the
    /// types.
    pub(super) used: BTreeSet<String>,
    pub(super) used_of_types: BTreeSet<String>,
    pub(super) added: Vec<String>,
    pub(super) conflicts: Vec<Conflict>,
}

impl<'a> Merger<'a> {
    pub(super) fn conflict(
        &mut self,
        path: String,
        place: Place,
        key: &str,
        difference: Difference,
    ) {
        self.conflicts.push(Conflict {
            path,
            place,
            key: key.to_owned(),
            difference,
        });
    }

    /// Adds the conflict that a key of a mapping has two values.
    pub(super) fn values_differ(
        &mut self,
        at: &Paths,
        node: &Node,
        key: &str,
        ours: Option<&Node>,
        theirs: Option<&Node>,
    ) {
        let difference = Difference::between(ours, theirs);
        self.conflict(
            below(&at.shown, key),
            at.place_of(node, key),
            key,
            difference,
        );
    }

    /// Returns whether there is a reason for a difference in a key, and marks it as needed.
    pub(super) fn is_excused(&mut self, reasons: &Reasons, key: &str) -> bool {
        let key = reasons.part.unwrap_or(key);
        let is_excused = reasons
            .why
            .as_ref()
            .is_some_and(|why| get(why, key).is_some());
        if is_excused {
            self.note_use(&reasons.at, key);
        }
        is_excused
    }

    pub(super) fn note_use(&mut self, at: &Paths, key: &str) {
        let path = below(&below(&at.home, "why"), key);
        if at.is_shared {
            self.used_of_types.insert(path);
        } else {
            self.used.insert(path);
        }
    }

    /// Marks the reasons for corrections of the import itself as needed. Both sides agree on the
    /// corrected values.
    pub(super) fn own_corrections(&mut self, at: &Paths, theirs: &Node) {
        if let Some(Node::Map(why)) = get(theirs, "why") {
            for (key, _) in why {
                self.note_use(at, key);
            }
        }
    }

    pub(super) fn operation(
        &mut self,
        at: &Paths,
        spec: &mut Node,
        built: &Node,
        operation: &Operation,
    ) {
        let reasons = Reasons::beside(at, spec);
        self.own_corrections(at, built);
        for key in ["operation", "method", "post_only", "sign", "ram", "limit"] {
            let (ours, theirs) = (get(spec, key), get(built, key));
            if ours != theirs && !self.is_excused(&reasons, key) && theirs.is_some() {
                self.values_differ(at, spec, key, ours, theirs);
            }
        }
        self.deprecation(at, spec, built, &reasons);
        for part in ["request", "response"] {
            if part == "response" && !self.known.response {
                continue;
            }
            let none = Node::Map(Vec::new());
            let theirs = get(built, part).unwrap_or(&none);
            if get(spec, part).is_none() && get(built, part).is_none() {
                continue;
            }
            get_or_insert(spec, part, Node::Map(Vec::new()));
            let at = at.part(spec, part);
            if let Some(ours) = get_mut(spec, part) {
                self.fields(&at, ours, theirs);
            }
        }
        self.errors(at, spec, built, operation, &reasons);
    }

    /// Compares deprecations. Specs explain them in words; metadata only marks them.
    pub(super) fn deprecation(
        &mut self,
        at: &Paths,
        ours: &Node,
        theirs: &Node,
        reasons: &Reasons,
    ) {
        let (stated, theirs) = (get(ours, "deprecated"), get(theirs, "deprecated"));
        let differs = stated.is_some() != theirs.is_some();
        if differs && !self.is_excused(reasons, "deprecated") && stated.is_none() && !at.is_shared {
            self.values_differ(at, ours, "deprecated", None, theirs);
        }
    }

    pub(super) fn errors(
        &mut self,
        at: &Paths,
        spec: &mut Node,
        built: &Node,
        operation: &Operation,
        reasons: &Reasons,
    ) {
        if !self.known.errors {
            return;
        }
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
        let place = at.place_of(spec, "errors");
        let only_ours: Vec<_> = ours
            .iter()
            .enumerate()
            .filter(|(_, ours)| !theirs.iter().any(|theirs| id(theirs) == id(ours)))
            .map(|(index, error)| (path_of_error(error), place.child(Step::Item(index))))
            .collect();
        let are_excused = !only_ours.is_empty() && self.is_excused(reasons, "errors");
        if !are_excused && operation.errors_complete {
            for (path, place) in only_ours {
                self.conflict(path, place, "errors", Difference::Gone);
            }
        }
        if !added.is_empty()
            && let Node::List(errors) = get_or_insert(spec, "errors", Node::List(Vec::new()))
        {
            errors.append(&mut added);
        }
    }
}

fn path_of_error(error: &Node) -> String {
    let scalar = |key| get(error, key).map(flow).unwrap_or_default();
    format!("errors.{} ({})", scalar("code"), scalar("status"))
}
