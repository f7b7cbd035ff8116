//! Whatever the emulator receives, it answers in the format of the service. A request signed by the
//! client is never refused for its signature, and a rejected one leaves no body in the log.

#![no_main]

use std::cell::Cell;
use std::sync::OnceLock;
use std::time::SystemTime;

use alibabacloud_live::rpc::endpoint::Endpoint;
use alibabacloud_live::rpc::request::SignableRequest;
use alibabacloud_live::rpc::signing::{SignatureMethod, SigningContext};
use alibabacloud_live::rpc::{
    Credentials, GeneratedClient as _, Method, OperationInfo, Parameters,
};
use alibabacloud_live_emulator::Emulator;
use arbitrary::Arbitrary;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Request, Response};
use libfuzzer_sys::fuzz_target;
use live_fuzz::Parameter;
use tokio::runtime::{Builder, Runtime};

#[derive(Arbitrary, Debug)]
enum Input {
    /// A call as the client signs it.
    Signed(Call),
    /// A call whose head or body changed after it was signed.
    Changed(Call, Change),
    Any(AnyRequest),
    /// A request for a fault, and the call that it applies to.
    Fault {
        form: Vec<u8>,
        call: Call,
    },
}

#[derive(Arbitrary, Debug)]
struct Call {
    operation: u16,
    parameters: Vec<Parameter>,
    hmac_sha1: bool,
    get: bool,
    temporary: bool,
}

#[derive(Arbitrary, Debug)]
enum Change {
    Target(String),
    Header(String, Vec<u8>),
    Body(Vec<u8>),
}

#[derive(Arbitrary, Debug)]
struct AnyRequest {
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

/// The names of all operations.
static OPERATIONS: OnceLock<Vec<&'static str>> = OnceLock::new();

struct Harness {
    emulator: Emulator,
    operations: &'static [&'static str],
    runtime: Runtime,
    nonce: Cell<u128>,
}

thread_local! {
    static HARNESS: Harness = Harness::new();
}

fuzz_target!(|input: Input| HARNESS.with(|harness| harness.check(input)));

impl Harness {
    fn new() -> Self {
        let emulator = Emulator::builder()
            .log_capacity(1)
            .start_blocking()
            .expect("an emulator");
        let names = || emulator.operations().into_iter();
        Self {
            operations: OPERATIONS.get_or_init(|| names().map(|name| &*name.leak()).collect()),
            emulator,
            runtime: Builder::new_current_thread().build().expect("a runtime"),
            nonce: Cell::default(),
        }
    }

    fn check(&self, input: Input) {
        match input {
            Input::Signed(call) => {
                let Some((operation, request)) = self.sign(&call) else {
                    return;
                };
                let response = self.respond(request);
                let shown = String::from_utf8_lossy(response.body()).into_owned();
                check_answer(&response, &shown);
                for code in [
                    "Signature",
                    "AccessKey",
                    "TimeStamp",
                    "InvalidAction",
                    "Version",
                ] {
                    let code = format!("\"Code\":\"{code}");
                    assert!(!shown.contains(&code), "{operation}: {shown}");
                }
            }
            Input::Changed(call, change) => {
                if let Some(request) = self.sign(&call).and_then(|(_, call)| changed(call, change))
                {
                    self.check_any(request);
                }
            }
            Input::Any(any) => {
                if let Some(request) = build(any) {
                    self.check_any(request);
                }
            }
            Input::Fault { form, call } => {
                let request = Request::post("/_emulator/faults")
                    .header("host", self.emulator.addr().to_string())
                    .body(form.into())
                    .expect("a request");
                let response = self.respond(request);
                let taken = response.status() == 200;
                assert!(taken || response.status() == 400, "{response:?}");
                assert_eq!(self.emulator.waiting_faults(), usize::from(taken));
                if let Some((_, request)) = self.sign(&call) {
                    self.respond(request);
                }
                self.emulator.clear_faults();
            }
        }
    }

    fn check_any(&self, request: Request<Bytes>) {
        let is_control = request.uri().path().starts_with("/_emulator");
        let response = self.respond(request);
        let shown = String::from_utf8_lossy(response.body()).into_owned();
        if is_control {
            let faults = self.emulator.waiting_faults();
            assert!(faults == 0 || response.status() == 200, "{shown}");
            self.emulator.clear_faults();
            self.emulator.clear_answers();
            return;
        }
        check_answer(&response, &shown);
        let served = self.emulator.requests().pop().expect("a logged request");
        assert!(served.executed || served.account.is_some() || served.form.is_empty());
    }

    fn respond(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.runtime.block_on(self.emulator.handle(request))
    }

    /// Signs a call, or returns `None` if the client refuses its parameters.
    fn sign(&self, call: &Call) -> Option<(&'static str, Request<Bytes>)> {
        let name = self.operations[usize::from(call.operation) % self.operations.len()];
        let mut parameters = Parameters::default();
        for parameter in &call.parameters {
            parameter.write(&mut parameters);
        }
        let credentials = match call.temporary {
            true => Credentials::with_security_token(
                Emulator::STS_ACCESS_KEY_ID,
                Emulator::STS_ACCESS_KEY_SECRET,
                Emulator::STS_SECURITY_TOKEN,
            ),
            false => Credentials::new(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET),
        };
        let operation = OperationInfo {
            method: if call.get { Method::Get } else { Method::Post },
            ..OperationInfo::post(name)
        };
        self.nonce.set(self.nonce.get() + 1);
        let signable = SignableRequest {
            service: alibabacloud_live::Client::INFO,
            operation: &operation,
            endpoint: &Endpoint::parse(&self.emulator.url()).expect("an address"),
            user_agent: &HeaderValue::from_static("fuzz"),
            parameters: &parameters,
        };
        let context = SigningContext::from_parts(self.nonce.get(), SystemTime::now());
        let method = match call.hmac_sha1 {
            true => SignatureMethod::HmacSha1,
            false => SignatureMethod::Acs3HmacSha256,
        };
        let request = signable.sign(method, &credentials, &context).ok()?;
        Some((name, request))
    }
}

/// Checks that a response is one of the service.
fn check_answer(response: &Response<Bytes>, shown: &str) {
    let status = response.status().as_u16();
    assert!(matches!(status, 200 | 400 | 401 | 403 | 404), "{shown}");
    let id = response.headers()["x-acs-request-id"]
        .to_str()
        .expect("an ID");
    assert!(shown.contains(id), "{shown}");
    if response.headers()["content-type"] == "application/json;charset=utf-8" {
        let json: serde_json::Value = serde_json::from_str(shown).expect("JSON");
        assert_eq!(json.get("HostId").is_some(), status != 200, "{shown}");
    } else {
        assert!(shown.starts_with("<?xml "), "{shown}");
    }
}

fn changed(mut request: Request<Bytes>, change: Change) -> Option<Request<Bytes>> {
    match change {
        Change::Target(target) => *request.uri_mut() = target.parse().ok()?,
        Change::Body(body) => *request.body_mut() = body.into(),
        Change::Header(name, value) => {
            let name = HeaderName::try_from(name).ok()?;
            let value = HeaderValue::try_from(value).ok()?;
            request.headers_mut().insert(name, value);
        }
    }
    Some(request)
}

fn build(any: AnyRequest) -> Option<Request<Bytes>> {
    let mut request = Request::builder()
        .method(any.method.as_str())
        .uri(any.target);
    for (name, value) in any.headers {
        request = request.header(name, value);
    }
    request.body(any.body.into()).ok()
}
