//! What observers receive, and which values are masked.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use alibabacloud_live::rpc::RetryPolicy;
use alibabacloud_live::rpc::observe::{FailureView, Observer, RequestView, ResponseView};
use alibabacloud_live::rtc::{StartRtcCloudTranscodeInputParam, TranscodeInput, TranscodeOutput};
use alibabacloud_live::{Credentials, SignatureMethod};
use alibabacloud_live_emulator::{Credential, Emulator, Fault};
use live_tests::client_of;

const LIST: &str = "DescribeLiveStreamMonitorList";

/// Records one line per event.
#[derive(Clone, Debug, Default)]
struct EventLog(Arc<Mutex<Vec<String>>>);

impl EventLog {
    fn add(&self, line: String) {
        self.0.lock().unwrap().push(line);
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut self.0.lock().unwrap())
    }
}

impl Observer for EventLog {
    fn request(&self, request: &RequestView<'_>) {
        let query: Vec<_> = request.query().collect();
        assert_eq!(request.form().count(), 0);
        let action = request
            .headers()
            .find_map(|(name, value)| (name == "x-acs-action").then_some(value));
        assert_eq!(action.as_deref(), Some(request.operation));
        self.add(format!(
            "{} {} {} to {}: {query:?}",
            request.attempt, request.method, request.operation, request.host
        ));
    }

    fn response(&self, response: &ResponseView<'_>) {
        assert!(response.request_id.is_some());
        assert!(response.duration < Duration::from_secs(60));
        let body = response.body();
        self.add(format!(
            "{} {}: {}",
            response.attempt,
            response.status,
            String::from_utf8_lossy(&body)
        ));
    }

    fn failure(&self, failure: &FailureView<'_>) {
        self.add(format!(
            "{} {:?}, more: {}",
            failure.attempt,
            failure.error.kind(),
            failure.next_attempt_in.is_some()
        ));
    }
}

#[tokio::test]
async fn observer_sees_every_attempt() {
    let emulator = Emulator::start().await.unwrap();
    let log = EventLog::default();
    let soon = Duration::from_millis(1);
    let client = client_of(&emulator)
        .observer(log.clone())
        .retry_policy(RetryPolicy::standard().base_delay(soon))
        .build()
        .unwrap();
    emulator.inject(Fault::reset());
    emulator.inject(Fault::html(503).header("x-acs-request-id", "r-1"));
    client
        .describe_live_stream_monitor_list()
        .page_size(5)
        .param("SecurityToken", "of the caller")
        .send()
        .await
        .unwrap();
    let request = |attempt| {
        format!(
            "{attempt} POST {LIST} to {}: [(\"PageSize\", \"5\"), (\"SecurityToken\", \"***\")]",
            emulator.addr()
        )
    };
    let log = log.take();
    let (last, others) = log.split_last().unwrap();
    assert_eq!(
        others,
        [
            request(1),
            "1 Transport, more: true".to_owned(),
            request(2),
            "2 503: <html><head><title>503</title></head><body>503</body></html>".to_owned(),
            "2 Service, more: true".to_owned(),
            request(3),
        ]
    );
    assert!(last.starts_with("3 200: {"), "{last}");
}

/// Records the `Debug` output of whole views.
#[derive(Debug)]
struct Print(EventLog);

impl Observer for Print {
    fn request(&self, request: &RequestView<'_>) {
        self.0.add(format!("{request:?}"));
    }

    fn response(&self, response: &ResponseView<'_>) {
        self.0.add(format!("{response:?}"));
    }

    fn failure(&self, failure: &FailureView<'_>) {
        self.0.add(format!("{failure:?}"));
    }
}

