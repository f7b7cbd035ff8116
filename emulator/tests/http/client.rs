//! A minimal client with its own signatures, without retries or other policies.

use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, SystemTime};

use alibabacloud_live_emulator::Emulator;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

const VERSION: &str = "2016-11-01";

/// The address of the emulator and the credential of the client.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    pub(crate) addr: SocketAddr,
    pub(crate) key: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// A request. Tests may change every part of it.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
}

/// A response as received.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(String, String)>,
    /// The body, possibly incomplete.
    pub(crate) body: Vec<u8>,
}

impl Caller {
    pub(crate) fn new(emulator: &Emulator) -> Self {
        Self::with_key(
            emulator,
            Emulator::ACCESS_KEY_ID,
            Emulator::ACCESS_KEY_SECRET,
        )
    }

    pub(crate) fn with_key(emulator: &Emulator, key: &str, secret: &str) -> Self {
        Self {
            addr: emulator.addr(),
            key: key.into(),
            secret: secret.into(),
            token: None,
        }
    }

    pub(crate) fn with_token(self, token: &str) -> Self {
        Self {
            token: Some(token.into()),
            ..self
        }
    }

    /// Calls an operation with ACS3-HMAC-SHA256.
    pub(crate) fn call(&self, operation: &str, parameters: &[(&str, &str)]) -> Response {
        self.send(&self.acs3(operation, parameters))
            .expect("a response")
    }

    /// Calls an operation that must succeed.
    pub(crate) fn ok(&self, operation: &str, parameters: &[(&str, &str)]) -> Value {
        let response = self.call(operation, parameters);
        assert_eq!(
            (response.status, response.code()),
            (200, None),
            "{operation}"
        );
        response.json()
    }

    /// Calls an operation that must fail. Returns status and code.
    pub(crate) fn rejected(&self, operation: &str, parameters: &[(&str, &str)]) -> (u16, String) {
        self.call(operation, parameters).error()
    }

    pub(crate) fn send(&self, request: &Request) -> io::Result<Response> {
        Response::read(&exchange(self.addr, &request.bytes())?)
    }

    /// Returns a signed request with the parameters in the query.
    pub(crate) fn acs3(&self, operation: &str, parameters: &[(&str, &str)]) -> Request {
        let query = canonical(parameters);
        let mut headers = vec![
            ("host".to_owned(), self.addr.to_string()),
            ("x-acs-action".to_owned(), operation.to_owned()),
            ("x-acs-content-sha256".to_owned(), hex(&Sha256::digest(""))),
            ("x-acs-date".to_owned(), now()),
            (
                "x-acs-signature-nonce".to_owned(),
                Uuid::new_v4().to_string(),
            ),
            ("x-acs-version".to_owned(), VERSION.to_owned()),
        ];
        if let Some(token) = &self.token {
            headers.push(("x-acs-accesskey-id".to_owned(), self.key.clone()));
            headers.push(("x-acs-security-token".to_owned(), token.clone()));
        }
        let target = if query.is_empty() {
            "/".to_owned()
        } else {
            format!("/?{query}")
        };
        let mut request = Request {
            method: "POST".into(),
            target,
            headers,
            body: String::new(),
        };
        self.sign_acs3(&mut request);
        request
    }

    /// Signs all present headers and replaces an earlier signature.
    pub(crate) fn sign_acs3(&self, request: &mut Request) {
        request.headers.retain(|(name, _)| name != "authorization");
        request.headers.sort();
        let names: Vec<_> = request
            .headers
            .iter()
            .map(|(name, _)| name.as_str())
            .collect();
        let names = names.join(";");
        let lines: String = request
            .headers
            .iter()
            .map(|(name, value)| format!("{name}:{value}\n"))
            .collect();
        let query = request.target.strip_prefix("/?").unwrap_or_default();
        let hash = hex(&Sha256::digest(&request.body));
        let text = format!("{}\n/\n{query}\n{lines}\n{names}\n{hash}", request.method);
        let text = format!("ACS3-HMAC-SHA256\n{}", hex(&Sha256::digest(text)));
        let mut mac = Hmac::<Sha256>::new_from_slice(self.secret.as_bytes()).unwrap();
        mac.update(text.as_bytes());
        let signature = hex(&mac.finalize().into_bytes());
        let authorization = format!(
            "ACS3-HMAC-SHA256 Credential={},SignedHeaders={names},Signature={signature}",
            self.key
        );
        request
            .headers
            .push(("authorization".into(), authorization));
    }

