//! Shows what is signed and sent, with secrets masked.

use std::fmt::Write as _;

use alibabacloud_rpc::Parameters;
use alibabacloud_rpc::signing::{acs3, hmac_sha1};

use crate::request::{MASK, SIGNATURE, SentPair, SentRequest, decoded, masked};

/// Stands for a secret while a text is encoded. It has only characters that stay as they are.
const STAND_IN: &str = "~~secret-value~~";

/// Explains a request: the request itself, its canonical form, and the string that is signed. All
/// three have secrets masked.
#[must_use]
pub fn explain(request: &SentRequest) -> String {
    let signed = match request.header("authorization") {
        Some(authorization) => Some(acs3_texts(request, authorization)),
        None if request.is_signed() => Some(hmac_sha1_texts(request)),
        None => None,
    };
    let mut out = String::new();
    let mut section = |title: &str, text: &str| {
        let text = text.trim_end_matches('\n');
        // Writing to a String cannot fail.
        let _ = write!(out, "== {title}\n{text}\n\n");
    };
    section("request", &message(request));
    match signed {
        Some((canonical, string_to_sign)) => {
            section("canonical request", &canonical);
            section("string to sign", &string_to_sign);
        }
        None => section("signature", "The operation is not signed."),
    }
    out.push_str(&format!("{MASK} stands for a secret or a signature.\n"));
    out
}

/// Returns the request as it is sent.
fn message(request: &SentRequest) -> String {
    let query = masked(&request.query());
    let mark = if query.is_empty() { "" } else { "?" };
    let mut out = format!("{} {}{mark}{query}\n", request.method(), request.address());
    for (name, value) in request.headers() {
        out.push_str(&format!("{name}: {}\n", masked_header(name, value)));
    }
    let form = masked(&request.form());
    if !form.is_empty() {
        out.push_str(&format!("\n{form}\n"));
    }
    out
}

/// Masks the value of a header, as far as it is secret.
fn masked_header(name: &str, value: &str) -> String {
    match name {
        "x-acs-security-token" => MASK.to_owned(),
        "authorization" => match value.split_once("Signature=") {
            Some((signed, _)) => format!("{signed}Signature={MASK}"),
            None => MASK.to_owned(),
        },
        _ => value.to_owned(),
    }
}

/// Returns the canonical request and the string to sign of `ACS3-HMAC-SHA256`. The string to sign
/// has the hash of the canonical request, so it shows no secret and needs no mask.
fn acs3_texts(request: &SentRequest, authorization: &str) -> (String, String) {
    let signed = authorization.split_once("SignedHeaders=");
    let signed = signed.map_or("", |(_, rest)| rest.split(',').next().unwrap_or_default());
    let headers: Vec<_> = signed
        .split(';')
        .filter_map(|name| Some((name, request.header(name)?)))
        .collect();
    let masked_headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (*name, masked_header(name, value)))
        .collect();
    let masked_headers: Vec<_> = masked_headers
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    let pairs = request.query();
    let plain: Vec<_> = pairs
        .iter()
        .map(|pair| format!("{}={}", pair.name, pair.value))
        .collect();
    let canonical = acs3::Request {
        method: request.method(),
        path: "/",
        query: &plain.join("&"),
        headers: &headers,
        payload_hash: request.header("x-acs-content-sha256").unwrap_or_default(),
    };
    let shown = acs3::Request {
        query: &masked(&pairs),
        headers: &masked_headers,
        ..canonical
    };
    (shown.canonical(), canonical.string_to_sign())
}

/// Returns the canonical parameters and the string to sign of `HMAC-SHA1`.
fn hmac_sha1_texts(request: &SentRequest) -> (String, String) {
    let mut parameters = Parameters::default();
    let (query, form) = (request.query(), request.form());
    let signed = query.iter().filter(|pair| pair.name != SIGNATURE);
    for SentPair {
        name,
        value,
        is_secret,
    } in signed.chain(&form)
    {
        let value = match is_secret {
            true => STAND_IN.to_owned(),
            false => decoded(value),
        };
        parameters.query(&decoded(name), &value);
    }
    let mask = |text: String| text.replace(STAND_IN, MASK);
    (
        mask(parameters.canonical()),
        mask(hmac_sha1::string_to_sign(request.method(), &parameters)),
    )
}
