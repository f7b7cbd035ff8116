fn main() {
    let _ = alibabacloud_live::stream_monitor::CreateLiveStreamMonitorRequest::builder()
        .monitor_name("evening show")
        .output_template("lp_hd")
        .build();
}
