//! Values of the wrong type.

use alibabacloud_live::Client;
use alibabacloud_live::stream_monitor::{
    CreateLiveStreamMonitorRequest, DescribeLiveStreamMonitorListResponse, InputConfig,
    MonitorConfig, OutputTemplate,
};

fn number_for_text(client: Client) {
    let _ = client.start_live_stream_monitor().monitor_id(5);
}

fn text_for_a_number(client: Client) {
    let _ = client.describe_live_stream_monitor_list().page_num("1");
}

fn large_number(client: Client, number: u64) {
    let _ = client.describe_live_stream_monitor_list().page_num(number);
}

fn optional_text(client: Client, id: Option<String>) {
    let _ = client.describe_live_stream_monitor_list().monitor_id(id);
}

fn optional_enum(client: Client, template: Option<OutputTemplate>) {
    let _ = client
        .update_live_stream_monitor()
        .output_template(template);
}

fn optional_required_number(client: Client, number: Option<i32>) {
    let _ = client
        .add_caster_layout()
        .caster_id("c")
        .blend_list(["a"])
        .mix_list(number);
}

fn integer_for_a_float() {
    let _ = MonitorConfig::default().br_low_thres(1);
}

fn one_item_for_a_list(client: Client) {
    let input = InputConfig::default().stream_name("s");
    let _ = client.create_live_stream_monitor().input_list(input);
}

fn text_for_a_list(client: Client) {
    let _ = client.tag_live_resources().resource_id("example.com");
}

fn list_of_other_items(client: Client) {
    let _ = client.create_live_stream_monitor().input_list(["s"]);
}

fn empty_list(client: Client) {
    let _ = client.create_live_stream_monitor().input_list([]);
}

fn empty_list_of_texts(client: Client) {
    let _ = client.tag_live_resources().resource_id([]);
}

fn listed_session_in_update(client: Client, list: DescribeLiveStreamMonitorListResponse) {
    for session in list.live_stream_monitor_list {
        let _ = client
            .update_live_stream_monitor()
            .monitor_id(session.monitor_id)
            .input_list(session.input_list);
    }
}

fn printed_optional_field(list: DescribeLiveStreamMonitorListResponse) {
    for session in list.live_stream_monitor_list {
        println!("{}", session.monitor_id);
    }
}

fn compared_optional_fields(list: DescribeLiveStreamMonitorListResponse) {
    for session in list.live_stream_monitor_list {
        let _ = session.status == Some(1);
        let _ = session.output_template == "lp_hd";
        let _ = session.status == 1;
    }
}

fn unrecognised_value() -> OutputTemplate {
    OutputTemplate::Unrecognized("lp_4k".into())
}

fn matched_unrecognised_value(template: OutputTemplate) -> bool {
    match template {
        OutputTemplate::Unrecognized("lp_4k") => true,
        _ => false,
    }
}

fn match_without_other_values(template: OutputTemplate) -> u32 {
    match template {
        OutputTemplate::LowDefinition => 360,
        OutputTemplate::StandardDefinition => 480,
        OutputTemplate::HighDefinition => 720,
        OutputTemplate::UltraHighDefinition => 1080,
    }
}

fn matched_as_text(template: OutputTemplate) -> bool {
    match template {
        "lp_hd" => true,
        _ => false,
    }
}

fn part_as_a_literal() {
    let _ = InputConfig {
        stream_name: Some("s".into()),
        ..InputConfig::default()
    };
}

fn request_as_a_literal() {
    let _ = CreateLiveStreamMonitorRequest {
        monitor_name: "evening show".into(),
        domain: "example.com".into(),
    };
}

fn main() {}
