//! Waits for states, against an emulator whose states change.

mod documented;

use std::time::{Duration, Instant};

use alibabacloud_live::domains::DescribeLiveDomainDetailRequest;
use alibabacloud_live::mock::Mock;
use alibabacloud_live::rpc::{
    Progress, RateLimits, RetryPolicy, Wait, WaitError, WaitPolicy, wait_until,
};
use alibabacloud_live::stream_monitor::InputConfig;
use alibabacloud_live::stream_monitor::OutputTemplate;
use alibabacloud_live::{Client, Error, ErrorKind, blocking};
use alibabacloud_live_emulator::{Emulator, Fault};
use live_tests::client_of;

use crate::log::Recorded;

const DETAIL: &str = "DescribeLiveDomainDetail";
const SOON: Duration = Duration::from_millis(1);

async fn start() -> (Emulator, Client) {
    let emulator = Emulator::builder().list_items(1).start().await.unwrap();
    let client = client_of(&emulator)
        .rate_limits(RateLimits::off())
        .retry_policy(RetryPolicy::standard().base_delay(SOON))
        .build()
        .unwrap();
    (emulator, client)
}

/// Lets the emulator show a state of the domain in some calls, and `online` afterwards.
fn show(emulator: &Emulator, state: &str, times: u32) {
    let state = format!("{state:?}");
    let fault = Fault::set("/DomainDetail/DomainStatus", state).on(DETAIL);
    emulator.inject(fault.times(times));
}

/// Returns a wait that calls often.
fn online<C>(
    wait: Wait<DescribeLiveDomainDetailRequest, C>,
) -> Wait<DescribeLiveDomainDetailRequest, C> {
    wait.policy(WaitPolicy::standard().interval(SOON).longest_interval(SOON))
}

fn cause(error: &Error) -> &WaitError {
    error.underlying().unwrap().downcast_ref().unwrap()
}

#[tokio::test]
async fn wait_goes_on_through_pending_and_unknown_states() {
    let log = Recorded::new();
    let (emulator, client) = start().await;
    show(&emulator, "configuring", 2);
    show(&emulator, "migrating", 2);
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    let detail = online(domain.until_online()).await.unwrap();
    let status = detail.domain_detail.unwrap().domain_status.unwrap();
    assert_eq!(status.as_str(), "online");
    assert_eq!(emulator.requests().len(), 5);
    let text = log.text();
    let mut lines = text.lines().filter(|line| line.contains("wait ended"));
    let line = lines.next().unwrap();
    for part in [
        " INFO ",
        r#"operation="DescribeLiveDomainDetail""#,
        r#"until="online""#,
        r#"outcome="done""#,
        r#"last_state="migrating""#,
        "calls=5",
    ] {
        assert!(line.contains(part), "{part}: {line}");
    }
    assert_eq!(lines.next(), None);
}

#[tokio::test]
async fn pauses_are_those_of_the_policy() {
    let (emulator, client) = start().await;
    show(&emulator, "configuring", 2);
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    let started = Instant::now();
    let wait = domain.until_online().interval(Duration::from_millis(200));
    wait.await.unwrap();
    // 200 and 400 ms, less up to a quarter.
    assert!(started.elapsed() >= Duration::from_millis(450));
    assert_eq!(emulator.requests().len(), 3);
}

#[tokio::test]
async fn failed_state_of_any_item_ends_the_wait() {
    let (emulator, client) = start().await;
    let failed = Fault::set("/DomainConfigs/DomainConfig/0/Status", "\"failed\"");
    emulator.inject(failed);
    let configs = client
        .describe_live_domain_configs()
        .domain_name("a.example.com")
        .function_names(["aliauth"]);
    let error = configs.until_configured().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::FailedState);
    assert_eq!(error.operation(), "DescribeLiveDomainConfigs");
    let cause = cause(&error);
    assert_eq!((cause.state(), cause.calls()), (Some("failed"), 1));
    let text = error.to_string();
    let start = "DescribeLiveDomainConfigs: failed state: `failed` instead of `configured`, ";
    assert!(text.starts_with(start), "{text}");
}

