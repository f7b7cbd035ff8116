//! Proxies: set on the client, taken from the environment or excluded, and what they receive.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;

use alibabacloud_live::{Client, ClientBuilder, ErrorKind};
use alibabacloud_live_emulator::Emulator;

/// A proxy that responds to every request itself and records the heads.
struct Proxy {
    address: SocketAddr,
    heads: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let heads = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&heads);
        thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let (mut head, mut byte) = (Vec::new(), [0]);
                while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).unwrap() == 1 {
                    head.push(byte[0]);
                }
                seen.lock().unwrap().push(String::from_utf8(head).unwrap());
                let response =
                    "HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
                stream.write_all(response.as_bytes()).unwrap();
            }
        });
        Self { address, heads }
    }

    fn heads(&self) -> Vec<String> {
        self.heads.lock().unwrap().clone()
    }
}

fn builder() -> ClientBuilder<Client> {
    Client::builder()
        .endpoint("http://live.example.invalid")
        .allow_http(true)
        .access_key("id", "secret")
}

async fn call(client: &Client) -> Result<(), ErrorKind> {
    let called = client.describe_live_stream_monitor_list().send().await;
    called.map(|_| ()).map_err(|error| error.kind())
}

#[tokio::test]
async fn requests_use_the_proxy_of_the_client() {
    let proxy = Proxy::start();
    let builder = builder().proxy(format!("http://user:pr0xy-s3cret@{}", proxy.address));
    let printed = format!("{builder:?}");
    let client = builder.build().unwrap();
    let printed = printed + &format!("{client:?} {client:#?} {:?}", client.config());
    call(&client).await.unwrap();
    let heads = proxy.heads();
    let head = heads.first().unwrap();
    assert!(
        head.starts_with("GET http://live.example.invalid/?")
            || head.starts_with("POST http://live.example.invalid/"),
        "{head}"
    );
    let header = "\r\nproxy-authorization: Basic dXNlcjpwcjB4eS1zM2NyZXQ=\r\n";
    assert!(head.contains(header), "{head}");
    for secret in ["pr0xy-s3cret", "dXNlcjpwcjB4eS1zM2NyZXQ"] {
        assert!(!printed.contains(secret), "{printed}");
    }
}

#[tokio::test]
async fn unreachable_proxy_is_a_connect_error() {
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let url = format!("http://user:pr0xy-s3cret@{}", address.unwrap());
    let client = builder().proxy(url).build().unwrap();
    let error = client.describe_live_stream_monitor_list().send().await;
    let error = error.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect);
    assert!(
        !format!("{error} {error:?}").contains("pr0xy-s3cret"),
        "{error:?}"
    );
}

#[test]
fn invalid_proxy_url_is_rejected_without_being_quoted() {
    for url in [
        "",
        "ftp://user:pr0xy-s3cret@proxy",
        "http://user:pr0xy-s3cret@:x",
    ] {
        let error = builder().proxy(url).build().unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        let printed = format!("{error} {error:?}");
        assert!(printed.contains("proxy URL"), "{printed}");
        assert!(!printed.contains("s3cret"), "{printed}");
    }
}

/// Runs in a separate process, since all threads of a process share the environment.
#[tokio::test]
async fn proxy_variables_are_honoured_except_for_localhost() {
    const CHILD: &str = "LIVE_TESTS_PROXY_CHILD";
    if std::env::var_os(CHILD).is_some() {
        call(&builder().build().unwrap()).await.unwrap();
        let listed = builder().endpoint("http://listed.example.invalid");
        assert_eq!(
            call(&listed.build().unwrap()).await,
            Err(ErrorKind::Connect)
        );
        let encrypted = builder().endpoint("https://live.example.invalid").build();
        let error = encrypted.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("HTTPS_PROXY"), "{error}");
        let direct = builder().no_proxy().build().unwrap();
        assert_eq!(call(&direct).await, Err(ErrorKind::Connect));
        let emulator = Emulator::start().await.unwrap();
        let local = live_tests::client_of(&emulator).build().unwrap();
        call(&local).await.unwrap();
        assert_eq!(emulator.requests().len(), 1);
        return;
    }
    let proxy = Proxy::start();
    let url = format!("http://user:12@34@{}", proxy.address);
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "proxy::proxy_variables_are_honoured_except_for_localhost",
            "--exact",
        ])
        .env(CHILD, "1")
        .env("http_proxy", &url)
        .env("HTTP_PROXY", "")
        .env("HTTPS_PROXY", "not a proxy")
        .env("NO_PROXY", "other listed.example.invalid:80")
        .env_remove("no_proxy")
        .env_remove("REQUEST_METHOD")
        .status()
        .unwrap();
    assert!(status.success());
    let heads = proxy.heads();
    assert_eq!(heads.len(), 1, "{heads:?}");
    let header = "\r\nproxy-authorization: Basic dXNlcjoxMkAzNA==\r\n";
    assert!(heads.iter().all(|head| head.contains(header)), "{heads:?}");
}
