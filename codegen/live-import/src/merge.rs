//! Merges metadata into existing specs.

mod comma_list;
mod conflict;
mod paths;
mod reasons;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use live_spec::yaml::Node;
use live_spec::{Place, Step};

use crate::build::Built;
use crate::metadata::{Known, Operation};
use crate::writer::flow;

use paths::{Paths, below};
use tree::{get_mut, get_or_insert, in_a_mapping, is_same, is_text, list, values};

pub use conflict::{Conflict, Difference};
pub use reasons::Entry;
use reasons::reasons;
pub(crate) use reasons::reasons_of_types;
pub(crate) use tree::get;

/// A spec after the merge.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) spec: Node,
    /// Paths of the additions.
    pub(crate) added: Vec<String>,
    pub(crate) conflicts: Vec<Conflict>,
    /// Reasons without a difference, and omissions that nothing would add.
    pub(crate) idle: Vec<Entry>,
    /// Paths of reasons in the family's types that this operation needs.
    pub(crate) used_of_types: BTreeSet<String>,
}

/// The named types of a family, with their file.
#[derive(Clone, Copy)]
pub(crate) struct Types<'a> {
    pub(crate) file: &'a Path,
    pub(crate) named: &'a [(String, Node)],
}

/// Adds missing parts of the tree built from metadata to the spec in a file. `types` are those of
/// its family.
pub(crate) fn merge(
    mut spec: Node,
    file: &Path,
    built: &Built,
    operation: &Operation,
    types: Types<'_>,
) -> Merged {
    let left_out = match get(&spec, "left_out") {
        Some(Node::Map(paths)) => paths.iter().map(|(path, _)| path.clone()).collect(),
        _ => Vec::new(),
    };
    let known = operation.known;
    let at = Paths::root(file);
    let mut stated = reasons("", &spec, &at.place);
    for (index, path) in left_out.iter().enumerate() {
        let step = at.key(&spec, "left_out");
        stated.push(Entry {
            path: below("left_out", path),
            place: step.place.child(Step::Key(index)),
        });
    }
    let mut merger = Merger {
        types,
        known,
        unnamed: &built.values,
        left_out,
        used: BTreeSet::new(),
        used_of_types: BTreeSet::new(),
        added: Vec::new(),
        conflicts: Vec::new(),
    };
    merger.operation(&at, &mut spec, &built.spec, operation);
    // Only metadata that is complete tells which reasons are not needed.
    if !known.response || !known.types {
        stated.clear();
    }
    stated.retain(|entry| {
        let is_known = known.errors || entry.path != "why.errors";
        is_known && !merger.used.contains(&entry.path)
    });
    Merged {
        idle: stated,
        spec,
        added: merger.added,
        conflicts: merger.conflicts,
        used_of_types: merger.used_of_types,
    }
}

/// Keys whose absence is a statement.
const STATED: [&str; 4] = ["required", "in", "style", "wrapper"];
/// Keys whose absence from metadata is not a statement.
const OPTIONAL: [&str; 5] = ["default", "min", "max", "length", "example"];

/// A parameter of every operation, which the vendor's metadata omits.
const IMPLIED: &str = "request.RegionId";

/// The reasons beside the nodes that are compared.
struct Reasons {
    at: Paths,
    why: Option<Node>,
    /// The key whose reason covers all differences: everything below `items` shares one reason.
    part: Option<&'static str>,
}

impl Reasons {
    fn beside(at: &Paths, node: &Node) -> Self {
        Self {
            at: at.clone(),
            why: get(node, "why").cloned(),
            part: None,
        }
    }

    fn of_part(&self, part: &'static str) -> Self {
        Self {
            at: self.at.clone(),
            why: self.why.clone(),
            part: self.part.or(Some(part)),
        }
    }
}

struct Merger<'a> {
    types: Types<'a>,
    known: Known,
    /// Values that the built tree does not name, by the names that lead to their field.
    unnamed: &'a BTreeMap<String, Vec<String>>,
    /// Paths omitted on purpose.
    left_out: Vec<String>,
    /// Paths of needed reasons and omissions in the file of the operation, and in that of the
    /// types.
    used: BTreeSet<String>,
    used_of_types: BTreeSet<String>,
    added: Vec<String>,
    conflicts: Vec<Conflict>,
}

impl<'a> Merger<'a> {
    fn conflict(&mut self, path: String, place: Place, key: &str, difference: Difference) {
        self.conflicts.push(Conflict {
            path,
            place,
            key: key.to_owned(),
            difference,
        });
    }

