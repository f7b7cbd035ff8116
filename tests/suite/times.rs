//! Times and durations: what callers pass, what is sent, and what they get back.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use alibabacloud_live::messages::DescribeLiveMessageGroupResponse;
use alibabacloud_live::recording::DescribeLiveRecordConfigResponse;
use alibabacloud_live::rpc::{Operation, Parameters, WriteParameters as _};
use alibabacloud_live::snapshots::DescribeLiveStreamSnapshotInfoRequest as ListSnapshots;
use alibabacloud_live::streams::DescribeLiveStreamsPublishListRequest as ListPublished;
use alibabacloud_live::{Client, ErrorKind, Timestamp, UnixMilliseconds, UnixSeconds};
use alibabacloud_live_emulator::Emulator;
use live_tests::client_of;
use serde_json::{Value, json};

/// 2016-11-01T08:00:00Z.
const SECONDS: i64 = 1_477_987_200;

fn system_time() -> SystemTime {
    UNIX_EPOCH + Duration::new(1_477_987_200, 999_999_999)
}

async fn started() -> (Emulator, Client) {
    let emulator = Emulator::start().await.unwrap();
    let client = client_of(&emulator).build().unwrap();
    (emulator, client)
}

/// Lists snapshots of a time range, and returns what was sent as its start and end.
async fn sent(
    client: &Client,
    emulator: &Emulator,
    start: impl Into<Timestamp>,
    end: impl Into<Timestamp>,
) -> [String; 2] {
    let response = client
        .describe_live_stream_snapshot_info()
        .domain_name("example.com")
        .app_name("liveApp")
        .stream_name("liveStream")
        .start_time(start)
        .end_time(end)
        .send()
        .await;
    response.unwrap();
    let requests = emulator.requests();
    let last = requests.last().unwrap();
    ["StartTime", "EndTime"].map(|name| last.parameter(name).unwrap().to_owned())
}

#[tokio::test]
async fn times_of_every_library_are_sent_as_documented() {
    let (emulator, client) = started().await;
    let text = "2016-11-01T08:00:00Z";
    assert_eq!(
        sent(&client, &emulator, system_time(), text).await,
        [text; 2]
    );

    let instant = jiff::Timestamp::new(SECONDS, 999_999_999).unwrap();
    let zoned = instant.to_zoned_datetime(jiff::tz::Offset::constant(8).to_time_zone());
    assert_eq!(sent(&client, &emulator, instant, zoned).await, [text; 2]);

    let utc = chrono::DateTime::from_timestamp(SECONDS, 999_999_999).unwrap();
    let east = utc.with_timezone(&chrono::FixedOffset::east_opt(8 * 3600).unwrap());
    assert_eq!(sent(&client, &emulator, utc, east).await, [text; 2]);

    let utc = time::UtcDateTime::from_unix_timestamp(SECONDS).unwrap();
    let east = utc.to_offset(time::UtcOffset::from_hms(8, 0, 0).unwrap());
    assert_eq!(sent(&client, &emulator, utc, east).await, [text; 2]);
}

#[tokio::test]
async fn times_in_responses_convert_to_every_library() {
    let (_emulator, client) = started().await;
    let response = client
        .describe_live_stream_snapshot_info()
        .domain_name("example.com")
        .app_name("liveApp")
        .stream_name("liveStream")
        .start_time(system_time())
        .end_time(system_time())
        .send()
        .await
        .unwrap();
    let snapshot = &response.live_stream_snapshot_info_list[0];
    let text = snapshot.create_time.as_ref().unwrap();
    let time = text.to_system_time().unwrap();
    assert_eq!(Timestamp::from(time), *text);
    assert_eq!(
        SystemTime::try_from(jiff::Timestamp::try_from(text).unwrap()).unwrap(),
        time
    );
    assert_eq!(
        SystemTime::from(chrono::DateTime::try_from(text).unwrap()),
        time
    );
    assert_eq!(
        SystemTime::from(time::OffsetDateTime::try_from(text).unwrap()),
        time
    );
    assert_eq!(
        SystemTime::from(time::UtcDateTime::try_from(text).unwrap()),
        time
    );

    let unix = snapshot.create_timestamp.unwrap();
    assert_eq!(unix, UnixMilliseconds::new(1_653_641_526_637));
    let time = unix.to_system_time().unwrap();
    assert_eq!(time, UNIX_EPOCH + Duration::from_millis(1_653_641_526_637));
    assert_eq!(
        SystemTime::try_from(jiff::Timestamp::try_from(unix).unwrap()).unwrap(),
        time
    );
    assert_eq!(
        SystemTime::from(chrono::DateTime::try_from(unix).unwrap()),
        time
    );
    assert_eq!(
        SystemTime::from(time::UtcDateTime::try_from(unix).unwrap()),
        time
    );
}

#[test]
fn times_that_a_library_cannot_represent_are_errors() {
    let far = UnixSeconds::new(i64::MAX);
    let message = "the timestamp `9223372036854775807` is outside of the range of times";
    assert_eq!(
        jiff::Timestamp::try_from(far).unwrap_err().to_string(),
        message
    );
    assert_eq!(
        chrono::DateTime::try_from(far).unwrap_err().to_string(),
        message
    );
    assert_eq!(
        time::UtcDateTime::try_from(far).unwrap_err().to_string(),
        message
    );
}

