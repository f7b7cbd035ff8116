//! A fault from the parameters that describe it.

use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};

use super::parameters::{Parameters, invalid, missing, shown};
use crate::catalog::Catalog;
use crate::fault::Fault;

/// The parameters of every kind, except of [`ON_ACCEPT`].
const COMMON: [&str; 8] = [
    "kind",
    "operation",
    "times",
    "probability",
    "header",
    "retry-after-ms",
    "delay-ms",
    "after-execution",
];

/// The kind that applies to connections, so it has neither an operation nor a response.
const ON_ACCEPT: &str = "reset-on-accept";

/// The kinds of faults, with the parameters that only some kinds have.
const KINDS: [(&str, &[&str]); 25] = [
    ("throttle", &["status", "message"]),
    ("error", &["status", "code", "message"]),
    ("html", &["status"]),
    ("xml", &["status", "code"]),
    ("empty", &["status"]),
    ("malformed-json", &[]),
    ("response", &["status", "body"]),
    ("raw", &["body"]),
    ("redirect", &["location"]),
    ("redirect-to-itself", &[]),
    ("reset", &[]),
    (ON_ACCEPT, &["kind", "times", "probability"]),
    ("close-idle", &[]),
    ("reset-idle", &[]),
    ("cut-body", &[]),
    ("cut-chunks", &[]),
    ("delay", &[]),
    ("slow-body", &[]),
    ("huge-body", &["bytes"]),
    ("content-type", &["content-type"]),
    ("bare-lists", &[]),
    ("wrapped-lists", &[]),
    ("lone-items", &[]),
    ("byte-order-mark", &[]),
    ("set", &["pointer", "value"]),
];

/// Parses the description of a fault. The error states which parameter is wrong, and what is
/// allowed.
pub(crate) fn fault(parameters: &Parameters, catalog: &Catalog) -> Result<Fault, String> {
    check_names(parameters)?;
    let kind = parameters.required("kind")?;
    let status = parameters.number("status", 100..=599)?;
    let delay = milliseconds(parameters, "delay-ms", 3_600_000)?;
    let need_delay = || delay.ok_or_else(|| missing("delay-ms"));
    let need_bytes = |name: &str| {
        let bytes = parameters.bytes(name).ok_or_else(|| missing(name))?;
        Ok::<_, String>(bytes.to_vec())
    };
    let fault = match kind {
        "throttle" => Fault::throttle(),
        "error" => Fault::error(status.unwrap_or(400), parameters.required("code")?),
        "html" => Fault::html(status.unwrap_or(502)),
        "xml" => Fault::xml(status.unwrap_or(500), parameters.required("code")?),
        "empty" => Fault::empty(status.unwrap_or(502)),
        "malformed-json" => Fault::malformed_json(),
        "response" => Fault::response(
            status.ok_or_else(|| missing("status"))?,
            [] as [(String, String); 0],
            parameters.bytes("body").unwrap_or_default().to_vec(),
        ),
        "raw" => Fault::raw(need_bytes("body")?),
        "redirect" => Fault::redirect(header_value(parameters, "location")?),
        "redirect-to-itself" => Fault::redirect_to_itself(),
        "reset" => Fault::reset(),
        ON_ACCEPT => Fault::reset_on_accept(),
        "close-idle" => Fault::close_idle(need_delay()?),
        "reset-idle" => Fault::reset_idle(need_delay()?),
        "cut-body" => Fault::cut_body(),
        "cut-chunks" => Fault::cut_chunks(),
        "delay" => Fault::delay(need_delay()?),
        "slow-body" => Fault::slow_body(need_delay()?),
        "huge-body" => {
            let bytes = parameters.number("bytes", 1..=1 << 30)?;
            Fault::huge_body(bytes.ok_or_else(|| missing("bytes"))?)
        }
        "content-type" => Fault::content_type(header_value(parameters, "content-type")?),
        "bare-lists" => Fault::bare_lists(),
        "wrapped-lists" => Fault::wrapped_lists(),
        "lone-items" => Fault::lone_items(),
        "byte-order-mark" => Fault::byte_order_mark(),
        "set" => Fault::set(pointer(parameters)?, need_bytes("value")?),
        _ => return Err(unknown_kind(kind)),
    };
    let fault = match delay {
        Some(delay) if !matches!(kind, "slow-body" | "close-idle" | "reset-idle") => {
            fault.delayed(delay)
        }
        _ => fault,
    };
    with_common(fault, kind, status, parameters, catalog)
}

