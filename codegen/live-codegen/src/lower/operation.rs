//! Lowers operations.

use std::collections::{BTreeMap, BTreeSet};

use live_spec::{self as spec, Access, Location, Method, Period, Style};

use super::context::Context;
use super::naming;
use super::pages::{self, Lowered};
use super::types::{self, Site, error_doc, lower_field, lower_struct, variant};
use super::waiters::lower_waiters;
use super::{example, overview};
use crate::docs::Docs;
use crate::model::{
    Builder, Enum, Field, Operation, Parameter, Request, Required, Struct, Ty, TypeDef, Variant,
};
use crate::names::{TypeNames, snake};

pub(super) fn lower_operation<'a>(
    context: &mut Context<'a>,
    operation: &'a spec::Operation,
) -> Operation {
    let mut types = Vec::new();
    let name = &operation.name;
    let names = TypeNames::of(name);
    let method_name = snake(name);
    let parameters = lower_parameters(context, operation, &mut types);
    let response = lower_response(context, operation, &names.response, &mut types);
    let shared_types = shared_types(context, &parameters, &response.fields, &types);
    let lowered = Lowered {
        parameters: &parameters,
        response: &response,
        types: &types,
    };
    let pages = lowered.pages(context, operation);
    let waiters = lower_waiters(context, operation, &method_name, &parameters, &types);
    Operation {
        name: name.clone(),
        docs: method_docs(
            context,
            operation,
            &method_name,
            &parameters,
            &response,
            &types,
        ),
        spec: format!("{}/{name}.yaml", context.family.name),
        deprecated: operation.deprecated.clone(),
        post: operation.method == Method::Post,
        read_only: operation.read_only,
        signed: operation.signed,
        limit: operation
            .limit
            .map(|limit| (limit.calls, limit.per == Period::Minute)),
        builder: lower_builder(&names, &method_name),
        method_name,
        error_classes: error_classes(operation),
        errors: lower_errors(context, operation, names.error_code),
        request: Request {
            name: names.request,
            docs: Docs::new(&format!("The parameters of {name}.")),
            parameters,
        },
        response,
        pages,
        waiters,
        types,
        shared_types,
    }
}

fn lower_builder(names: &TypeNames, method: &str) -> Builder {
    // What sending gives, `send` says on the same page.
    let mut docs = Docs::new("Builds and sends a request of");
    docs.unbroken(&format!("[`Client::{}`].", method.trim_start_matches("r#")));
    Builder {
        name: names.builder.clone(),
        docs,
    }
}

/// Names of the family's types that an operation's file has to import.
fn shared_types(
    context: &Context<'_>,
    parameters: &[Parameter],
    response: &[Field],
    types: &[TypeDef],
) -> Vec<String> {
    let parameters = parameters.iter().map(|parameter| &parameter.field);
    shared_types_of(context, parameters.chain(response), types)
}

/// Names of the family's types in fields and types.
pub(super) fn shared_types_of<'t>(
    context: &Context<'_>,
    fields: impl Iterator<Item = &'t Field>,
    types: impl IntoIterator<Item = &'t TypeDef>,
) -> Vec<String> {
    let mut used = BTreeSet::new();
    for field in fields {
        type_names_in(&field.ty, &mut used);
    }
    for definition in types {
        if let TypeDef::Struct(definition) = definition {
            for field in &definition.fields {
                type_names_in(&field.ty, &mut used);
            }
        }
    }
    let shared = context.types.iter().map(TypeDef::name);
    let shared: BTreeSet<_> = shared.filter(|name| used.contains(name)).collect();
    shared.into_iter().map(str::to_owned).collect()
}

/// Adds the names of the generated types in a type.
fn type_names_in<'t>(ty: &'t Ty, names: &mut BTreeSet<&'t str>) {
    match ty {
        Ty::Vec(inner) | Ty::Map(inner) | Ty::JsonText(inner) => type_names_in(inner, names),
        Ty::Struct(name) | Ty::TextEnum(name) | Ty::IntegerEnum(name) => {
            names.insert(name);
        }
        _ => {}
    }
}

