//! The documentation of notifications: how they are sent, who sets the address, and signatures.

use live_spec::{self as spec, FieldPath, Sent, SetBy, SignedHost, Type};

use crate::docs::Docs;
use crate::lower::addresses::fields_at;
use crate::lower::context::Context;
use crate::lower::naming;
use crate::lower::parts::response_name;
use crate::names::snake;

/// The companion that verifies signatures.
const VERIFIER: &str = "edge";

/// Describes a notification to those who receive it.
pub(super) fn about(context: &Context<'_>, notification: &spec::Notification) -> Docs {
    let mut docs = Docs::new(&notification.summary);
    docs.paragraph(notification.doc.as_deref().unwrap_or_default());
    let mut facts = vec![sent(notification.sent), addresses(context, notification)];
    if !notification.unset_by.is_empty() {
        let removes = notification.unset_by.iter().map(|it| method(&it.text));
        facts.push(format!("{} removes it.", either(removes)));
    }
    facts.extend(signature(context, notification));
    if !notification.response.is_empty() {
        facts.push(format!("Respond with [`{}`].", response_name(notification)));
    }
    docs.markdown(&facts.join(" "));
    if let Some(address) = &notification.reference {
        let revised = notification.revised.as_deref();
        let revised = revised.map(|date| format!(" as of {date}"));
        docs.unbroken(&format!(
            "Reference: [{}]({address}){}.",
            notification.name,
            revised.unwrap_or_default()
        ));
    }
    docs
}

fn sent(sent: Sent) -> String {
    let (method, place, function) = match sent {
        Sent::Query => ("GET", "its fields in the query", "from_query"),
        Sent::Json => ("POST", "JSON in the body", "from_json"),
    };
    format!(
        "The service sends it by {method}, with {place}. [`{function}`](Self::{function}()) reads it."
    )
}

/// Says which parameters set the address.
fn addresses(context: &Context<'_>, notification: &spec::Notification) -> String {
    let mut setters: Vec<(String, Vec<String>)> = Vec::new();
    for set_by in &notification.set_by {
        let Some(address) = &set_by.address else {
            continue;
        };
        let (path, method) = (
            path(context, set_by, address),
            method(&set_by.operation.text),
        );
        match setters.iter_mut().find(|(known, _)| *known == path) {
            Some((_, methods)) => methods.push(method),
            None => setters.push((path, vec![method])),
        }
    }
    let addresses = setters
        .into_iter()
        .map(|(path, methods)| format!("`{path}` of {}", either(methods.into_iter())));
    match either(addresses) {
        addresses if addresses.is_empty() => String::from("No operation sets its address."),
        addresses => format!("Its address is {addresses}."),
    }
}

/// Says when it is signed, over which host, and how to verify it. `None` if the specs have a reason
/// not to describe its signature, which its own text then explains.
fn signature(context: &Context<'_>, notification: &spec::Notification) -> Option<String> {
    let Some(host) = notification.signed else {
        let unsigned = "No signature is documented, so anyone who knows the address can send one.";
        return (!notification.why.contains_key("signed")).then(|| unsigned.to_owned());
    };
    let setters = || notification.set_by.iter();
    let mut text = match keys(context, notification).join(", or if ") {
        keys if keys.is_empty() => String::from("It can be signed"),
        keys => format!("It is signed if {keys}"),
    };
    let domain = || setters().find_map(|set_by| Some((set_by, set_by.domain.as_ref()?)));
    text.push_str(". The signature covers ");
    text.push_str(&match (host, domain()) {
        (SignedHost::Address, _) => String::from("the host of the address."),
        (SignedHost::Domain, Some((set_by, domain))) => {
            format!("the domain in `{}`.", path(context, set_by, domain))
        }
        (SignedHost::Domain, None) => String::from("the domain that it is about."),
    });
    let mut companions = context.service.companions.iter();
    if companions.any(|companion| companion.name == VERIFIER) {
        text.push_str(" Verify it with `edge::callback` of the feature `edge`.");
    }
    Some(text)
}

