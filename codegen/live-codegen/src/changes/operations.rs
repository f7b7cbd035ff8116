//! Compares operations.

use std::collections::{BTreeMap, BTreeSet};

use live_spec as spec;

use super::change::Rank;
use super::comparison::{Comparison, fields, parameters};
use super::members::{self, Part, Site};
use super::state::State;
use super::{enums, pages, shown, waits};
use crate::model::{Family, Operation};

/// An operation as stated and as lowered, with its family.
#[derive(Clone, Copy)]
pub(super) struct Stated<'a> {
    family: &'a spec::Family,
    module: &'a Family,
    spec: &'a spec::Operation,
    lowered: &'a Operation,
}

impl<'a> Stated<'a> {
    /// Returns the operations of a state by name.
    pub(super) fn all(state: &'a State) -> BTreeMap<&'a str, Self> {
        let families = state.families();
        let operations = families.flat_map(|(family, module)| {
            let pairs = family.operations.iter().zip(&module.operations);
            pairs.map(move |(spec, lowered)| {
                let stated = Self {
                    family,
                    module,
                    spec,
                    lowered,
                };
                (lowered.name.as_str(), stated)
            })
        });
        operations.collect()
    }

    /// Returns the name of its module.
    pub(super) fn module(&self) -> &'a str {
        &self.module.module
    }

    fn method(&self) -> String {
        format!("Client::{}", self.lowered.method_name)
    }

    fn builder(&self) -> String {
        format!("{}::{}", self.module(), self.lowered.builder.name)
    }
}

/// Compares the operations that exist before and now, and reports the others. `families` are those
/// that have another name now.
pub(super) fn compare<'a>(
    cx: &mut Comparison<'a>,
    old: &BTreeMap<&'a str, Stated<'a>>,
    new: &BTreeMap<&'a str, Stated<'a>>,
    families: &BTreeMap<&str, &str>,
) {
    for (name, before) in old {
        match new.get(name) {
            Some(now) => compare_operation(cx, before, now, families),
            None => cx.remove(name, "the operation", before.method()),
        }
    }
    for (name, now) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        let text = format!(
            "a new operation, in the module and feature `{}`",
            now.module()
        );
        cx.add(Rank::Addition, name, text, now.method());
    }
}

fn compare_operation<'a>(
    cx: &mut Comparison<'a>,
    before: &Stated<'a>,
    now: &Stated<'a>,
    families: &BTreeMap<&str, &str>,
) {
    let (old, new) = (before.lowered, now.lowered);
    let subject = new.name.as_str();
    let modules = (before.module(), now.module());
    if modules.0 != modules.1 && families.get(modules.0) != Some(&modules.1) {
        let text = format!(
            "moved from the module and feature `{}` to `{}`",
            modules.0, modules.1
        );
        cx.add(Rank::Breaking, subject, text, now.builder());
    }
    compare_facts(cx, before, now);
    let part = |part, old: &'a str, new: &'a str| Site {
        subject,
        part,
        of: String::new(),
        structs: ((modules.0, old), (modules.1, new)),
    };
    let site = part(Part::Parameter, &old.request.name, &new.request.name);
    members::compare(
        cx,
        &site,
        &parameters(before.spec, old),
        &parameters(now.spec, new),
    );
    compare_states(cx, before, now);
    let site = part(Part::Response, &old.response.name, &new.response.name);
    let response = |it: &Stated<'a>| -> Vec<_> {
        fields(&it.spec.response, &it.lowered.response.fields).collect()
    };
    members::compare(cx, &site, &response(before), &response(now));
    let codes = enums::Pair {
        subject,
        noun: "error code",
        of: String::new(),
        modules,
        old: &old.errors,
        new: &new.errors,
    };
    enums::compare(cx, &codes);
    compare_classes(cx, before, now);
    pages::compare(cx, &now.builder(), (old, new), (before.spec, now.spec));
    waits::compare(cx, &now.builder(), (old, new), (before.family, now.family));
    document(cx, before, now);
}

