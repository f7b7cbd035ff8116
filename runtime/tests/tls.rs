//! TLS with each choice of the crate's features, against a server with its own certificate.
//! `.ci/run` builds this file once for each choice.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::thread;

use alibabacloud_rpc::credentials::{AssumeRoleCredentials, Environment};
use alibabacloud_rpc::{
    ClientBuilder, Error, ErrorKind, GeneratedClient, Operation, OperationInfo, Parameters,
    ReadFields, ReadResult, RpcClient, ServiceInfo, ValueReader, WriteParameters,
};

const TLS: bool = cfg!(any(
    feature = "native-tls",
    feature = "rustls-aws-lc",
    feature = "rustls-ring"
));

/// A host that only a proxy can reach.
const UNKNOWN: &str = "toys.example.invalid";

struct Toys(RpcClient);

impl GeneratedClient for Toys {
    const INFO: &'static ServiceInfo = &ServiceInfo {
        product: "toys",
        version: "2020-02-02",
        client: "toys/1",
        default_host: "toys.example.com",
        regions: &[],
        error_classes: &[],
        secret_names: &[],
    };

    fn from_rpc(client: RpcClient) -> Self {
        Self(client)
    }
}

struct Wind;

impl Operation for Wind {
    type Response = Wound;
    type ErrorCode = WindErrorCode;
    const INFO: &'static OperationInfo = &OperationInfo::get("Wind").read_only();
}

impl WriteParameters for Wind {
    fn write_parameters(&self, _: &mut Parameters) {}
}

#[derive(Debug, Default)]
struct Wound {
    turns: i64,
}

impl ReadFields for Wound {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Turns" => value.read(&mut self.turns),
            _ => value.unknown(name),
        }
    }
}

/// Error codes of Wind.
#[derive(Clone, Copy, Debug, PartialEq, alibabacloud_rpc::ErrorCode)]
enum WindErrorCode {
    /// The toy is already wound.
    Wound,
}

fn builder(scheme: &str, host: &str, address: SocketAddr) -> ClientBuilder<Toys> {
    ClientBuilder::new()
        .endpoint(format!("{scheme}://{host}:{}", address.port()))
        .access_key("id", "secret")
}

async fn wind(builder: ClientBuilder<Toys>) -> Result<Wound, Error> {
    builder.build().unwrap().0.send(Wind).await
}

fn read_head(stream: &mut impl Read) -> Option<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        match stream.read(&mut byte) {
            Ok(1) => head.push(byte[0]),
            _ => return None,
        }
    }
    Some(String::from_utf8(head).unwrap())
}

fn respond(mut stream: impl Read + Write) {
    if read_head(&mut stream).is_some() {
        let body = r#"{"Turns":3}"#;
        let head = format!(
            "HTTP/1.1 200 OK\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
            body.len()
        );
        stream.write_all((head + body).as_bytes()).unwrap();
        stream.flush().unwrap();
    }
}

fn serve(each: impl Fn(TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    thread::spawn(move || listener.incoming().map_while(Result::ok).for_each(each));
    address
}

/// Starts a server for `localhost` and for a host without DNS entry, and returns the certificate of
/// its authority.
fn serve_tls() -> (SocketAddr, String) {
    let authority_key = rcgen::KeyPair::generate().unwrap();
    let mut authority = rcgen::CertificateParams::new([]).unwrap();
    // With the same name as the server, the authority would make the certificate look self-signed.
    let name = &mut authority.distinguished_name;
    name.push(rcgen::DnType::CommonName, "authority");
    authority.is_ca = rcgen::IsCa::Ca(rcgen::BasicConstraints::Unconstrained);
    let pem = authority.self_signed(&authority_key).unwrap().pem();
    let key = rcgen::KeyPair::generate().unwrap();
    let certificate = rcgen::CertificateParams::new(["localhost".to_owned(), UNKNOWN.to_owned()])
        .unwrap()
        .signed_by(&key, &rcgen::Issuer::new(authority, authority_key))
        .unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            rustls::pki_types::PrivateKeyDer::try_from(key.serialize_der()).unwrap(),
        )
        .unwrap();
    let config = Arc::new(config);
    let address = serve(move |stream| {
        let connection = rustls::ServerConnection::new(Arc::clone(&config)).unwrap();
        respond(rustls::StreamOwned::new(connection, stream));
    });
    (address, pem)
}