#[tokio::test]
async fn views_contain_no_secrets() {
    const SECRET: &str = "the-s3cret/of+it";
    const TOKEN: &str = "the-t0ken/of+it";
    let emulator = Emulator::start().await.unwrap();
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let log = EventLog::default();
        let client = client_of(&emulator)
            .credentials(Credentials::with_security_token("the-id", SECRET, TOKEN))
            .signature_method(method)
            .observer(Print(log.clone()))
            .build()
            .unwrap();
        // The emulator first rejects the unknown key, then returns an error that echoes the
        // secrets.
        let call = || client.describe_live_stream_monitor_list().send();
        call().await.unwrap_err();
        let echo = format!(r#"{{"Code":"SignatureDoesNotMatch","Message":"{TOKEN} {SECRET}"}}"#);
        emulator.set_credential(
            Credential::access_key("default", "the-id", SECRET).with_security_token(TOKEN),
        );
        let header = ("set-cookie", "session=c00kie");
        emulator.inject(Fault::response(400, [header], echo));
        call().await.unwrap_err();
        call().await.unwrap();
        emulator.set_credential(Credential::access_key("default", "the-id", "another"));
        let printed = log.take().join("\n");
        for shown in ["the-id", LIST, "SignatureDoesNotMatch", "***", "200"] {
            assert!(printed.contains(shown), "{shown} is missing in {printed}");
        }
        for hidden in ["s3cret", "t0ken", "c00kie", "Signature="] {
            assert!(!printed.contains(hidden), "{hidden} is in {printed}");
        }
    }
}

#[tokio::test]
async fn parameters_marked_secret_are_masked_everywhere() {
    let emulator = Emulator::start().await.unwrap();
    let log = EventLog::default();
    let client = client_of(&emulator)
        .observer(Print(log.clone()))
        .build()
        .unwrap();
    let headers: [(&str, &str); 0] = [];
    let token = || {
        let call = client.get_message_token().app_id("a").device_id("b");
        call.device_type("ios").user_id("c").send()
    };
    let tokens = r#"{"RequestId":"r","Result":{"AccessToken":"s3cret","RefreshToken":"s3cret"}}"#;
    emulator.inject(Fault::response(200, headers, tokens));
    let result = token().await.unwrap().result.unwrap();
    assert_eq!(result.access_token.unwrap().expose(), "s3cret");

    // Undecodable responses: their errors quote and keep them.
    for body in [
        r#"{"RequestId":"r","Result":"{\"AccessToken\":\"s3cret\",\"RefreshToken\":\"s3c"#,
        r#"{"RequestId":"r","Result":[{"AccessToken":"s3cret","AccessToken":"s3cret"#,
        r#"{"RequestId":"r","Code":"No.Result","Message":"got {\"AccessToken\": \"s3cret\"}"}"#,
    ] {
        emulator.inject(Fault::response(200, headers, body));
        let error = token().await.unwrap_err();
        let raw = String::from_utf8_lossy(error.raw_body().unwrap());
        log.add(format!("{error} {error:#?} {raw}"));
    }

    // Members that no field holds.
    for body in [
        r#"{"Result":"{\"AccessToken\":\"s3cret\",\"RefreshToken\":\"s3c"}"#,
        r#"{"Result":[{"AccessToken":"s3cret"},{}],"AccessToken":"s3cret"}"#,
        r#"{"Other":{"AccessToken":["s3cret"],"Password":"s3cret"}}"#,
    ] {
        emulator.inject(Fault::response(200, headers, body));
        let response = token().await.unwrap();
        assert!(!response.extra_members.is_empty());
        log.add(format!("{response:?}"));
    }

    let user = TranscodeInput::default().user_id("c");
    let input = StartRtcCloudTranscodeInputParam::default().single_sub_user_param(user);
    let output = TranscodeOutput::default()
        .channel_id("shown")
        .transcode_template("lhd")
        .user_id("d");
    let call = client.start_rtc_cloud_transcode().app_id("a");
    let call = call.channel_id("b").input_param(input);
    let _ = call
        .output_params([output.user_token("s3cret")])
        .send()
        .await;
    let call = client.set_live_domain_certificate().domain_name("d");
    let _ = call.ssl_protocol("on").ssl_pri("s3cret").send().await;

    let printed = log.take().join("\n");
    for name in ["AccessToken", "OutputParams", "SSLPri", "No.Result", "***"] {
        assert!(printed.contains(name), "{name} is missing in {printed}");
    }
    assert!(!printed.contains("s3c"), "{printed}");
}
