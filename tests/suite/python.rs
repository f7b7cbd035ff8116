//! The official Python SDK against the emulator.

use alibabacloud_live_emulator::Emulator;
use live_tests::python::run_script;

#[test]
fn official_python_sdk_completes_a_session_lifecycle() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let run = run_script(
        "monitor_life.py",
        "alibabacloud_live20161101",
        emulator.addr(),
    );
    let Some(output) = run.unwrap() else {
        return;
    };
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    eprintln!("{printed}");
    assert!(output.status.success(), "{printed}\n{errors}");
    assert!(emulator.requests().len() > 12, "{printed}");
}