#[tokio::test]
async fn private_authority_is_trusted_once_configured() {
    if !TLS {
        return;
    }
    let (address, pem) = serve_tls();
    let wound = wind(builder("https", "localhost", address).root_certificate(pem.as_str())).await;
    assert_eq!(wound.unwrap().turns, 3);

    let error = wind(builder("https", "localhost", address))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
    assert!(
        error.to_string().to_lowercase().contains("certificate"),
        "{error}"
    );

    // The certificate is not for this name.
    let error = wind(builder("https", "127.0.0.1", address).root_certificate(pem))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[tokio::test]
async fn authority_of_the_client_is_trusted_for_sts_too() {
    if !TLS {
        return;
    }
    let (address, pem) = serve_tls();
    let role = || {
        let source = alibabacloud_rpc::Credentials::new("id", "secret");
        AssumeRoleCredentials::builder(source, "acs:ram::1:role/r")
            .sts_endpoint(format!("https://localhost:{}", address.port()))
            .environment(Environment::of::<&str, &str>([]))
            .build()
            .unwrap()
    };
    let client = || builder("https", "localhost", address).credentials(role());
    let (proxy, heads) = serve_proxy(address);
    for client in [
        client().root_certificate(pem.as_str()),
        client()
            .root_certificate(pem)
            .proxy(format!("http://{proxy}")),
    ] {
        // The server responds, but is no STS.
        let error = wind(client).await.unwrap_err().to_string();
        assert!(error.contains("without a security token"), "{error}");
    }
    assert_eq!(heads.lock().unwrap().len(), 1);
    let error = wind(client()).await.unwrap_err().to_string();
    assert!(error.to_lowercase().contains("certificate"), "{error}");
}

#[tokio::test]
async fn proxy_tunnels_encrypted_calls() {
    if !TLS {
        return;
    }
    let (address, pem) = serve_tls();
    let (proxy, heads) = serve_proxy(address);
    let client = builder("https", "localhost", address)
        .root_certificate(pem)
        .proxy(format!("http://user:pass@{proxy}"));
    assert_eq!(wind(client).await.unwrap().turns, 3);
    let heads = heads.lock().unwrap();
    let head = heads.first().unwrap().to_lowercase();
    let connect = format!("connect localhost:{} http/1.1\r\n", address.port());
    assert!(head.starts_with(&connect), "{head}");
    // "user:pass"
    assert!(
        head.contains("proxy-authorization: basic dxnlcjpwyxnz\r\n"),
        "{head}"
    );
    assert!(!head.contains("x-acs"), "{head}");
}

/// Starts a proxy that always connects to one address, and records the heads of its requests.
fn serve_proxy(address: SocketAddr) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let heads = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&heads);
    let proxy = serve(move |mut near| {
        let head = read_head(&mut near).unwrap();
        seen.lock().unwrap().push(head);
        near.write_all(b"HTTP/1.1 200 OK\r\n\r\n").unwrap();
        let mut far = TcpStream::connect(address).unwrap();
        let (mut from, mut to) = (near.try_clone().unwrap(), far.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut from, &mut to));
        let _ = std::io::copy(&mut far, &mut near);
    });
    (proxy, heads)
}

