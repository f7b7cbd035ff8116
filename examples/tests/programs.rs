//! Runs every program as people do, against an emulator that the environment names.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::process::{Command, Output};

use alibabacloud_live_emulator::Emulator;

/// Runs a program and returns what it does.
fn run(emulator: &Emulator, program: &str, arguments: &[&str]) -> Output {
    Command::new(program)
        .args(arguments)
        .env("ALIBABA_CLOUD_LIVE_ENDPOINT", emulator.url())
        .env("ALIBABA_CLOUD_ACCESS_KEY_ID", Emulator::ACCESS_KEY_ID)
        .env(
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            Emulator::ACCESS_KEY_SECRET,
        )
        .env_remove("ALIBABA_CLOUD_SECURITY_TOKEN")
        .output()
        .unwrap()
}

/// Runs a program that must succeed, and returns what it prints.
fn printed(emulator: &Emulator, program: &str, arguments: &[&str]) -> String {
    let output = run(emulator, program, arguments);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{program} {arguments:?}: {error}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a program that must fail, and returns the line of its error.
fn failed(emulator: &Emulator, program: &str, arguments: &[&str]) -> String {
    let output = run(emulator, program, arguments);
    assert!(!output.status.success(), "{program} {arguments:?} succeeds");
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(error.lines().count(), 1, "{error}");
    error
}

#[test]
fn monitor_bot_makes_a_round() {
    let emulator = Emulator::builder().list_items(2).start_blocking().unwrap();
    let bot = env!("CARGO_BIN_EXE_monitor-bot");
    let first = printed(&emulator, bot, &["play.example.com", "--once"]);
    assert_eq!(
        first
            .lines()
            .filter(|line| line.starts_with("started bot "))
            .count(),
        2,
        "{first}"
    );
    assert_eq!(printed(&emulator, bot, &["play.example.com", "--once"]), "");
}

#[test]
fn paging_report_prints_a_line_for_each_stream() {
    let emulator = Emulator::builder().list_items(7).start_blocking().unwrap();
    let report = env!("CARGO_BIN_EXE_paging-report");
    let report = printed(&emulator, report, &["play.example.com", "--page-size", "3"]);
    assert_eq!(report.lines().count(), 1 + 7, "{report}");
}

#[test]
fn command_line_tool_manages_sessions() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let tool = env!("CARGO_BIN_EXE_command-line-tool");
    let create = |name, template| ["create", name, "d", "rtmp://a/b", "--template", template];
    let a = printed(&emulator, tool, &create("a", "lp_sd"));
    let a = a.trim();
    printed(&emulator, tool, &create("b", "lp_ud"));
    assert_eq!(
        printed(&emulator, tool, &["start", a]),
        format!("{a} runs\n")
    );
    let listed = printed(&emulator, tool, &["list", "--size", "1"]);
    assert_eq!(listed.lines().count(), 2, "{listed}");
    let page = printed(&emulator, tool, &["list", "--size", "1", "--page", "2"]);
    assert!(page.ends_with("  started never  b\n"), "{page}");
    let running = printed(&emulator, tool, &["list", "--running"]);
    assert!(
        running.starts_with(a) && running.lines().count() == 1,
        "{running}"
    );
    assert_eq!(
        printed(&emulator, tool, &["stop", a]),
        format!("{a} has stopped\n")
    );

    let error = failed(&emulator, tool, &create("c", "lp_dh"));
    assert!(error.ends_with("; did you mean `lp_hd`?\n"), "{error}");
    let error = failed(&emulator, tool, &["--region", "cn-shangai", "list"]);
    assert!(
        error.ends_with("; did you mean `cn-shanghai`?\n"),
        "{error}"
    );
}

#[test]
fn domain_set_up_ends_when_domains_are_online() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let answers = include_str!("../domain-set-up/answers.json");
    emulator.respond_json(answers).unwrap();
    let set_up = env!("CARGO_BIN_EXE_domain-set-up");
    let domains = ["push.example.com", "play.example.com"];
    let steps = printed(
        &emulator,
        set_up,
        &[&domains[..], &["--interval", "1ms"]].concat(),
    );
    assert!(steps.contains("push.example.com is online"), "{steps}");
}

#[test]
fn stored_request_with_a_typing_error_is_refused_by_name() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let program = env!("CARGO_BIN_EXE_stored-requests");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("streams.json");
    let path = file.to_str().unwrap();
    std::fs::write(&file, r#"{"DomainName": "d"}"#).unwrap();
    assert_eq!(printed(&emulator, program, &[path]).lines().count(), 25);
    std::fs::write(&file, r#"{"DomainName": "d", "PagSize": 5}"#).unwrap();
    let error = failed(&emulator, program, &[path]);
    assert!(
        error.contains("streams.json: `PagSize` is not documented"),
        "{error}"
    );
}

#[test]
fn every_program_explains_its_arguments() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    for program in [
        env!("CARGO_BIN_EXE_monitor-bot"),
        env!("CARGO_BIN_EXE_paging-report"),
        env!("CARGO_BIN_EXE_command-line-tool"),
        env!("CARGO_BIN_EXE_web-handler"),
        env!("CARGO_BIN_EXE_domain-set-up"),
        env!("CARGO_BIN_EXE_stored-requests"),
        env!("CARGO_BIN_EXE_callback-receiver"),
        env!("CARGO_BIN_EXE_callback-receiver-hyper"),
    ] {
        let help = printed(&emulator, program, &["--help"]);
        assert!(help.contains("Usage: "), "{help}");
    }
}
