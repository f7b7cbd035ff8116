//! Lowers operations.

use live_spec::{self as spec, Access, Location, Method, Period, Style};

use super::types::{RESERVED, Site, error_doc, lower_field, lower_struct, variant};
use super::{Context, example};
use crate::docs::Docs;
use crate::model::{Enum, Field, Operation, Parameter, Ty, TypeDef, Variant};
use crate::names::{Scope, pascal, snake};

/// Returns the names of the types of an operation.
pub(super) fn type_names(operation: &str) -> [String; 5] {
    ["Builder", "Request", "Response", "Error", "ErrorCode"]
        .map(|suffix| format!("{operation}{suffix}"))
}

pub(super) fn lower_operation<'a>(
    context: &mut Context<'a>,
    operation: &'a spec::Operation,
) -> Operation {
    let mut types = Vec::new();
    let parameters = lower_parameters(context, operation, &mut types);
    let response = lower_response(context, operation, &mut types);
    Operation {
        name: operation.name.clone(),
        method_name: snake(&operation.name),
        spec: format!("specs/{}/{}.yaml", context.family.name, operation.name),
        docs: method_docs(context, operation, &parameters, &types),
        deprecated: operation.deprecated.clone(),
        post: operation.method == Method::Post,
        read_only: reads(&operation.name),
        limit: operation
            .limit
            .map(|limit| (limit.calls, limit.per == Period::Minute)),
        parameters,
        response,
        errors: lower_errors(context, operation),
        types,
    }
}

/// Returns whether an operation only reads, so that it may be retried. Decided by the name because documented access
/// levels are unreliable: several writes have the level `get`.
fn reads(operation: &str) -> bool {
    ["Describe", "Get", "List", "Query", "BatchGet", "Check"]
        .iter()
        .any(|verb| {
            operation
                .strip_prefix(verb)
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        })
}

fn lower_parameters<'a>(
    context: &mut Context<'a>,
    operation: &'a spec::Operation,
    types: &mut Vec<TypeDef>,
) -> Vec<Parameter> {
    let mut scope = Scope::with_reserved(RESERVED);
    let site = Site {
        name: operation.name.clone(),
        field: String::new(),
        written: true,
        read: false,
    };
    let lowered: Vec<_> = operation
        .request
        .iter()
        .map(|field| {
            let lowered = lower_field(context, &site.inside(&field.name), field, &mut scope, types);
            (
                field,
                Field {
                    optional: !field.required,
                    ..lowered
                },
            )
        })
        .collect();
    // A type parameter must not shadow a type in the signature of a setter.
    let mut states =
        Scope::with_reserved(&["C", "Client", "Into", "IntoIterator", "String", "Vec"]);
    for (_, field) in &lowered {
        claim_types(&field.ty, &mut states);
    }
    lowered
        .into_iter()
        .map(|(spec, field)| Parameter {
            required: spec.required.then(|| state_name(&spec.name, &mut states)),
            encoding: encoding(spec),
            field,
        })
        .collect()
}

/// Returns the name of the type parameter for a required parameter: the parameter's name, unless a setter uses a type
/// of that name.
fn state_name(wire: &str, states: &mut Scope) -> String {
    let name = pascal(wire);
    if states.is_taken(&name) {
        states.claim(format!("{name}State"))
    } else {
        states.claim(name)
    }
}

fn claim_types(ty: &Ty, scope: &mut Scope) {
    match ty {
        Ty::Vec(inner) | Ty::Map(inner) | Ty::JsonText(inner) => claim_types(inner, scope),
        Ty::Struct(name) | Ty::TextEnum(name) | Ty::IntegerEnum(name) => {
            scope.claim(name.clone());
        }
        Ty::String | Ty::Secret | Ty::I32 | Ty::I64 | Ty::F64 | Ty::Bool | Ty::Value => {}
    }
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
    types: &mut Vec<TypeDef>,
) -> crate::model::Struct {
    let site = Site {
        name: operation.name.clone(),
        field: String::new(),
        written: false,
        read: true,
    };
    let docs = Docs::new(&format!("What the service answers to {}.", operation.name));
    let mut response = lower_struct(context, &site, docs, &operation.response, types);
    response.name = format!("{}Response", operation.name);
    for field in &mut response.fields {
        // Every response has one.
        if field.wire == "RequestId" && field.ty == Ty::String {
            field.optional = false;
        }
    }
    response
}