/// Names with another meaning in the signatures of a builder.
const RESERVED_STATES: &[&str] = &[
    "C",
    "Client",
    "Into",
    "IntoIterator",
    "OperationInfo",
    "Set",
    "String",
    "Unset",
    "Vec",
];

fn lower_parameters<'a>(
    context: &mut Context<'a>,
    operation: &'a spec::Operation,
    types: &mut Vec<TypeDef>,
) -> Vec<Parameter> {
    let site = Site::of(&operation.name, true, false);
    let lowered: Vec<_> = operation
        .request
        .iter()
        .map(|field| {
            let site = site.inside(context, field);
            let lowered = lower_field(context, &site, field, types);
            (
                field,
                Field {
                    optional: !field.required,
                    required: false,
                    ..lowered
                },
            )
        })
        .collect();
    let mut states = states(&lowered);
    lowered
        .into_iter()
        .map(|(spec, field)| Parameter {
            required: states.remove(&field.name),
            encoding: encoding(spec),
            setter_docs: field.docs.clone(),
            field: Field {
                docs: short_docs(context, spec),
                ..field
            },
        })
        .collect()
}

/// Returns the markers of the required parameters and their type parameters, by the names of the
/// fields. Both have the same name, unless that has another meaning in the signature of a setter.
fn states(parameters: &[(&spec::Field, Field)]) -> BTreeMap<String, Required> {
    let mut taken: BTreeSet<_> = RESERVED_STATES.iter().copied().collect();
    for (_, field) in parameters {
        type_names_in(&field.ty, &mut taken);
    }
    let required = parameters.iter().filter(|(spec, _)| spec.required);
    let required: BTreeMap<_, _> = required
        .map(|(spec, field)| (naming::part(spec), field.name.clone()))
        .collect();
    // The first choices come first, so that none depends on the order in the spec.
    let is_taken = |marker: &str| taken.contains(marker);
    let free = required.keys().filter(|marker| !is_taken(marker));
    let mut given: BTreeSet<_> = free.cloned().collect();
    let state = |(marker, field): (&String, &String)| {
        let mut state = marker.clone();
        if is_taken(marker) {
            while is_taken(&state) || given.contains(&state) {
                state.push_str("State");
            }
            given.insert(state.clone());
        }
        let marker = marker.clone();
        (field.clone(), Required { marker, state })
    };
    required.iter().map(state).collect()
}

/// Returns the first sentence on a parameter. The builder's setter has the whole text.
fn short_docs(context: &Context<'_>, field: &spec::Field) -> Docs {
    let meaning = context.field_doc(field);
    let meaning = meaning.split("\n\n").next().unwrap_or_default();
    let ends = meaning.match_indices(". ").map(|(at, _)| at + 1);
    let mut ends = ends.filter(|end| meaning[end + 1..].starts_with(char::is_uppercase));
    let mut docs = Docs::new(&meaning[..ends.next().unwrap_or(meaning.len())]);
    if field.required {
        docs.sentence("Required.");
    }
    if let Some(receives) = context.addresses.sentence(field) {
        docs.linked(&receives);
    }
    docs
}

fn encoding(field: &spec::Field) -> &'static str {
    match (field.location, field.style) {
        (Location::Query, None | Some(Style::Repeat)) => "query",
        (Location::Query, Some(Style::Json)) => "query_json",
        (Location::Query, Some(Style::Comma)) => "query_comma",
        (Location::Body, None | Some(Style::Repeat)) => "form",
        (Location::Body, Some(Style::Json)) => "form_json",
        (Location::Body, Some(Style::Comma)) => "form_comma",
    }
}

fn lower_response<'a>(
    context: &mut Context<'a>,
    operation: &'a spec::Operation,
    name: &str,
    types: &mut Vec<TypeDef>,
) -> Struct {
    let site = Site::of(&operation.name, false, true);
    let docs = Docs::new(&format!("The response of {}.", operation.name));
    let mut response = lower_struct(context, &site, docs, &operation.response, types);
    response.name = name.to_owned();
    for field in &mut response.fields {
        // Every response has one.
        if field.wire == "RequestId" && field.ty == Ty::String {
            field.optional = false;
        }
    }
    response
}

