//! The blocking client: inside and outside of runtimes, and from many threads at once.

use std::thread;
use std::time::{Duration, Instant};

use alibabacloud_live::blocking::Client;
use alibabacloud_live::rpc::transport::{Transport, TransportFuture};
use alibabacloud_live::stream_monitor::{
    DescribeLiveStreamMonitorListRequest, StartLiveStreamMonitorErrorCode,
};
use alibabacloud_live::{ClientBuilder, ErrorKind};
use alibabacloud_live_emulator::{Emulator, Fault};
use bytes::Bytes;

const ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";

fn builder(emulator: &Emulator) -> ClientBuilder<Client> {
    Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
}

/// Starts an emulator on its own thread.
fn emulator() -> Emulator {
    let (sender, receiver) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            sender.send(Emulator::start().await.unwrap()).unwrap();
            std::future::pending::<()>().await;
        });
    });
    receiver.recv().unwrap()
}

fn use_fully(client: &Client) {
    let error = client.start_live_stream_monitor().monitor_id(ID).send();
    assert!(
        error
            .unwrap_err()
            .is(StartLiveStreamMonitorErrorCode::StreamMonitorNotExist)
    );
    client.describe_live_stream_monitor_list().send().unwrap();
    let request = DescribeLiveStreamMonitorListRequest::builder()
        .page_size(1)
        .build();
    client.send(request).unwrap();
}

#[test]
fn client_works_outside_a_runtime() {
    let emulator = emulator();
    let client = builder(&emulator).build().unwrap();
    use_fully(&client);
    assert_eq!(emulator.requests().len(), 3);
    assert_eq!(client.config().endpoint().url(), emulator.url());
}

#[tokio::test]
async fn client_works_inside_a_runtime_of_one_thread() {
    let emulator = emulator();
    let client = builder(&emulator).build().unwrap();
    use_fully(&client);
    tokio::task::spawn_blocking(move || use_fully(&client))
        .await
        .unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn client_works_inside_a_runtime_of_many_threads() {
    let emulator = Emulator::start().await.unwrap();
    let client = builder(&emulator).build().unwrap();
    use_fully(&client);
    tokio::task::spawn_blocking(move || use_fully(&client))
        .await
        .unwrap();
}

/// Drops clients in a task and in the root future, used and unused. The runtime keeps working.
async fn drop_inside(emulator: &Emulator) {
    drop(builder(emulator).build().unwrap());
    let client = builder(emulator).build().unwrap();
    let copy = client.clone();
    use_fully(&client);
    drop(client);
    let task = tokio::spawn(async move {
        use_fully(&copy);
        tokio::task::yield_now().await;
        drop(copy);
    });
    task.await.unwrap();
    tokio::time::sleep(Duration::from_millis(1)).await;
    use_fully(&builder(emulator).build().unwrap());
}

#[tokio::test]
async fn client_can_be_dropped_inside_a_runtime_of_one_thread() {
    drop_inside(&emulator()).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn client_can_be_dropped_inside_a_runtime_of_many_threads() {
    drop_inside(&emulator()).await;
}

#[test]
fn many_threads_share_one_client() {
    let emulator = emulator();
    emulator.inject(Fault::delay(Duration::from_millis(300)).always());
    let client = builder(&emulator)
        .rate_limits(alibabacloud_live::rpc::RateLimits::off())
        .build()
        .unwrap();
    let begun = Instant::now();
    thread::scope(|scope| {
        for _ in 0..16 {
            let client = client.clone();
            scope.spawn(move || client.describe_live_stream_monitor_list().send().unwrap());
        }
    });
    // One after another, they would take 4.8 seconds.
    assert!(
        begun.elapsed() < Duration::from_secs(3),
        "{:?}",
        begun.elapsed()
    );
    assert_eq!(emulator.requests().len(), 16);
}

#[test]
fn timeouts_apply() {
    let emulator = emulator();
    emulator.inject(Fault::delay(Duration::from_secs(30)));
    let client = builder(&emulator)
        .connect_timeout(Duration::from_millis(300))
        .attempt_timeout(Duration::from_millis(300))
        .operation_timeout(Duration::from_millis(300))
        .build()
        .unwrap();
    let begun = Instant::now();
    let error = client.start_live_stream_monitor().monitor_id(ID).send();
    assert!(error.unwrap_err().is_timeout());
    assert!(begun.elapsed() < Duration::from_secs(10));
    use_fully(&client);
}

#[test]
fn invalid_settings_are_reported_by_build() {
    let builder = Client::builder().endpoint("http://live.example.com");
    let error = builder.access_key("id", "secret").build().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Configuration);
}

#[derive(Debug)]
struct Panics;

impl Transport for Panics {
    #[expect(clippy::unimplemented, reason = "this is the test")]
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        Box::pin(async { unimplemented!() })
    }
}

#[test]
fn panicking_transport_fails_only_its_call() {
    let client = Client::builder()
        .access_key("id", "secret")
        .transport(Panics)
        .build()
        .unwrap();
    for _ in 0..2 {
        let error = client.start_live_stream_monitor().monitor_id(ID).send();
        let error = error.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Transport);
        assert!(error.to_string().contains("the call panicked"), "{error}");
        assert!(error.may_have_executed());
    }
}

/// Returns how many threads of this process have a name, those of other tests included.
#[cfg(target_os = "linux")]
fn client_threads(name: &str) -> usize {
    let tasks = std::fs::read_dir("/proc/self/task").unwrap();
    tasks
        .filter_map(|task| std::fs::read_to_string(task.ok()?.path().join("comm")).ok())
        .filter(|comm| comm.trim_end() == name)
        .count()
}

/// Runs in a separate process, where no other test has clients.
#[cfg(target_os = "linux")]
#[test]
fn thread_ends_with_the_last_copy() {
    const CHILD: &str = "LIVE_TESTS_BLOCKING_CHILD";
    if std::env::var_os(CHILD).is_none() {
        let status = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["blocking::thread_ends_with_the_last_copy", "--exact"])
            .env(CHILD, "1")
            .status();
        assert!(status.unwrap().success());
        return;
    }
    let emulator = emulator();
    let name = "blocking-client";
    let client = builder(&emulator).build().unwrap();
    assert_eq!(
        client_threads(name),
        0,
        "the thread must start with the first call"
    );
    use_fully(&client);
    let copy = client.clone();
    let request = client.describe_live_stream_monitor_list();
    drop(client);
    use_fully(&copy);
    assert_eq!(client_threads(name), 1);
    drop(copy);
    // A request holds a copy as well.
    request.send().unwrap();
    let begun = Instant::now();
    while client_threads(name) > 0 {
        assert!(
            begun.elapsed() < Duration::from_secs(10),
            "the thread does not end"
        );
        thread::sleep(Duration::from_millis(10));
    }
}
