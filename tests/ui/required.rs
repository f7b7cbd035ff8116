//! Required parameters that are not set.

use alibabacloud_live::Client;
use alibabacloud_live::stream_monitor::CreateLiveStreamMonitorRequest;

async fn one_is_missing(client: Client) {
    let _ = client
        .start_live_stream_monitor()
        .region_id("cn-shanghai")
        .send()
        .await;
}

async fn one_is_missing_without_send(client: Client) {
    let _ = client.start_live_stream_monitor().await;
}

async fn four_are_missing(client: Client) {
    let _ = client.create_live_stream_monitor().send().await;
}

fn two_are_missing_in_a_request() {
    let _ = CreateLiveStreamMonitorRequest::builder()
        .monitor_name("evening show")
        .output_template("lp_hd")
        .build();
}

async fn one_is_missing_for_items(client: Client) {
    let _ = client.describe_live_streams_online_list().items();
}

async fn one_is_missing_for_a_wait(client: Client) {
    let call = client.describe_live_stream_state();
    let _ = call.app_name("a").stream_name("s").until_online().await;
}

fn set_in_an_if_let(client: Client, id: Option<String>) {
    let mut call = client.start_live_stream_monitor();
    if let Some(id) = id {
        call = call.monitor_id(id);
    }
    drop(call);
}

fn set_by_if_some(client: Client, id: Option<String>) {
    use alibabacloud_live::IfSome as _;
    let call = client.start_live_stream_monitor();
    drop(call.if_some(id, |call, id| call.monitor_id(id)));
}

fn parts_of_a_url_are_missing() {
    use alibabacloud_live::edge::url::{IngestUrl, PlaybackUrl};
    let _ = IngestUrl::builder()
        .domain("push.example.com")
        .app("live")
        .build();
    let _ = PlaybackUrl::builder().stream("camera-1").build();
}

fn main() {}
