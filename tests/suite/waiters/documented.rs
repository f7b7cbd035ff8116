//! Every wait of the specs finds its state in the documented example of the response.

use std::collections::BTreeMap;
use std::time::Duration;

use alibabacloud_live::rpc::{WaitError, WaitPolicy};
use alibabacloud_live::{Client, Error, ErrorKind};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_spec::{Absent, Located, Waiter};
use serde_json::Value;
use tokio::task::JoinSet;

use crate::corpus;
use crate::operations::service;

/// What waits do with the example of an operation, by name of the wait.
type Outcomes = BTreeMap<String, Result<(), Error>>;

/// Awaits all waits for states that a call shows. Also returns the JSON of its response.
macro_rules! outcomes {
    ($call:expr => $($until:ident),+) => {{
        let response = serde_json::to_value($call.send().await.unwrap()).unwrap();
        let second = Duration::from_secs(1);
        let policy = WaitPolicy::standard().interval(second).limit(second);
        let ($($until,)+) = tokio::join!($($call.$until().policy(policy).into_future()),+);
        let mut outcomes = Outcomes::new();
        $(
            let name = stringify!($until).strip_prefix("until_").unwrap();
            outcomes.insert(name.to_owned(), $until.map(drop));
        )+
        (response, outcomes)
    }};
}

/// Waits for all states of an operation. `item` is what its item is called in the example.
async fn waits(client: &Client, operation: &str, item: &str) -> Option<(Value, Outcomes)> {
    let domain = "demo.aliyundoc.com";
    Some(match operation {
        "DescribeLiveDomainDetail" => {
            outcomes!(client.describe_live_domain_detail().domain_name(domain)
                => until_online, until_offline)
        }
        "DescribeLiveUserDomains" => {
            outcomes!(client.describe_live_user_domains().domain_name(item)
                => until_online, until_deleted)
        }
        "DescribeLiveDomainConfigs" => {
            outcomes!(client.describe_live_domain_configs().domain_name(domain).function_names(["aliauth"])
                => until_configured)
        }
        "DescribeLiveDomainStagingConfig" => {
            outcomes!(client.describe_live_domain_staging_config().domain_name(domain).function_names(["aliauth"])
                => until_configured)
        }
        "DescribeLiveDomainCertificateInfo" => {
            outcomes!(client.describe_live_domain_certificate_info().domain_name(domain)
                => until_applied)
        }
        "DescribeLiveStreamMonitorList" => {
            outcomes!(client.describe_live_stream_monitor_list().monitor_id(item)
                => until_running, until_stopped, until_deleted)
        }
        "DescribeCasters" => {
            outcomes!(client.describe_casters().caster_id(item)
                => until_streaming, until_idle, until_deleted)
        }
        "DescribeCasterScenes" => {
            outcomes!(client.describe_caster_scenes().caster_id("c").scene_id(item)
                => until_enabled, until_disabled)
        }
        "ListPlaylist" => {
            outcomes!(client.list_playlist().program_id(item) => until_playing, until_stopped)
        }
        "DescribeCasterProgram" => {
            outcomes!(client.describe_caster_program().caster_id("c").episode_id(item)
                => until_playing, until_finished)
        }
        "DescribeLivePullToPush" => {
            outcomes!(client.describe_live_pull_to_push().region("cn-shanghai").task_id("t")
                => until_running, until_ended)
        }
        "DescribeRtcCloudRecordingFiles" => {
            outcomes!(client.describe_rtc_cloud_recording_files().task_id("t")
                => until_running, until_stopped)
        }
        "DescribeRtcCloudTranscode" => {
            outcomes!(client.describe_rtc_cloud_transcode().app_id("a").task_id("t")
                => until_running, until_stopped)
        }
        "DescribeLiveStreamState" => {
            let stream = client.describe_live_stream_state().domain_name(domain);
            let stream = stream.app_name("app").stream_name("stream");
            outcomes!(stream.clone() => until_online, until_offline)
        }
        "DescribeLiveStreamPreloadTasks" => {
            outcomes!(client.describe_live_stream_preload_tasks().domain_name(domain).task_id(item)
                => until_prefetched)
        }
        "DescribeStreamLocationBlock" => {
            outcomes!(client.describe_stream_location_block().domain_name(domain).stream_name(item)
                => until_blocked)
        }
        "GetEdgeTranscodeJob" => {
            outcomes!(client.get_edge_transcode_job().cluster_id("c").job_id("j")
                => until_running, until_stopped, until_deleted)
        }
        "DescribeLiveDomainRealtimeLogDelivery" => {
            outcomes!(client.describe_live_domain_realtime_log_delivery().domain_name(domain)
                => until_online, until_offline)
        }
        _ => return None,
    })
}

