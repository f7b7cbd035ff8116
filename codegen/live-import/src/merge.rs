//! Merges metadata into existing specs.

mod comma_list;

use std::collections::BTreeSet;

use live_spec::yaml::Node;

use crate::metadata::Operation;
use crate::samples;
use crate::writer::flow;

/// A difference without a reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Path in the YAML, `request.Status.type`.
    pub path: String,
    /// Value in the spec.
    pub ours: String,
    /// Value in the metadata.
    pub theirs: String,
}

/// A spec after the merge.
#[derive(Debug)]
pub(crate) struct Merged {
    pub(crate) spec: Node,
    /// Paths of the additions.
    pub(crate) added: Vec<String>,
    pub(crate) conflicts: Vec<Conflict>,
    /// Paths of reasons without a difference, and of omissions that nothing would add.
    pub(crate) idle: Vec<String>,
    /// Paths of reasons in the family's types that this operation needs.
    pub(crate) used_of_types: BTreeSet<String>,
}

/// Adds missing parts of the tree built from metadata to a spec. `types` are the named types of its
/// family.
pub(crate) fn merge(
    mut spec: Node,
    built: &Node,
    operation: &Operation,
    types: &[(String, Node)],
) -> Merged {
    let left_out = match get(&spec, "left_out") {
        Some(Node::Map(paths)) => paths.iter().map(|(path, _)| path.clone()).collect(),
        _ => Vec::new(),
    };
    let mut merger = Merger {
        types,
        left_out,
        ..Merger::default()
    };
    merger.operation(&mut spec, built, operation);
    let reasons = reasons_of_operation(&spec);
    let idle = reasons.filter(|path| !merger.used.contains(path));
    let left_out = merger.left_out.iter();
    let unused_omissions = left_out.filter(|path| !merger.used_left_out.contains(*path));
    Merged {
        idle: idle
            .chain(unused_omissions.map(|path| format!("left_out.{path}")))
            .collect(),
        spec,
        added: merger.added,
        conflicts: merger.conflicts,
        used_of_types: merger.used_of_types,
    }
}

/// Returns the paths of all reasons in the file of an operation that an import can check.
fn reasons_of_operation(spec: &Node) -> impl Iterator<Item = String> {
    let mut paths = Vec::new();
    reasons("", spec, &mut paths);
    paths.into_iter()
}

/// Returns the paths of all reasons in a family's types that an import can check.
pub(crate) fn reasons_of_types(types: &[(String, Node)]) -> Vec<String> {
    let mut paths = Vec::new();
    for (name, named) in types {
        reasons(name, named, &mut paths);
    }
    paths
}