    /// Adds the conflict that a key of a mapping has two values.
    fn values_differ(
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
    fn is_excused(&mut self, reasons: &Reasons, key: &str) -> bool {
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

    fn note_use(&mut self, at: &Paths, key: &str) {
        let path = below(&below(&at.home, "why"), key);
        if at.is_shared {
            self.used_of_types.insert(path);
        } else {
            self.used.insert(path);
        }
    }

    /// Marks the reasons for corrections of the import itself as needed. Both sides agree on the
    /// corrected values.
    fn own_corrections(&mut self, at: &Paths, theirs: &Node) {
        if let Some(Node::Map(why)) = get(theirs, "why") {
            for (key, _) in why {
                self.note_use(at, key);
            }
        }
    }

    fn operation(&mut self, at: &Paths, spec: &mut Node, built: &Node, operation: &Operation) {
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
    fn deprecation(&mut self, at: &Paths, ours: &Node, theirs: &Node, reasons: &Reasons) {
        let (stated, theirs) = (get(ours, "deprecated"), get(theirs, "deprecated"));
        let differs = stated.is_some() != theirs.is_some();
        if differs && !self.is_excused(reasons, "deprecated") && stated.is_none() && !at.is_shared {
            self.values_differ(at, ours, "deprecated", None, theirs);
        }
    }

    fn errors(
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

    /// Compares fields. For shared types, compares only the types of fields and adds nothing.
    fn fields(&mut self, at: &Paths, ours: &mut Node, theirs: &Node) {
        let (Node::Map(ours), Node::Map(theirs)) = (&mut *ours, theirs) else {
            let difference = Difference::between(Some(ours), Some(theirs));
            self.conflict(at.shown.clone(), at.place.clone(), "type", difference);
            return;
        };
        for (index, (name, field)) in ours.iter().enumerate() {
            let at = at.field(index, name);
            let is_known = at.home == IMPLIED || theirs.iter().any(|(theirs, _)| theirs == name);
            if !is_known && !self.is_excused(&Reasons::beside(&at, field), "type") {
                self.conflict(at.shown, at.label, "type", Difference::Gone);
            }
        }
        for (name, theirs) in theirs {
            let index = ours.iter().position(|(ours, _)| ours == name);
            let here = at.field(index.unwrap_or_default(), name);
            match index.and_then(|index| ours.get_mut(index)) {
                Some((_, ours)) => self.field(&here, ours, theirs),
                None if self.left_out.contains(&here.names) => {
                    self.used.insert(below("left_out", &here.names));
                }
                None if at.is_shared => {
                    self.conflict(here.shown, at.label.clone(), "type", Difference::New);
                }
                None => {
                    self.added.push(here.shown);
                    ours.push((name.clone(), theirs.clone()));
                }
            }
        }
    }

    fn field(&mut self, at: &Paths, ours: &mut Node, theirs: &Node) {
        let list = comma_list::of_text(ours, theirs);
        let theirs = list.as_ref().unwrap_or(theirs);
        let reasons = Reasons::beside(at, ours);
        self.own_corrections(at, theirs);
        if is_text(ours) {
            // Text with a documented meaning may say why it has no type of its own.
            self.is_excused(&reasons, "type");
        }
        // The reason for a different type also covers its style and wrapper, and so does a type
        // that the metadata does not state.
        let is_other = self.is_of_other_type(ours, theirs)
            && (self.is_open(ours, theirs) || self.is_excused(&reasons, "type"));
        for key in STATED {
            let goes_with_type = matches!(key, "wrapper" | "style");
            let is_compared = if goes_with_type {
                !is_other && (key != "style" || self.known.styles)
            } else {
                !at.is_shared
            };
            self.compare(at, key, ours, theirs, &reasons, is_compared);
        }
        // The values of an enum make its bounds redundant.
        let bounds = if self.is_enum(ours) {
            &["min", "max"][..]
        } else {
            &[]
        };
        for key in OPTIONAL {
            let is_compared = !at.is_shared && get(theirs, key).is_some() && !bounds.contains(&key);
            self.compare(at, key, ours, theirs, &reasons, is_compared);
        }
        self.deprecation(at, ours, theirs, &reasons);
        if !self.is_open(ours, theirs) {
            self.ty(at, ours, theirs, &reasons);
        }
    }

    /// Returns the named type of a field, with its position.
    fn named(&self, field: &Node) -> Option<(usize, &'a (String, Node))> {
        let name = get(field, "type");
        let is_it = |known: &str| matches!(name, Some(Node::Text(name)) if name == known);
        let mut named = self.types.named.iter().enumerate();
        named.find(|(_, (known, _))| is_it(known))
    }

    fn is_enum(&self, field: &Node) -> bool {
        let ty = self.named(field).map_or(field, |(_, (_, ty))| ty);
        get(ty, "enum").is_some()
    }

    fn is_of_other_type(&self, ours: &Node, theirs: &Node) -> bool {
        let ty = self.named(ours).map_or(ours, |(_, (_, ty))| ty);
        get(ty, "type") != get(theirs, "type")
    }

    /// Returns whether the metadata does not state the type of a field: it is `any` then, or text
    /// where the structure is sent as JSON.
    fn is_open(&self, ours: &Node, theirs: &Node) -> bool {
        let is_json = matches!(get(ours, "style"), Some(Node::Text(style)) if style == "json");
        !self.known.types && (is_of(theirs, "any") || is_json && is_of(theirs, "string"))
    }

    /// Returns whether a type may be the one that the metadata does not state precisely.
    fn may_be(&self, ours: &Node, theirs: &Node) -> bool {
        let both = |name: &str, other: &str| is_of(ours, name) && is_of(theirs, other);
        self.is_open(ours, theirs)
            || !self.known.types && (both("long", "integer") || both("double", "float"))
    }

    fn compare(
        &mut self,
        at: &Paths,
        key: &str,
        node: &Node,
        theirs: &Node,
        reasons: &Reasons,
        is_compared: bool,
    ) {
        let (ours, theirs) = (get(node, key), get(theirs, key));
        let is_default = |value: Option<&Node>| match value {
            Some(Node::Boolean(value)) => !value,
            Some(Node::Text(text)) => key == "in" && text == "query",
            other => other.is_none(),
        };
        let are_same = match (ours, theirs) {
            (Some(ours), Some(theirs)) if key == "length" => {
                tree::length(ours) == tree::length(theirs)
            }
            (Some(ours), Some(theirs)) => is_same(ours, theirs),
            (ours, theirs) => is_default(ours) && is_default(theirs),
        };
        if !are_same && !self.is_excused(reasons, key) && is_compared {
            self.values_differ(at, node, key, ours, theirs);
        }
    }

    /// Compares the keys of a type.
    fn ty(&mut self, at: &Paths, ours: &mut Node, theirs: &Node, reasons: &Reasons) {
        if let Some((index, (name, named))) = self.named(ours) {
            let at = at.named(self.types.file, index, name);
            return self.ty(&at, &mut named.clone(), theirs, reasons);
        }
        if get(ours, "type") != get(theirs, "type") {
            if !self.may_be(ours, theirs) && !self.is_excused(reasons, "type") {
                let key = reasons.part.unwrap_or("type");
                let difference = Difference::between(get(ours, "type"), get(theirs, "type"));
                let path = below(&at.shown, "type");
                self.conflict(path, at.place_of(ours, "type"), key, difference);
            }
            return;
        }
        if let Some(known) = get(theirs, "enum") {
            let (ours_known, theirs_known) = (values(get(ours, "enum")), values(Some(known)));
            // A shared enum has the values of all its operations, which may have a reason.
            let are_same = ours_known == theirs_known;
            let agrees = are_same || at.is_shared && theirs_known.is_subset(&ours_known);
            if !are_same && !self.is_excused(reasons, "enum") && !agrees {
                let (path, place) = (below(&at.shown, "enum"), at.place_of(ours, "enum"));
                let difference = match get(ours, "enum") {
                    Some(_) => Difference::Values {
                        new: theirs_known.difference(&ours_known).cloned().collect(),
                        gone: ours_known.difference(&theirs_known).cloned().collect(),
                    },
                    None => Difference::between(None, Some(known)),
                };
                self.conflict(path, place, reasons.part.unwrap_or("enum"), difference);
            }
        } else if let Some(known) = get(ours, "enum") {
            let known = values(Some(known));
            let listed = self.unnamed.get(&at.names).into_iter().flatten();
            let new: Vec<_> = listed
                .filter(|value| !known.contains(*value))
                .cloned()
                .collect();
            // Values from other sources may have a reason but do not need one.
            if !self.is_excused(reasons, "enum") && !new.is_empty() {
                let (path, place) = (below(&at.shown, "enum"), at.place_of(ours, "enum"));
                let gone = Vec::new();
                let difference = Difference::Values { new, gone };
                self.conflict(path, place, reasons.part.unwrap_or("enum"), difference);
            }
        }
        for key in ["items", "values"] {
            let here = at.key(ours, key);
            if let (Some(part), Some(theirs)) = (get_mut(ours, key), get(theirs, key)) {
                let reasons = reasons.of_part(key);
                let theirs = in_a_mapping(theirs);
                match part {
                    Node::Text(_) => self.ty(&here, &mut in_a_mapping(part), &theirs, &reasons),
                    part => self.ty(&here, part, &theirs, &reasons),
                }
            }
        }
        let here = at.fields(ours);
        if let (Some(fields), Some(theirs)) = (get_mut(ours, "fields"), get(theirs, "fields")) {
            self.fields(&here, fields, theirs);
        }
    }
}

fn is_of(node: &Node, name: &str) -> bool {
    matches!(get(node, "type"), Some(Node::Text(known)) if known == name)
}

fn path_of_error(error: &Node) -> String {
    let scalar = |key| get(error, key).map(flow).unwrap_or_default();
    format!("errors.{} ({})", scalar("code"), scalar("status"))
}
