//! Requests for credentials take the same way as the calls of the client.

use std::collections::BTreeMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use alibabacloud_live::rpc::BoxError;
use alibabacloud_live::rpc::credentials::{
    AssumeRoleCredentials, Cached, CliProfileCredentials, Credentials, DefaultChain,
    EcsRamRoleCredentials, Environment, OidcCredentials, ProvideCredentials, UriCredentials,
};
use alibabacloud_live::rpc::observe::{FailureView, Observer, RequestView, ResponseView};
use alibabacloud_live::rpc::transport::{ReqwestTransport, Transport, TransportFuture};
use alibabacloud_live::{Client, ClientBuilder, Error, ErrorKind};

const ROLE: &str = "acs:ram::1:role/r";
/// A host that only a proxy can reach.
const UNKNOWN: &str = "http://credentials.example.invalid";

/// A server that plays the Live service, STS, the metadata service and a credentials URI, directly
/// or as a proxy, and records the first line of each request.
struct Server {
    address: SocketAddr,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Server {
    fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let lines = Arc::new(Mutex::new(Vec::new()));
        let seen = Arc::clone(&lines);
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let seen = Arc::clone(&seen);
                thread::spawn(move || serve(stream, &seen));
            }
        });
        Self { address, lines }
    }

    fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    fn lines(&self) -> Vec<String> {
        std::mem::take(&mut *self.lines.lock().unwrap())
    }
}

fn serve(mut stream: impl Read + Write, seen: &Mutex<Vec<String>>) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return,
        }
    }
    let head = String::from_utf8(head).unwrap().to_lowercase();
    let length = head
        .split_once("content-length: ")
        .map_or(0, |(_, rest)| rest.lines().next().unwrap().parse().unwrap());
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    let line = head.lines().next().unwrap().to_owned();
    seen.lock().unwrap().push(line.clone());

    let key = r#""AccessKeyId":"STS.k","AccessKeySecret":"s3cret","SecurityToken":"s3cret-token","Expiration":"2099-01-01T00:00:00Z""#;
    let body = match line.as_str() {
        line if line.starts_with("connect ") => String::new(),
        line if line.contains("/latest/api/token") => "s3cret-metadata".to_owned(),
        line if line.contains("/slow") => {
            thread::sleep(Duration::from_secs(3));
            String::new()
        }
        line if line.contains("/the-role") || line.contains("/helper") => format!("{{{key}}}"),
        _ if head.contains("assumerole") => {
            format!(r#"{{"RequestId":"STS-1","Credentials":{{{key}}}}}"#)
        }
        _ => r#"{"RequestId":"L-1"}"#.to_owned(),
    };
    let status = match line.starts_with("connect ") {
        true => "403 Forbidden",
        false => "200 OK",
    };
    let response = format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let _ = stream.write_all(response.as_bytes());
}

fn nothing() -> Environment {
    Environment::of::<&str, &str>([])
}

fn role(endpoint: &str) -> Cached<AssumeRoleCredentials> {
    AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), ROLE)
        .session_name("session")
        .sts_endpoint(endpoint)
        .environment(nothing())
        .build()
        .unwrap()
}

fn uri(uri: &str) -> Cached<UriCredentials> {
    let builder = UriCredentials::builder().uri(uri);
    builder.environment(nothing()).build().unwrap()
}

fn builder(provider: impl ProvideCredentials + 'static) -> ClientBuilder<Client> {
    Client::builder()
        .endpoint("http://live.example.invalid")
        .allow_http(true)
        .credentials(provider)
}

async fn call(builder: ClientBuilder<Client>) -> Result<(), Error> {
    let client = builder.build().unwrap();
    client.describe_live_stream_monitor_list().send().await?;
    Ok(())
}

/// A file that is removed when dropped.
struct File(std::path::PathBuf);

impl File {
    fn new(name: &str, text: &str) -> Self {
        let path = std::env::temp_dir().join(format!("live-{}-{name}", std::process::id()));
        std::fs::write(&path, text).unwrap();
        Self(path)
    }