/// Placeholder for the variable part of a documented code.
const VARYING: &str = "%s";

fn lower_errors(context: &Context<'_>, operation: &spec::Operation) -> Enum {
    let mut scope = Scope::with_reserved(&["Unrecognized"]);
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
        let doc = error_doc(&context.error_doc(error), &statuses.join(" or "));
        if error.code.contains(VARYING) {
            templates.push((&error.code, doc));
            continue;
        }
        let name = if error.code.starts_with(|c: char| c.is_ascii_digit()) {
            format!("Code{}", pascal(&error.code).trim_start_matches('_'))
        } else {
            pascal(&error.code)
        };
        variants.push(variant(scope.claim(name), &error.code, &doc));
    }
    let mut docs = Docs::new(&format!("Error codes of {}.", operation.name));
    if operation.errors.is_empty() {
        docs.paragraph("None are documented.");
    }
    if !templates.is_empty() {
        docs.paragraph("Codes in which something stands for `%s` are `Unrecognized`:");
        for (code, doc) in &templates {
            docs.paragraph(&format!("`{code}`: {doc}"));
        }
    }
    Enum {
        name: format!("{}ErrorCode", operation.name),
        docs,
        integer: false,
        variants,
    }
}

fn method_docs(
    context: &Context<'_>,
    operation: &spec::Operation,
    parameters: &[Parameter],
    types: &[TypeDef],
) -> Docs {
    let mut docs = Docs::new(&operation.summary);
    docs.paragraph(operation.doc.as_deref().unwrap_or_default());
    docs.append(facts(operation));
    docs.verbatim(["# Examples"]);
    let example = example::call(
        context,
        operation,
        &snake(&operation.name),
        parameters,
        types,
    );
    docs.verbatim(example.iter().map(String::as_str));
    docs
}

/// Describes permission, rate limit, result and reference of an operation in short sentences.
fn facts(operation: &spec::Operation) -> Docs {
    let mut facts = Docs::default();
    if let Some(ram) = &operation.ram {
        let level = match ram.access {
            None => "",
            Some(Access::Create) => " (access level create)",
            Some(Access::Update) => " (access level update)",
            Some(Access::Delete) => " (access level delete)",
            Some(Access::Get) => " (access level get)",
            Some(Access::List) => " (access level list)",
        };
        let action = &ram.action;
        facts.sentence(&format!("Permission: RAM action `{action}`{level}."));
    }
    if let Some(limit) = operation.limit {
        let period = match limit.per {
            Period::Second => "second",
            Period::Minute => "minute",
        };
        let calls = limit.calls;
        facts.sentence(&format!("Limit: {calls} calls per {period} and account."));
    }
    let name = &operation.name;
    facts.sentence("Gives");
    if operation.errors.is_empty() {
        facts.unbroken(&format!("[`{name}Response`]."));
        facts.sentence("No error codes are documented.");
    } else {
        facts.unbroken(&format!("[`{name}Response`]"));
        facts.sentence("or an error with");
        facts.unbroken(&format!("[`{name}ErrorCode`]."));
    }
    let revised = operation.revised.as_deref();
    let revised = revised.map(|date| format!(" as of {date}"));
    match &operation.reference {
        Some(address) => facts.unbroken(&format!(
            "Reference: [{name}]({address}){}.",
            revised.unwrap_or_default()
        )),
        None => facts.sentence("The reference of the service does not describe this operation."),
    }
    facts
}
