//! Compares the fields of a spec and their types with those of metadata.

use live_spec::yaml::Node;

use super::comma_list;
use super::conflict::Difference;
use super::merger::{Merger, Reasons};
use super::paths::{Paths, below};
use super::tree::{self, get, get_mut, in_a_mapping, is_same, is_text, values};

/// Keys whose absence is a statement.
const STATED: [&str; 4] = ["required", "in", "style", "wrapper"];
/// Keys whose absence from metadata is not a statement.
const OPTIONAL: [&str; 5] = ["default", "min", "max", "length", "example"];

/// A parameter of every operation, which the vendor's metadata omits.
const IMPLIED: &str = "request.RegionId";

impl<'a> Merger<'a> {
    /// Compares fields. For shared types, compares only the types of fields and adds nothing.
    pub(super) fn fields(&mut self, at: &Paths, ours: &mut Node, theirs: &Node) {
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
