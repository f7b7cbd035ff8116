//! Tests the binary.

use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use alibabacloud_live_emulator::Emulator;

use crate::answers::control;
use crate::client::Caller;
use crate::receiver::{Receiver, response};

/// Kills the process when the test ends, even if it fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn binary() -> Command {
    Command::new(env!("CARGO_BIN_EXE_alibabacloud-live-emulator"))
}

#[test]
fn binary_prints_its_settings_and_requests() {
    let secret = "s".repeat(40);
    let child = binary()
        .args([
            "--port",
            "0",
            "--access-key-id",
            "mine",
            "--access-key-secret",
            &secret,
        ])
        .stdout(Stdio::piped())
        .spawn();
    let mut child = Running(child.unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let mut line_with = |part: &str| lines.find(|line| line.contains(part)).unwrap();

    let url = line_with("listening on ");
    let addr: SocketAddr = url.split("http://").nth(1).unwrap().parse().unwrap();
    line_with("State is modelled for: stream_monitor.");
    line_with("in pages of 25 items");
    assert_eq!(
        line_with("_ENDPOINT="),
        format!("  export ALIBABA_CLOUD_LIVE_ENDPOINT=http://{addr}")
    );
    assert_eq!(
        line_with("_KEY_ID="),
        "  export ALIBABA_CLOUD_ACCESS_KEY_ID=mine"
    );
    assert!(line_with("_KEY_SECRET=").ends_with(&secret));
    line_with("request id");

    let caller = Caller {
        addr,
        key: "mine".into(),
        secret: secret.clone(),
        token: None,
    };
    let long = "x".repeat(500);
    let parameters = [
        ("PageNum", "1"),
        ("Unknown", "of\n\u{1b}[2J"),
        ("Zero", long.as_str()),
    ];
    let body = caller.ok("DescribeLiveStreamMonitorList", &parameters);
    let line = line_with(body["RequestId"].as_str().unwrap());
    assert!(line.contains(" default  "), "{line}");
    assert!(line.contains(" 200 "), "{line}");
    assert!(
        line.contains("PageNum=1 ?Unknown=of??[2J ?Zero=xxx"),
        "{line}"
    );
    assert!(line.ends_with('…') && line.chars().count() < 300, "{line}");

    let default = Caller {
        key: Emulator::ACCESS_KEY_ID.into(),
        secret: Emulator::ACCESS_KEY_SECRET.into(),
        ..caller
    };
    default.ok("DescribeLiveStreamMonitorList", &[]);
}

#[test]
fn binary_names_the_product_of_the_specs_that_it_serves() {
    let specs = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../codegen/live-codegen/goldens/sts/specs"
    );
    let child = binary()
        .args(["--port", "0", "--specs", specs])
        .stdout(Stdio::piped())
        .spawn();
    let mut child = Running(child.unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap())
        .lines()
        .map(Result::unwrap);
    let greeting: Vec<_> = lines
        .by_ref()
        .take_while(|line| !line.contains("request id"))
        .collect();
    let greeting = greeting.join("\n");
    assert!(
        greeting.starts_with("Security Token Service emulator with "),
        "{greeting}"
    );
    assert!(
        greeting.contains("export ALIBABA_CLOUD_STS_ENDPOINT=http://"),
        "{greeting}"
    );
    assert!(
        greeting.contains("\nAll operations return documented examples.\n"),
        "{greeting}"
    );
    assert!(!greeting.to_lowercase().contains("live"), "{greeting}");

    let url = greeting.split_once("listening on http://").unwrap().1;
    let caller = Caller {
        addr: url.lines().next().unwrap().parse().unwrap(),
        key: Emulator::ACCESS_KEY_ID.into(),
        secret: Emulator::ACCESS_KEY_SECRET.into(),
        token: None,
    };
    let parameters = [("OIDCToken", "private"), ("Version", "2015-04-01")];
    caller.call_hmac_sha1("AssumeRoleWithOIDC", &parameters);
    let line = lines.next().unwrap();
    assert!(line.ends_with(" OIDCToken=***"), "{line}");
}

