//! Calls that are sent.

use alibabacloud_live_emulator::{Answer, Emulator, Fault};
use live_call::Signature;

use crate::{order, shown};

#[test]
fn without_an_address_an_emulator_of_its_own_is_called() {
    let shown = shown(&order("DescribeLiveStreamMonitorList", &["PageSize=5"]));
    assert!(shown.succeeded, "{}", shown.notes);
    assert!(
        shown
            .output
            .starts_with("{\n  \"LiveStreamMonitorList\": [],\n")
    );
    let first = shown.notes.lines().next().unwrap();
    assert_eq!(
        first,
        "calling DescribeLiveStreamMonitorList (only reads) at an emulator of its own"
    );
    assert!(shown.notes.contains("status 200, request ID "));
}

#[test]
fn both_signatures_are_accepted() {
    for signature in [Signature::Acs3, Signature::V1] {
        let emulator = Emulator::builder().start_blocking().unwrap();
        let mut order = order(
            "CreateLiveStreamMonitor",
            &[
                "MonitorName=grün & blau",
                "OutputTemplate=lp_ud",
                "Domain=play.example.com",
                "InputList.1.InputUrl=rtmp://pull.example.com/a?b=c&d",
            ],
        );
        order.endpoint = Some(emulator.url());
        order.signature = signature;
        let shown = shown(&order);
        assert!(shown.succeeded, "{}", shown.notes);
        let request = &emulator.requests()[0];
        assert_eq!(
            request.operation.as_deref(),
            Some("CreateLiveStreamMonitor")
        );
    }
}

#[test]
fn calls_of_one_emulator_build_on_each_other() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let call = |operation: &str, parameters: &[&str]| {
        let mut order = order(operation, parameters);
        order.endpoint = Some(emulator.url());
        shown(&order)
    };
    let created = call(
        "CreateLiveStreamMonitor",
        &[
            "MonitorName=m",
            "OutputTemplate=lp_ud",
            "Domain=play.example.com",
            r#"InputList=[{"InputUrl": "rtmp://pull.example.com/a"}]"#,
        ],
    );
    let (_, id) = created.output.split_once("\"MonitorId\": \"").unwrap();
    let id = format!("MonitorId={}", id.split('"').next().unwrap());
    assert!(call("StartLiveStreamMonitor", &[&id]).succeeded);
    let again = call("StartLiveStreamMonitor", &[&id]);
    assert!(!again.succeeded && again.output.is_empty());
    let lines: Vec<_> = again.notes.lines().collect();
    assert!(
        lines[1].starts_with("error: StartLiveStreamMonitor: StreamMonitorAlreadyStarted: "),
        "{lines:?}"
    );
    assert!(
        lines[2].starts_with("StreamMonitorAlreadyStarted: ")
            && lines[2].contains("Documented with status "),
        "{lines:?}"
    );
}

#[test]
fn raw_output_is_the_body_byte_for_byte() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let mut order = order("DescribeLiveStreamMonitorList", &[]);
    order.endpoint = Some(emulator.url());
    order.raw = true;
    let body = shown(&order).output;
    assert!(body.starts_with('{') && !body.contains('\n'), "{body}");
}

#[test]
fn a_code_that_is_data_is_no_error() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let data = Answer::documented().set("/Code", 3);
    emulator
        .respond("DescribeLiveRecordNotifyRecords", [data])
        .unwrap();
    let mut order = order(
        "DescribeLiveRecordNotifyRecords",
        &[
            "DomainName=play.example.com",
            "StartTime=2017-12-22T08:00:00Z",
            "EndTime=2017-12-23T08:00:00Z",
            "PageNumber=1",
            "PageSize=10",
        ],
    );
    order.endpoint = Some(emulator.url());
    let shown = shown(&order);
    assert!(shown.succeeded, "{}", shown.notes);
    assert!(shown.output.contains("\"Code\": 3"), "{}", shown.output);
}

#[test]
fn throttled_calls_are_retried_and_the_retry_is_told() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    emulator.inject(Fault::throttle());
    let mut order = order("DescribeLiveStreamMonitorList", &[]);
    order.endpoint = Some(emulator.url());
    let shown = shown(&order);
    assert!(shown.succeeded);
    assert!(
        shown.notes.contains("\nattempt 1 failed: ") && shown.notes.contains(" ms, attempt 2\n"),
        "{}",
        shown.notes
    );
}

#[test]
fn an_address_where_nothing_listens_is_named_with_what_to_do() {
    let mut order = order("DescribeLiveStreamMonitorList", &[]);
    order.endpoint = Some("http://127.0.0.1:9".to_owned());
    let shown = shown(&order);
    assert!(!shown.succeeded && shown.output.is_empty());
    assert!(
        shown
            .notes
            .contains("error: DescribeLiveStreamMonitorList: could not connect")
            && shown
                .notes
                .contains("help: `cargo run -p alibabacloud-live-emulator -- --port"),
        "{}",
        shown.notes
    );
}

#[test]
fn a_write_leaves_this_machine_only_on_request() {
    let mut order = order("DeleteLiveStreamMonitor", &["MonitorId=a"]);
    order.endpoint = Some("https://live.example.com".to_owned());
    let shown = shown(&order);
    assert!(!shown.succeeded);
    assert_eq!(
        shown.notes,
        "error: DeleteLiveStreamMonitor writes, and may be billed: `--yes` calls \
         https://live.example.com, the REAL service, `--dry-run` shows the request\n"
    );
}

#[test]
fn an_address_without_encryption_is_refused() {
    let mut order = order("DescribeLiveStreamMonitorList", &[]);
    order.endpoint = Some("http://live.example.com".to_owned());
    let shown = shown(&order);
    assert_eq!(
        shown.notes,
        "error: http://live.example.com is not encrypted: use `https`\n"
    );
}

#[test]
fn an_error_of_the_gateway_is_explained() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    emulator.inject(Fault::throttle().times(9));
    let mut order = order("DescribeLiveStreamMonitorList", &[]);
    order.endpoint = Some(emulator.url());
    let shown = shown(&order);
    assert!(!shown.succeeded);
    assert!(
        shown
            .notes
            .contains("Documented for all operations, with status 400."),
        "{}",
        shown.notes
    );
}

/// Another product, with an operation that is not signed.
#[test]
fn operations_of_other_products_are_called_from_their_own_specs() {
    let specs = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../codegen/live-codegen/goldens/sts/specs"
    );
    let mut order = order("GetCallerIdentity", &[]);
    order.specs = specs.into();
    let signed = shown(&order);
    assert!(signed.succeeded, "{}", signed.notes);

    order.operation = "AssumeRoleWithOIDC".to_owned();
    order.parameters = [
        "OIDCProviderArn=acs:ram::113511544585:oidc-provider/TestProvider",
        "RoleArn=acs:ram::113511544585:role/test",
        "OIDCToken=eyJhbGciOiJSUzI1NiJ9",
        "RoleSessionName=session",
    ]
    .map(str::to_owned)
    .to_vec();
    order.explain = true;
    let unsigned = shown(&order);
    assert!(unsigned.succeeded, "{}", unsigned.notes);
    assert!(
        unsigned
            .notes
            .contains("== signature\nThe operation is not signed.\n"),
        "{}",
        unsigned.notes
    );
    assert!(!unsigned.notes.contains("eyJh"), "{}", unsigned.notes);
}
