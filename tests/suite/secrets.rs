//! Secrets are never printed: prints everything printable and searches the output.

use std::fmt::Debug;
use std::io::Write;
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use alibabacloud_live::rpc::credentials::EnvironmentCredentials;
use alibabacloud_live::rpc::request::SignableRequest;
use alibabacloud_live::rpc::signing::SigningContext;
use alibabacloud_live::rpc::{Operation, Parameters, WriteParameters as _};
use alibabacloud_live::stream_monitor::StartLiveStreamMonitorRequest;
use alibabacloud_live::{Client, Credentials, SERVICE, SignatureMethod};
use alibabacloud_live_emulator::{Emulator, Fault};

const SECRET: &str = "5ecret-0f-the/key+=";
const TOKEN: &str = "t0ken/0f+sts==";
const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

/// Everything printed so far.
#[derive(Clone, Default)]
struct Printed(Arc<Mutex<Vec<u8>>>);

impl Printed {
    fn add(&self, value: &impl Debug) {
        write!(self.0.lock().unwrap(), "{value:?}\n{value:#?}\n").unwrap();
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().unwrap()).into_owned()
    }
}

impl Write for Printed {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Records every log line and span of all crates involved, whatever its level.
fn record() -> Printed {
    let printed = Printed::default();
    let writer = printed.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing_subscriber::filter::LevelFilter::TRACE)
        .with_span_events(tracing_subscriber::fmt::format::FmtSpan::FULL)
        .with_writer(move || writer.clone())
        .init();
    printed
}

fn credentials() -> Credentials {
    Credentials::with_security_token("the-key-id", SECRET, TOKEN)
}

async fn failures(client: &Client, emulator: &Emulator, printed: &Printed) {
    let echo = format!(
        r#"{{"RequestId":"r","Code":"SignatureDoesNotMatch","Message":"string to sign is: SecurityToken={TOKEN}&{SECRET}"}}"#
    );
    let headers: [(&str, &str); 0] = [];
    for fault in [
        // The first error comes from the emulator, which does not know the key.
        None,
        Some(Fault::response(400, headers, echo.clone())),
        Some(Fault::response(200, headers, echo)),
        Some(Fault::html(502)),
        Some(Fault::reset()),
        Some(Fault::cut_body()),
        Some(Fault::redirect("http://127.0.0.1:9/")),
    ] {
        fault.into_iter().for_each(|fault| emulator.inject(fault));
        let error = client
            .start_live_stream_monitor()
            .monitor_id(ID)
            .send()
            .await
            .unwrap_err();
        printed.add(&error.to_string());
        printed.add(&error);
        printed.add(&error.raw_body().map(String::from_utf8_lossy));
    }
}

#[tokio::test]
async fn secrets_are_printed_nowhere() {
    let printed = record();
    let emulator = Emulator::start().await.unwrap();
    let mut signatures = Vec::new();
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let builder = || {
            Client::builder()
                .credentials(credentials())
                .signature_method(method)
        };
        printed.add(&builder());
        let client = builder().endpoint(emulator.url()).build().unwrap();
        printed.add(&client);
        printed.add(&client.start_live_stream_monitor().monitor_id(ID));
        failures(&client, &emulator, &printed).await;
        emulator.clear_faults();

        // Nothing listens on port 9.
        let client = builder().endpoint("http://127.0.0.1:9").build().unwrap();
        let error = client
            .start_live_stream_monitor()
            .monitor_id(ID)
            .send()
            .await
            .unwrap_err();
        printed.add(&error.to_string());
        printed.add(&error);

        let mut parameters = Parameters::default();
        StartLiveStreamMonitorRequest::builder()
            .monitor_id(ID)
            .build()
            .write_parameters(&mut parameters);
        let signable = SignableRequest {
            service: SERVICE,
            operation: StartLiveStreamMonitorRequest::INFO,
            endpoint: client.config().endpoint(),
            user_agent: &http::HeaderValue::from_static("test"),
            parameters: &parameters,
        };
        printed.add(&signable);
        let signed = signable
            .sign(
                method,
                &credentials(),
                &SigningContext::new(SystemTime::now()).unwrap(),
            )
            .unwrap();
        printed.add(&signed.headers());
        let signature = signed
            .uri()
            .query()
            .unwrap_or_default()
            .split('&')
            .find_map(|pair| pair.strip_prefix("Signature="));
        signatures.extend(signature.map(str::to_owned));
    }
    for scheme in ["https://", "ftp://", ""] {
        let builder = Client::builder().endpoint(format!("{scheme}id:{SECRET}@live.aliyuncs.com"));
        printed.add(&builder);
        let error = builder.build().unwrap_err();
        printed.add(&error);
        printed.add(&error.to_string());
    }
    printed.add(&credentials());
    printed.add(&EnvironmentCredentials::new());
    for request in emulator.requests() {
        signatures.extend(
            request
                .headers
                .iter()
                .filter(|(name, _)| *name == "authorization")
                .filter_map(|(_, value)| {
                    value
                        .split_once("Signature=")
                        .map(|(_, signature)| signature.to_owned())
                }),
        );
    }

    let text = printed.text();
    // Check that the recording works: it contains public values.
    for expected in [
        "the-key-id",
        "StartLiveStreamMonitor",
        "SignatureDoesNotMatch",
        "call failed",
    ] {
        assert!(text.contains(expected), "{expected} was not recorded");
    }
    assert!(!signatures.is_empty());
    let encoded = |plain: &str| {
        plain
            .replace('/', "%2F")
            .replace('+', "%2B")
            .replace('=', "%3D")
    };
    let twice = |plain: &str| encoded(plain).replace('%', "%25");
    for secret in [SECRET, TOKEN] {
        for form in [secret.to_owned(), encoded(secret), twice(secret)] {
            let found = text.lines().find(|line| line.contains(&form));
            assert!(found.is_none(), "{form} was printed: {found:?}");
        }
    }
    for signature in &signatures {
        assert!(
            !text.contains(signature.as_str()),
            "a signature was printed"
        );
    }
}
