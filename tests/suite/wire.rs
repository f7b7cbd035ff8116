//! What reaches the service, against what the official SDK sends for the same input.

use std::collections::BTreeMap;

use alibabacloud_live::rpc::{Operation, Parameters};
use alibabacloud_live::stream_monitor::{
    CreateLiveStreamMonitorRequest, DeleteLiveStreamMonitorRequest,
    DescribeLiveStreamMonitorListRequest, InputConfig, LayoutConfig, MonitorConfig, PlayConfig,
    StartLiveStreamMonitorRequest, StopLiveStreamMonitorRequest, UpdateLiveStreamMonitorRequest,
};
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;
use serde_json::Value;

const CASES: &str = include_str!("../data/conformance/stream_monitor.jsonl");

/// Parameters whose text is JSON, so that only its value counts.
const JSON: [&str; 2] = ["InputList", "MonitorConfig"];

fn text(input: &Value, name: &str) -> Option<String> {
    input.get(name).map(|value| {
        value
            .as_str()
            .map_or_else(|| value.to_string(), str::to_owned)
    })
}

fn required(input: &Value, name: &str) -> String {
    text(input, name).unwrap()
}

fn integer(input: &Value, name: &str) -> Option<i64> {
    input.get(name).and_then(Value::as_i64)
}

fn inputs(input: &Value) -> Vec<InputConfig> {
    let list: Value = serde_json::from_str(&required(input, "InputList")).unwrap();
    list.as_array().unwrap().iter().map(input_config).collect()
}

fn input_config(value: &Value) -> InputConfig {
    let floats = |value: &Value| {
        value
            .as_array()
            .unwrap()
            .iter()
            .map(|n| n.as_f64().unwrap())
            .collect::<Vec<_>>()
    };
    let small = |name| i32::try_from(value[name].as_i64().unwrap()).unwrap();
    let layout = &value["LayoutConfig"];
    InputConfig::default()
        .index(small("Index"))
        .layout_id(small("LayoutId"))
        .stream_name(required(value, "StreamName"))
        .input_url(required(value, "InputUrl"))
        .layout_config(
            LayoutConfig::default()
                .fill_mode(required(layout, "FillMode"))
                .position_refer(required(layout, "PositionRefer"))
                .position_normalized(floats(&layout["PositionNormalized"]))
                .size_normalized(floats(&layout["SizeNormalized"])),
        )
        .play_config(
            PlayConfig::default().volume_rate(value["PlayConfig"]["VolumeRate"].as_f64().unwrap()),
        )
}

fn monitor_config(input: &Value) -> Option<MonitorConfig> {
    let value: Value = serde_json::from_str(&text(input, "MonitorConfig")?).unwrap();
    let mut config = MonitorConfig::default();
    config.fps_low_thres = value["fpsLowThres"].as_f64();
    config.br_high_thres = value["brHighThres"].as_f64();
    config.eof_duration_thres_sec = value["eofDurationThresSec"].as_f64();
    Some(config)
}

fn encode(request: &impl Operation) -> Parameters {
    let mut parameters = Parameters::default();
    request.write_parameters(&mut parameters);
    parameters
}