    fn path(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[tokio::test]
async fn proxy_of_the_client_is_used_for_all_but_the_metadata_service() {
    let (proxy, direct) = (Server::start(), Server::start());
    let token = File::new("oidc-token", "s3cret");
    let config = File::new(
        "config.json",
        r#"{"current":"p","profiles":[{"name":"p","mode":"RamRoleArn","access_key_id":"id",
            "access_key_secret":"s3cret","ram_role_arn":"acs:r","ram_session_name":"session",
            "sts_endpoint":"http://127.0.0.1:1"}]}"#,
    );
    let oidc = OidcCredentials::builder()
        .role_arn(ROLE)
        .provider_arn("acs:p")
        .token_file(token.path())
        .sts_endpoint("http://127.0.0.1:1")
        .environment(nothing());
    let profile = CliProfileCredentials::builder()
        .file(config.path())
        .environment(nothing());
    let chain = Environment::of([
        ("ALIBABA_CLOUD_CONFIG_FILE", config.path()),
        ("HOME", "/no/such/home"),
    ]);
    let chain = DefaultChain::builder().environment(chain);
    let outer = AssumeRoleCredentials::builder(role("http://127.0.0.1:1"), ROLE)
        .sts_endpoint("http://127.0.0.1:2")
        .environment(nothing());
    let through = |provider: Arc<dyn ProvideCredentials>| builder(provider).proxy(proxy.url());
    for (provider, first) in [
        (
            Arc::new(role("http://127.0.0.1:1")) as Arc<dyn ProvideCredentials>,
            "post http://127.0.0.1:1/",
        ),
        (
            Arc::new(oidc.build().unwrap()),
            "post http://127.0.0.1:1/?action=assumerolewithoidc",
        ),
        (
            Arc::new(profile.build().unwrap()),
            "post http://127.0.0.1:1/",
        ),
        (Arc::new(chain.build()), "post http://127.0.0.1:1/"),
        (Arc::new(outer.build().unwrap()), "post http://127.0.0.1:1/"),
        (
            Arc::new(uri(&format!("{UNKNOWN}/helper"))),
            "get http://credentials.example.invalid/helper",
        ),
    ] {
        call(through(provider)).await.unwrap();
        let lines = proxy.lines();
        assert!(lines[0].starts_with(first), "{lines:?}");
        assert!(
            lines.last().unwrap().contains("live.example.invalid"),
            "{lines:?}"
        );
    }

    // Encrypted requests make the proxy connect.
    let error = call(through(Arc::new(role("sts.aliyuncs.com")))).await;
    assert_eq!(error.unwrap_err().kind(), ErrorKind::Credentials);
    assert!(proxy.lines()[0].starts_with("connect sts.aliyuncs.com:443 "));

    let ecs = EcsRamRoleCredentials::builder()
        .endpoint(direct.url())
        .role("the-role")
        .environment(nothing())
        .build();
    call(through(Arc::new(ecs.unwrap()))).await.unwrap();
    assert_eq!(direct.lines().len(), 2);
    assert_eq!(proxy.lines().len(), 1);
}

/// Runs in a separate process, since all threads of a process share the environment.
#[tokio::test]
async fn proxy_of_the_environment_is_used_unless_the_client_excludes_it() {
    const CHILD: &str = "LIVE_TESTS_CREDENTIALS_PROXY";
    let helper = || uri(&format!("{UNKNOWN}/helper"));
    if let Ok(proxy) = std::env::var(CHILD) {
        call(builder(helper())).await.unwrap();
        for provider in [
            Arc::new(helper()) as Arc<dyn ProvideCredentials>,
            Arc::new(role("sts.example.invalid")),
        ] {
            let error = call(builder(provider).no_proxy()).await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Credentials);
        }
        // What is on this machine is called directly.
        let local = Server::start();
        for provider in [
            Arc::new(role(&local.url())) as Arc<dyn ProvideCredentials>,
            Arc::new(uri(&format!("{}/helper", local.url()))),
        ] {
            call(builder(provider)).await.unwrap();
            assert_eq!(local.lines().len(), 1);
        }
        // The variables count when the client has no own proxy.
        call(builder(helper()).proxy(proxy)).await.unwrap();
        return;
    }
    let (variable, set) = (Server::start(), Server::start());
    let status = std::process::Command::new(std::env::current_exe().unwrap())
        .args([
            "provider_network::proxy_of_the_environment_is_used_unless_the_client_excludes_it",
            "--exact",
        ])
        .env(CHILD, set.url())
        .envs(
            ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY"]
                .map(|name| (name, variable.url())),
        )
        .env_remove("NO_PROXY")
        .env_remove("no_proxy")
        .env_remove("REQUEST_METHOD")
        .status()
        .unwrap();
    assert!(status.success());
    let lines = variable.lines();
    assert_eq!(lines.len(), 4, "{lines:?}");
    assert!(lines[0].contains("/helper"), "{lines:?}");
    assert_eq!(set.lines().len(), 2);
}

#[tokio::test]
async fn attempt_timeout_of_the_client_limits_requests_for_credentials() {
    let server = Server::start();
    let slow = || uri(&format!("{}/slow", server.url()));
    let limit = Duration::from_millis(100);
    let started = Instant::now();
    let error = call(builder(slow()).attempt_timeout(limit))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Credentials);
    assert!(error.to_string().contains("within 100ms"), "{error}");
    assert!(started.elapsed() < Duration::from_secs(3));

    // A timeout of the provider comes first.
    let own = UriCredentials::builder()
        .uri(format!("{}/slow", server.url()))
        .timeout(Duration::from_millis(50))
        .environment(nothing());
    let error = call(builder(own.build().unwrap()).attempt_timeout(limit)).await;
    assert!(error.unwrap_err().to_string().contains("within 50ms"));
}

/// Sends every request to one server.
#[derive(Debug)]
struct Detour(SocketAddr, ReqwestTransport);

impl Detour {
    fn to(server: &Server) -> Result<Self, BoxError> {
        Ok(Self(
            server.address,
            ReqwestTransport::builder().no_proxy().build()?,
        ))
    }
}