#[tokio::test]
async fn limit_says_what_was_seen_last() {
    let (emulator, client) = start().await;
    show(&emulator, "configuring", 1000);
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    let started = Instant::now();
    let limit = Duration::from_millis(400);
    let wait = domain.until_online().interval(Duration::from_millis(50));
    let error = wait.limit(limit).await.unwrap_err();
    assert!(error.is_timeout(), "{error}");
    let cause = cause(&error);
    assert_eq!(cause.state(), Some("configuring"));
    assert_eq!(cause.calls() as usize, emulator.requests().len());
    assert!(cause.calls() >= 3 && cause.waited() >= Duration::from_millis(250));
    assert!(cause.waited() <= started.elapsed());
}

#[tokio::test]
async fn outage_in_between_is_tolerated_and_a_refusal_is_not() {
    let (emulator, client) = start().await;
    show(&emulator, "configuring", 1);
    // Each call makes three attempts.
    emulator.inject(Fault::empty(503).times(9));
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    online(domain.clone().until_online()).await.unwrap();
    assert_eq!(emulator.requests().len(), 1 + 9 + 1);

    show(&emulator, "configuring", 1);
    emulator.inject(Fault::error(403, "Forbidden.RAM"));
    let error = online(domain.until_online()).await.unwrap_err();
    // It is the error of the call, with all its details.
    assert_eq!(
        (error.kind(), error.status()),
        (ErrorKind::Service, Some(403))
    );
    assert!(error.to_string().contains("Forbidden.RAM"), "{error}");
}

#[tokio::test]
async fn dropped_wait_makes_no_further_call() {
    let (emulator, client) = start().await;
    show(&emulator, "configuring", 1000);
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    let wait = domain.until_online().interval(Duration::from_millis(20));
    let wait = tokio::time::timeout(Duration::from_millis(200), wait.into_future());
    assert!(wait.await.is_err());
    let made = emulator.requests().len();
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(emulator.requests().len(), made);
}

async fn create(client: &Client, name: &str) -> String {
    let created = client
        .create_live_stream_monitor()
        .monitor_name(name)
        .domain("play.example.com")
        .output_template(OutputTemplate::HighDefinition)
        .input_list([InputConfig::default().input_url("rtmp://pull.example.com/app/stream")])
        .send()
        .await;
    created.unwrap().monitor_id.unwrap()
}

#[tokio::test]
async fn session_is_waited_for_from_start_to_deletion() {
    let (_emulator, client) = start().await;
    let other = create(&client, "other").await;
    let id = create(&client, "watched").await;
    let session = client.describe_live_stream_monitor_list().monitor_id(&id);
    let pause = Duration::from_millis(10);

    let running = session.clone().until_running().interval(pause);
    let start = async {
        tokio::time::sleep(20 * pause).await;
        let start = client.start_live_stream_monitor().monitor_id(&id);
        start.send().await.unwrap();
    };
    let (listed, ()) = tokio::join!(running.into_future(), start);
    let [monitor] = &listed.unwrap().live_stream_monitor_list[..] else {
        panic!("only the session is listed");
    };
    assert_eq!(monitor.monitor_id.as_deref(), Some(id.as_str()));

    let stop = client.stop_live_stream_monitor().monitor_id(&id);
    stop.send().await.unwrap();
    session.clone().until_stopped().await.unwrap();

    let deleted = session.until_deleted().interval(pause);
    let delete = async {
        tokio::time::sleep(20 * pause).await;
        let delete = client.delete_live_stream_monitor().monitor_id(&id);
        delete.send().await.unwrap();
    };
    let (listed, ()) = tokio::join!(deleted.into_future(), delete);
    assert_eq!(listed.unwrap().live_stream_monitor_list, []);
    // Others do not matter.
    let other = client.describe_live_stream_monitor_list().monitor_id(other);
    other.until_stopped().await.unwrap();
}

#[tokio::test]
async fn absent_item_is_pending() {
    let (_emulator, client) = start().await;
    let nothing = client
        .describe_live_stream_monitor_list()
        .monitor_id("00000000-0000-4000-8000-000000000000");
    let wait = nothing.until_running().interval(SOON);
    let error = wait.limit(Duration::from_millis(100)).await.unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(cause(&error).state(), None);
    assert!(error.to_string().contains("no state was seen"), "{error}");
}