    /// Returns parameters signed with HMAC-SHA1, in canonical form. `parameters` override the
    /// common parameters.
    pub(crate) fn hmac_sha1(
        &self,
        method: &str,
        operation: &str,
        parameters: &[(&str, &str)],
    ) -> String {
        let (now, nonce) = (now(), Uuid::new_v4().to_string());
        let mut all: Vec<(&str, &str)> = parameters.to_vec();
        let common = [
            ("AccessKeyId", self.key.as_str()),
            ("Action", operation),
            ("Format", "JSON"),
            ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureNonce", &nonce),
            ("SignatureVersion", "1.0"),
            ("Timestamp", &now),
            ("Version", VERSION),
        ];
        let token = self.token.as_deref().map(|token| ("SecurityToken", token));
        for (name, value) in common.into_iter().chain(token) {
            if parameters.iter().all(|(given, _)| *given != name) {
                all.push((name, value));
            }
        }
        let canonical = canonical(&all);
        let text = format!("{method}&%2F&{}", encode(&canonical));
        let mut mac = Hmac::<Sha1>::new_from_slice(format!("{}&", self.secret).as_bytes()).unwrap();
        mac.update(text.as_bytes());
        let signature = STANDARD.encode(mac.finalize().into_bytes());
        format!("{canonical}&Signature={}", encode(&signature))
    }

    /// Calls an operation with HMAC-SHA1 and all parameters in the query.
    pub(crate) fn call_hmac_sha1(&self, operation: &str, parameters: &[(&str, &str)]) -> Response {
        let query = self.hmac_sha1("GET", operation, parameters);
        self.send(&Request::new("GET", &format!("/?{query}"), self.addr))
            .expect("a response")
    }
}

impl Request {
    pub(crate) fn new(method: &str, target: &str, addr: SocketAddr) -> Self {
        Self {
            method: method.into(),
            target: target.into(),
            headers: vec![("host".into(), addr.to_string())],
            body: String::new(),
        }
    }

    pub(crate) fn form(addr: SocketAddr, body: String) -> Self {
        let mut request = Self {
            body,
            ..Self::new("POST", "/", addr)
        };
        request.set("content-type", "application/x-www-form-urlencoded");
        request
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.headers.retain(|(present, _)| present != name);
        self.headers.push((name.into(), value.into()));
    }

    pub(crate) fn remove(&mut self, name: &str) {
        self.headers.retain(|(present, _)| present != name);
    }

    /// Returns the bytes of the request, with `connection: close`.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        self.bytes_with_connection("close")
    }

    /// Returns the bytes of the request, with this `connection` header.
    pub(crate) fn bytes_with_connection(&self, connection: &str) -> Vec<u8> {
        let headers: String = self
            .headers
            .iter()
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        format!(
            "{} {} HTTP/1.1\r\n{headers}content-length: {}\r\nconnection: {connection}\r\n\r\n{}",
            self.method,
            self.target,
            self.body.len(),
            self.body
        )
        .into_bytes()
    }
}

/// Writes bytes, then reads until the server closes the connection.
pub(crate) fn exchange(addr: SocketAddr, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(addr)?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    stream.write_all(bytes)?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    Ok(response)
}

impl Response {
    pub(crate) fn read(bytes: &[u8]) -> io::Result<Self> {
        let split = bytes.windows(4).position(|four| four == b"\r\n\r\n");
        let split = split.ok_or(io::ErrorKind::UnexpectedEof)?;
        let head = String::from_utf8_lossy(&bytes[..split]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines
            .next()
            .unwrap()
            .split(' ')
            .nth(1)
            .unwrap()
            .parse()
            .unwrap();
        let headers = lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect();
        let mut response = Self {
            status,
            headers,
            body: bytes[split + 4..].to_vec(),
        };
        if response.header("transfer-encoding") == Some("chunked") {
            response.body = unchunk(&response.body);
        }
        Ok(response)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(found, _)| found == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("not JSON: {}", self.text()))
    }

    pub(crate) fn code(&self) -> Option<String> {
        let json: Value = serde_json::from_slice(&self.body).ok()?;
        json["Code"].as_str().map(str::to_owned)
    }

    /// Returns status and code of an error, and checks the format of the response.
    pub(crate) fn error(&self) -> (u16, String) {
        let json = self.json();
        let names: Vec<_> = json.as_object().unwrap().keys().collect();
        assert_eq!(
            names,
            ["Code", "HostId", "Message", "Recommend", "RequestId"]
        );
        assert_eq!(json["RequestId"].as_str(), self.header("x-acs-request-id"));
        assert_eq!(
            self.header("content-type"),
            Some("application/json;charset=utf-8")
        );
        (self.status, self.code().unwrap())
    }
}

fn unchunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let length = std::str::from_utf8(&bytes[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            break;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 2 + length + 2..];
    }
    body
}

fn canonical(parameters: &[(&str, &str)]) -> String {
    let mut parameters = parameters.to_vec();
    parameters.sort_unstable();
    let pairs = parameters
        .iter()
        .map(|(name, value)| format!("{}={}", encode(name), encode(value)));
    pairs.collect::<Vec<_>>().join("&")
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(|byte| match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn now() -> String {
    humantime::format_rfc3339_seconds(SystemTime::now()).to_string()
}
