//! Values of a response as parameters of the operation that changes them.

use alibabacloud_live::stream_monitor::InputConfig;
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;
use serde_json::{Value, json};

/// Returns a parameter of the last request, which is JSON text.
fn sent(emulator: &Emulator, name: &str) -> Value {
    let request = emulator.requests().pop().unwrap();
    let mut pairs = request.query.iter().chain(&request.form);
    let (_, text) = pairs.find(|(sent, _)| sent == name).unwrap();
    serde_json::from_str(text).unwrap()
}

#[tokio::test]
async fn a_listed_monitoring_session_is_updated_with_its_own_settings() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let input = json!({"Index": 1, "LayoutConfig": {"SizeNormalized": [0.5, 0.5]}});
    let created = client
        .create_live_stream_monitor()
        .monitor_name("m")
        .domain("play.example.com")
        .output_template("lp_ud")
        .input_list([serde_json::from_value::<InputConfig>(input.clone()).unwrap()])
        .monitor_config(serde_json::from_value(json!({"fpsLowThres": 0.5})).unwrap());
    created.send().await.unwrap();
    let listed = client.describe_live_stream_monitor_list().send().await;
    let [session] = &listed.unwrap().live_stream_monitor_list[..] else {
        panic!("one session is listed");
    };
    let update = client
        .update_live_stream_monitor()
        .monitor_id(session.monitor_id.clone().unwrap())
        .input_list(session.input_list.clone());
    let thresholds = session.monitor_config.as_ref().unwrap().parse().unwrap();
    let update = update.monitor_config(thresholds.unwrap());
    update.send().await.unwrap();
    assert_eq!(sent(&emulator, "InputList"), json!([input]));
    assert_eq!(
        sent(&emulator, "MonitorConfig"),
        json!({"fpsLowThres": 0.5})
    );
}

#[tokio::test]
async fn the_text_of_a_listed_component_is_set_on_another() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let listed = client.describe_caster_components().caster_id("c").send();
    let [component] = &listed.await.unwrap().components[..] else {
        panic!("one component is listed");
    };
    let text = component.text_layer_content.clone().unwrap();
    let modify = client.modify_caster_component().caster_id("c");
    let modify = modify
        .component_id("other")
        .text_layer_content(text.text("hello"));
    modify.send().await.unwrap();
    let sent = sent(&emulator, "TextLayerContent");
    assert_eq!(sent["Text"], "hello");
    assert_eq!(sent["FontName"], "KaiTi");
}

#[tokio::test]
async fn the_listed_settings_of_a_transcoding_template_are_set_on_another() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let listed = client
        .describe_live_stream_transcode_info()
        .domain_transcode_name("d");
    let listed = listed.send().await.unwrap();
    let template = listed.domain_transcode_list.first().unwrap();
    let settings = template.custom_transcode_parameters.as_ref().unwrap();
    let update = client
        .update_custom_live_stream_transcode()
        .app("a")
        .domain("d")
        .template("t")
        .template_type("h264")
        .bitrate_with_source(settings.bitrate_with_source.clone().unwrap());
    update.send().await.unwrap();
    let sent = sent(&emulator, "BitrateWithSource");
    assert_eq!(
        sent,
        json!({"UpLimit": 2500, "LowerLimit": 800, "Factor": 1})
    );
}