#[test]
fn binary_requires_permission_for_remote_addresses() {
    let output = binary()
        .args(["--host", "0.0.0.0", "--port", "0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(
        String::from_utf8(output.stderr)
            .unwrap()
            .contains("--allow-remote")
    );
}

#[test]
fn binary_lists_what_is_done_for_each_operation() {
    let output = binary().arg("--list").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
    let lines: Vec<_> = text.lines().map(words).collect();
    for line in [
        "casters DescribeCasters documented example, in pages",
        "domains DescribeLiveDomainDetail documented example",
        "stream_monitor StartLiveStreamMonitor state",
    ] {
        assert!(lines.iter().any(|listed| listed == line), "{line}");
    }
}

#[test]
fn binary_reads_answers_from_a_file() {
    let folder = std::env::temp_dir().join(format!("live-emulator-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("answers.json");
    let start = |text: &str| {
        std::fs::write(&file, text).unwrap();
        let arguments = ["--port", "0", "--list-items", "2", "--answers"];
        let mut command = binary();
        command.args(arguments).arg(&file).stdout(Stdio::piped());
        command
    };
    let wrong = r#"{"operation": "DescribeCasters", "answers": [{"body": {"Totl": 1}}]}"#;
    let output = start(wrong).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let printed = String::from_utf8(output.stderr).unwrap();
    assert!(
        printed.contains("/Totl: is not documented; did you mean `Total`?"),
        "{printed}"
    );

    let right = r#"{"operation": "DescribeLiveDomainDetail",
        "answers": [{"set": {"/DomainDetail/DomainStatus": "offline"}}]}"#;
    let mut child = Running(start(right).spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let url = lines.find_map(|line| Some(line.unwrap().split_once("http://")?.1.to_owned()));
    let caller = Caller {
        addr: url.unwrap().parse().unwrap(),
        key: Emulator::ACCESS_KEY_ID.into(),
        secret: Emulator::ACCESS_KEY_SECRET.into(),
        token: None,
    };
    let detail = caller.ok(
        "DescribeLiveDomainDetail",
        &[("DomainName", "a.example.com")],
    );
    assert_eq!(detail["DomainDetail"]["DomainStatus"], "offline");
    assert_eq!(caller.ok("DescribeCasters", &[])["Total"], 2);
    std::fs::remove_dir_all(&folder).unwrap();
}

#[test]
fn binary_prints_the_notifications_that_it_sends() {
    let child = binary()
        .args(["--port", "0"])
        .stdout(Stdio::piped())
        .spawn();
    let mut child = Running(child.unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let mut line_with = |part: &str| {
        lines
            .find_map(|line| line.ok().filter(|line| line.contains(part)))
            .unwrap()
    };
    let url = line_with("listening on ");
    let caller = Caller {
        addr: url.split("http://").nth(1).unwrap().parse().unwrap(),
        key: Emulator::ACCESS_KEY_ID.into(),
        secret: Emulator::ACCESS_KEY_SECRET.into(),
        token: None,
    };
    let receiver = Receiver::start([response(403, "").as_str()]);
    let address = receiver.url("/?token=private");
    let body = format!(
        r#"{{"notification": "StreamNotification", "domain": "push.example.com", "key": "private", "to": "{address}"}}"#
    );
    assert_eq!(control(&caller, "POST", "notifications", &body).status, 200);
    let line = line_with("StreamNotification");
    let words: Vec<_> = line.split_whitespace().collect();
    let expected = [
        "sent",
        "StreamNotification",
        "403",
        "push.example.com",
        "signed",
    ];
    assert_eq!(words[1..6], expected, "{line}");
    let end = format!(
        " ms  GET {} the status is 403, not 200",
        receiver.url("/?***")
    );
    assert!(line.ends_with(&end) && !line.contains("private"), "{line}");
}
