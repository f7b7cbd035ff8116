//! Runs the programs that receive callbacks, and calls them over HTTP as the service does.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, ChildStderr, Command, Stdio};
use std::time::{Duration, SystemTime};

use alibabacloud_live::blocking::Client;
use alibabacloud_live::callbacks::YesNo;
use alibabacloud_live::edge::callback::{CallbackVerifier, SignedHeaders};
use alibabacloud_live_emulator::{Emulator, Notification};

const KEY: &str = "NotifyAuthKey1234";
const URL: &str = "https://callback.example.com/recordings";
const STREAM: &str = "GET /streams?action=publish&app=push.example.com&appname=live&id=a HTTP/1.1";

/// A program that runs until this is dropped.
struct Receiver {
    program: Child,
    errors: BufReader<ChildStderr>,
    address: String,
}

impl Receiver {
    fn start(program: &str, arguments: &[&str]) -> Self {
        let mut program = Command::new(program)
            .args(["--domain", "push.example.com", "--listen", "127.0.0.1:0"])
            .args(arguments)
            .env("LIVE_NOTIFY_AUTH_KEY", KEY)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut errors = BufReader::new(program.stderr.take().unwrap());
        let mut line = String::new();
        errors.read_line(&mut line).unwrap();
        let address = line.trim().trim_start_matches("listening on http://");
        let address = address.to_owned();
        Self {
            program,
            errors,
            address,
        }
    }

    /// Sends a request and returns the status of the response.
    fn status(&self, request: &str, headers: Option<&SignedHeaders>, body: &str) -> String {
        let mut text = format!(
            "{request}\r\nHost: {}\r\nConnection: close\r\n",
            self.address
        );
        for (name, value) in headers.into_iter().flatten() {
            text.push_str(&format!("{name}: {value}\r\n"));
        }
        text.push_str(&format!("Content-Length: {}\r\n\r\n{body}", body.len()));
        let mut connection = TcpStream::connect(&self.address).unwrap();
        connection.write_all(text.as_bytes()).unwrap();
        let mut response = String::new();
        connection.read_to_string(&mut response).unwrap();
        response.split(' ').nth(1).unwrap().to_owned()
    }

    /// Ends the program. Returns what it printed, and its errors.
    fn end(mut self) -> (String, String) {
        self.program.kill().unwrap();
        let [mut printed, mut errors] = [String::new(), String::new()];
        let output = self.program.stdout.as_mut().unwrap();
        output.read_to_string(&mut printed).unwrap();
        self.errors.read_to_string(&mut errors).unwrap();
        (printed, errors)
    }
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

/// Checks that only what the key signs is accepted, and returns what the program printed.
fn printed_by(receiver: Receiver) -> String {
    let signer = |key| CallbackVerifier::for_ingest_domain("push.example.com", key).unwrap();
    let now = SystemTime::now();
    let signed = signer(KEY).sign_at(now);
    assert_eq!(receiver.status(STREAM, Some(&signed), ""), "200");

    let forged = signer("another").sign_at(now);
    assert_eq!(receiver.status(STREAM, Some(&forged), ""), "403");
    assert_eq!(receiver.status(STREAM, None, ""), "403");
    let old = signer(KEY).sign_at(now - Duration::from_secs(3600));
    assert_eq!(receiver.status(STREAM, Some(&old), ""), "403");

    let (printed, errors) = receiver.end();
    let errors: Vec<_> = errors.lines().collect();
    assert_eq!(errors.len(), 3, "{errors:?}");
    for (error, part) in errors
        .iter()
        .zip(["does not match", "has no header", "s ago"])
    {
        assert!(error.contains(part), "{error}");
    }
    printed
}

#[test]
fn axum_accepts_only_what_the_service_signs() {
    let program = env!("CARGO_BIN_EXE_callback-receiver");
    let receiver = Receiver::start(program, &["--url", URL]);
    let signer = CallbackVerifier::for_callback_url(URL, KEY).unwrap();
    let body = r#"{"app": "live", "stream": "a", "uri": "live/a/0.flv", "duration": 9.4}"#;
    let signed = signer.sign();
    let status = receiver.status("POST /recordings HTTP/1.1", Some(&signed), body);
    assert_eq!(status, "200");
    assert_eq!(
        printed_by(receiver),
        "file of 9.4 s: live/a/0.flv\npush.example.com: live/a started\n"
    );
}

#[test]
fn hyper_accepts_only_what_the_service_signs() {
    let program = env!("CARGO_BIN_EXE_callback-receiver-hyper");
    assert_eq!(
        printed_by(Receiver::start(program, &[])),
        "live/a started\n"
    );
}

/// Starts an emulator that calls back for a stream and its recordings.
fn emulator() -> Emulator {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()
        .unwrap();
    let streams = client
        .set_live_streams_notify_url_config()
        .domain_name("push.example.com");
    let streams = streams.notify_url("https://callback.example.com/streams");
    streams
        .notify_req_auth(YesNo::Yes)
        .notify_auth_key(KEY)
        .send()
        .unwrap();
    let recordings = client
        .add_live_record_notify_config()
        .domain_name("play.example.com");
    let recordings = recordings
        .notify_url(URL)
        .notify_req_auth(true)
        .notify_auth_key(KEY);
    recordings.send().unwrap();
    emulator
}

#[test]
fn callbacks_of_the_emulator_are_understood() {
    let emulator = emulator();
    let program = env!("CARGO_BIN_EXE_callback-receiver");
    let receiver = Receiver::start(program, &["--url", URL]);
    let address = receiver.address.clone();
    let call = |notification: Notification, path: &str| {
        let notification = notification.to(format!("http://{address}{path}"));
        emulator.notify_blocking(notification).unwrap().status
    };
    let stream = || {
        let stream = Notification::new("StreamNotification").set("app", "push.example.com");
        stream.set("appname", "live").set("id", "a")
    };
    assert_eq!(call(stream(), "/streams"), 200);
    assert_eq!(
        call(stream().set("action", "publish_done"), "/streams"),
        200
    );
    assert_eq!(call(stream().tampered(), "/streams"), 403);
    let recording = || Notification::new("RecordingNotification");
    let started = recording()
        .kind("Status")
        .set("app", "live")
        .set("stream", "a");
    assert_eq!(call(started, "/recordings"), 200);
    let file = recording().kind("File").set("uri", "live/a/0.flv");
    assert_eq!(call(file, "/recordings"), 200);
    let (printed, _) = receiver.end();
    assert_eq!(
        printed,
        "push.example.com: live/a started\npush.example.com: live/a ended\n\
         recording of live/a: record_started\nfile of 69.4 s: live/a/0.flv\n"
    );
}

#[test]
fn key_is_not_optional() {
    let of_streams = ["--domain", "push.example.com"];
    let of_both = [&of_streams[..], &["--url", URL]].concat();
    for (program, arguments) in [
        (env!("CARGO_BIN_EXE_callback-receiver"), &of_both[..]),
        (env!("CARGO_BIN_EXE_callback-receiver-hyper"), &of_streams),
    ] {
        let mut command = Command::new(program);
        command.args(arguments).env("LIVE_NOTIFY_AUTH_KEY", "");
        let output = command.output().unwrap();
        assert!(!output.status.success());
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(
            error,
            "error: the key of callbacks is empty; pass the `NotifyAuthKey` that is configured\n"
        );
    }
}
