//! Shows how the call ended.

use alibabacloud_rpc::decode::{ReadFields, ReadResult, ValueReader};
use alibabacloud_rpc::{Error, ErrorKind};

use crate::called::Called;
use crate::pretty::pretty;
use crate::screen::Screen;
use crate::tap::Received;
use crate::target::START_LOCAL;

/// A response whose members are not needed, since its text is shown.
#[derive(Default)]
pub(crate) struct Ignored;

impl ReadFields for Ignored {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        value.unknown(name)
    }
}

/// A response that documents a `Code`, which may be data rather than that of an error.
#[derive(Default)]
pub(crate) struct WithCode;

impl ReadFields for WithCode {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Code" => value.any().map(drop),
            _ => value.unknown(name),
        }
    }
}

/// Shows the response of a call that succeeded.
pub(crate) fn success(received: &Received, raw: bool, screen: &Screen) {
    let body = String::from_utf8_lossy(&received.body);
    match raw {
        true => screen.output(&body),
        false => screen.output(&pretty(&body)),
    }
    screen.note(facts(received));
}

/// Shows why a call failed.
pub(crate) fn failure(
    called: Called<'_>,
    error: &Error,
    received: Option<&Received>,
    is_loopback: bool,
    raw: bool,
    screen: &Screen,
) {
    if let (true, Some(received)) = (raw, received) {
        screen.output(&String::from_utf8_lossy(&received.body));
    }
    screen.note(format_args!("error: {error}"));
    if let Some(code) = error.code() {
        screen.note(format_args!("{code}: {}", called.meaning_of(code)));
    }
    match received {
        // The error states the rest.
        Some(received) => screen.note(milliseconds(received)),
        None if error.kind() == ErrorKind::Connect && is_loopback => {
            screen.note(format_args!("help: {START_LOCAL}"));
        }
        None => {}
    }
    if error.may_have_executed() && !called.operation.read_only {
        screen.note("the service may have executed the call");
    }
}

fn facts(received: &Received) -> String {
    let id = match &received.request_id {
        Some(id) => format!(", request ID {id}"),
        None => String::new(),
    };
    let attempts = match received.attempt {
        1 => String::new(),
        attempt => format!(", attempt {attempt}"),
    };
    let time = milliseconds(received);
    format!("status {}{id}, {time}{attempts}", received.status)
}

fn milliseconds(received: &Received) -> String {
    format!("{:.0} ms", received.duration.as_secs_f64() * 1000.0)
}
