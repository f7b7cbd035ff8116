//! What the emulator sends, as the client's types read it and `edge::callback` verifies it.

use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use alibabacloud_live::Client;
use alibabacloud_live::edge::callback::CallbackVerifier;
use alibabacloud_live::rpc::RateLimits;
use alibabacloud_live_emulator as emulator;
use alibabacloud_live_emulator::Emulator;
use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::{Router, serve};
use live_spec::{Content, Family, FieldPath, Notification, Service, SetBy, SignedHost};
use live_tests::client_of;
use serde_json::Value;
use tokio::net::TcpListener;

use super::{AnyNotification, Read, members};
use crate::conformance::response_differences;
use crate::corpus::Sent;
use crate::every_operation::object;
use crate::operations::{AnyOperation, service};

const DOMAIN: &str = "push.example.com";
const KEY: &str = "0123456789abcdef";

/// An emulator, a client of it, and a receiver of its notifications.
struct Callbacks {
    emulator: Emulator,
    client: Client,
    /// The address of the receiver.
    address: String,
    arrived: Receiver<Arrived>,
}

/// A request that the receiver got.
struct Arrived {
    sent: Sent,
    headers: HeaderMap,
}

impl Callbacks {
    async fn start() -> Self {
        let emulator = Emulator::start().await.unwrap();
        let client = client_of(&emulator).rate_limits(RateLimits::off());
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}/notify", listener.local_addr().unwrap());
        let (sender, arrived) = channel();
        let receive = async move |request: Request| {
            let (head, body) = request.into_parts();
            let body = to_bytes(body, usize::MAX).await.unwrap();
            let sent = match head.uri.query() {
                Some(query) => Sent::Query(query.to_owned()),
                None => Sent::Body(serde_json::from_slice(&body).unwrap()),
            };
            let headers = head.headers;
            sender.send(Arrived { sent, headers }).unwrap();
        };
        let router = Router::new().fallback(receive);
        tokio::spawn(async { serve(listener, router).await });
        Self {
            client: client.build().unwrap(),
            emulator,
            address,
            arrived,
        }
    }

    /// Calls an operation with its documented examples, but for these parameters.
    async fn call(&self, service: &Service, operation: &str, set: &[(&FieldPath, &str)]) {
        let (family, spec) = service
            .families
            .iter()
            .flat_map(|family| family.operations.iter().map(move |spec| (family, spec)))
            .find(|(_, spec)| spec.name == operation)
            .unwrap();
        let mut input = object(family, &spec.request);
        for (path, value) in set {
            if spec.request.iter().any(|field| field.name == path.names[0]) {
                put(&mut input, &path.names, value);
            }
        }
        let called = (AnyOperation::named(operation).send)(&self.client, &input).await;
        called.unwrap_or_else(|error| panic!("{operation}: {error:?}"));
    }

    /// Sets the address of a notification, and a key if it has one, as a program does.
    async fn configure(&self, service: &Service, set_by: &SetBy) {
        let values = [
            (&set_by.address, self.address.as_str()),
            (&set_by.domain, DOMAIN),
            (&set_by.key, KEY),
            (&set_by.auth, yes(service, set_by)),
        ];
        let set = values
            .iter()
            .filter_map(|(path, value)| Some((path.as_ref()?, *value)));
        let set: Vec<_> = set.collect();
        self.call(service, &set_by.operation.text, &set).await;
    }

    /// Sends a notification and returns what arrives.
    async fn send(&self, notification: emulator::Notification) -> Arrived {
        let delivered = self.emulator.notify(notification).await.unwrap();
        assert_eq!(delivered.status, 200);
        let arrived = self.arrived.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(delivered.signed, arrived.signature().is_some());
        arrived
    }
}

impl Arrived {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    fn signature(&self) -> Option<&str> {
        self.header("ALI-LIVE-SIGNATURE")
    }

    /// Verifies the signature as a receiver does.
    fn verify(&self, host: SignedHost, address: &str) {
        let verifier = match host {
            SignedHost::Domain => CallbackVerifier::for_ingest_domain(DOMAIN, KEY),
            SignedHost::Address => CallbackVerifier::for_callback_url(address, KEY),
        };
        let timestamp = self.header("ALI-LIVE-TIMESTAMP");
        let verified = verifier.unwrap().verify(timestamp, self.signature());
        verified.unwrap();
    }
}

/// Sets a value at a path. An example of an object is JSON text.
fn put(input: &mut Value, path: &[String], value: &str) {
    let Some((name, rest)) = path.split_first() else {
        *input = value.into();
        return;
    };
    if let Value::String(text) = input {
        *input = serde_json::from_str(text).unwrap();
    }
    put(&mut input[name], rest, value);
}