/// Adds what most kinds have in common.
fn with_common(
    mut fault: Fault,
    kind: &str,
    status: Option<u16>,
    parameters: &Parameters,
    catalog: &Catalog,
) -> Result<Fault, String> {
    if let Some(status) = status {
        fault = fault.status(status);
    }
    if let Some(message) = parameters.text("message")? {
        fault = fault.message(message);
    }
    if let Some(operation) = parameters.text("operation")? {
        if catalog.operation(operation).is_none() {
            let allowed = "the name of an operation that the emulator has";
            return Err(invalid("operation", operation.as_bytes(), allowed));
        }
        fault = fault.on(operation);
    }
    for header in parameters.all("header") {
        let (name, value) = split_header(header)
            .ok_or_else(|| invalid("header", header, "a header as `Name: value`"))?;
        fault = fault.header(name, value);
    }
    if let Some(pause) = milliseconds(parameters, "retry-after-ms", 86_400_000)? {
        fault = fault.retry_after(pause);
    }
    if let Some(text) = parameters.text("probability")? {
        let number = text
            .parse()
            .ok()
            .filter(|number| (0.0..=1.0).contains(number));
        let allowed = "a number from 0 to 1";
        let probability = number.ok_or_else(|| invalid("probability", text.as_bytes(), allowed))?;
        fault = fault.probability(probability);
    }
    match parameters.text("after-execution")? {
        Some("true") => fault = fault.after_execution(),
        None | Some("false") => {}
        Some(other) => {
            let allowed = "`true` or `false`";
            return Err(invalid("after-execution", other.as_bytes(), allowed));
        }
    }
    match parameters.text("times")? {
        None => Ok(fault),
        Some("always") if kind == ON_ACCEPT => Err(format!(
            "{ON_ACCEPT} cannot use times=always: \
             it would reset the connection that clears the faults too."
        )),
        Some("always") => Ok(fault.always()),
        Some(text) => {
            let times = parameters.number("times", 1..=u32::MAX);
            let allowed = format!("a whole number from 1 to {}, or `always`", u32::MAX);
            let times = times.map_err(|_| invalid("times", text.as_bytes(), &allowed))?;
            Ok(fault.times(times.unwrap_or(1)))
        }
    }
}

/// Checks that the kind has every parameter, and that only headers are repeated.
fn check_names(parameters: &Parameters) -> Result<(), String> {
    let is_known = |name: &str| {
        let mut own = KINDS.iter().flat_map(|(_, own)| own.iter());
        COMMON.contains(&name) || own.any(|own| *own == name)
    };
    for name in parameters.names() {
        if !is_known(name) {
            return Err(format!("Unknown parameter: {}.", shown(name)));
        }
        if name != "header" && parameters.all(name).nth(1).is_some() {
            return Err(format!("The parameter {name} is repeated. Allowed: once."));
        }
    }
    let kind = parameters.required("kind")?;
    let (_, own) = KINDS
        .iter()
        .find(|(name, _)| *name == kind)
        .ok_or_else(|| unknown_kind(kind))?;
    let allowed = |name: &str| own.contains(&name) || kind != ON_ACCEPT && COMMON.contains(&name);
    match parameters.names().find(|name| !allowed(name)) {
        Some(name) => {
            let with = KINDS.iter().filter(|(_, own)| own.contains(&name));
            let with: Vec<_> = with.map(|(kind, _)| *kind).collect();
            let with = match with.is_empty() {
                true => "every other kind".to_owned(),
                false => with.join(", "),
            };
            Err(format!(
                "The parameter {name} has no effect on {kind}. Allowed: with {with}."
            ))
        }
        None => Ok(()),
    }
}

