//! Calls that are made twice, with nothing, or never.

use alibabacloud_live::stream_monitor::{
    StartLiveStreamMonitorBuilder, StartLiveStreamMonitorRequest,
};
use alibabacloud_live::{Client, Error, blocking};

async fn question_mark_without_await(client: Client) -> Result<(), Error> {
    let response = client.start_live_stream_monitor().monitor_id("m").send()?;
    println!("{}", response.request_id);
    Ok(())
}

async fn question_mark_without_send(client: Client) -> Result<(), Error> {
    client.start_live_stream_monitor().monitor_id("m")?;
    Ok(())
}

async fn match_without_await(client: Client) {
    match client.start_live_stream_monitor().monitor_id("m").send() {
        Ok(_) => {}
        Err(_) => {}
    }
}

async fn sent_in_a_loop(client: Client) {
    let call = client.start_live_stream_monitor().monitor_id("m");
    for _ in 0..3 {
        let _ = call.send().await;
    }
}

async fn setter_in_a_loop(client: Client) {
    let call = client.start_live_stream_monitor();
    for id in ["a", "b"] {
        let _ = call.monitor_id(id).send().await;
    }
}

async fn request_in_a_loop(client: Client) {
    let request = StartLiveStreamMonitorRequest::builder()
        .monitor_id("m")
        .build();
    for _ in 0..3 {
        let _ = client.send(request).await;
    }
}

async fn sent_without_a_client() {
    let _ = StartLiveStreamMonitorRequest::builder()
        .monitor_id("m")
        .send()
        .await;
}

async fn awaited_without_a_client() {
    let _ = StartLiveStreamMonitorRequest::builder()
        .monitor_id("m")
        .await;
}

fn items_without_a_client() {
    let _ = alibabacloud_live::streams::DescribeLiveStreamsOnlineListRequest::builder()
        .domain_name("example.com")
        .items();
}

async fn wait_without_a_client() {
    let _ = alibabacloud_live::stream_monitor::DescribeLiveStreamMonitorListRequest::builder()
        .monitor_id("m")
        .until_running()
        .await;
}

async fn reference_to_a_request(client: Client) {
    let request = StartLiveStreamMonitorRequest::builder()
        .monitor_id("m")
        .build();
    let _ = client.send(&request).await;
}

async fn builder_in_place_of_a_request(client: Client) {
    let request = StartLiveStreamMonitorRequest::builder().monitor_id("m");
    let _ = client.send(request).await;
}

async fn blocking_call_awaited(client: blocking::Client) {
    let _ = client.start_live_stream_monitor().monitor_id("m").await;
}

async fn blocking_call_sent_and_awaited(client: blocking::Client) {
    let _ = client
        .start_live_stream_monitor()
        .monitor_id("m")
        .send()
        .await;
}

fn field_of_a_call(client: Client) {
    let call = client.start_live_stream_monitor().monitor_id("m").send();
    println!("{}", call.request_id);
}

fn helper(call: StartLiveStreamMonitorBuilder) -> StartLiveStreamMonitorBuilder {
    call.monitor_id("m")
}

async fn from_env_awaited() -> Result<(), Error> {
    let client = Client::from_env().await?;
    drop(client);
    Ok(())
}

fn items_in_a_for_loop(client: Client) {
    for item in client
        .describe_live_streams_online_list()
        .domain_name("d")
        .items()
    {
        drop(item);
    }
}

fn main() {}