/// The typed request for a case, encoded.
fn parameters(operation: &str, input: &Value) -> Parameters {
    let id = || required(input, "MonitorId");
    match operation {
        "CreateLiveStreamMonitor" => {
            let mut request = CreateLiveStreamMonitorRequest::builder()
                .monitor_name(required(input, "MonitorName"))
                .domain(required(input, "Domain"))
                .output_template(required(input, "OutputTemplate"))
                .input_list(inputs(input))
                .build();
            request.app = text(input, "App");
            request.stream = text(input, "Stream");
            request.region_id = text(input, "RegionId");
            request.callback_url = text(input, "CallbackUrl");
            request.ding_talk_web_hook_url = text(input, "DingTalkWebHookUrl");
            request.monitor_config = monitor_config(input);
            encode(&request)
        }
        "UpdateLiveStreamMonitor" => {
            let mut request = UpdateLiveStreamMonitorRequest::builder()
                .monitor_id(id())
                .input_list(inputs(input))
                .build();
            request.monitor_name = text(input, "MonitorName");
            request.domain = text(input, "Domain");
            request.output_template = text(input, "OutputTemplate").map(Into::into);
            request.app = text(input, "App");
            request.stream = text(input, "Stream");
            request.region_id = text(input, "RegionId");
            request.callback_url = text(input, "CallbackUrl");
            request.ding_talk_web_hook_url = text(input, "DingTalkWebHookUrl");
            request.monitor_config = monitor_config(input);
            encode(&request)
        }
        "StartLiveStreamMonitor" => {
            let mut request = StartLiveStreamMonitorRequest::builder()
                .monitor_id(id())
                .build();
            request.region_id = text(input, "RegionId");
            encode(&request)
        }
        "StopLiveStreamMonitor" => {
            let mut request = StopLiveStreamMonitorRequest::builder()
                .monitor_id(id())
                .build();
            request.region_id = text(input, "RegionId");
            encode(&request)
        }
        "DeleteLiveStreamMonitor" => {
            let mut request = DeleteLiveStreamMonitorRequest::builder()
                .monitor_id(id())
                .build();
            request.region_id = text(input, "RegionId");
            encode(&request)
        }
        "DescribeLiveStreamMonitorList" => {
            let small = |name| integer(input, name).map(|value| i32::try_from(value).unwrap());
            let mut request = DescribeLiveStreamMonitorListRequest::builder().build();
            request.monitor_id = text(input, "MonitorId");
            request.region_id = text(input, "RegionId");
            request.order_rule = integer(input, "OrderRule").map(Into::into);
            request.status = integer(input, "Status").map(Into::into);
            request.page_num = small("PageNum");
            request.page_size = small("PageSize");
            encode(&request)
        }
        other => panic!("no such operation here: {other}"),
    }
}

/// Numbers by value, since `1` and `1.0` are the same to the service.
fn by_value(value: Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.into_iter().map(by_value).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, by_value(value)))
            .collect(),
        other => other,
    }
}

fn comparable<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> BTreeMap<String, Value> {
    pairs
        .map(|(name, text)| {
            let value = if JSON.contains(&name) {
                by_value(serde_json::from_str(&text).unwrap())
            } else {
                Value::String(text)
            };
            (name.to_owned(), value)
        })
        .collect()
}

#[test]
fn the_same_input_gives_the_same_parameters() {
    let mut cases = 0;
    for line in CASES.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let operation = case["operation"].as_str().unwrap();
        let parameters = parameters(operation, &case["input"]);
        let sent = case["query"].as_array().unwrap().iter();
        let sent = sent.map(|pair| {
            (
                pair[0].as_str().unwrap(),
                pair[1].as_str().unwrap().to_owned(),
            )
        });
        assert_eq!(
            comparable(parameters.query_pairs()),
            comparable(sent),
            "{operation} {}",
            case["case"]
        );
        assert_eq!(parameters.form_pairs().count(), 0);
        cases += 1;
    }
    assert_eq!(cases, 12);
}

#[tokio::test]
async fn hard_text_survives_the_way() {
    let emulator = Emulator::start().await.unwrap();
    for method in [
        alibabacloud_live::SignatureMethod::Acs3HmacSha256,
        alibabacloud_live::SignatureMethod::HmacSha1,
    ] {
        let client = client_of(&emulator)
            .signature_method(method)
            .build()
            .unwrap();
        for text in [
            "",
            " ",
            "a b+c/d*e~f&g=h%20i",
            "直播 间",
            "🎥 \"q\" \\ \t\n",
            "naïve:@$[]{}|^`",
            "-_.~",
        ] {
            client
                .describe_live_stream_monitor_list()
                .monitor_id(text)
                .send()
                .await
                .unwrap();
            let served = emulator.requests().pop().unwrap();
            assert_eq!(served.query, [("MonitorId".to_owned(), text.to_owned())]);
        }
    }
}

#[tokio::test]
async fn an_own_parameter_replaces_the_typed_one() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    client
        .describe_live_stream_monitor_list()
        .page_size(5)
        .param("PageSize", "7")
        .send()
        .await
        .unwrap();
    let served = emulator.requests().pop().unwrap();
    assert_eq!(served.query, [("PageSize".to_owned(), "7".to_owned())]);
}

#[tokio::test]
async fn a_number_that_is_none_is_refused_before_anything_is_sent() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let input = InputConfig::default().play_config(PlayConfig::default().volume_rate(f64::NAN));
    let update = client
        .update_live_stream_monitor()
        .monitor_id("a")
        .input_list([input]);
    let error = update.send().await.unwrap_err();
    assert_eq!(error.kind(), alibabacloud_live::ErrorKind::InvalidRequest);
    assert!(
        error
            .to_string()
            .contains("InputList.1.PlayConfig.VolumeRate is not a finite number"),
        "{error}"
    );
    assert!(emulator.requests().is_empty());
}
