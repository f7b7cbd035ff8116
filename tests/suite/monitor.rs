//! The lifecycle of a monitoring session.

use alibabacloud_live::stream_monitor::{
    CreateLiveStreamMonitorErrorCode, DeleteLiveStreamMonitorErrorCode, InputConfig, LayoutConfig,
    MonitorConfig, MonitorStatus, OrderRule, OutputTemplate, PlayConfig, PositionRefer,
    StartLiveStreamMonitorErrorCode, StopLiveStreamMonitorErrorCode,
    UpdateLiveStreamMonitorErrorCode,
};
use alibabacloud_live::{Client, SignatureMethod};
use alibabacloud_live_emulator::{Emulator, SignatureKind};
use live_tests::client_of;

const NO_SUCH_ID: &str = "00000000-0000-4000-8000-000000000000";

fn input(name: &str) -> InputConfig {
    InputConfig::default()
        .index(1)
        .layout_id(1)
        .stream_name(name)
        .input_url("rtmp://pull.example.com/app/stream")
}

async fn create(client: &Client, name: &str) -> String {
    let created = client
        .create_live_stream_monitor()
        .monitor_name(name)
        .domain("play.example.com")
        .output_template(OutputTemplate::HighDefinition)
        .input_list([input(name)])
        .send()
        .await
        .unwrap();
    assert!(!created.request_id.is_empty());
    created.monitor_id.unwrap()
}

async fn status(client: &Client, id: &str) -> Option<MonitorStatus> {
    let listed = client
        .describe_live_stream_monitor_list()
        .monitor_id(id)
        .send()
        .await
        .unwrap();
    listed
        .live_stream_monitor_list
        .into_iter()
        .next()
        .and_then(|monitor| monitor.status)
}

#[tokio::test]
async fn session_is_created_started_stopped_and_deleted() {
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let emulator = Emulator::start().await.unwrap();
        let client = client_of(&emulator)
            .signature_method(method)
            .build()
            .unwrap();
        let id = create(&client, "evening show").await;
        assert_eq!(status(&client, &id).await, Some(MonitorStatus::Idle));

        client
            .start_live_stream_monitor()
            .monitor_id(&id)
            .send()
            .await
            .unwrap();
        assert_eq!(status(&client, &id).await, Some(MonitorStatus::Monitoring));
        let error = client
            .start_live_stream_monitor()
            .monitor_id(&id)
            .send()
            .await
            .unwrap_err();
        assert!(error.is(StartLiveStreamMonitorErrorCode::StreamMonitorAlreadyStarted));
        assert_eq!(error.status(), Some(400));

        client
            .stop_live_stream_monitor()
            .monitor_id(&id)
            .send()
            .await
            .unwrap();
        assert_eq!(status(&client, &id).await, Some(MonitorStatus::Idle));
        let error = client
            .stop_live_stream_monitor()
            .monitor_id(&id)
            .send()
            .await
            .unwrap_err();
        assert!(error.is(StopLiveStreamMonitorErrorCode::StreamMonitorAlreadyStop));

        client
            .delete_live_stream_monitor()
            .monitor_id(&id)
            .send()
            .await
            .unwrap();
        assert_eq!(status(&client, &id).await, None);
        let error = client
            .delete_live_stream_monitor()
            .monitor_id(&id)
            .send()
            .await
            .unwrap_err();
        assert!(error.is(DeleteLiveStreamMonitorErrorCode::StreamMonitorNotExist));
        assert_eq!(error.status(), Some(404));

        let expected = match method {
            SignatureMethod::HmacSha1 => SignatureKind::HmacSha1,
            _ => SignatureKind::Acs3HmacSha256,
        };
        assert!(
            emulator
                .requests()
                .iter()
                .all(|request| request.signature == Some(expected))
        );
    }
}

