//! Reports on small repositories.

use std::fs;
use std::path::Path;
use std::process::Command;

use clap::Parser as _;
use tempfile::TempDir;

use super::*;

const SERVICE: &str = "\
product: live
version: 2016-11-01
title: Live
reference: https://example.com/live
endpoints: { default: live.example.com }
errors:
  - { status: 503, code: ServiceUnavailable, class: transient, doc: Busy. }
families: { monitor: Monitors. }
";
const GLOSSARY: &str = "fields: { RequestId: ID of the request. }\n";
const FIRST: &str = "\
operation: StartMonitor
summary: Starts a monitor.
reference: https://example.com/start
method: POST
request:
  MonitorId: { type: string, required: true, doc: The monitor. }
response:
  RequestId: { type: string }
";
const MANIFEST_OF_FIRST: &str = "[workspace.package]\nversion = \"0.1.0\"\n";
const START: &str = "specs/monitor/StartMonitor.yaml";

/// A repository with a commit without specs, one with specs, and one with a new parameter, in which
/// the required one has another name.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        project.git(&["init", "--quiet", "--initial-branch=main"]);
        project.write(MANIFEST, MANIFEST_OF_FIRST);
        project.commit("empty");
        project.write("specs/service.yaml", SERVICE);
        project.write("specs/glossary.yaml", GLOSSARY);
        project.write(START, FIRST);
        project.commit("first");
        let second = "  MonitorKey: { type: string, required: true, doc: The monitor. }\n  Force: { type: boolean, doc: Whether to force it. }\n";
        let old = "  MonitorId: { type: string, required: true, doc: The monitor. }\n";
        project.write(START, &FIRST.replace(old, second));
        project.commit("second");
        project
    }

    fn root(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn git(&self, arguments: &[&str]) {
        let mut command = Command::new("git");
        command.args(["-c", "user.name=Test", "-c", "user.email=test@example.com"]);
        command.args(["-c", "commit.gpgsign=false", "-c", "tag.gpgsign=false"]);
        let done = command.args(arguments).current_dir(self.root()).output();
        let done = done.unwrap();
        assert!(done.status.success(), "{done:?}");
    }

    fn commit(&self, message: &str) {
        self.git(&["add", "."]);
        self.git(&["commit", "--quiet", "--message", message]);
    }

    /// Runs the command, and returns what it prints and what fails its check, or its error.
    fn changes(&self, arguments: &[&str]) -> Result<(String, Option<String>), String> {
        let words = ["changes"].iter().chain(arguments);
        let arguments = Parsed::try_parse_from(words).unwrap();
        let outcome = report(self.root(), &arguments.arguments, false);
        outcome.map_err(|error| error.to_string())
    }
}

#[derive(clap::Parser)]
struct Parsed {
    #[command(flatten)]
    arguments: Arguments,
}

const REPORT: &str = "\
Breaking
  StartMonitor: parameter `MonitorId` is gone (monitor::StartMonitorRequest::monitor_id)
  StartMonitor: parameter `MonitorKey` is new and required (monitor::StartMonitorRequest::monitor_key)

Added
  StartMonitor: parameter `Force` (monitor::StartMonitorRequest::force)

2 breaking, 1 addition
version: 0.1.0 → 0.2.0, because 2 changes are breaking
";

#[test]
fn files_and_revisions_are_compared_with_older_revisions() {
    let project = Project::new();
    let committed = project.changes(&["HEAD~1", "--to", "HEAD"]);
    assert_eq!(committed, Ok((REPORT.to_owned(), None)));
    assert_eq!(project.changes(&["HEAD~1"]), committed);
    // What is not committed counts, unless a revision is named.
    project.write(START, FIRST);
    let same = "version: 0.1.0 stays, because nothing changes for users\n";
    assert_eq!(project.changes(&["HEAD~1"]), Ok((same.to_owned(), None)));
    assert_eq!(project.changes(&["HEAD~1", "--to", "HEAD"]), committed);
}

#[test]
fn without_a_revision_the_last_release_counts() {
    let project = Project::new();
    let (report, _) = project.changes(&[]).unwrap();
    assert!(report.contains("nothing changes"), "{report}");
    let (report, lacking) = project.changes(&["--check"]).unwrap();
    assert!(report.contains("no tag of a release"), "{report}");
    assert_eq!(lacking, None);
    project.git(&["tag", "v0.1.0", "HEAD~1"]);
    assert_eq!(project.changes(&[]), Ok((REPORT.to_owned(), None)));
}

