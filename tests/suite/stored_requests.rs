//! Requests read from JSON.

use std::collections::BTreeMap;

use alibabacloud_live::rpc::{Parameters, WriteParameters as _};
use alibabacloud_live::stream_monitor::CreateLiveStreamMonitorRequest;
use serde_json::{Value, json};

use crate::operations::map;

fn sent(request: &CreateLiveStreamMonitorRequest) -> BTreeMap<String, String> {
    let mut parameters = Parameters::default();
    request.write_parameters(&mut parameters);
    map(parameters.query_pairs())
}

fn request(inputs: &Value, config: &Value) -> CreateLiveStreamMonitorRequest {
    let stored = json!({
        "MonitorName": "evening show",
        "OutputTemplate": "lp_hd",
        "Domain": "play.example.com",
        "InputList": inputs,
        "MonitorConfig": config,
    });
    serde_json::from_value(stored).unwrap()
}

#[test]
fn json_text_that_fits_the_types_becomes_typed() {
    let text = r#"[ {"Index": 1, "InputUrl": "rtmp://a/b"} ]"#;
    let request = request(&text.into(), &json!({"brLowThres": 0.5}));
    assert_eq!(
        request.input_list[0].input_url.as_deref(),
        Some("rtmp://a/b")
    );
    assert_eq!(request.extra_parameters.iter().count(), 0);
    let sent = sent(&request);
    assert_eq!(
        sent["InputList"],
        r#"[{"Index":1,"InputUrl":"rtmp://a/b"}]"#
    );
    assert_eq!(sent["MonitorConfig"], r#"{"brLowThres":0.5}"#);
}

#[test]
fn members_of_a_later_version_are_kept_and_sent() {
    let text = r#"[{"Index":1,"Since":"a later version"}]"#;
    let request = request(&text.into(), &json!({"brLowThres": 0.5, "since": [1]}));
    let [input] = &request.input_list[..] else {
        panic!("{request:?}");
    };
    let since = input.extra_members.get("Since");
    assert_eq!(since, Some(&json!("a later version")));
    let parameters = sent(&request);
    assert_eq!(parameters["InputList"], text);
    let config = r#"{"brLowThres":0.5,"since":[1]}"#;
    assert_eq!(parameters["MonitorConfig"], config);
    let again = serde_json::from_value(serde_json::to_value(&request).unwrap()).unwrap();
    assert_eq!(request, again);
}

#[test]
fn json_text_that_the_types_would_change_is_sent_unchanged() {
    for text in [
        r#"[{"Index":"1"}]"#,
        r#"{"InputList":[]}"#,
        r#"[{"Index":null}]"#,
        "[{",
        "null",
        "",
    ] {
        let request = request(&text.into(), &text.into());
        let parameters = sent(&request);
        assert_eq!(
            (&*parameters["InputList"], &*parameters["MonitorConfig"]),
            (text, text)
        );

        let stored = serde_json::to_value(&request).unwrap();
        assert_eq!(stored["InputList"], text);
        let again = serde_json::from_value(stored).unwrap();
        assert_eq!(request, again);
        assert_eq!(sent(&again), parameters);
    }
}

#[test]
fn structure_of_the_wrong_type_is_an_error() {
    let stored = json!({
        "MonitorName": "evening show",
        "OutputTemplate": "lp_hd",
        "Domain": "play.example.com",
        "InputList": [{"Index": "first"}],
    });
    let error = serde_json::from_value::<CreateLiveStreamMonitorRequest>(stored).unwrap_err();
    assert_eq!(
        error.to_string(),
        "InputList[0].Index: expected a 32-bit integer, found \"first\""
    );
}
