//! Reads the file of an operation.

use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::fields::{Owner, Types, fields};
use crate::model::{
    Access, Field, Limit, Location, Method, Operation, OperationError, Period, Ram,
};
use crate::names::{self, is_pascal_case};
use crate::pages;
use crate::place::Place;
use crate::reader::{Mapping, Value};
use crate::rust_names::type_name;
use crate::shapes;
use crate::words::Word;

impl Word for Method {
    const WHAT: &'static str = "method";
    const WORDS: &'static [(&'static str, Self)] = &[("GET", Self::Get), ("POST", Self::Post)];
}

impl Word for Access {
    const WHAT: &'static str = "access level";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("create", Self::Create),
        ("update", Self::Update),
        ("delete", Self::Delete),
        ("get", Self::Get),
        ("list", Self::List),
    ];
}

/// How requests are signed, where it is not as usual.
#[derive(Clone, Copy)]
enum Sign {
    None,
}

impl Word for Sign {
    const WHAT: &'static str = "way of signing";
    const WORDS: &'static [(&'static str, Self)] = &[("none", Self::None)];
}

/// Reads the operation that a file describes.
pub(crate) fn operation(root: &Value<'_>, file_name: &str, types: &Types<'_>) -> Option<Operation> {
    let mapping = root.mapping()?;
    let name = mapping.required("operation");
    if let Some((name, text)) = name.and_then(|name| Some((name, name.name()?))) {
        if !is_pascal_case(text) {
            name.error(format!(
                "`{text}` is not the name of an operation, such as `StartMonitor`"
            ));
        } else if text != file_name {
            let differs = Diagnostic::new(
                name.place.clone(),
                format!("`{text}` differs from the name of this file, `{file_name}.yaml`"),
            );
            name.report().add(differs.help(format!(
                "rename the file to `{text}.yaml`, or correct this name"
            )));
        }
    }
    let operation = Operation {
        name: file_name.to_owned(),
        summary: mapping
            .required("summary")
            .and_then(Value::line)
            .unwrap_or_default(),
        doc: mapping
            .optional("doc")
            .and_then(Value::text)
            .map(str::to_owned),
        reference: mapping.optional("reference").and_then(Value::address),
        reference_at: mapping
            .optional("reference")
            .map(|value| value.place.clone()),
        revised: mapping.optional("revised").and_then(|revised| {
            revised.shaped_as("a date, such as `2025-07-11`", shapes::date, is_date)
        }),
        method: mapping
            .required("method")
            .and_then(Value::word)
            .unwrap_or(Method::Post),
        post_only: mapping
            .optional("post_only")
            .and_then(Value::boolean)
            .unwrap_or_default(),
        deprecated: mapping.optional("deprecated").and_then(Value::deprecation),
        ram: mapping.optional("ram").and_then(ram),
        read_only: mapping
            .optional("read_only")
            .and_then(Value::boolean)
            .unwrap_or_else(|| names::reads(file_name)),
        signed: mapping
            .optional("sign")
            .and_then(Value::word)
            .is_none_or(|sign| !matches!(sign, Sign::None)),
        limit: mapping.optional("limit").and_then(limit),
        pages: mapping.optional("pages").and_then(pages::pages),
        request: parameters(&mapping, "request", Owner::Request, types),
        response: parameters(&mapping, "response", Owner::Response, types),
        errors: mapping.optional("errors").map(errors).unwrap_or_default(),
        left_out: mapping
            .optional("left_out")
            .map(left_out)
            .unwrap_or_default(),
        why: mapping.reasons(),
        at: name.map_or_else(|| root.place.clone(), |name| name.place.clone()),
    };
    if let (Some(value), Method::Get) = (mapping.optional("post_only"), operation.method) {
        value.misplaced("`post_only` applies only to the method POST");
    }
    check_read_only(&mapping, &operation);
    pages::check_stated(&mapping, &operation);
    doubts::operation(&mapping, &operation);
    mapping.finish();
    if operation.method == Method::Get {
        for field in operation
            .request
            .iter()
            .filter(|field| field.location == Location::Body)
        {
            let wrong = Diagnostic::new(field.at.clone(), "a GET request has no body");
            root.report()
                .add(wrong.help("state `method: POST`, or remove `in: body`"));
        }
    }
    Some(operation)
}

/// Reports a `read_only` that is missing, needless or without a reason. It is needed where the name
/// and the documented access level disagree, and is possible where both are wrong.
fn check_read_only(mapping: &Mapping<'_>, operation: &Operation) {
    let by_name = names::reads(&operation.name);
    let access = operation.ram.as_ref().and_then(|ram| ram.access);
    let disagree = access.is_some_and(|access| access.reads() != by_name);
    let has_reason = operation.why.contains_key("read_only");
    let (place, message, help) = match mapping.optional("read_only") {
        None if disagree && by_name => (
            &operation.at,
            "the operation reads by its name, but writes by its access level",
            "decide with `read_only: true` or `read_only: false`, and give the reason under `why:`",
        ),
        None if disagree => (
            &operation.at,
            "the operation writes by its name, but reads by its access level",
            "decide with `read_only: true` or `read_only: false`, and give the reason under `why:`",
        ),
        None if has_reason => (
            &operation.at,
            "there is a reason for `read_only`, but no `read_only`",
            "remove the reason",
        ),
        Some(stated) if !disagree && operation.read_only == by_name => (
            &stated.label,
            "this `read_only` repeats what the name says",
            "remove it",
        ),
        Some(stated) if !has_reason => (
            &stated.label,
            "this `read_only` has no reason",
            "give it: `why: { read_only: … }`",
        ),
        _ => return,
    };
    let report = mapping.report();
    report.add(Diagnostic::new(place.clone(), message).help(help));
}

