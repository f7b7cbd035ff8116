//! Names that do not exist.

use alibabacloud_live::Client;
use alibabacloud_live::stream_monitor::OutputTemplate;

fn misspelt_method(client: Client) {
    let _ = client.start_live_stream_monitors();
}

fn misspelt_setter(client: Client) {
    let _ = client.start_live_stream_monitor().monitorid("m");
}

fn api_name_of_a_setter(client: Client) {
    let _ = client.start_live_stream_monitor().MonitorId("m");
}

fn api_name_of_a_method(client: Client) {
    let _ = client.StartLiveStreamMonitor();
}

fn misspelt_variant() -> OutputTemplate {
    OutputTemplate::HighDefinitions
}

fn client_new() {
    let _ = Client::new();
}

fn set_prefix(client: Client) {
    let _ = client.start_live_stream_monitor().set_monitor_id("m");
}

fn main() {}