#[tokio::test]
async fn wait_for_one_item_needs_to_know_which() {
    let (emulator, client) = start().await;
    let error = client.describe_casters().until_idle().await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::InvalidRequest);
    assert_eq!(
        error.to_string(),
        "DescribeCasters: invalid request: set the parameter CasterId, which says what to wait \
         for (`idle`)"
    );
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn wait_for_a_domain_of_a_list_searches_exactly() {
    let (emulator, client) = start().await;
    let domains = client
        .describe_live_user_domains()
        .domain_name("demo.aliyundoc.com");
    domains.until_online().await.unwrap();
    let served = emulator.requests().pop().unwrap();
    let exact = ("DomainSearchType".to_owned(), "full_match".to_owned());
    assert!(served.query.contains(&exact), "{:?}", served.query);

    let similar = client
        .describe_live_user_domains()
        .domain_name("aliyundoc.com");
    let domains = similar.until_deleted().await.unwrap().domains;
    assert_eq!(domains.len(), 1);
}

#[tokio::test]
async fn error_may_mean_that_there_is_nothing() {
    let (emulator, client) = start().await;
    let job = client.get_edge_transcode_job().cluster_id("c").job_id("j");
    emulator.inject(Fault::set("/Job/Status", "\"1\"").times(2));
    emulator.inject(Fault::error(404, "JobNotFound").times(2));
    let gone = job.clone().until_deleted().interval(SOON).await.unwrap();
    assert_eq!(gone.job, None);
    assert_eq!(emulator.requests().len(), 3);
    let error = job.until_running().await.unwrap_err();
    assert_eq!(error.status(), Some(404));
}

#[tokio::test]
async fn any_call_can_be_waited_for() {
    let (emulator, client) = start().await;
    emulator.inject(Fault::set("/Total", "1").times(2));
    emulator.inject(Fault::set("/Total", "7"));
    let list = wait_until(
        || client.describe_live_stream_monitor_list().send(),
        |list| match list.total {
            Some(total) if total > 5 => Progress::Done,
            total => Progress::pending(total.unwrap_or_default()),
        },
    );
    let list = list.interval(SOON).await.unwrap();
    assert_eq!((list.total, emulator.requests().len()), (Some(7), 3));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn blocking_waits_end_in_the_same_ways() {
    let (emulator, _) = start().await;
    let url = emulator.url();
    let client = blocking::Client::builder()
        .endpoint(url)
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()
        .unwrap();
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    show(&emulator, "configuring", 2);
    let detail = online(domain.clone().until_online()).wait().unwrap();
    assert!(detail.domain_detail.is_some());
    assert_eq!(emulator.requests().len(), 3);

    show(&emulator, "configuring", 1000);
    let wait = online(domain.clone().until_online());
    let error = wait.limit(Duration::from_millis(100)).wait().unwrap_err();
    assert!(error.is_timeout());
    assert_eq!(cause(&error).state(), Some("configuring"));

    emulator.clear_faults();
    show(&emulator, "configuring", 2);
    let mut seen = 0;
    let call = || domain.clone().send();
    let detail = alibabacloud_live::rpc::blocking::wait_until(call, |detail| {
        seen += 1;
        let detail = detail.domain_detail.as_ref();
        detail.is_some_and(|detail| detail.domain_status.as_ref().unwrap().as_str() == "online")
    });
    detail.interval(SOON).wait().unwrap();
    assert_eq!(seen, 3);
}

#[tokio::test]
async fn mock_can_show_states_in_sequence() {
    use alibabacloud_live::domains::{
        DescribeLiveDomainDetailDomainDetail as Detail, DescribeLiveDomainDetailResponse as Found,
        DomainStatus,
    };
    let found = |status: DomainStatus| {
        let mut detail = Detail::default();
        detail.domain_status = Some(status);
        let mut found = Found::default();
        found.domain_detail = Some(detail);
        found
    };
    let mock = Mock::new();
    mock.when::<DescribeLiveDomainDetailRequest>()
        .respond(found(DomainStatus::Configuring))
        .respond(found(DomainStatus::Online));
    let client = Client::builder().mock(&mock).build().unwrap();
    let domain = client
        .describe_live_domain_detail()
        .domain_name("a.example.com");
    let last = online(domain.until_online()).await.unwrap();
    assert_eq!(last, found(DomainStatus::Online));
    assert_eq!(mock.calls::<DescribeLiveDomainDetailRequest>().len(), 2);
}