#[tokio::test]
async fn settings_of_a_session_are_listed() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let inputs = vec![
        input("主舞台 \"A\"")
            .layout_config(
                LayoutConfig::default()
                    .fill_mode("none")
                    .position_refer(PositionRefer::BottomRight)
                    .position_normalized([0.1, 0.25])
                    .size_normalized([0.5, 1.0]),
            )
            .play_config(PlayConfig::default().volume_rate(0.5)),
        input("camera 2"),
    ];
    let thresholds = MonitorConfig::default()
        .fps_low_thres(0.6)
        .br_low_thres(1.1)
        .eof_duration_thres_sec(10.0);
    let created = client
        .create_live_stream_monitor()
        .monitor_name("evening show")
        .domain("play.example.com")
        .app("monitor")
        .stream("out")
        .output_template("lp_ud")
        .input_list(inputs.clone())
        .monitor_config(thresholds.clone())
        .callback_url("https://callback.example.com/hook?a=1&b=%20")
        .send()
        .await
        .unwrap();

    let listed = client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap();
    assert_eq!(listed.total, Some(1));
    let [monitor] = listed.live_stream_monitor_list.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!(monitor.monitor_id, created.monitor_id);
    assert_eq!(monitor.monitor_name.as_deref(), Some("evening show"));
    assert_eq!(
        monitor.output_template,
        Some(OutputTemplate::UltraHighDefinition)
    );
    assert_eq!(monitor.input_list, inputs);
    assert_eq!(
        monitor.callback_url.as_deref(),
        Some("https://callback.example.com/hook?a=1&b=%20")
    );
    let kept = monitor.monitor_config.as_ref().unwrap().parse().unwrap();
    assert_eq!(kept, Some(thresholds));

    client
        .update_live_stream_monitor()
        .monitor_id(created.monitor_id.unwrap())
        .monitor_name("late show")
        .input_list([input("camera 3")])
        .send()
        .await
        .unwrap();
    let listed = client
        .describe_live_stream_monitor_list()
        .send()
        .await
        .unwrap();
    let [monitor] = listed.live_stream_monitor_list.as_slice() else {
        panic!("{listed:?}")
    };
    assert_eq!(monitor.monitor_name.as_deref(), Some("late show"));
    assert_eq!(monitor.input_list, [input("camera 3")]);
    assert_eq!(
        monitor.output_template,
        Some(OutputTemplate::UltraHighDefinition)
    );
}

#[tokio::test]
async fn lists_are_filtered_ordered_and_paged() {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(create(&client, &format!("show {number}")).await);
    }
    client
        .start_live_stream_monitor()
        .monitor_id(&ids[3])
        .send()
        .await
        .unwrap();

    let running = client
        .describe_live_stream_monitor_list()
        .status(MonitorStatus::Monitoring)
        .send()
        .await
        .unwrap();
    let found: Vec<_> = running
        .live_stream_monitor_list
        .iter()
        .filter_map(|monitor| monitor.monitor_id.as_ref())
        .collect();
    assert_eq!(found, [&ids[3]]);

    let first = client
        .describe_live_stream_monitor_list()
        .order_rule(OrderRule::RunningFirst)
        .send()
        .await
        .unwrap();
    assert_eq!(
        first.live_stream_monitor_list[0].monitor_id.as_ref(),
        Some(&ids[3])
    );

    let page = client
        .describe_live_stream_monitor_list()
        .page_num(2)
        .page_size(2)
        .send()
        .await
        .unwrap();
    assert_eq!(
        (page.total, page.live_stream_monitor_list.len()),
        (Some(5), 2)
    );
}

#[tokio::test]
async fn errors_depend_on_the_state_of_the_service() {
    let emulator = Emulator::builder().monitor_quota(1).start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let (first, second) = (create(&client, "a").await, create(&client, "b").await);
    client
        .start_live_stream_monitor()
        .monitor_id(first)
        .send()
        .await
        .unwrap();
    let error = client
        .start_live_stream_monitor()
        .monitor_id(second)
        .send()
        .await
        .unwrap_err();
    assert!(error.is(StartLiveStreamMonitorErrorCode::UserQuotaExceed));
    assert_eq!(error.status(), Some(403));

    let error = client
        .start_live_stream_monitor()
        .monitor_id(NO_SUCH_ID)
        .send()
        .await
        .unwrap_err();
    assert!(error.is(StartLiveStreamMonitorErrorCode::StreamMonitorNotExist));
    let error = client
        .stop_live_stream_monitor()
        .monitor_id("not an id")
        .send()
        .await
        .unwrap_err();
    assert!(error.is(StopLiveStreamMonitorErrorCode::InvalidMonitorIdMalformed));
    let error = client
        .update_live_stream_monitor()
        .monitor_id(NO_SUCH_ID)
        .input_list([input("a")])
        .send()
        .await
        .unwrap_err();
    assert!(error.is(UpdateLiveStreamMonitorErrorCode::StreamMonitorNotExist));

    let template = OutputTemplate::HighDefinition;
    let again = client
        .create_live_stream_monitor()
        .monitor_name("a")
        .domain("play.example.com")
        .output_template(template);
    let error = again.input_list([input("a")]).send().await.unwrap_err();
    assert!(error.is(CreateLiveStreamMonitorErrorCode::StreamMonitorExist));
}

#[tokio::test]
async fn request_can_be_built_first_and_sent_later() {
    use alibabacloud_live::stream_monitor::DescribeLiveStreamMonitorListRequest;

    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    let request = DescribeLiveStreamMonitorListRequest::builder()
        .page_size(3)
        .param("OwnerId", "7")
        .build();
    assert_eq!(
        request,
        client
            .describe_live_stream_monitor_list()
            .page_size(3)
            .param("OwnerId", "7")
            .build()
    );
    let (first, second) = tokio::join!(client.send(request.clone()), client.send(request));
    assert_ne!(first.unwrap().request_id, second.unwrap().request_id);
    let served = emulator.requests();
    assert!(
        served
            .iter()
            .all(|request| request.parameter("OwnerId") == Some("7")),
        "{served:?}"
    );
}