fn unknown_kind(kind: &str) -> String {
    let kinds: Vec<_> = KINDS.iter().map(|(name, _)| *name).collect();
    format!(
        "Unknown kind: {}. Allowed: {}.",
        shown(kind),
        kinds.join(", ")
    )
}

fn milliseconds(parameters: &Parameters, name: &str, max: u64) -> Result<Option<Duration>, String> {
    let number = parameters.number(name, 0..=max)?;
    Ok(number.map(Duration::from_millis))
}

fn header_value<'p>(parameters: &'p Parameters, name: &str) -> Result<&'p str, String> {
    let text = parameters.required(name)?;
    match HeaderValue::from_str(text) {
        Ok(_) => Ok(text),
        Err(_) => {
            let allowed = "the value of a header, without control characters";
            Err(invalid(name, text.as_bytes(), allowed))
        }
    }
}

fn split_header(header: &[u8]) -> Option<(&str, &str)> {
    let (name, value) = std::str::from_utf8(header).ok()?.split_once(':')?;
    let value = value.trim();
    HeaderName::try_from(name).ok()?;
    HeaderValue::from_str(value).ok()?;
    Some((name, value))
}

fn pointer(parameters: &Parameters) -> Result<&str, String> {
    let pointer = parameters.required("pointer")?;
    if pointer.starts_with('/') {
        Ok(pointer)
    } else {
        let allowed = "a JSON pointer, such as /Total";
        Err(invalid("pointer", pointer.as_bytes(), allowed))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::specs;
    use crate::http::control::HELP;

    fn parse_text(text: &str) -> Result<Fault, String> {
        let catalog = specs::embedded().unwrap();
        fault(&Parameters::read(None, text.as_bytes()), &catalog)
    }

    /// Returns a description with every parameter of a kind.
    fn complete(kind: &str) -> String {
        let (_, own) = KINDS.iter().find(|(name, _)| *name == kind).unwrap();
        let common = if kind == ON_ACCEPT { &[][..] } else { &COMMON };
        let pairs = own.iter().chain(common).map(|name| {
            let value = match *name {
                "kind" => kind,
                "operation" => "StartLiveStreamMonitor",
                "times" => "2",
                "probability" => "0.5",
                "status" => "503",
                "header" => "Retry-After:%20%201",
                "after-execution" => "true",
                "location" | "pointer" => "/Total",
                _ => "1",
            };
            format!("{name}={value}")
        });
        pairs.collect::<Vec<_>>().join("&")
    }

    #[test]
    fn help_lists_every_kind_and_parameter() {
        let (kinds, _) = HELP.split_once("operation ").unwrap();
        let kinds = kinds.strip_prefix("kind").unwrap().replace(" or ", ",");
        let kinds: Vec<_> = kinds
            .split([',', '\n'])
            .map(str::trim)
            .filter(|kind| !kind.is_empty())
            .collect();
        assert_eq!(kinds, KINDS.map(|(kind, _)| kind));
        let listed = |name: &str| {
            HELP.lines()
                .any(|line| line.split(' ').next() == Some(name))
        };
        for (kind, own) in KINDS {
            assert!(own.iter().chain(&COMMON).all(|name| listed(name)), "{kind}");
            assert!(parse_text(&complete(kind)).is_ok(), "{}", complete(kind));
        }
    }

    #[test]
    fn missing_parameters_are_named() {
        for (text, name) in [
            ("", "kind"),
            ("kind=delay", "delay-ms"),
            ("kind=slow-body", "delay-ms"),
            ("kind=close-idle", "delay-ms"),
            ("kind=reset-idle", "delay-ms"),
            ("kind=error", "code"),
            ("kind=xml", "code"),
            ("kind=redirect", "location"),
            ("kind=response", "status"),
            ("kind=raw", "body"),
            ("kind=huge-body", "bytes"),
            ("kind=content-type", "content-type"),
            ("kind=set&value=1", "pointer"),
            ("kind=set&pointer=/A", "value"),
        ] {
            let expected = format!("The parameter {name} is missing.");
            assert_eq!(parse_text(text).unwrap_err(), expected, "{text}");
        }
    }

    #[test]
    fn invalid_values_are_named_with_what_is_allowed() {
        let whole = |range: &str| format!("a whole number from {range}");
        for (texts, name, allowed) in [
            (
                &["abc", "99", "600", "0", "-1", "+200", "2e2", "", "65736"][..],
                "status",
                whole("100 to 599"),
            ),
            (
                &["0", "-1", "1.5", "", "4294967296", "Always", "+1"],
                "times",
                whole("1 to 4294967295, or `always`"),
            ),
            (
                &["NaN", "inf", "-inf", "-0.1", "1.1", "", "x", "0,5", "1e999"],
                "probability",
                "a number from 0 to 1".into(),
            ),
            (
                &["-1", "3600001", "1.5", "", "99999999999999999999"],
                "delay-ms",
                whole("0 to 3600000"),
            ),
            (
                &["-1", "86400001", ""],
                "retry-after-ms",
                whole("0 to 86400000"),
            ),
            (
                &["yes", "TRUE", "1", ""],
                "after-execution",
                "`true` or `false`".into(),
            ),
            (
                &["", "startlivestreammonitor", "Unheard"],
                "operation",
                "the name of an operation that the emulator has".into(),
            ),
            (
                &["", "Name", ": value", "Na me: value", "Name: a\u{1}b"],
                "header",
                "a header as `Name: value`".into(),
            ),
        ] {
            for value in texts {
                let encoded = value.replace('+', "%2B");
                let reason = parse_text(&format!("kind=throttle&{name}={encoded}")).unwrap_err();
                let shown = value.escape_debug();
                assert_eq!(
                    reason,
                    format!("Invalid value for {name}: {shown}. Allowed: {allowed}.")
                );
            }
        }
        for (text, expected) in [
            (
                "kind=huge-body&bytes=0",
                "Invalid value for bytes: 0. Allowed: ",
            ),
            (
                "kind=huge-body&bytes=1073741825",
                "Invalid value for bytes: 1073741825. ",
            ),
            ("kind=error&code=", "Invalid value for code: . "),
            (
                "kind=redirect&location=%0a",
                "Invalid value for location: \\n. ",
            ),
            (
                "kind=content-type&content-type=",
                "Invalid value for content-type: . ",
            ),
            (
                "kind=set&value=1&pointer=Total",
                "Invalid value for pointer: Total. ",
            ),
            (
                "kind=error&code=a&message=%ff",
                "Invalid value for message: \u{fffd}. ",
            ),
            (
                "kind=fire",
                "Unknown kind: fire. Allowed: throttle, error, ",
            ),
            ("kind=", "Invalid value for kind: . "),
            ("kind=throttle&colour=red", "Unknown parameter: colour."),
            ("kind=throttle&STATUS=429", "Unknown parameter: STATUS."),
            (
                "kind=reset&kind=reset",
                "The parameter kind is repeated. Allowed: once.",
            ),
            (
                "kind=reset&times=2&times=3",
                "The parameter times is repeated. ",
            ),
            (
                "kind=reset&status=500",
                "The parameter status has no effect on reset. Allowed: with throttle, ",
            ),
            (
                "kind=reset-on-accept&operation=StartLiveStreamMonitor",
                "The parameter operation has no effect on reset-on-accept. Allowed: with every other kind.",
            ),
            (
                "kind=reset-on-accept&times=always",
                "reset-on-accept cannot use times=always: ",
            ),
        ] {
            let reason = parse_text(text).unwrap_err();
            assert!(reason.starts_with(expected), "{text}: {reason}");
        }
    }

    #[test]
    fn limits_are_included() {
        for text in [
            "kind=throttle&status=100&times=1&probability=0&delay-ms=0&retry-after-ms=0",
            "kind=throttle&status=599&times=4294967295&probability=1&delay-ms=3600000",
            "kind=throttle&times=always&retry-after-ms=86400000&after-execution=false",
            "kind=huge-body&bytes=1073741824",
        ] {
            assert!(parse_text(text).is_ok(), "{text}");
        }
    }
}
