async fn start(client: alibabacloud_live::Client) {
    let _ = client
        .start_live_stream_monitor()
        .region_id("cn-shanghai")
        .send()
        .await;
}

fn main() {}