fn parameters(
    mapping: &Mapping<'_>,
    key: &'static str,
    owner: Owner,
    types: &Types<'_>,
) -> Vec<Field> {
    mapping
        .optional(key)
        .map(|value| fields(value, owner, types))
        .unwrap_or_default()
}

/// Reads the paths of fields omitted on purpose, each with its reason. Only imports use them.
fn left_out(value: &Value<'_>) -> Vec<(String, Place)> {
    let mut paths = Vec::new();
    for entry in value.entries().unwrap_or_default() {
        entry.value.line();
        let is_path = ["request.", "response."]
            .iter()
            .any(|part| entry.name.starts_with(part));
        if is_path {
            paths.push((entry.name.to_owned(), entry.value.label));
        } else {
            value.report().error(
                &entry.value.label,
                "this is not the path of a field, such as `request.OwnerId`",
            );
        }
    }
    paths
}

/// Returns whether a text is a date of the form `YYYY-MM-DD`, in a year in which the documentation
/// can have been revised.
pub(crate) fn is_date(text: &str) -> bool {
    let mut parts = text.split('-');
    let mut part = |digits: usize| {
        let part = parts.next().filter(|part| part.len() == digits)?;
        let is_number = part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u16>().ok().filter(|_| is_number)
    };
    let (Some(year), Some(month), Some(day)) = (part(4), part(2), part(2)) else {
        return false;
    };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return false,
    };
    parts.next().is_none() && (2009..=2100).contains(&year) && (1..=days).contains(&day)
}

fn ram(value: &Value<'_>) -> Option<Ram> {
    let mapping = value.mapping()?;
    let is_action = |text: &str| {
        text.split_once(':').is_some_and(|(product, action)| {
            !product.is_empty()
                && !action.is_empty()
                && !action.contains(|c: char| c == ':' || c.is_whitespace())
        })
    };
    let stated = mapping.required("action");
    let at = stated.map_or_else(|| value.place.clone(), |action| action.place.clone());
    let action = stated.and_then(|action| {
        action.shaped(
            "a RAM action: a product, a colon and an operation",
            is_action,
        )
    });
    let access = mapping.optional("access").and_then(Value::word);
    mapping.finish();
    Some(Ram {
        action: action?,
        access,
        at,
    })
}

/// Reads a rate limit, written `10/s` or `600/min`.
fn limit(value: &Value<'_>) -> Option<Limit> {
    let limit = value.scalar_as_read().map(|text| {
        let (calls, period) = text.split_once('/')?;
        let calls = calls.parse().ok().filter(|calls| *calls > 0)?;
        let per = match period {
            "s" => Period::Second,
            "min" => Period::Minute,
            _ => return None,
        };
        Some(Limit { calls, per })
    })?;
    if limit.is_none() {
        let wrong = Diagnostic::new(
            value.place.clone(),
            "this is not a rate limit, such as `10/s` or `600/min`",
        );
        value
            .report()
            .add(wrong.help("write the number of calls, `/` and the period: `s` or `min`"));
    }
    limit
}

fn errors(value: &Value<'_>) -> Vec<OperationError> {
    let mut errors: Vec<OperationError> = Vec::new();
    for item in value.list().unwrap_or_default() {
        let Some(mapping) = item.mapping() else {
            continue;
        };
        let status = mapping.required("status").and_then(Value::status);
        let code = mapping
            .required("code")
            .and_then(|code| Some((self::code(code)?, code.place.clone())));
        let name_in_rust = type_name(&mapping);
        let class = mapping.optional("class").and_then(Value::word);
        doubts::prose(mapping.optional("doc"));
        let doc = mapping.optional("doc").and_then(Value::line);
        mapping.finish();
        let (Some(status), Some((code, at))) = (status, code) else {
            continue;
        };
        if let Some(earlier) = errors
            .iter()
            .find(|earlier| earlier.status == status && earlier.code == code)
        {
            let repeated =
                Diagnostic::new(at, format!("`{code}` is stated twice with status {status}"));
            let repeated = repeated.help("remove one of them");
            value
                .report()
                .add(repeated.related(earlier.at.clone(), "first stated here"));
            continue;
        }
        errors.push(OperationError {
            status,
            code,
            name_in_rust,
            class,
            doc,
            at,
        });
    }
    errors
}

/// Reads an error code.
pub(crate) fn code(value: &Value<'_>) -> Option<String> {
    value.shaped(
        "an error code, such as `InvalidMonitorId.Malformed`",
        |text| text.trim() == text && !text.contains(char::is_control),
    )
}