/// Returns the values of a name anywhere in a response. The examples show one thing each.
fn named<'v>(value: &'v Value, name: &str) -> Vec<&'v Value> {
    match value {
        Value::Object(members) => {
            let own = members.get(name).filter(|value| !value.is_object());
            let inner = members.values().flat_map(|value| named(value, name));
            own.into_iter().chain(inner).collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| named(item, name)).collect(),
        _ => Vec::new(),
    }
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

fn contains(states: &[Located], state: &str) -> bool {
    states.iter().any(|known| known.text == state)
}

/// Checks that a wait ended as the state in the response says.
fn check(waiter: &Waiter, state: &str, outcome: &Result<(), Error>) {
    let name = format!("{}, {}: {outcome:?}", waiter.operation, waiter.name);
    if contains(&waiter.done, state) {
        assert!(outcome.is_ok(), "{name}");
        return;
    }
    let Err(error) = outcome else {
        panic!("{name}");
    };
    let expected = match contains(&waiter.failed, state) {
        true => ErrorKind::FailedState,
        false => ErrorKind::Timeout,
    };
    assert_eq!(error.kind(), expected, "{name}");
    let cause: &WaitError = error.underlying().unwrap().downcast_ref().unwrap();
    assert_eq!(cause.state(), Some(state), "{name}");
}

#[tokio::test]
async fn every_wait_finds_its_state_in_the_documented_response() {
    let emulator = Emulator::builder().list_items(1).start().await.unwrap();
    let client = live_tests::client_of(&emulator).build().unwrap();
    let examples: BTreeMap<_, _> = corpus::responses().into_iter().collect();
    let service = service();
    let waiters: Vec<_> = service
        .families
        .iter()
        .flat_map(|family| &family.waiters)
        .collect();
    let mut by_operation: BTreeMap<&str, Vec<&Waiter>> = BTreeMap::new();
    for waiter in &waiters {
        by_operation
            .entry(&waiter.operation)
            .or_default()
            .push(waiter);
    }
    assert!(waiters.len() >= 30 && by_operation.len() >= 17);
    let mut waiting = JoinSet::new();
    for (operation, waiters) in by_operation.clone() {
        // Without a documented response, the emulator makes one of the examples of the fields.
        let example = examples.get(operation);
        if let Some(example) = example {
            let shown = Fault::response::<&str, &str>(200, [], example.to_string());
            emulator.inject(shown.on(operation).always());
        }
        let item = waiters[0].item.as_ref().map(|item| {
            let values = example.map(|example| named(example, &item.text));
            let value = values.and_then(|values| values.first().map(|value| text(value)));
            value.unwrap_or_else(|| "stream".to_owned())
        });
        let item = item.unwrap_or_default();
        let (client, operation) = (client.clone(), operation.to_owned());
        waiting.spawn(async move {
            let outcomes = waits(&client, &operation, &item).await;
            (operation, outcomes)
        });
    }
    for (operation, outcomes) in waiting.join_all().await {
        let (response, outcomes) = outcomes
            .unwrap_or_else(|| panic!("{operation} has waits that this test does not know"));
        let waiters = &by_operation[operation.as_str()];
        let path = waiters[0].state.text.rsplit('.').next().unwrap();
        let states = named(&response, path);
        let [state] = states[..] else {
            panic!("{operation} has {} states", states.len());
        };
        let names: Vec<_> = outcomes.keys().map(String::as_str).collect();
        let mut specified: Vec<_> = waiters.iter().map(|waiter| waiter.name.as_str()).collect();
        specified.sort_unstable();
        assert_eq!(names, specified, "{operation}");
        for waiter in waiters {
            assert_ne!(waiter.absent, Absent::Failed);
            check(waiter, &text(state), &outcomes[&waiter.name]);
        }
    }
}