/// Returns the operation's own classes, by code.
fn error_classes(operation: &spec::Operation) -> BTreeMap<String, &'static str> {
    let errors = operation.errors.iter();
    let class =
        |error: &spec::OperationError| Some((error.code.clone(), types::class_name(error.class?)));
    errors.filter_map(class).collect()
}

/// Placeholder for the variable part of a documented code.
const VARYING: &str = "%s";

fn lower_errors(context: &Context<'_>, operation: &spec::Operation, name: String) -> Enum {
    let mut variants: Vec<Variant> = Vec::new();
    let mut templates: Vec<(&str, String)> = Vec::new();
    for error in &operation.errors {
        // One code may be documented with several statuses.
        let known = variants.iter().map(|variant| variant.value.as_str());
        let mut known = known.chain(templates.iter().map(|(code, _)| *code));
        if known.any(|code| code == error.code) {
            continue;
        }
        let statuses: Vec<_> = operation
            .errors
            .iter()
            .filter(|other| other.code == error.code)
            .map(|other| other.status.to_string())
            .collect();
        let doc = error_doc(
            &context.error_doc(error),
            &statuses.join(" or "),
            context.error_class(error),
        );
        if error.code.contains(VARYING) {
            templates.push((&error.code, doc));
            continue;
        }
        variants.push(variant(naming::error(error), &error.code, &doc));
    }
    let none = match operation.errors.as_slice() {
        [] => "; the documentation lists none",
        _ => "",
    };
    let mut docs = Docs::new(&format!("The error codes of {}{none}.", operation.name));
    if !templates.is_empty() {
        docs.paragraph("Codes that contain a variable part, `%s`, have no variant:");
        for (code, doc) in &templates {
            docs.paragraph(&format!("`{code}`: {doc}"));
        }
    }
    Enum {
        name,
        docs,
        integer: false,
        variants,
    }
}

fn method_docs(
    context: &Context<'_>,
    operation: &spec::Operation,
    method_name: &str,
    parameters: &[Parameter],
    response: &Struct,
    types: &[TypeDef],
) -> Docs {
    let mut docs = Docs::new(&operation.summary);
    docs.paragraph(operation.doc.as_deref().unwrap_or_default());
    docs.append(facts(operation));
    let example = example::call(context, operation, method_name, parameters, response, types);
    docs.verbatim(example.iter().map(String::as_str));
    docs
}

/// Describes permission, rate limit and reference of an operation in short sentences.
fn facts(operation: &spec::Operation) -> Docs {
    let mut facts = Docs::default();
    if let Some(pages) = pages::docs(operation) {
        facts.sentence(&pages);
    }
    if !operation.signed {
        facts.sentence("No credentials are needed, since the request is not signed.");
    }
    if let Some(ram) = &operation.ram {
        let level = match ram.access {
            None => "",
            Some(Access::Create) => " (create)",
            Some(Access::Update) => " (update)",
            Some(Access::Delete) => " (delete)",
            Some(Access::Get) => " (get)",
            Some(Access::List) => " (list)",
        };
        let action = &ram.action;
        facts.sentence(&format!("RAM action: `{action}`{level}."));
    }
    if let Some(limit) = operation.limit {
        let (calls, period) = (limit.calls, overview::period(limit.per));
        facts.sentence(&format!("Limit: {calls} calls/{period} per account."));
    }
    let name = &operation.name;
    let revised = operation.revised.as_deref();
    let revised = revised.map(|date| format!(" as of {date}"));
    match &operation.reference {
        // All on one line, which is long anyway.
        Some(address) => facts.unbroken(&format!(
            "Reference: [{name}]({address}){}. {}",
            revised.unwrap_or_default(),
            retries(operation)
        )),
        None => {
            facts.sentence("The reference of the service does not describe this operation.");
            facts.sentence(retries(operation));
        }
    }
    facts
}

/// Says whether a failed call is retried although it may have been executed.
fn retries(operation: &spec::Operation) -> &'static str {
    let mut request = operation.request.iter();
    if operation.read_only {
        "A call whose outcome is unknown is retried."
    } else if request.any(|field| field.name == "ClientToken") {
        "A call whose outcome is unknown is retried only with `client_token`."
    } else {
        "A call whose outcome is unknown is not retried."
    }
}
