//! Tests operations that need no signature, with the specs of another product.

use std::path::Path;
use std::time::{Duration, SystemTime};

use alibabacloud_live_emulator::Emulator;
use uuid::Uuid;

use crate::client::{Caller, Request, Response};

const UNSIGNED: &str = "AssumeRoleWithOIDC";
const VERSION: &str = "2015-04-01";
const PARAMETERS: [(&str, &str); 4] = [
    ("OIDCProviderArn", "acs:ram::1:oidc-provider/a"),
    ("OIDCToken", "token"),
    ("RoleArn", "acs:ram::1:role/a"),
    ("RoleSessionName", "alice"),
];

fn start() -> (Emulator, Caller) {
    let specs = "../codegen/live-codegen/goldens/sts/specs";
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join(specs);
    let emulator = Emulator::builder().specs(specs).start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    (emulator, caller)
}

fn time(seconds_ago: u64) -> String {
    let time = SystemTime::now() - Duration::from_secs(seconds_ago);
    humantime::format_rfc3339_seconds(time).to_string()
}

/// Calls an operation as the official SDKs do, with these common parameters in place of the usual.
fn call(caller: &Caller, operation: &str, changed: &[(&str, &str)]) -> Response {
    let (now, nonce) = (time(0), Uuid::new_v4().to_string());
    let common = [
        ("Action", operation),
        ("Format", "json"),
        ("SignatureNonce", &nonce),
        ("Timestamp", &now),
        ("Version", VERSION),
    ];
    let is_kept = |(name, _): &&(&str, &str)| changed.iter().all(|(other, _)| other != name);
    let pairs = common.iter().chain(&PARAMETERS).filter(is_kept);
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(pairs.chain(changed));
    let target = format!("/?{}", query.finish());
    caller
        .send(&Request::new("POST", &target, caller.addr))
        .unwrap()
}

#[test]
fn requests_without_a_caller_are_served_and_logged() {
    let (emulator, caller) = start();
    let response = call(&caller, UNSIGNED, &[]);
    assert_eq!(response.status, 200, "{}", response.text());
    assert_eq!(
        response.json()["Credentials"]["AccessKeyId"],
        "STS.L4aBSCSJVMuKg5U1****"
    );
    let requests = emulator.requests();
    assert_eq!(requests[0].account, None);
    assert_eq!(requests[0].access_key_id, None);
    assert_eq!(requests[0].signature, None);
    assert!(requests[0].executed);
    assert!(requests[0].unknown_parameters.is_empty());
}

#[test]
fn requests_that_name_the_operation_in_headers_are_served_too() {
    let (emulator, caller) = start();
    let mut request = caller.acs3(UNSIGNED, &PARAMETERS);
    request.target += "&Format=json";
    request.remove("authorization");
    request.set("x-acs-version", VERSION);
    let response = caller.send(&request).unwrap();
    assert_eq!(response.status, 200, "{}", response.text());
    assert!(emulator.requests()[0].unknown_parameters.is_empty());
}

#[test]
fn signed_requests_are_served_and_their_signature_is_checked() {
    let (emulator, caller) = start();
    let mut request = caller.acs3(UNSIGNED, &PARAMETERS);
    request.set("x-acs-version", VERSION);
    caller.sign_acs3(&mut request);
    assert_eq!(caller.send(&request).unwrap().status, 200);
    assert_eq!(emulator.requests()[0].account.as_deref(), Some("default"));

    let wrong = Caller {
        secret: "wrong".into(),
        ..caller.clone()
    };
    request.set("x-acs-signature-nonce", "another");
    wrong.sign_acs3(&mut request);
    let refused = caller.send(&request).unwrap().error();
    assert_eq!(refused, (400, "SignatureDoesNotMatch".into()));
    let half = call(&caller, UNSIGNED, &[("AccessKeyId", &caller.key)]);
    assert_eq!(half.error(), (400, "MissingSignature".into()));
}

#[test]
fn version_date_nonce_and_parameters_are_checked_all_the_same() {
    let (_emulator, caller) = start();
    let old = time(3600);
    for (changed, code) in [
        (("Version", "2016-11-01"), "InvalidVersion"),
        (("Timestamp", "today"), "InvalidTimeStamp.Format"),
        (("Timestamp", &old), "InvalidTimeStamp.Expired"),
        (("SignatureNonce", ""), "MissingSignatureNonce"),
        (("OIDCToken", "abc"), "InvalidOIDCToken"),
    ] {
        let (_, seen) = call(&caller, UNSIGNED, &[changed]).error();
        assert!(seen.starts_with(code), "{seen}, expected {code}");
    }
    let nonce = [("SignatureNonce", "once")];
    assert_eq!(call(&caller, UNSIGNED, &nonce).status, 200);
    let again = call(&caller, UNSIGNED, &nonce);
    assert_eq!(again.error(), (400, "SignatureNonceUsed".into()));
}

#[test]
fn other_operations_still_need_a_signature() {
    let (_emulator, caller) = start();
    let response = call(&caller, "GetCallerIdentity", &[]);
    assert_eq!(response.error(), (400, "MissingAccessKeyId".into()));
    let recommend = &response.json()["Recommend"];
    let product = recommend.as_str().unwrap().contains("&product=sts&");
    assert!(product, "{recommend}");
}
