//! The call as a program without the client would make it: signed with ACS3, sent with reqwest, its
//! response read with serde. No timeout, retry or rate limit, and the parameters need no encoding.

use std::time::SystemTime;

use hmac::{Hmac, KeyInit, Mac};
use serde::Deserialize;
use sha2::{Digest, Sha256};

use crate::{ACCESS_KEY_ID, ACCESS_KEY_SECRET, MONITOR_ID};

const OPERATION: &str = "StartLiveStreamMonitor";
const VERSION: &str = "2016-11-01";
const EMPTY_HASH: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
const SIGNED_HEADERS: &str =
    "host;x-acs-action;x-acs-content-sha256;x-acs-date;x-acs-signature-nonce;x-acs-version";

#[derive(Deserialize)]
struct StartResponse {
    #[serde(rename = "RequestId")]
    request_id: String,
}

/// Makes the call and returns the request ID of the response.
pub(crate) async fn start(http: &reqwest::Client, host: &str) -> String {
    let query = format!("MonitorId={MONITOR_ID}&RegionId=cn-shanghai");
    let nonce = format!("{:032x}", getrandom::u64().unwrap());
    let date = humantime::format_rfc3339_seconds(SystemTime::now()).to_string();
    let canonical = format!(
        "POST\n/\n{query}\nhost:{host}\nx-acs-action:{OPERATION}\nx-acs-content-sha256:{EMPTY_HASH}\n\
         x-acs-date:{date}\nx-acs-signature-nonce:{nonce}\nx-acs-version:{VERSION}\n\n{SIGNED_HEADERS}\n{EMPTY_HASH}"
    );
    let mut mac = Hmac::<Sha256>::new_from_slice(ACCESS_KEY_SECRET.as_bytes()).unwrap();
    mac.update(format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(canonical))).as_bytes());
    let signature = hex(&mac.finalize().into_bytes());
    let authorization = format!(
        "ACS3-HMAC-SHA256 Credential={ACCESS_KEY_ID},SignedHeaders={SIGNED_HEADERS},Signature={signature}"
    );
    let response = http
        .post(format!("http://{host}/?{query}"))
        .header("accept", "application/json")
        .header("authorization", authorization)
        .header("user-agent", "by hand")
        .header("x-acs-action", OPERATION)
        .header("x-acs-content-sha256", EMPTY_HASH)
        .header("x-acs-date", date)
        .header("x-acs-signature-nonce", nonce)
        .header("x-acs-version", VERSION)
        .send()
        .await
        .unwrap();
    let response = response.error_for_status().unwrap().bytes().await.unwrap();
    let response: StartResponse = serde_json::from_slice(&response).unwrap();
    response.request_id
}

fn hex(bytes: &[u8]) -> String {
    let digit = |value: u8| char::from(b"0123456789abcdef"[usize::from(value)]);
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(digit).collect()
}