impl Transport for Detour {
    fn send(&self, mut request: http::Request<bytes::Bytes>) -> TransportFuture<'_> {
        let path = request.uri().path_and_query().unwrap().as_str();
        *request.uri_mut() = format!("http://{}{path}", self.0).parse().unwrap();
        self.1.send(request)
    }
}

#[tokio::test]
async fn transport_of_the_client_sends_requests_for_credentials_unless_the_provider_has_its_own() {
    let (client, own, metadata) = (Server::start(), Server::start(), Server::start());
    let through = |provider: Arc<dyn ProvideCredentials>| {
        builder(provider).transport(Detour::to(&client).unwrap())
    };
    call(through(Arc::new(role("sts.aliyuncs.com"))))
        .await
        .unwrap();
    assert_eq!(client.lines().len(), 2);

    let with_own = AssumeRoleCredentials::builder(Credentials::new("id", "s3cret"), ROLE)
        .transport(Detour::to(&own).unwrap())
        .environment(nothing())
        .build();
    call(through(Arc::new(with_own.unwrap()))).await.unwrap();
    assert_eq!((own.lines().len(), client.lines().len()), (1, 1));

    let ecs = EcsRamRoleCredentials::builder()
        .endpoint(metadata.url())
        .role("the-role")
        .environment(nothing())
        .build();
    call(through(Arc::new(ecs.unwrap()))).await.unwrap();
    assert_eq!((metadata.lines().len(), client.lines().len()), (2, 1));
}

#[tokio::test]
async fn shared_provider_keeps_the_settings_of_the_first_client() {
    let (first, second) = (Server::start(), Server::start());
    let provider = Arc::new(
        UriCredentials::builder()
            .uri(format!("{UNKNOWN}/helper"))
            .build()
            .unwrap(),
    );
    // It was in use before.
    provider.credentials().await.unwrap_err();
    let clients = [&first, &second].map(|proxy| {
        builder(provider.clone())
            .proxy(proxy.url())
            .build()
            .unwrap()
    });
    provider.credentials().await.unwrap();
    for client in &clients {
        client
            .describe_live_stream_monitor_list()
            .send()
            .await
            .unwrap();
    }
    assert_eq!((first.lines().len(), second.lines().len()), (2, 1));
}

/// Records everything that an observer can see, by operation.
#[derive(Clone, Debug, Default)]
struct Seen(Arc<Mutex<BTreeMap<String, String>>>);

impl Seen {
    fn add(&self, operation: &str, text: String) {
        let mut seen = self.0.lock().unwrap();
        seen.entry(operation.to_owned())
            .or_default()
            .push_str(&text);
    }
}

impl Observer for Seen {
    fn request(&self, request: &RequestView<'_>) {
        self.add(request.operation, format!("> {request:?}\n"));
    }
    fn response(&self, response: &ResponseView<'_>) {
        self.add(response.operation, format!("< {response:?}\n"));
    }
    fn failure(&self, failure: &FailureView<'_>) {
        self.add(
            failure.operation,
            format!("! {failure:?} {}\n", failure.error),
        );
    }
}

#[tokio::test]
async fn observer_sees_requests_for_credentials_without_their_secrets() {
    let server = Server::start();
    let seen = Seen::default();
    let token = File::new("observed-token", "s3cret-oidc");
    let oidc = OidcCredentials::builder()
        .role_arn(ROLE)
        .provider_arn("acs:p")
        .token_file(token.path())
        .sts_endpoint(server.url())
        .environment(nothing());
    let ecs = EcsRamRoleCredentials::builder()
        .endpoint(server.url())
        .role("the-role")
        .environment(nothing());
    let providers: [Arc<dyn ProvideCredentials>; 5] = [
        Arc::new(role(&server.url())),
        Arc::new(oidc.build().unwrap()),
        Arc::new(ecs.build().unwrap()),
        Arc::new(uri(&format!("{}/helper?key=s3cret", server.url()))),
        Arc::new(uri("http://127.0.0.1:1/helper?key=s3cret")),
    ];
    for provider in providers {
        // The call itself fails, since its host does not exist.
        call(builder(provider).observer(seen.clone()))
            .await
            .unwrap_err();
    }
    let seen = seen.0.lock().unwrap();
    for (operation, parts) in [
        (
            "AssumeRole",
            &[
                ROLE,
                "\"session\"",
                "STS-1",
                "STS.k",
                "\"x-acs-action\": \"AssumeRole\"",
                "***",
            ][..],
        ),
        (
            "AssumeRoleWithOIDC",
            &["\"OIDCToken\": \"***\"", "acs:p", "STS.k"],
        ),
        (
            "metadata service",
            &[
                "PUT",
                "GET",
                "x-aliyun-ecs-metadata-token",
                "STS.k",
                "body: \"***\"",
            ],
        ),
        (
            "credentials URI",
            &[
                "127.0.0.1",
                "STS.k",
                "no connection to the credentials URI",
                "! ",
            ],
        ),
    ] {
        let text = seen.get(operation).unwrap();
        assert!(!text.contains("s3cret"), "{operation}: {text}");
        for part in parts {
            assert!(text.contains(part), "{operation} {part}: {text}");
        }
    }
}
