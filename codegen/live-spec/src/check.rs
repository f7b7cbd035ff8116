//! Checks that span several files, or several places of a file.

mod doubts;
mod formats;
mod modeline;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use crate::diagnostics::Diagnostic;
use crate::model::{
    Enum, Family, Field, GatewayError, Glossary, Meaning, NamedType, Notification, Operation,
    OperationError, Service, Style, Type,
};
use crate::place::Place;
use crate::reader::Report;
use crate::service::unexplained;
use crate::yaml::{self, Node};
pub(crate) use doubts::{borrowed_facts, names_that_differ_by_case, reserved_parameters};
pub(crate) use formats::formats;
pub(crate) use modeline::modelines;

/// Placeholder for the variable part of a documented code.
const VARYING: &str = "%s";

/// Reports fields and errors without an explanation or with a redundant one.
pub(crate) fn docs(families: &[Family], glossary: &Glossary, report: &Report) {
    for family in families {
        let meaning = |name: &str| family.glossary.field(name).or_else(|| glossary.field(name));
        each_field(family, &mut |field| {
            let doc = field.doc.as_deref();
            explained(
                &field.name,
                doc,
                meaning(&field.name),
                &field.at,
                "fields",
                report,
            );
        });
        let meaning = |code: &str| family.glossary.error(code).or_else(|| glossary.error(code));
        for error in errors(family) {
            let doc = error.doc.as_deref();
            explained(
                &error.code,
                doc,
                meaning(&error.code),
                &error.at,
                "errors",
                report,
            );
        }
        repeated_entries(&family.glossary.fields, &glossary.fields, report);
        repeated_entries(&family.glossary.errors, &glossary.errors, report);
    }
}

fn explained(
    name: &str,
    doc: Option<&str>,
    meaning: Option<&str>,
    at: &Place,
    part: &str,
    report: &Report,
) {
    match (doc, meaning) {
        (None, None) => report.add(unexplained(name, at, part)),
        (Some(doc), Some(meaning)) if doc == meaning => {
            let message = format!("the `doc` of `{name}` repeats the glossary");
            report.add(Diagnostic::new(at.clone(), message).help("remove it"));
        }
        _ => {}
    }
}

/// Reports entries of a family's glossary that repeat the top-level one.
fn repeated_entries(
    family: &BTreeMap<String, Meaning>,
    all: &BTreeMap<String, Meaning>,
    report: &Report,
) {
    for (name, meaning) in family {
        if let Some(first) = all.get(name).filter(|first| first.doc == meaning.doc) {
            let message = format!("this entry for `{name}` repeats the top-level glossary");
            let repeated = Diagnostic::new(meaning.at.clone(), message).help("remove it");
            report.add(repeated.related(first.at.clone(), "defined here"));
        }
    }
}

/// Reports classes of an operation's errors that repeat the service's, that the client could not
/// find, or that differ by status: the client goes by the code.
pub(crate) fn classes(families: &[Family], service: &[GatewayError], report: &Report) {
    for operation in families.iter().flat_map(|family| &family.operations) {
        for (index, error) in operation.errors.iter().enumerate() {
            let code = &error.code;
            let found = |message: String| Diagnostic::new(error.at.clone(), message);
            let mut earlier = operation.errors[..index].iter();
            if let Some(other) =
                earlier.find(|other| other.code == *code && other.class != error.class)
            {
                let differs = found(format!(
                    "`{code}` has another class with status {}",
                    other.status
                ))
                .help("give it one class with every status");
                report.add(differs.related(other.at.clone(), "also stated here"));
            }
            let Some(class) = error.class else { continue };
            if code.contains(VARYING) {
                let varying = found(format!("`{code}` has a variable part, so no class"));
                report.add(varying.help("remove `class`"));
            }
            let mut known = service.iter();
            if let Some(known) = known.find(|known| known.code == *code && known.class == class) {
                let repeated = found(format!("the `class` of `{code}` repeats service.yaml"));
                let repeated = repeated.help("remove it");
                report.add(repeated.related(known.at.clone(), "stated here for all operations"));
            }
        }
    }
}

