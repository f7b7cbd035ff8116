//! Any parameters and credentials result in a request with these values and a valid signature, or
//! in an error.

#![no_main]

use std::time::{Duration, SystemTime};

use alibabacloud_live::rpc::endpoint::Endpoint;
use alibabacloud_live::rpc::request::SignableRequest;
use alibabacloud_live::rpc::signing::{SignatureMethod, SigningContext, hmac_sha1};
use alibabacloud_live::rpc::{
    Credentials, GeneratedClient as _, Method, OperationInfo, Parameters,
};
use arbitrary::Arbitrary;
use http::HeaderValue;
use libfuzzer_sys::fuzz_target;
use live_fuzz::{Parameter, decoded};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Characters that percent-encoding replaces.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

#[derive(Arbitrary, Debug)]
struct Input {
    parameters: Vec<Parameter>,
    id: String,
    secret: String,
    token: Option<String>,
    user_agent: String,
    nonce: u128,
    seconds: u64,
    get: bool,
}

fuzz_target!(|input: Input| {
    let mut parameters = Parameters::default();
    for parameter in &input.parameters {
        parameter.write(&mut parameters);
    }
    let credentials = match &input.token {
        Some(token) => Credentials::with_security_token(&input.id, &input.secret, token),
        None => Credentials::new(&input.id, &input.secret),
    };
    let since = Duration::from_secs(input.seconds % (1 << 40));
    let context = SigningContext::from_parts(input.nonce, SystemTime::UNIX_EPOCH + since);
    let operation = OperationInfo {
        method: if input.get { Method::Get } else { Method::Post },
        ..<alibabacloud_live::stream_monitor::StartLiveStreamMonitorRequest as alibabacloud_live::rpc::Operation>::INFO.clone()
    };
    let Ok(user_agent) = HeaderValue::try_from(&input.user_agent) else {
        return;
    };
    let signable = SignableRequest {
        service: alibabacloud_live::Client::INFO,
        operation: &operation,
        endpoint: &Endpoint::parse("http://127.0.0.1:8086").expect("an address"),
        user_agent: &user_agent,
        parameters: &parameters,
    };

    if let Ok(request) = signable.sign(SignatureMethod::Acs3HmacSha256, &credentials, &context) {
        let query = request.uri().query().unwrap_or_default();
        assert_eq!(query, parameters.canonical_query());
        assert_eq!(request.body(), parameters.canonical_form().as_bytes());
        assert_eq!(request.headers()["host"], "127.0.0.1:8086");
        assert_eq!(request.headers()["x-acs-signature-nonce"], context.nonce());
        assert_eq!(request.headers()["x-acs-date"], context.timestamp());
        assert_eq!(request.headers()["user-agent"], input.user_agent);
    }
    if let Ok(request) = signable.sign(SignatureMethod::HmacSha1, &credentials, &context) {
        let mut sent = decoded(request.uri().query().unwrap_or_default());
        let (name, signature) = sent.pop().expect("a signature");
        assert_eq!(name, "Signature");
        sent.extend(decoded(&String::from_utf8_lossy(request.body())));
        let mut again = Parameters::default();
        for (name, value) in &sent {
            again.query(name, value);
        }
        let text = hmac_sha1::string_to_sign(operation.method.as_str(), &again);
        let encoded = utf8_percent_encode(&again.canonical(), RESERVED).to_string();
        assert_eq!(text, format!("{}&%2F&{encoded}", operation.method.as_str()));
        assert_eq!(signature, hmac_sha1::signature(&input.secret, &text));
        for (name, value) in [
            ("AccessKeyId", Some(&input.id)),
            ("SecurityToken", input.token.as_ref()),
        ] {
            let mut found = sent.iter().filter(|(other, _)| other == name);
            if let Some(value) = value {
                assert_eq!(found.next().map(|(_, value)| value), Some(value));
                assert_eq!(found.next(), None);
            }
        }
    }
});