#[test]
fn times_before_1970_are_the_same_in_every_library() {
    let time = UNIX_EPOCH - Duration::from_micros(1_500);
    let jiff = jiff::Timestamp::try_from(time).unwrap();
    assert_eq!(UnixMilliseconds::from(jiff), UnixMilliseconds::from(time));
    assert_eq!(UnixMilliseconds::from(time).get(), -2);
    let chrono = chrono::DateTime::<chrono::Utc>::from(time);
    assert_eq!(UnixMilliseconds::from(chrono), UnixMilliseconds::from(time));
    let offset = time::OffsetDateTime::from(time);
    assert_eq!(UnixMilliseconds::from(offset), UnixMilliseconds::from(time));
    assert_eq!(Timestamp::from(jiff), Timestamp::from(time));
}

#[tokio::test]
async fn unix_times_and_durations_are_sent_as_numbers() {
    let (emulator, client) = started().await;
    let messages = client
        .list_live_message_group_messages()
        .app_id("demo")
        .group_id("group")
        .page_size(10)
        .sort_type(1)
        .begin_time(system_time())
        .end_time(SECONDS)
        .send();
    messages.await.unwrap();
    let config = |delay| {
        client
            .update_live_app_record_config()
            .domain_name("example.com")
            .app_name("liveApp")
            .oss_endpoint("oss.example.com")
            .delay_time(delay)
            .send()
    };
    config(Duration::from_secs(180)).await.unwrap();
    let requests = emulator.requests();
    assert_eq!(requests[0].parameter("BeginTime"), Some("1477987200"));
    assert_eq!(requests[0].parameter("EndTime"), Some("1477987200"));
    assert_eq!(requests[1].parameter("DelayTime"), Some("180"));

    let error = config(Duration::from_millis(180_500)).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    let message = "parameter DelayTime is not a whole number of seconds";
    assert!(error.to_string().contains(message), "{error}");
    let error = config(Duration::MAX).await.unwrap_err();
    assert!(
        error
            .to_string()
            .contains("parameter DelayTime is too long"),
        "{error}"
    );
    assert_eq!(
        emulator.requests().len(),
        2,
        "invalid durations are not sent"
    );
}

#[tokio::test]
async fn text_that_is_no_time_gets_the_documented_error() {
    let (_emulator, client) = started().await;
    let error = client
        .describe_live_stream_snapshot_info()
        .domain_name("example.com")
        .app_name("liveApp")
        .stream_name("liveStream")
        .start_time("yesterday")
        .end_time(SystemTime::now())
        .send()
        .await
        .unwrap_err();
    assert_eq!(error.code(), Some("InvalidStartTime.Malformed"));
}

#[test]
fn any_text_is_sent_and_stored_as_it_is() {
    for text in ["2016-06-29T19:00Z", "2016-06-29 19:00:00", "", "now"] {
        let request = ListSnapshots::builder()
            .domain_name("a")
            .app_name("a")
            .stream_name("a")
            .start_time(text)
            .end_time(text)
            .build();
        let mut parameters = Parameters::default();
        request.write_parameters(&mut parameters);
        let mut pairs = parameters.query_pairs();
        assert_eq!(
            pairs.find(|(name, _)| *name == "StartTime").unwrap().1,
            text
        );
        let stored = serde_json::to_string(&request).unwrap();
        assert_eq!(
            serde_json::from_str::<ListSnapshots>(&stored).unwrap(),
            request
        );
    }
}

fn read<T: alibabacloud_live::rpc::serde::Deserialize<'static>>(value: Value) -> T {
    T::deserialize(value).unwrap()
}

#[test]
fn undocumented_forms_in_responses_are_kept() {
    let list =
        |time: Value| json!({"PublishInfo": {"LiveStreamPublishInfo": [{"PublishTime": time}]}});
    let first = |time: Value| {
        let read: <ListPublished as Operation>::Response = read(list(time));
        read.publish_info[0].publish_time.clone()
    };
    assert_eq!(first(json!("soon")).unwrap().as_str(), "soon");
    assert_eq!(first(json!(1_477_987_200)).unwrap().as_str(), "1477987200");
    assert_eq!(first(Value::Null), None);

    let group: DescribeLiveMessageGroupResponse =
        read(json!({"Createtime": "1698305471", "Deletatime": "never"}));
    assert_eq!(group.createtime, Some(UnixSeconds::new(1_698_305_471)));
    assert_eq!(group.deletatime, None);
    assert_eq!(group.extra_members.get("Deletatime"), Some(&json!("never")));
}

#[test]
fn durations_that_do_not_fit_are_kept() {
    for (sent, delay, kept) in [
        (json!(180), Some(180), None),
        (json!("180"), Some(180), None),
        (json!(-1), None, Some(json!(-1))),
        (json!(1.5), None, Some(json!(1.5))),
        (json!("long"), None, Some(json!("long"))),
        (json!(""), None, None),
    ] {
        let config: DescribeLiveRecordConfigResponse =
            read(json!({"LiveAppRecordList": {"LiveAppRecord": [{"DelayTime": sent}]}}));
        let record = &config.live_app_record_list[0];
        assert_eq!(record.delay_time, delay.map(Duration::from_secs), "{sent}");
        assert_eq!(
            record.extra_members.get("DelayTime"),
            kept.as_ref(),
            "{sent}"
        );
    }
}