/// Returns the value of the parameter that turns signatures on.
fn yes(service: &Service, set_by: &SetBy) -> &'static str {
    let operations = service
        .families
        .iter()
        .flat_map(|family| &family.operations);
    let mut fields = operations
        .filter(|spec| spec.name == set_by.operation.text)
        .flat_map(|spec| &spec.request);
    let auth = set_by.auth.as_ref().map(|path| path.names[0].as_str());
    match fields.find(|field| Some(field.name.as_str()) == auth) {
        Some(field) if matches!(field.ty, live_spec::Type::Boolean) => "true",
        _ => "yes",
    }
}

/// Returns all notifications of the specs with their families.
fn notifications(service: &Service) -> impl Iterator<Item = (&Family, &Notification)> {
    let families = service.families.iter();
    families.flat_map(|family| family.notifications.iter().map(move |it| (family, it)))
}

/// Returns the names of the kinds, or `None` for the only one.
fn kinds(notification: &Notification) -> Vec<Option<&str>> {
    match &notification.content {
        Content::Fields(_) => vec![None],
        Content::Kinds(kinds) => kinds.iter().map(|kind| Some(kind.name.as_str())).collect(),
    }
}

fn of_kind(name: &str, kind: Option<&str>) -> emulator::Notification {
    let notification = emulator::Notification::new(name);
    match kind {
        Some(kind) => notification.kind(kind),
        None => notification,
    }
}

/// Reads what arrived, and checks that nothing of it is lost.
fn read(name: &str, kind: Option<&str>, sent: &Sent) -> Read {
    let read = AnyNotification::named(name).read(sent);
    let mut differences = Vec::new();
    response_differences(name, &members(sent), &read.value, &mut differences);
    assert!(differences.is_empty(), "{differences:#?}");
    assert!(read.is_documented(), "{name}: {}", read.text);
    assert!(
        !read.text.contains("Unrecognized("),
        "{name}: {}",
        read.text
    );
    let start = kind.unwrap_or(name);
    assert!(read.text.starts_with(start), "{name}: {}", read.text);
    read
}

/// Returns each kind of each notification, as the emulator sends it.
pub(super) async fn samples(service: &Service) -> Vec<(&'static AnyNotification, Sent)> {
    let callbacks = Callbacks::start().await;
    let mut samples = Vec::new();
    for (_, notification) in notifications(service) {
        for kind in kinds(notification) {
            let sent = of_kind(&notification.name, kind).to(&callbacks.address);
            let arrived = callbacks.send(sent).await;
            samples.push((AnyNotification::named(&notification.name), arrived.sent));
        }
    }
    samples
}

#[tokio::test(flavor = "multi_thread")]
async fn every_notification_fits_into_its_type_and_has_the_documented_signature() {
    let service = service();
    let callbacks = Callbacks::start().await;
    for (_, notification) in notifications(&service) {
        let name = notification.name.as_str();
        let setters = notification.set_by.iter();
        let mut setters: Vec<_> = setters
            .filter(|it| it.address.is_some())
            .map(Some)
            .collect();
        if setters.is_empty() {
            setters.push(None);
        }
        for set_by in setters {
            callbacks.emulator.clear_callback_addresses();
            if let Some(set_by) = set_by {
                callbacks.configure(&service, set_by).await;
            }
            for key_only in notification.set_by.iter().filter(|it| it.address.is_none()) {
                callbacks.configure(&service, key_only).await;
            }
            for kind in kinds(notification) {
                let sent = of_kind(name, kind);
                let arrived = callbacks.send(match set_by {
                    Some(_) => sent,
                    None => sent.to(&callbacks.address),
                });
                let arrived = arrived.await;
                read(name, kind, &arrived.sent);
                match notification.signed {
                    Some(host) => arrived.verify(host, &callbacks.address),
                    None => assert_eq!(arrived.signature(), None, "{name}"),
                }
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn addresses_are_gone_after_each_operation_that_removes_them() {
    let service = service();
    let callbacks = Callbacks::start().await;
    for (_, notification) in notifications(&service) {
        let mut setters = notification.set_by.iter();
        let Some(set_by) = setters.find(|it| it.address.is_some()) else {
            continue;
        };
        for unset_by in &notification.unset_by {
            callbacks.emulator.clear_callback_addresses();
            callbacks.configure(&service, set_by).await;
            let is_configured = || {
                let all = callbacks.emulator.callback_addresses();
                all.iter().any(|one| one.notification == notification.name)
            };
            assert!(is_configured(), "{}", notification.name);
            let domain = set_by.domain.iter().map(|path| (path, DOMAIN));
            let domain: Vec<_> = domain.collect();
            callbacks.call(&service, &unset_by.text, &domain).await;
            assert!(
                !is_configured(),
                "{} after {}",
                notification.name,
                unset_by.text
            );
        }
    }
}