/// Says which parameters turn signatures on. Operations are named if they do not set the address,
/// and those with the same parameters together.
fn keys(context: &Context<'_>, notification: &spec::Notification) -> Vec<String> {
    let mut all: Vec<(String, String, Vec<String>)> = Vec::new();
    for set_by in &notification.set_by {
        let Some(key) = &set_by.key else { continue };
        let key = path(context, set_by, key);
        let auth = set_by.auth.as_ref().map(|auth| {
            let (path, on) = (path(context, set_by, auth), is_on(context, set_by, auth));
            format!(" and `{path}` is `{on}`")
        });
        let auth = auth.unwrap_or_default();
        let named = set_by.address.is_none();
        let same = |(other, of, names): &&mut (String, String, Vec<String>)| {
            (other, of, names.is_empty()) == (&key, &auth, !named)
        };
        let operation = named.then(|| method(&set_by.operation.text));
        match all.iter_mut().find(same) {
            Some((.., names)) => names.extend(operation),
            None => all.push((key, auth, operation.into_iter().collect())),
        }
    }
    let keys = all.into_iter().map(|(key, auth, names)| {
        let of = match either(names.into_iter()) {
            names if names.is_empty() => names,
            names => format!(" of {names}"),
        };
        format!("`{key}`{of} is set{auth}")
    });
    keys.collect()
}

/// Returns the value of a parameter that turns signatures on.
fn is_on(context: &Context<'_>, set_by: &SetBy, parameter: &FieldPath) -> &'static str {
    match fields(context, set_by, parameter).last().map(|it| &it.ty) {
        Some(Type::Boolean) => "true",
        _ => "yes",
    }
}

/// Returns the fields on the way to a parameter of any family.
fn fields<'a>(
    context: &Context<'a>,
    set_by: &SetBy,
    parameter: &FieldPath,
) -> Vec<&'a spec::Field> {
    let families = context.service.families.iter();
    let ways = families.map(|family| fields_at(family, &set_by.operation.text, parameter));
    ways.max_by_key(Vec::len).unwrap_or_default()
}

/// Names a parameter as in Rust: `content.callback_url`.
fn path(context: &Context<'_>, set_by: &SetBy, parameter: &FieldPath) -> String {
    let names = fields(context, set_by, parameter)
        .into_iter()
        .map(naming::field);
    let names: Vec<_> = names
        .map(|name| name.trim_start_matches("r#").to_owned())
        .collect();
    names.join(".")
}

/// Links a method of the client.
fn method(operation: &str) -> String {
    let method = snake(operation);
    let method = method.trim_start_matches("r#");
    format!("[`{method}`](crate::Client::{method})")
}

/// Joins alternatives: `a, b or c`.
fn either(texts: impl Iterator<Item = String>) -> String {
    let mut texts: Vec<_> = texts.collect();
    match (texts.pop(), texts.as_slice()) {
        (None, _) => String::new(),
        (Some(only), []) => only,
        (Some(last), first) => format!("{} or {last}", first.join(", ")),
    }
}

/// Describes a kind to those who match on it.
pub(super) fn variant(kind: &spec::NotificationKind) -> Docs {
    let mut docs = Docs::new(&kind.doc);
    if let Some(when) = &kind.when {
        docs.sentence(&format!("Only this kind has `{}`.", when.text));
    }
    docs
}

/// Describes the function that reads a query.
pub(super) fn from_query(is_documented: bool) -> Docs {
    let mut docs = Docs::new(match is_documented {
        true => "Reads the query of the request.",
        false => "Reads a query, although JSON is documented.",
    });
    docs.markdown("Reading a query never fails: see [`rpc::notification`].");
    docs
}

/// Describes the function that reads JSON.
pub(super) fn from_json(is_documented: bool) -> Docs {
    let mut docs = Docs::new(match is_documented {
        true => "Reads the body of the request.",
        false => "Reads JSON, although a query is documented.",
    });
    docs.verbatim(["# Errors"]);
    docs.markdown("Fails if it is not a JSON object: see [`rpc::notification`].");
    docs
}