/// Compares the method and what the client knows about the operation.
fn compare_facts(cx: &mut Comparison<'_>, before: &Stated<'_>, now: &Stated<'_>) {
    let (old, new) = (before.lowered, now.lowered);
    let subject = new.name.as_str();
    if old.method_name != new.method_name {
        let text = format!(
            "the method is `{}` now, was `{}`",
            new.method_name, old.method_name
        );
        cx.add(Rank::Breaking, subject, text, now.method());
    }
    match (&old.deprecated, &new.deprecated) {
        (None, Some(reason)) => {
            let text = format!("the operation is deprecated: {reason}");
            cx.add(Rank::Deprecation, subject, text, now.method());
        }
        (Some(_), None) => {
            let text = "the operation is no longer deprecated";
            cx.add(Rank::Documentation, subject, text, now.method());
        }
        (was, now) if was != now => cx.document(subject, "the deprecation", ""),
        _ => {}
    }
    let verb = |post| if post { "POST" } else { "GET" };
    let retried = |read_only| if read_only { "retried" } else { "not retried" };
    let signed = |signed| if signed { "signed" } else { "not signed" };
    let limit = |limit: Option<(u32, bool)>| match limit {
        None => "none".to_owned(),
        Some((calls, false)) => format!("{calls}/s"),
        Some((calls, true)) => format!("{calls}/min"),
    };
    let facts = [
        (
            "is sent by",
            verb(old.post).to_owned(),
            verb(new.post).to_owned(),
        ),
        (
            "a call whose outcome is unknown is",
            retried(old.read_only).to_owned(),
            retried(new.read_only).to_owned(),
        ),
        (
            "a request is",
            signed(old.signed).to_owned(),
            signed(new.signed).to_owned(),
        ),
        ("has the limit", limit(old.limit), limit(new.limit)),
    ];
    for (what, was, is) in facts {
        if was != is {
            let text = format!("{what} {is} now, was {was}");
            cx.add(Rank::Behaviour, subject, text, now.method());
        }
    }
}

/// Compares the order of the builder's type parameters, one for each required parameter.
fn compare_states(cx: &mut Comparison<'_>, before: &Stated<'_>, now: &Stated<'_>) {
    let required = |of: &Operation| -> Vec<String> {
        let parameters = of.request.parameters.iter();
        let required = parameters.filter(|parameter| parameter.required.is_some());
        required
            .map(|parameter| parameter.field.wire.clone())
            .collect()
    };
    let (old, new) = (required(before.lowered), required(now.lowered));
    let common = |of: &[String], other: &[String]| -> Vec<String> {
        of.iter()
            .filter(|wire| other.contains(wire))
            .cloned()
            .collect()
    };
    if common(&old, &new) != common(&new, &old) {
        let text = "the required parameters have another order, and so have the type parameters of the builder";
        cx.add(Rank::Breaking, &now.lowered.name, text, now.builder());
    }
}

/// Compares how the client treats error codes.
fn compare_classes(cx: &mut Comparison<'_>, before: &Stated<'_>, now: &Stated<'_>) {
    let (old, new) = (before.lowered, now.lowered);
    let known = |of: &Operation, code: &str| of.errors.variants.iter().any(|it| it.value == code);
    let codes: BTreeSet<_> = old
        .error_classes
        .keys()
        .chain(new.error_classes.keys())
        .collect();
    for code in codes
        .into_iter()
        .filter(|code| known(old, code) && known(new, code))
    {
        let (was, is) = (old.error_classes.get(code), new.error_classes.get(code));
        if was != is {
            let [is, was] = [is, was].map(|class| shown::quoted(class.copied()));
            let text = format!("error code `{code}` has the class {is} now, was {was}");
            let path = format!("{}::{}", now.module(), new.errors.name);
            cx.add(Rank::Behaviour, &new.name, text, path);
        }
    }
}

/// Notes other texts of an operation.
fn document(cx: &mut Comparison<'_>, before: &Stated<'_>, now: &Stated<'_>) {
    let (old, new) = (before.spec, now.spec);
    let ram = |of: &spec::Operation| {
        let ram = of.ram.as_ref();
        ram.map(|ram| (ram.action.clone(), ram.access))
    };
    let has_codes = |of: &Stated<'_>| !of.spec.errors.is_empty();
    let codes = |of: &Stated<'_>| of.lowered.errors.docs.clone();
    let texts = [
        ("the summary", old.summary != new.summary),
        ("the description", old.doc != new.doc),
        (
            "the reference",
            (&old.reference, &old.revised) != (&new.reference, &new.revised),
        ),
        ("the RAM action", ram(old) != ram(new)),
        (
            "varying error codes",
            has_codes(before) == has_codes(now) && codes(before) != codes(now),
        ),
    ];
    for (what, _) in texts.iter().filter(|(_, differs)| *differs) {
        cx.document(&new.name, *what, "");
    }
}