fn reasons(path: &str, node: &Node, paths: &mut Vec<String>) {
    let Node::Map(entries) = node else { return };
    for (key, value) in entries {
        let path = below(path, key);
        match (key.as_str(), value) {
            ("why", Node::Map(reasons)) => {
                let checked = reasons.iter().filter(|(key, _)| !is_prose(key));
                paths.extend(checked.map(|(key, _)| below(&path, key)));
            }
            ("request" | "response" | "fields", Node::Map(fields)) => {
                for (name, field) in fields {
                    reasons(&below(&path, name), field, paths);
                }
            }
            ("items" | "values", part) => reasons(&path, part, paths),
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
            | "revised"
            | "read_only"
            | "secret"
            | "format"
            | "pages"
    )
}

const NOTHING: &str = "nothing";

/// Keys whose absence is a statement.
const STATED: [&str; 4] = ["required", "in", "style", "wrapper"];
/// Keys whose absence from metadata is not a statement.
const OPTIONAL: [&str; 5] = ["default", "min", "max", "length", "example"];

/// A parameter of every operation, which the vendor's metadata omits.
const IMPLIED: &str = "request.RegionId";

/// The paths of a node.
#[derive(Clone, Default)]
struct Paths {
    /// For display: `request.Inputs.items (Input).Url`.
    shown: String,
    /// Only names of fields: `request.Inputs.Url`.
    names: String,
    /// In the YAML of its file: `request.Inputs` or `Input.fields.Url`.
    home: String,
    /// Whether its file is the family's `types.yaml`.
    is_shared: bool,
}

impl Paths {
    fn part(name: &str) -> Self {
        Self {
            shown: name.to_owned(),
            names: name.to_owned(),
            home: name.to_owned(),
            is_shared: false,
        }
    }

    fn key(&self, key: &str) -> Self {
        Self {
            shown: below(&self.shown, key),
            home: below(&self.home, key),
            ..self.clone()
        }
    }

    fn field(&self, name: &str) -> Self {
        Self {
            shown: below(&self.shown, name),
            names: below(&self.names, name),
            home: below(&self.home, name),
            ..*self
        }
    }

    /// Returns the paths of the mapping under `fields`, which is not displayed.
    fn fields(&self) -> Self {
        Self {
            home: below(&self.home, "fields"),
            ..self.clone()
        }
    }

    fn named(&self, name: &str) -> Self {
        Self {
            shown: format!("{} ({name})", self.shown),
            names: self.names.clone(),
            home: name.to_owned(),
            is_shared: true,
        }
    }
}

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

#[derive(Default)]
struct Merger<'a> {
    types: &'a [(String, Node)],
    /// Paths omitted on purpose, and those of them that the metadata has.
    left_out: Vec<String>,
    used_left_out: BTreeSet<String>,
    /// Paths of needed reasons, in the file of the operation and in that of the types.
    used: BTreeSet<String>,
    used_of_types: BTreeSet<String>,
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

    fn operation(&mut self, spec: &mut Node, built: &Node, operation: &Operation) {
        let at = Paths::default();
        let reasons = Reasons::beside(&at, spec);
        self.own_corrections(&at, built);
        for key in ["operation", "method", "post_only", "ram", "limit"] {
            let (ours, theirs) = (get(spec, key), get(built, key));
            if ours != theirs && !self.is_excused(&reasons, key) && theirs.is_some() {
                self.conflict(key.to_owned(), ours, theirs);
            }
        }
        self.deprecation(&at, spec, built, &reasons);
        for part in ["request", "response"] {
            let at = Paths::part(part);
            if let Some(theirs) = get(built, part) {
                let ours = get_or_insert(spec, part, Node::Map(Vec::new()));
                self.fields(&at, ours, theirs);
            } else if let Some(ours) = get(spec, part) {
                let mut ours = ours.clone();
                self.fields(&at, &mut ours, &Node::Map(Vec::new()));
            }
        }
        self.errors(spec, built, operation, &reasons);
    }

    /// Compares deprecations. Specs explain them in words; metadata only marks them.
    fn deprecation(&mut self, at: &Paths, ours: &Node, theirs: &Node, reasons: &Reasons) {
        let (ours, theirs) = (get(ours, "deprecated"), get(theirs, "deprecated"));
        let differs = ours.is_some() != theirs.is_some();
        if differs && !self.is_excused(reasons, "deprecated") && ours.is_none() && !at.is_shared {
            self.conflict(below(&at.shown, "deprecated"), None, theirs);
        }
    }

    fn errors(&mut self, spec: &mut Node, built: &Node, operation: &Operation, reasons: &Reasons) {
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
        let only_ours: Vec<_> = ours
            .iter()
            .filter(|ours| !theirs.iter().any(|theirs| id(theirs) == id(ours)))
            .collect();
        let are_excused = !only_ours.is_empty() && self.is_excused(reasons, "errors");
        if !are_excused && operation.errors_complete {
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

    /// Compares fields. For shared types, compares only the types of fields and adds nothing.
    fn fields(&mut self, at: &Paths, ours: &mut Node, theirs: &Node) {
        let (Node::Map(ours), Node::Map(theirs)) = (&mut *ours, theirs) else {
            let ours = ours.clone();
            self.conflict(at.shown.clone(), Some(&ours), Some(theirs));
            return;
        };
        for (name, field) in ours.iter() {
            let at = at.field(name);
            let is_known = at.home == IMPLIED || theirs.iter().any(|(theirs, _)| theirs == name);
            if !is_known && !self.is_excused(&Reasons::beside(&at, field), "type") {
                self.conflict(at.shown, Some(field), None);
            }
        }
        for (name, theirs) in theirs {
            let at = at.field(name);
            match ours.iter_mut().find(|(ours, _)| ours == name) {
                Some((_, ours)) => self.field(&at, ours, theirs),
                None if self.left_out.contains(&at.names) => {
                    self.used_left_out.insert(at.names);
                }
                None if at.is_shared => self.conflict(at.shown, None, Some(theirs)),
                None => {
                    self.added.push(at.shown);
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
        // The reason for a different type also covers its style and wrapper.
        let is_other = self.is_of_other_type(ours, theirs) && self.is_excused(&reasons, "type");
        for key in STATED {
            let goes_with_type = matches!(key, "wrapper" | "style");
            let is_compared = if goes_with_type {
                !is_other
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
        self.ty(at, ours, theirs, &reasons);
    }

    /// Returns the named type of a field.
    fn named(&self, field: &Node) -> Option<&(String, Node)> {
        let name = get(field, "type");
        let is_it = |known: &str| matches!(name, Some(Node::Text(name)) if name == known);
        self.types.iter().find(|(known, _)| is_it(known))
    }

    fn is_enum(&self, field: &Node) -> bool {
        let ty = self.named(field).map_or(field, |(_, ty)| ty);
        get(ty, "enum").is_some()
    }

    fn is_of_other_type(&self, ours: &Node, theirs: &Node) -> bool {
        let ty = self.named(ours).map_or(ours, |(_, ty)| ty);
        get(ty, "type") != get(theirs, "type")
    }

    fn compare(
        &mut self,
        at: &Paths,
        key: &str,
        ours: &Node,
        theirs: &Node,
        reasons: &Reasons,
        is_compared: bool,
    ) {
        let (ours, theirs) = (get(ours, key), get(theirs, key));
        let is_default = |node: Option<&Node>| match node {
            Some(Node::Boolean(value)) => !value,
            Some(Node::Text(text)) => key == "in" && text == "query",
            other => other.is_none(),
        };
        let are_same = match (ours, theirs) {
            (Some(ours), Some(theirs)) => is_same(ours, theirs),
            (ours, theirs) => is_default(ours) && is_default(theirs),
        };
        if !are_same && !self.is_excused(reasons, key) && is_compared {
            self.conflict(below(&at.shown, key), ours, theirs);
        }
    }

    /// Compares the keys of a type.
    fn ty(&mut self, at: &Paths, ours: &mut Node, theirs: &Node, reasons: &Reasons) {
        if let Some((name, named)) = self.named(ours) {
            let (at, mut named) = (at.named(name), named.clone());
            return self.ty(&at, &mut named, theirs, reasons);
        }
        if get(ours, "type") != get(theirs, "type") {
            if !self.is_excused(reasons, "type") {
                let path = below(&at.shown, "type");
                self.conflict(path, get(ours, "type"), get(theirs, "type"));
            }
            return;
        }
        if let Some(known) = get(theirs, "enum") {
            let (ours_known, theirs_known) = (values(get(ours, "enum")), values(Some(known)));
            // A shared enum has the values of all its operations, which may have a reason.
            let are_same = ours_known == theirs_known;
            let agrees = are_same || at.is_shared && theirs_known.is_subset(&ours_known);
            if !are_same && !self.is_excused(reasons, "enum") && !agrees {
                let path = below(&at.shown, "enum");
                self.conflict(path, get(ours, "enum"), Some(known));
            }
        } else if get(ours, "enum").is_some() {
            // Values from other sources may have a reason but do not need one.
            self.is_excused(reasons, "enum");
        }
        for key in ["items", "values"] {
            if let (Some(part), Some(theirs)) = (get_mut(ours, key), get(theirs, key)) {
                let (at, reasons) = (at.key(key), reasons.of_part(key));
                let theirs = in_a_mapping(theirs);
                match part {
                    Node::Text(_) => self.ty(&at, &mut in_a_mapping(part), &theirs, &reasons),
                    part => self.ty(&at, part, &theirs, &reasons),
                }
            }
        }
        if let (Some(fields), Some(theirs)) = (get_mut(ours, "fields"), get(theirs, "fields")) {
            self.fields(&at.fields(), fields, theirs);
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

pub(crate) fn get<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
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

/// Returns the value of a key, inserting it if missing. Returns nodes other than mappings
/// unchanged.
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

/// Returns the values of an enum, sorted.
fn values(node: Option<&Node>) -> BTreeSet<String> {
    match node {
        Some(Node::List(items)) => items.iter().map(bare).collect(),
        Some(Node::Map(entries)) => entries.iter().map(|(value, _)| value.clone()).collect(),
        _ => BTreeSet::new(),
    }
}

/// Formats a scalar without quotes.
fn bare(node: &Node) -> String {
    match node {
        Node::Text(text) => text.clone(),
        other => flow(other),
    }
}

/// Returns whether values are equal regardless of notation, including numbers and JSON texts.
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

fn is_text(field: &Node) -> bool {
    matches!(get(field, "type"), Some(Node::Text(name)) if name == "string")
}

/// Returns a type as a mapping, even if it is only a keyword.
fn in_a_mapping(node: &Node) -> Node {
    match node {
        Node::Text(_) => Node::Map(vec![("type".to_owned(), node.clone())]),
        other => other.clone(),
    }
}
