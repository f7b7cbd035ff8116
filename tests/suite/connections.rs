//! Connections of one client: in several runtimes, outside of runtimes, and after a pause.

use std::io::Write as _;
use std::net::{SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

use alibabacloud_live::{Client, ErrorKind};
use tokio::runtime::{Builder, Runtime};

use crate::raw_bytes::{OK, read};

/// A server that counts requests. If `once` is set, it closes each connection after one response.
fn serve(once: bool) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let requests = Arc::<AtomicUsize>::default();
    let counter = Arc::clone(&requests);
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let counter = Arc::clone(&counter);
            thread::spawn(move || {
                while read(&mut stream).is_some() {
                    counter.fetch_add(1, Ordering::Relaxed);
                    // A client that is gone needs no response.
                    if stream.write_all(OK.as_bytes()).is_err() || once {
                        return;
                    }
                }
            });
        }
    });
    (address, requests)
}

fn client(address: SocketAddr) -> Client {
    Client::builder()
        .endpoint(format!("http://{address}"))
        .access_key("id", "secret")
        .rate_limits(alibabacloud_live::rpc::RateLimits::off())
        .build()
        .unwrap()
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().unwrap()
}

fn write(runtime: &Runtime, client: &Client) {
    let call = client.start_live_stream_monitor().monitor_id("m").send();
    runtime.block_on(call).unwrap();
}

#[test]
fn writes_succeed_once_in_many_runtimes() {
    let (address, requests) = serve(false);
    let client = client(address);
    thread::scope(|scope| {
        for _ in 0..8 {
            scope.spawn(|| {
                for _ in 0..40 {
                    write(&runtime(), &client);
                }
            });
        }
    });
    assert_eq!(requests.load(Ordering::Relaxed), 320);
}

#[test]
fn runtime_that_is_not_driven_does_not_delay_another() {
    let (address, requests) = serve(false);
    let client = client(address);
    let (first, second) = (runtime(), runtime());
    for _ in 0..3 {
        write(&first, &client);
        write(&second, &client);
    }
    assert_eq!(requests.load(Ordering::Relaxed), 6);
}

#[test]
fn connection_that_was_closed_while_the_runtime_paused_is_not_used() {
    let (address, requests) = serve(true);
    let client = client(address);
    let runtime = runtime();
    for _ in 0..5 {
        write(&runtime, &client);
        // The connection is closed meanwhile, and nothing notices it.
        thread::sleep(Duration::from_millis(20));
    }
    assert_eq!(requests.load(Ordering::Relaxed), 5);
}

#[test]
fn call_outside_a_runtime_is_a_configuration_error() {
    use std::future::Future as _;
    use std::task::{Context, Poll, Waker};

    let client = client(SocketAddr::from(([127, 0, 0, 1], 1)));
    let mut call = Box::pin(client.describe_live_stream_monitor_list().send());
    let polled = call.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Err(error)) = polled else {
        panic!("the call waits or succeeds");
    };
    assert_eq!(error.kind(), ErrorKind::Configuration);
    let shown = error.to_string();
    assert!(shown.contains("Tokio runtime"), "{shown}");
    assert!(shown.contains("blocking client"), "{shown}");
}

/// Runs in a separate process, since all threads of a process share the environment.
#[tokio::test]
async fn certificate_authorities_are_needed_only_for_tls() {
    const CHILD: &str = "LIVE_TESTS_NO_AUTHORITIES_CHILD";
    if std::env::var_os(CHILD).is_some() {
        let (address, _requests) = serve(false);
        let plain = client(address);
        let call = plain.start_live_stream_monitor().monitor_id("m").send();
        call.await.unwrap();
        let encrypted = Client::builder()
            .endpoint("https://live.example.invalid")
            .access_key("id", "secret");
        let error = encrypted.build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let shown = error.to_string();
        for advice in ["ca-certificates", "SSL_CERT_FILE", "SSL_CERT_DIR"] {
            assert!(shown.contains(advice), "{shown}");
        }
        return;
    }
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "connections::certificate_authorities_are_needed_only_for_tls",
            "--exact",
        ])
        .env(CHILD, "1")
        .env("SSL_CERT_FILE", "/nonexistent")
        .env("SSL_CERT_DIR", "/nonexistent")
        .status()
        .unwrap();
    assert!(status.success());
}