/// Runs calls in separate processes, since all threads of a process share the environment.
#[tokio::test]
async fn proxy_variables_apply_to_encrypted_calls() {
    const PEM: &str = "RPC_TESTS_TLS_PEM";
    const EXPECTED: &str = "RPC_TESTS_TLS_EXPECTED";
    if !TLS {
        return;
    }
    if let Ok(pem) = std::env::var(PEM) {
        let unknown = SocketAddr::from(([127, 0, 0, 1], 443));
        let client = builder("https", UNKNOWN, unknown).root_certificate(pem);
        let outcome = match client.build() {
            Ok(client) => match client.0.send(Wind).await {
                Ok(wound) => format!("{} turns", wound.turns),
                Err(error) => format!("{:?}", error.kind()),
            },
            Err(error) => format!("{:?}: {error}", error.kind()),
        };
        let expected = std::env::var(EXPECTED).unwrap();
        assert!(outcome.contains(&expected), "{outcome}, not {expected}");
        assert!(!outcome.contains("s3cret"), "{outcome}");
        return;
    }

    let (address, pem) = serve_tls();
    let (proxy, heads) = serve_proxy(address);
    let url = format!("http://user:pass@{proxy}");
    let wrong = "http://user:s3cret@proxy:x";
    let (passes, unreachable) = ("3 turns", "Connect");
    for (variables, expected) in [
        (&[("HTTPS_PROXY", url.as_str())][..], passes),
        (&[("https_proxy", &url)], passes),
        (
            &[("ALL_PROXY", &url), ("NO_PROXY", "other.example.invalid")],
            passes,
        ),
        (
            &[
                ("HTTPS_PROXY", &url),
                ("NO_PROXY", "a.test,example.invalid"),
            ],
            unreachable,
        ),
        (&[("https_proxy", &url), ("no_proxy", UNKNOWN)], unreachable),
        (&[("HTTP_PROXY", &url)], unreachable),
        (&[("HTTPS_PROXY", wrong)], "Configuration: "),
        (&[("HTTPS_PROXY", wrong)], "HTTPS_PROXY"),
        (&[("all_proxy", wrong)], "all_proxy"),
    ] {
        heads.lock().unwrap().clear();
        let mut child = Command::new(std::env::current_exe().unwrap());
        child
            .args(["proxy_variables_apply_to_encrypted_calls", "--exact"])
            .env(PEM, &pem)
            .env(EXPECTED, expected);
        for name in ["HTTPS", "HTTP", "ALL", "NO"] {
            let name = format!("{name}_PROXY");
            child.env_remove(name.to_lowercase()).env_remove(name);
        }
        child.env_remove("REQUEST_METHOD");
        let output = child.envs(variables.iter().copied()).output().unwrap();
        let shown = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success(), "{variables:?}: {shown}");
        let heads = heads.lock().unwrap();
        let connect = format!("CONNECT {UNKNOWN}:443 HTTP/1.1\r\n");
        let all_connect = heads.iter().all(|head| head.starts_with(&connect));
        let expected = usize::from(expected == passes);
        assert!(
            all_connect && heads.len() == expected,
            "{variables:?}: {heads:?}"
        );
    }
}

/// Runs a program that `.ci/run` builds separately, so that it contains only one TLS library.
#[test]
fn a_program_with_one_library_calls() {
    let Some(program) = std::env::var_os("RPC_TESTS_TLS_PROGRAM") else {
        return;
    };
    let (address, pem) = serve_tls();
    let file = std::env::temp_dir().join(format!("rpc-tests-{}.pem", std::process::id()));
    std::fs::write(&file, pem).unwrap();
    let call = |arguments: &[&std::ffi::OsStr]| {
        let output = Command::new(&program).args(arguments).output().unwrap();
        let printed = [output.stdout, output.stderr].concat();
        (output.status.code(), String::from_utf8(printed).unwrap())
    };
    let endpoint = format!("https://localhost:{}", address.port());
    let trusted = call(&[endpoint.as_ref(), file.as_ref()]);
    let untrusted = call(&[endpoint.as_ref()]);
    std::fs::remove_file(&file).unwrap();
    assert_eq!(trusted, (Some(0), "success\n".to_owned()));
    assert_eq!(untrusted.0, Some(1), "{}", untrusted.1);
    let reason = untrusted.1.to_lowercase();
    assert!(reason.contains("certificate"), "{reason}");
}

#[tokio::test]
async fn refused_connection_is_a_connect_error() {
    if !TLS {
        return;
    }
    // The listener is closed at once, so nothing listens on its port.
    let address = TcpListener::bind("127.0.0.1:0").unwrap().local_addr();
    let error = wind(builder("https", "127.0.0.1", address.unwrap()))
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Connect, "{error}");
}

#[test]
fn invalid_certificate_is_rejected() {
    for pem in [
        "",
        "secret",
        "-----BEGIN CERTIFICATE-----\n!\n-----END CERTIFICATE-----\n",
    ] {
        let address = SocketAddr::from(([127, 0, 0, 1], 9));
        let error = builder("http", "127.0.0.1", address)
            .root_certificate(pem)
            .build()
            .err()
            .unwrap();
        assert_eq!(error.kind(), ErrorKind::Configuration, "{error}");
    }
}

#[tokio::test]
async fn without_tls_only_unencrypted_endpoints_can_be_called() {
    let address = serve(respond);
    let wound = wind(builder("http", "127.0.0.1", address)).await.unwrap();
    assert_eq!(wound.turns, 3);

    let built = builder("https", "127.0.0.1", address).build();
    assert_eq!(built.is_ok(), TLS);
    if let Err(error) = built {
        assert_eq!(error.kind(), ErrorKind::Configuration);
        assert!(error.to_string().contains("TLS feature"), "{error}");
    }
}
