//! Calls, requests and parts that are made and not used.

#![deny(unused_must_use)]

use alibabacloud_live::Client;
use alibabacloud_live::stream_monitor::MonitorConfig;

async fn call_not_awaited(client: Client) {
    client.start_live_stream_monitor().monitor_id("m").send();
}

fn builder_not_sent(client: Client) {
    client.start_live_stream_monitor().monitor_id("m");
}

fn setters_not_chained(client: Client) {
    let call = client.describe_live_stream_monitor_list();
    call.page_num(2);
}

fn part_not_used() {
    let config = MonitorConfig::default();
    config.br_low_thres(1.5);
}

async fn wait_not_awaited(client: Client) {
    client
        .describe_live_stream_monitor_list()
        .monitor_id("m")
        .until_running();
}

fn main() {}