/// Reports glossary entries that no spec uses.
pub(crate) fn unused_entries(service: &Service, report: &Report) {
    let (mut all_fields, mut all_errors) = (BTreeSet::new(), BTreeSet::new());
    all_errors.extend(service.errors.iter().map(|error| error.code.clone()));
    for family in &service.families {
        let (mut fields, mut codes) = (BTreeSet::new(), BTreeSet::new());
        each_field(family, &mut |field| {
            if field.doc.is_none() {
                fields.insert(field.name.clone());
            }
        });
        let undocumented = errors(family).filter(|error| error.doc.is_none());
        codes.extend(undocumented.map(|error| error.code.clone()));
        unused(&family.glossary.fields, &fields, report);
        unused(&family.glossary.errors, &codes, report);
        all_fields.extend(
            fields
                .into_iter()
                .filter(|name| family.glossary.field(name).is_none()),
        );
        all_errors.extend(
            codes
                .into_iter()
                .filter(|code| family.glossary.error(code).is_none()),
        );
    }
    unused(&service.glossary.fields, &all_fields, report);
    unused(&service.glossary.errors, &all_errors, report);
}

fn unused(entries: &BTreeMap<String, Meaning>, used: &BTreeSet<String>, report: &Report) {
    for (name, meaning) in entries.iter().filter(|(name, _)| !used.contains(*name)) {
        let message = format!("no spec uses this entry for `{name}`");
        report.add(Diagnostic::new(meaning.at.clone(), message).help("remove it"));
    }
}

/// Reports identical entries in the glossaries of two families, unless the top-level glossary
/// explains the name differently.
pub(crate) fn common_entries(families: &[Family], glossary: &Glossary, report: &Report) {
    type Part = fn(&Glossary) -> &BTreeMap<String, Meaning>;
    let parts: [Part; 2] = [|glossary| &glossary.fields, |glossary| &glossary.errors];
    for part in parts {
        let mut seen: BTreeMap<(&str, &str), &Place> = BTreeMap::new();
        let entries = families.iter().flat_map(|family| part(&family.glossary));
        for (name, meaning) in entries.filter(|(name, _)| !part(glossary).contains_key(*name)) {
            let entry = (name.as_str(), meaning.doc.as_str());
            if let Some(first) = seen.get(&entry) {
                let message = format!("two families explain `{name}` identically");
                let common = Diagnostic::new(meaning.at.clone(), message)
                    .help("explain it once, in the top-level glossary.yaml");
                report.add(common.related((*first).clone(), "first explained here"));
            } else {
                seen.insert(entry, &meaning.at);
            }
        }
    }
}

fn errors(family: &Family) -> impl Iterator<Item = &OperationError> {
    family
        .operations
        .iter()
        .flat_map(|operation| &operation.errors)
}

/// Reports named types without a reference.
pub(crate) fn unused_types(family: &Family, report: &Report) {
    let mut used = BTreeSet::new();
    let mut note = |name: &str| {
        used.insert(name.to_owned());
    };
    for field in top_fields(family) {
        each_name(&field.ty, &mut note);
    }
    for named in &family.types {
        each_name(&named.ty, &mut note);
    }
    for named in family
        .types
        .iter()
        .filter(|named| !used.contains(&named.name))
    {
        let unused = Diagnostic::new(
            named.at.clone(),
            format!("the type `{}` is not used", named.name),
        );
        report.add(unused.help("remove it"));
    }
}

/// Reports named types that contain themselves.
pub(crate) fn cycles(types: &[NamedType], report: &Report) {
    let mut parts = BTreeMap::new();
    for named in types {
        let mut names = Vec::new();
        each_name(&named.ty, &mut |name| names.push(name.to_owned()));
        parts.insert(named.name.as_str(), names);
    }
    let mut reported = BTreeSet::new();
    for named in types {
        if reported.contains(named.name.as_str()) {
            continue;
        }
        if let Some(path) = shortest_cycle(&named.name, &parts) {
            let names: Vec<_> = path.iter().map(|name| format!("`{name}`")).collect();
            reported.extend(path);
            let message = format!("the type `{}` contains itself", named.name);
            let help = format!(
                "break the circle {}, such as with `type: any`",
                names.join(" → ")
            );
            report.add(Diagnostic::new(named.at.clone(), message).help(help));
        }
    }
}

