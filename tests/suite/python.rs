//! The official Python SDK against the emulator.

use std::process::Command;

use alibabacloud_live_emulator::Emulator;

/// Environment variable with the path of a Python interpreter that has the SDK.
const PYTHON: &str = "LIVE_TESTS_PYTHON";

#[tokio::test]
async fn official_python_sdk_completes_a_session_lifecycle() {
    let python = std::env::var(PYTHON).unwrap_or_else(|_| "python3".to_owned());
    let has_sdk = Command::new(&python)
        .args(["-c", "import alibabacloud_live20161101"])
        .output();
    match has_sdk {
        Ok(output) if output.status.success() => {}
        Ok(_) => {
            return eprintln!(
                "skipped: {python} does not have alibabacloud-live20161101; set {PYTHON} to another interpreter"
            );
        }
        Err(error) => return eprintln!("skipped: {python} cannot be run: {error}"),
    }
    let emulator = Emulator::start().await.unwrap();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/python/monitor_life.py");
    let address = emulator.addr().to_string();
    let run = tokio::task::spawn_blocking(move || {
        Command::new(python)
            .args([script, "--endpoint", &address])
            .output()
            .unwrap()
    });
    let output = run.await.unwrap();
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    eprintln!("{printed}");
    assert!(output.status.success(), "{printed}\n{errors}");
    assert!(emulator.requests().len() > 12, "{printed}");
}
