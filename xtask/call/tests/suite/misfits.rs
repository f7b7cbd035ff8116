//! What does not fit the spec is told before anything is sent.

use std::path::Path;

use alibabacloud_live_emulator::Emulator;
use live_call::{Called, encode};

use crate::{order, service, shown};

/// Returns what does not fit.
fn misfits(operation: &str, parameters: &[&str]) -> Vec<String> {
    let parameters: Vec<_> = parameters.iter().map(|it| (*it).to_owned()).collect();
    match Called::find(service(), operation) {
        Ok(called) => encode(called, &parameters, Path::new("."), false).unwrap_err(),
        Err(unknown) => vec![unknown],
    }
}

/// Returns what is told of a call that must not be sent.
fn refused(operation: &str, parameters: &[&str]) -> Vec<String> {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let mut order = order(operation, parameters);
    order.endpoint = Some(emulator.url());
    let shown = shown(&order);
    assert!(!shown.succeeded && shown.output.is_empty());
    assert!(emulator.requests().is_empty());
    let lines = shown.notes.lines();
    let lines = lines.map(|line| line.strip_prefix("error: ").unwrap_or(line));
    lines.map(str::to_owned).collect()
}

const NOT_SENT: &str = "nothing was sent; `--unchecked` sends what does not fit the spec";

#[test]
fn unknown_operations_are_answered_with_similar_ones() {
    for (name, meant) in [
        ("StartMonitor", "did you mean `StartLiveStreamMonitor`?"),
        (
            "startlivestreammonitor",
            "did you mean `StartLiveStreamMonitor`?",
        ),
        (
            "Xyzzy",
            "the names of operations are those of the files in specs/",
        ),
    ] {
        let expected = format!("no operation is called `{name}`; {meant}");
        assert_eq!(misfits(name, &[]), [expected]);
    }
}

#[test]
fn everything_that_does_not_fit_is_told_at_once() {
    let told = refused(
        "CreateLiveStreamMonitor",
        &[
            "MonitorNam=m",
            "OutputTemplate=lp_xd",
            r#"InputList=[{"Index": "one", "InputUr": "rtmp://a"}]"#,
        ],
    );
    assert_eq!(
        told,
        [
            "`MonitorName` is required, for example `MonitorName=liveMonitor****`: The name of the monitoring session.",
            "`OutputTemplate` is one of `lp_ld`, `lp_sd`, `lp_hd`, `lp_ud`, which `lp_xd` is not; did you mean `lp_hd`?",
            "`Domain` is required, for example `Domain=demo.aliyundoc.com`: The domain of the output stream.",
            "`InputList.1` has no field `InputUr`; did you mean `InputUrl`?",
            "`InputList.1.Index` is an integer of 32 bits, which `one` is not",
            "CreateLiveStreamMonitor has no parameter `MonitorNam`; did you mean `MonitorName`?",
            NOT_SENT,
        ]
    );
}

#[test]
fn forms_that_cannot_be_read_are_explained() {
    for (parameter, expected) in [
        ("PageSize", "a parameter has no `=`: write `Key=value`"),
        (
            "PageSize=1.5",
            "`PageSize` is an integer of 32 bits, which `1.5` is not",
        ),
        (
            "PageSize.1=1",
            "`PageSize` is a single value, which has no part `1`",
        ),
        (
            "PageSize=@missing",
            "`PageSize`: cannot read missing: No such file or directory (os error 2); for a text that starts with `@`, write `@@`",
        ),
    ] {
        let told = misfits("DescribeLiveStreamMonitorList", &[parameter]);
        assert_eq!(told, [expected]);
    }
    for (parameters, expected) in [
        (
            &["InputList=x"][..],
            "`InputList` is a list; write JSON, `InputList='[…]'`, or `InputList.1.…`",
        ),
        (
            &["InputList=[{]"],
            "`InputList` is not valid JSON: key must be a string at line 1 column 3",
        ),
        (&["InputList={}"], "`InputList` is a list, not an object"),
        (
            &["InputList.1.Index=1", "InputList.3.Index=1"],
            "`InputList` is a list, whose items are numbered from 1 without gaps; `.2` is missing, found `1`, `3`",
        ),
    ] {
        let told = misfits(
            "UpdateLiveStreamMonitor",
            &[&["MonitorId=a"], parameters].concat(),
        );
        assert!(
            told.iter()
                .any(|line| line.starts_with(expected.trim_end_matches(".…`"))),
            "{told:?}"
        );
    }
    for parameters in [
        &["MonitorId=a", "MonitorId=b"][..],
        &["InputList=[]", "InputList.1.Index=1"],
        &["InputList.1.Index=1", "InputList=[]"],
    ] {
        let told = misfits("UpdateLiveStreamMonitor", parameters);
        let expected = if parameters[0].starts_with("MonitorId") {
            "`MonitorId` is given twice"
        } else {
            "is given as a whole and in parts; choose one of them"
        };
        assert!(told[0].contains(expected), "{told:?}");
    }
}

#[test]
fn unchecked_calls_send_what_does_not_fit() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let mut order = order("DescribeLiveStreamMonitorList", &["PageSize=many", "New=1"]);
    order.endpoint = Some(emulator.url());
    order.unchecked = true;
    let shown = shown(&order);
    assert!(shown.notes.starts_with(
        "warning: `PageSize` is an integer of 32 bits, which `many` is not\n\
         warning: DescribeLiveStreamMonitorList has no parameter `New`\n"
    ));
    let request = &emulator.requests()[0];
    assert!(
        request
            .query
            .contains(&("PageSize".to_owned(), "many".to_owned()))
    );
    assert!(request.query.contains(&("New".to_owned(), "1".to_owned())));
}

#[test]
fn values_come_from_files_without_the_last_line_break() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("id"), "@a\r\n").unwrap();
    let emulator = Emulator::builder().start_blocking().unwrap();
    for parameter in ["MonitorId=@id", "MonitorId=@@a"] {
        let mut order = order("StopLiveStreamMonitor", &[parameter]);
        order.endpoint = Some(emulator.url());
        order.folder = folder.path().to_owned();
        shown(&order);
        let request = emulator.requests().pop().unwrap();
        assert!(
            request
                .query
                .contains(&("MonitorId".to_owned(), "@a".to_owned()))
        );
    }
}

#[test]
fn specs_with_mistakes_are_shown_and_not_used() {
    let folder = tempfile::tempdir().unwrap();
    let mut order = order("Any", &[]);
    order.specs = folder.path().to_owned();
    let shown = shown(&order);
    assert!(shown.notes.contains("service.yaml"), "{}", shown.notes);
    assert!(
        shown
            .notes
            .ends_with("error: the specs have mistakes, so nothing was sent\n")
    );
}