/// Returns the shortest path from a type through the types of its parts back to itself.
fn shortest_cycle<'t>(
    start: &'t str,
    parts: &'t BTreeMap<&str, Vec<String>>,
) -> Option<Vec<&'t str>> {
    let mut seen = BTreeSet::new();
    let mut paths = VecDeque::from([vec![start]]);
    while let Some(path) = paths.pop_front() {
        for part in path
            .last()
            .and_then(|name| parts.get(name))
            .into_iter()
            .flatten()
        {
            let mut longer = path.clone();
            longer.push(part);
            if part == start {
                return Some(longer);
            }
            if seen.insert(part) {
                paths.push_back(longer);
            }
        }
    }
    None
}

/// Reports defaults that are not a value of their named enum, and defaults of objects.
pub(crate) fn named_defaults(family: &Family, report: &Report) {
    each_field(family, &mut |field| {
        let (Type::Named(name), Some(default)) = (&field.ty, &field.default) else {
            return;
        };
        match family
            .types
            .iter()
            .find(|named| named.name == *name)
            .map(|named| &named.ty)
        {
            Some(Type::Enum(known))
                if !known.values.iter().any(|known| known.value == *default) =>
            {
                report.error(
                    &field.default_at,
                    format!("the default `{default}` is not a value of `{name}`"),
                );
            }
            Some(Type::Object(_)) => report.error(
                &field.default_at,
                "`default` applies to scalars, not to objects",
            ),
            _ => {}
        }
    });
}

/// Reports examples that violate the constraints of their fields.
pub(crate) fn examples(family: &Family, report: &Report) {
    each_field(family, &mut |field| {
        if let Some(example) = &field.example
            && let Some(problem) = contradiction(family, field, example)
        {
            let place = field.example_at.clone();
            let wrong = Diagnostic::new(place, format!("the example {problem}"));
            let help = "use another example; if the documentation has this one, give the reason under `why:`";
            report.add(wrong.help(help));
        }
    });
}

fn contradiction(family: &Family, field: &Field, example: &str) -> Option<String> {
    let unknown = |known: &Enum, text: &str| {
        let is_known = known.values.iter().any(|known| known.value == text);
        (!is_known).then(|| format!("`{text}` is not one of the known values"))
    };
    let wrong_length = |length: usize| {
        let length = u64::try_from(length).unwrap_or(u64::MAX);
        (!field.length.contains(length))
            .then(|| format!("has a length of {length}, which `length` does not allow"))
    };
    match family.resolve(&field.ty) {
        Type::Integer | Type::Long | Type::Float | Type::Double => {
            let number = example.parse().ok()?;
            (!field.range.contains(number))
                .then(|| format!("`{example}` is not within `min` and `max`"))
        }
        Type::String => wrong_length(example.chars().count()),
        Type::Enum(known) => unknown(known, example),
        Type::Array(array) => {
            let Ok(Node::List(items)) = yaml::parse_json(example) else {
                return None;
            };
            let known = match family.resolve(&array.items) {
                Type::Enum(known) => Some(known),
                _ => None,
            };
            let item = |item: &Node| match item {
                Node::Text(text) | Node::Integer(text) => unknown(known?, text),
                _ => None,
            };
            wrong_length(items.len()).or_else(|| items.iter().find_map(item))
        }
        _ => None,
    }
}

/// Reports fields that are listed as left out but are present.
pub(crate) fn left_out(family: &Family, report: &Report) {
    for operation in &family.operations {
        for (path, at) in &operation.left_out {
            let (fields, rest) = match path.split_once('.') {
                Some(("request", rest)) => (&operation.request, rest),
                Some((_, rest)) => (&operation.response, rest),
                None => continue,
            };
            if is_there(family, fields, rest) {
                let message = format!("`{path}` is listed as left out but is present");
                let help = "remove one of them";
                report.add(Diagnostic::new(at.clone(), message).help(help));
            }
        }
    }
}

/// Returns whether a path of names joined by dots leads to a field. Names may contain dots
/// themselves.
fn is_there(family: &Family, fields: &[Field], path: &str) -> bool {
    fields
        .iter()
        .any(|field| match path.strip_prefix(&field.name) {
            Some("") => true,
            Some(rest) => rest
                .strip_prefix('.')
                .is_some_and(|rest| is_there(family, parts(family, &field.ty), rest)),
            None => false,
        })
}

