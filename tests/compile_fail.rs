//! Requests without a required parameter do not compile, and the compiler's message names the
//! parameter.
//!
//! The programs in `ui/` are examples of this package behind the feature `compile-fail`. They are
//! built as part of the workspace that `cargo test --workspace` has just built, so nothing else is
//! compiled. Each `.stderr` file holds the expected messages; set `UPDATE_EXPECT=1` to update them,
//! then review the difference.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

const PROGRAMS: [&str; 2] = ["build_without_domain_and_inputs", "send_without_monitor_id"];

#[test]
fn missing_parameters_are_named_by_the_compiler() {
    let messages = build();
    let mut wrong = Vec::new();
    for program in PROGRAMS {
        let errors = errors(program, &messages);
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("ui/{program}.stderr"));
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &errors).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if errors.is_empty() || errors != expected.replace("\r\n", "\n") {
            wrong.push(format!("{program}: expected\n{expected}\ngot\n{errors}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "run with UPDATE_EXPECT=1 and review the changes\n\n{}",
        wrong.join("\n")
    );
}

/// Builds the programs and returns cargo's messages.
fn build() -> Vec<Value> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args([
            "build",
            "--workspace",
            "--features",
            "live-tests/compile-fail",
        ])
        .args(["--keep-going", "--message-format", "json"])
        // This test was built here, so the dependencies are already compiled.
        .args(["--target-dir", concat!(env!("CARGO_TARGET_TMPDIR"), "/..")])
        .current_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    for program in PROGRAMS {
        cargo.args(["--example", program]);
    }
    // `cargo test` sets these variables; build scripts that depend on them would run again.
    for (name, _) in std::env::vars_os() {
        let of_package = |name: &str| {
            name == "OUT_DIR"
                || name.starts_with("CARGO_PKG_")
                || name.starts_with("CARGO_MANIFEST_")
        };
        if name.to_str().is_some_and(of_package) {
            cargo.env_remove(&name);
        }
    }
    let output = cargo.output().unwrap();
    let stdout = String::from_utf8(output.stdout).unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "all programs compile: {stderr}");
    let messages = stdout.lines().map(serde_json::from_str).collect();
    match messages {
        Ok(messages) => messages,
        Err(error) => panic!("cargo printed invalid JSON: {error}\n{stdout}\n{stderr}"),
    }
}

/// Returns the compiler's errors in a program, without details that differ between machines.
fn errors(program: &str, messages: &[Value]) -> String {
    messages
        .iter()
        .filter(|message| message["target"]["name"] == program)
        .filter(|message| {
            message["message"]["spans"]
                .as_array()
                .is_some_and(|spans| !spans.is_empty())
        })
        .filter_map(|message| message["message"]["rendered"].as_str())
        .map(normalized)
        .collect()
}

/// Returns a message with paths relative to the workspace. Line numbers of other files are removed,
/// since they change often.
fn normalized(message: &str) -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let root = format!("{}/", root.display()).replace('\\', "/");
    let lines = message.lines().map(|line| {
        let text = line.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
        if let Some((arrow, place)) = ["--> ", "::: "]
            .iter()
            .find_map(|arrow| Some((arrow, text.strip_prefix(arrow)?)))
        {
            let place = place.replace('\\', "/");
            let mut place = place.strip_prefix(&root).unwrap_or(&place);
            while !place.starts_with("tests/ui/")
                && let Some((path, number)) = place.rsplit_once(':')
                && number.parse::<u32>().is_ok()
            {
                place = path;
            }
            format!("  {arrow}{place}")
        } else if let Some(rest) = line.strip_prefix("...") {
            format!("... {}", rest.trim_start())
        } else if text.starts_with('|') || text.starts_with("= ") {
            format!("   {text}")
        } else {
            line.to_owned()
        }
    });
    let text: String = lines
        .map(|line| line.trim_end().to_owned() + "\n")
        .collect();
    text.trim_end().to_owned() + "\n\n"
}
