//! The scripts of `cargo xtask completions`, run by the shells themselves.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

const XTASK: &str = env!("CARGO_BIN_EXE_xtask");

/// The root of the project.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn run(command: &mut Command) -> Output {
    // The program that the tests were built with, and not that of an older build.
    let output = command.env("CARGO_TARGET_DIR", "/nowhere").output();
    output.unwrap()
}

/// Runs a script in a shell, after the script with completions. Returns `None` without the shell.
fn in_shell(shell: &str, folder: &Path, script: &str) -> Option<Vec<String>> {
    let is_there = Command::new(shell).arg("--version").output().is_ok();
    if !is_there {
        eprintln!("skipped, since there is no {shell}");
        return None;
    }
    let printed = run(Command::new(XTASK).args(["completions", shell]));
    assert!(printed.status.success());
    let completions = String::from_utf8(printed.stdout).unwrap();
    let output = run(Command::new(shell)
        .current_dir(folder)
        .arg("-c")
        .arg(format!("{completions}\n{script}")));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

/// Completes the end of a line in bash, as bash itself splits it into words.
fn in_bash_at(folder: &Path, line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split(' ') {
        let mut rest = word;
        // As with the usual COMP_WORDBREAKS.
        while let Some(at) = rest.find(['=', ':', '@']) {
            words.extend([rest[..at].to_owned(), rest[at..=at].to_owned()]);
            rest = &rest[at + 1..];
        }
        words.push(rest.to_owned());
    }
    let words: Vec<_> = words.iter().map(|word| format!("'{word}'")).collect();
    let script = format!(
        "COMP_WORDBREAKS=$' \\t\\n=:@'; COMP_WORDS=({}); COMP_CWORD={}; COMP_LINE='{line}'; COMP_POINT={}\n\
         _cargo_xtask cargo; printf '%s\\n' \"${{COMPREPLY[@]}}\"",
        words.join(" "),
        words.len() - 1,
        line.len(),
    );
    in_shell("bash", folder, &script).unwrap_or_default()
}

fn in_bash(line: &str) -> Vec<String> {
    in_bash_at(root(), line)
}

#[test]
fn bash_completes_commands_options_and_values() {
    assert_eq!(in_bash("cargo xtask dem"), ["demo"]);
    assert_eq!(in_bash("cargo +nightly xtask dem"), ["demo"]);
    assert_eq!(in_bash("cargo xtask call Any --sig"), ["--signature"]);
    assert_eq!(in_bash("cargo xtask call --signature "), ["acs3", "v1"]);
}

#[test]
fn bash_completes_operations_and_their_parameters() {
    let line = "cargo xtask call StartLiveStreamM";
    assert_eq!(in_bash(line), ["StartLiveStreamMonitor"]);
    let line = "cargo xtask call --explain CreateLiveStreamMonitor Monitor";
    assert_eq!(
        in_bash(line),
        ["MonitorName=", "MonitorConfig.", "MonitorConfig="]
    );
    let line = "cargo xtask call CreateLiveStreamMonitor MonitorName=a MonitorN";
    assert_eq!(in_bash(line), [""]);
    let line = "cargo xtask call CreateLiveStreamMonitor InputList.1.Index=1 InputList.";
    assert_eq!(in_bash(line), ["InputList.1.", "InputList.2."]);
    let line = "cargo xtask call CreateLiveStreamMonitor InputList.1.Inp";
    assert_eq!(in_bash(line), ["InputList.1.InputUrl="]);
}

#[test]
fn bash_gets_only_what_follows_the_equals_sign() {
    let line = "cargo xtask call CreateLiveStreamMonitor OutputTemplate=lp_h";
    assert_eq!(in_bash(line), ["lp_hd"]);
    let line = "cargo xtask call CreateLiveStreamMonitor OutputTemplate=";
    assert!(in_bash(line).contains(&"lp_ud".to_owned()));
}

#[test]
fn bash_completes_files_after_an_at_sign() {
    let call = "cargo xtask call StartLiveStreamMonitor";
    assert_eq!(in_bash(&format!("{call} MonitorId=@READ")), ["README.md"]);
    let folder = format!("{call} MonitorId=@xtask/sr");
    assert_eq!(in_bash(&folder), ["xtask/src/"]);
    let file = format!("{call} MonitorId=@xtask/src/main");
    assert_eq!(in_bash(&file), ["xtask/src/main.rs"]);
}

#[test]
fn bash_completes_other_commands_of_cargo_as_before() {
    let script = "_other() { COMPREPLY=(other); }; complete -F _other cargo; _cargo_xtask_remember\n\
        COMP_WORDS=(cargo bu); COMP_CWORD=1; COMP_LINE='cargo bu'; COMP_POINT=8; _cargo_xtask cargo\n\
        printf '%s\\n' \"${COMPREPLY[@]}\"";
    let found = in_shell("bash", root(), script);
    assert!(found.is_none_or(|found| found == ["other"]));
}

#[test]
fn outside_of_a_project_there_are_no_completions() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(in_bash_at(folder.path(), "cargo xtask dem"), [""]);
}

#[test]
fn zsh_completes_parameters_without_a_space_after_them() {
    // Completion itself needs a terminal, so this looks at what is handed to it.
    let script = "compadd() { print -rl -- $1 $@[-1] ${(P)@[-1]} }\n\
        words=(cargo xtask call CreateLiveStreamMonitor MonitorN); CURRENT=5; PREFIX=MonitorN\n\
        _cargo_xtask";
    let found = in_zsh(script);
    assert!(found.is_none_or(|found| found == ["-S", "open", "MonitorName="]));
}

/// Runs a script in zsh after the script with completions, without zsh's own.
fn in_zsh(script: &str) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    let is_there = Command::new("zsh").arg("--version").output().is_ok();
    if !is_there {
        eprintln!("skipped, since there is no zsh");
        return None;
    }
    let printed = run(Command::new(XTASK).args(["completions", "zsh"]));
    let completions = String::from_utf8(printed.stdout).unwrap();
    let file = folder.path().join("completions.zsh");
    std::fs::write(&file, completions).unwrap();
    let output = run(Command::new("zsh")
        .current_dir(root())
        .args(["-f", "-c"])
        .arg(format!(
            "typeset -A _comps; compdef() {{ }}; source {}\n{script}",
            file.display()
        )));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(errors.is_empty(), "{errors}");
    let text = String::from_utf8(output.stdout).unwrap();
    Some(text.lines().map(str::to_owned).collect())
}

#[test]
fn fish_completes_parameters_with_their_explanations() {
    let script = "complete -C 'cargo xtask call CreateLiveStreamMonitor MonitorN'";
    let found = in_shell("fish", root(), script);
    let expected = "MonitorName=\trequired: The name of the monitoring session.";
    assert!(found.is_none_or(|found| found == [expected]));
}
