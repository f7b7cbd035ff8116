//! What the compiler says about mistakes in calls: each message leads to the fix.
//!
//! The programs in `ui/` are examples of this package behind the feature `compile-fail`. Each of
//! their functions is a mistake. They are built as part of the workspace that `cargo test
//! --workspace` has just built, so nothing else is compiled. Each `.stderr` file holds the expected
//! messages; set `UPDATE_EXPECT=1` to update them, then review the difference.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test fails by panicking"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;

/// The programs. Some stages of the compiler do not run after an error, so that mistakes which they
/// find need programs of their own.
const PROGRAMS: [&str; 6] = ["calls", "errors", "names", "required", "unused", "values"];

#[test]
fn mistakes_in_calls_get_messages_that_lead_to_the_fix() {
    let messages = build();
    let mut wrong = Vec::new();
    for program in PROGRAMS {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("ui/{program}.rs"));
        let source = fs::read_to_string(&path).unwrap();
        let said = said(&source, &errors(program, &messages));
        let path = path.with_extension("stderr");
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(&path, &said).unwrap();
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        if said != expected.replace("\r\n", "\n") {
            wrong.push(format!("{program}: expected\n{expected}\ngot\n{said}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "run with UPDATE_EXPECT=1 and review the changes\n\n{}",
        wrong.join("\n")
    );
}

/// Returns the name of the example that a program is.
fn example(program: &str) -> String {
    format!("ui_{program}")
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
        cargo.args(["--example", &example(program)]);
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

/// Returns the compiler's errors in a program.
fn errors<'m>(program: &str, messages: &'m [Value]) -> Vec<&'m Value> {
    let example = example(program);
    messages
        .iter()
        .filter(|message| message["target"]["name"] == *example)
        .map(|message| &message["message"])
        .filter(|message| message["level"] == "error" && !array(&message["spans"]).is_empty())
        .collect()
}

/// Returns what the compiler says about each function of a program, without pictures of the code.
fn said(source: &str, errors: &[&Value]) -> String {
    let lines: Vec<&str> = source.lines().collect();
    let mut cases: Vec<(usize, &str)> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let line = line.strip_prefix("async ").unwrap_or(line);
        if let Some((name, _)) = line
            .strip_prefix("fn ")
            .and_then(|rest| rest.split_once('('))
        {
            cases.push((number + 1, name));
        }
    }
    let mut said = String::new();
    for (index, (start, name)) in cases.iter().enumerate() {
        let end = cases.get(index + 1).map_or(usize::MAX, |(start, _)| *start);
        let of_case = errors.iter().filter(|error| {
            let line = primary(error).and_then(|span| span["line_start"].as_u64());
            line.is_some_and(|line| (*start..end).contains(&(line as usize)))
        });
        let messages: String = of_case.map(|error| message(error)).collect();
        match (messages.is_empty(), *name) {
            (_, "main") => {}
            (true, name) => panic!("`{name}` compiles"),
            (false, name) => writeln!(said, "{name}\n{messages}").unwrap(),
        }
    }
    said
}

/// Returns an error as lines: the message, the labels of the program's code, notes and helps.
fn message(error: &Value) -> String {
    let code = error["code"]["code"].as_str();
    let code = code.map_or_else(String::new, |code| format!("[{code}]"));
    let mut lines = format!("  error{code}: {}\n", one_line(&error["message"]));
    labels(error, &mut lines);
    for child in array(&error["children"]) {
        let level = child["level"].as_str().unwrap_or_default();
        let replaced = array(&child["spans"]).iter();
        let replacements = replaced.filter_map(|span| span["suggested_replacement"].as_str());
        let replacements: Vec<String> = replacements
            .map(|text| format!("`{}`", text.trim()))
            .collect();
        let _ = writeln!(
            lines,
            "    {level}: {}{}{}",
            one_line(&child["message"]),
            if replacements.is_empty() { "" } else { ": " },
            replacements.join(" … ")
        );
        labels(child, &mut lines);
    }
    lines
}

/// Adds the labels of code in the program; the first line of each.
fn labels(message: &Value, lines: &mut String) {
    let spans = array(&message["spans"]).iter();
    for span in spans.filter(|span| is_in_program(span)) {
        let (Some(label), [line, ..]) = (span["label"].as_str(), array(&span["text"])) else {
            continue;
        };
        let text = line["text"].as_str().unwrap_or_default();
        let at = |name: &str| line[name].as_u64().map_or(0, |column| column as usize - 1);
        let columns = at("highlight_start")..at("highlight_end");
        let text = text.get(columns).unwrap_or_default().trim();
        if !label.is_empty() {
            let _ = writeln!(lines, "    `{text}`: {label}");
        }
    }
}

fn primary(message: &Value) -> Option<&Value> {
    let mut spans = array(&message["spans"]).iter();
    spans.find(|span| span["is_primary"] == true && is_in_program(span))
}

fn is_in_program(span: &Value) -> bool {
    let file = span["file_name"].as_str().unwrap_or_default();
    file.replace('\\', "/").contains("tests/ui/")
}

/// Returns a text without line breaks, without paths to files of this machine, and without the list
/// of some of the types that have a trait, which differs with each operation that is added.
fn one_line(text: &Value) -> String {
    let text = text.as_str().unwrap_or_default();
    if let Some((other_types, _)) = text.split_once(":\n")
        && other_types.starts_with("the following other types implement trait")
    {
        return format!("{other_types}: …");
    }
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.contains(".long-type-"));
    lines.collect::<Vec<_>>().join(" / ")
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}