#[test]
fn revisions_that_cannot_be_compared_are_refused_with_advice() {
    let project = Project::new();
    for (arguments, error) in [
        (
            &["v9.9.9"][..],
            "there is no revision `v9.9.9`; `git log --oneline` and `git tag` list those that \
             there are",
        ),
        (
            &["--output=x"],
            "there is no revision `--output=x`; `git log --oneline` and `git tag` list those that \
             there are",
        ),
        (
            &["HEAD~2"],
            "there are no specs at `HEAD~2`; name a later revision",
        ),
        (
            &["HEAD", "--to", "HEAD~2"],
            "there are no specs at `HEAD~2`; name a later revision",
        ),
    ] {
        let arguments: Vec<_> = match arguments {
            [word] if word.starts_with('-') => vec!["--", word],
            arguments => arguments.to_vec(),
        };
        assert_eq!(project.changes(&arguments), Err(error.to_owned()));
    }
    project.write(START, "operation: StartMonitor\n");
    let error = project.changes(&["HEAD"]).unwrap_err();
    assert!(error.ends_with("correct these mistakes first"), "{error}");
    project.write("specs/service.yaml", "product: [\n");
    project.commit("broken");
    let error = project.changes(&["HEAD~1", "--to", "HEAD"]).unwrap_err();
    assert!(
        error.starts_with("the generator of today refuses the specs at `HEAD`"),
        "{error}"
    );
}

#[test]
fn folder_without_a_repository_is_refused() {
    let folder = TempDir::new().unwrap();
    let arguments = Parsed::try_parse_from(["changes"]).unwrap();
    let error = report(folder.path(), &arguments.arguments, false).unwrap_err();
    assert!(
        error.to_string().contains("is in no Git repository"),
        "{error}"
    );
}

#[test]
fn the_changelog_gets_an_entry_once_and_keeps_other_lines() {
    let project = Project::new();
    let error = project.changes(&["HEAD~1", "--changelog"]).unwrap_err();
    assert!(error.contains("there is no CHANGELOG.md"), "{error}");
    let before = "# Changelog\n\n## Unreleased\n\n### Fixed\n\n- By hand.\n\n## 0.1.0\n";
    project.write(CHANGELOG, before);
    project.changes(&["HEAD~1", "--markdown"]).unwrap();
    let read = || fs::read_to_string(project.root().join(CHANGELOG)).unwrap();
    assert_eq!(read(), before);
    project.changes(&["HEAD~1", "--changelog"]).unwrap();
    let once = read();
    for part in ["- By hand.\n", "\n## 0.1.0\n", "### Removed", "`Force`"] {
        assert!(once.contains(part), "{once}");
    }
    project.changes(&["HEAD~1", "--changelog"]).unwrap();
    assert_eq!(read(), once);
    project.changes(&["HEAD", "--changelog"]).unwrap();
    assert_eq!(read(), before);
    project.write(CHANGELOG, "# Changelog\n");
    let error = project.changes(&["HEAD~1", "--changelog"]).unwrap_err();
    assert!(
        error.contains("there is no section `## Unreleased`"),
        "{error}"
    );
}

#[test]
fn a_version_that_is_too_low_fails_the_check() {
    let project = Project::new();
    let (report, lacking) = project.changes(&["HEAD~1", "--check"]).unwrap();
    assert_eq!(report, REPORT);
    let lacking = lacking.unwrap();
    assert!(lacking.ends_with("set it to 0.2.0"), "{lacking}");
    project.write(MANIFEST, "[workspace.package]\nversion = \"0.2.0\"\n");
    let (report, lacking) = project.changes(&["HEAD~1", "--check"]).unwrap();
    assert_eq!(lacking, None);
    assert!(report.ends_with("; Cargo.toml has 0.2.0\n"), "{report}");
    project.write(MANIFEST, "[workspace]\n");
    let error = project.changes(&["HEAD~1", "--check"]).unwrap_err();
    assert!(error.contains("states no `version`"), "{error}");
}

#[test]
fn the_version_is_that_of_the_workspace() {
    let manifest = "[package]\nversion = \"9.9.9\"\n\n[workspace.package]\nedition = \"2024\"\n\
                    version = \"0.3.1\"\n[workspace.dependencies]\nversion = \"8.0.0\"\n";
    let stated = version(Some(manifest)).map(|version| version.to_string());
    assert_eq!(stated.as_deref(), Some("0.3.1"));
    assert_eq!(
        version(Some("[workspace.package]\n[x]\nversion = \"1.0.0\"\n")),
        None
    );
}