/// Returns the fields of a value or of its items.
fn parts<'f>(family: &'f Family, ty: &'f Type) -> &'f [Field] {
    match ty {
        Type::Object(fields) => fields,
        Type::Array(array) => parts(family, &array.items),
        Type::Map(values) => parts(family, values),
        Type::Named(_) => match family.resolve(ty) {
            Type::Object(fields) => fields,
            _ => &[],
        },
        _ => &[],
    }
}

/// Reports styles inside parameters, whose parts are sent in the style of the parameter, and inside
/// responses, which are JSON.
pub(crate) fn nested_styles(family: &Family, report: &Report) {
    let mut seen = BTreeSet::new();
    let operations = family.operations.iter();
    let parameters = operations.flat_map(|operation| &operation.request);
    let notifications = family.notifications.iter();
    let responses = notifications.flat_map(|notification| &notification.response);
    for field in parameters.chain(responses) {
        nested_styles_of_type(family, &field.ty, &mut seen, report);
    }
}

fn nested_styles_of_type<'f>(
    family: &'f Family,
    ty: &'f Type,
    seen: &mut BTreeSet<&'f str>,
    report: &Report,
) {
    match ty {
        Type::Named(name) if seen.insert(name) => {
            for named in family.types.iter().filter(|named| named.name == *name) {
                nested_styles_of_type(family, &named.ty, seen, report);
            }
        }
        Type::Array(array) => nested_styles_of_type(family, &array.items, seen, report),
        Type::Map(values) => nested_styles_of_type(family, values, seen, report),
        Type::Object(fields) => {
            for field in fields {
                if field.style == Some(Style::Json) {
                    let message = format!(
                        "`{}` is sent in the style of what contains it and cannot have its own",
                        field.name
                    );
                    report.add(
                        Diagnostic::new(field.at.clone(), message)
                            .help("remove `style`; to send JSON text here, make this a `string`"),
                    );
                }
                nested_styles_of_type(family, &field.ty, seen, report);
            }
        }
        _ => {}
    }
}

/// Reports operations that several families describe.
pub(crate) fn repeated_operations(families: &[Family], report: &Report) {
    let mut seen: BTreeMap<&str, &Operation> = BTreeMap::new();
    for operation in families.iter().flat_map(|family| &family.operations) {
        if let Some(first) = seen.get(operation.name.as_str()) {
            let message = format!("`{}` is described twice", operation.name);
            let repeated = Diagnostic::new(operation.at.clone(), message);
            let repeated = repeated.related(first.at.clone(), "first described here");
            report.add(repeated.help("remove one of the two files"));
        } else {
            seen.insert(&operation.name, operation);
        }
    }
}

/// Calls a function with every field of a family, at any depth.
fn each_field(family: &Family, visit: &mut impl FnMut(&Field)) {
    for named in &family.types {
        each_field_of_type(&named.ty, visit);
    }
    for field in top_fields(family) {
        visit(field);
        each_field_of_type(&field.ty, visit);
    }
}

/// Returns the parameters and fields of all operations and notifications of a family.
fn top_fields(family: &Family) -> impl Iterator<Item = &Field> {
    let operations = family.operations.iter();
    let called =
        operations.flat_map(|operation| operation.request.iter().chain(&operation.response));
    called.chain(
        family
            .notifications
            .iter()
            .flat_map(Notification::all_fields),
    )
}

fn each_field_of_type(ty: &Type, visit: &mut impl FnMut(&Field)) {
    match ty {
        Type::Array(array) => each_field_of_type(&array.items, visit),
        Type::Map(values) => each_field_of_type(values, visit),
        Type::Object(fields) => {
            for field in fields {
                visit(field);
                each_field_of_type(&field.ty, visit);
            }
        }
        _ => {}
    }
}

/// Calls a function with every type name that a type refers to.
fn each_name(ty: &Type, visit: &mut impl FnMut(&str)) {
    match ty {
        Type::Named(name) => visit(name),
        Type::Array(array) => each_name(&array.items, visit),
        Type::Map(values) => each_name(values, visit),
        Type::Object(fields) => fields.iter().for_each(|field| each_name(&field.ty, visit)),
        _ => {}
    }
}
