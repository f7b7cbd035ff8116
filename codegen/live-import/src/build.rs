//! Builds the tree of a spec from the metadata of an operation.

mod bounds;
mod entries;
mod fields;
mod limits;

use std::collections::BTreeMap;

use live_spec::Method;
use live_spec::yaml::Node;

use crate::metadata::{Operation, Why};
use crate::samples;

use entries::{DEPRECATED, Entries, word};
use fields::{Builder, Side};
use limits::{chosen_limit, written};

/// The tree of a spec, with notes for people.
#[derive(Debug)]
pub(crate) struct Built {
    pub(crate) spec: Node,
    /// Facts that the spec cannot express, each with its path.
    pub(crate) notes: Vec<String>,
    /// Values that the service checks but that the spec does not name, by the names that lead to
    /// the field.
    pub(crate) values: BTreeMap<String, Vec<String>>,
}

/// Facts about the product.
#[derive(Debug)]
pub(crate) struct Product {
    pub(crate) code: String,
    pub(crate) version: String,
    /// Address of an operation's page, with `{operation}` in place of its name in lower case.
    pub(crate) operation_reference: Option<String>,
}

pub(crate) fn build(operation: &Operation, product: &Product) -> Built {
    let mut builder = Builder {
        notes: operation.notes.clone(),
        values: BTreeMap::new(),
    };
    let mut why = Why::new();
    let mut spec = Entries::default();
    let name = operation.name.as_str();
    spec.text("operation", name);
    if let Some(pattern) = &product.operation_reference
        && operation.documented
    {
        let reference = pattern.replace("{operation}", &name.to_ascii_lowercase());
        spec.text("reference", reference);
    }
    spec.text("method", word(operation.method));
    if operation.post_only
        && operation.method == Method::Post
        && operation.request.iter().all(|field| !field.in_body)
    {
        spec.add("post_only", Node::Boolean(true));
    }
    if operation.unsigned {
        spec.text("sign", "none");
    }
    if operation.deprecated {
        spec.text("deprecated", DEPRECATED);
    }
    if operation.access.is_some() || operation.ram_action.is_some() {
        let action = builder.ram_action(operation);
        let mut ram = Entries::default();
        ram.text(
            "action",
            action.unwrap_or_else(|| format!("{}:{name}", product.code)),
        );
        if let Some(access) = operation.access {
            ram.text("access", word(access));
        }
        spec.add("ram", ram.into());
    }
    if let Some((limit, reason)) = chosen_limit(operation) {
        spec.text("limit", written(limit));
        why.extend(reason.map(|reason| ("limit", reason)));
    }
    let request = builder.fields(&operation.request, Side::Parameters, "request");
    if !request.is_empty() {
        spec.add("request", Node::Map(request));
    }
    let response = builder.fields(&operation.response, Side::Response, "response");
    if !response.is_empty() {
        spec.add("response", Node::Map(response));
    }
    let errors = builder.errors(operation, &mut why);
    if !errors.is_empty() {
        spec.add("errors", Node::List(errors));
    }
    spec.why(&why);
    Built {
        spec: spec.into(),
        notes: builder.notes,
        values: builder.values,
    }
}

impl Builder {
    /// Returns the RAM action of an operation that has one of its own.
    fn ram_action(&mut self, operation: &Operation) -> Option<String> {
        let action = operation.ram_action.as_ref()?;
        let is_action = action.split_once(':').is_some_and(|(product, name)| {
            let is_part = |part: &str| {
                !part.is_empty() && part.chars().all(|c| c.is_ascii_graphic() && c != ':')
            };
            is_part(product) && is_part(name)
        });
        if !is_action {
            let note = format!("ram: omitted the action `{action}`, which is not one");
            self.notes.push(note);
        }
        is_action.then(|| action.clone())
    }

    fn errors(&mut self, operation: &Operation, why: &mut Why) -> Vec<Node> {
        let mut listed: Vec<(u64, &str)> = Vec::new();
        let mut errors = Vec::new();
        for error in &operation.errors {
            let (status, code) = (error.status, error.code.trim());
            if code.is_empty() || code.contains(samples::is_invisible) {
                self.notes.push(format!(
                    "errors: omitted one with status {status}, whose code is blank or not printable"
                ));
                continue;
            }
            if listed.contains(&(status, code)) {
                continue;
            }
            listed.push((status, code));
            if !matches!(status, 200 | 400..=599) {
                let reason = format!(
                    "`{code}` is documented with status {status}, which is not an error status, and is omitted."
                );
                why.push(("errors", reason));
                continue;
            }
            let mut entry = Entries::default();
            entry.add("status", Node::Integer(status.to_string()));
            entry.text("code", code);
            errors.push(entry.into());
        }
        errors
    }
}
