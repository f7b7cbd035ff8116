//! The bytes of requests on the wire, and the heads of responses that must be readable.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use alibabacloud_live::casters::{AudioLayer, VideoLayer};
use alibabacloud_live::stream_monitor::InputConfig;
use alibabacloud_live::{Client, SignatureMethod};

pub(crate) const OK: &str = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}";

/// A request as it was received.
pub(crate) struct Raw {
    line: String,
    /// Names and values in the order on the wire.
    headers: Vec<(String, String)>,
    body: String,
}

impl Raw {
    fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(other, _)| other == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// Reads one request; `None` at the end of the connection.
pub(crate) fn read(stream: &mut TcpStream) -> Option<Raw> {
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).ok()?;
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).unwrap();
    let mut lines = head.trim_end().split("\r\n");
    let line = lines.next().unwrap().to_owned();
    let headers: Vec<_> = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    let mut raw = Raw {
        line,
        headers,
        body: String::new(),
    };
    let length = raw.header("content-length").unwrap_or("0").parse().unwrap();
    let mut body = vec![0; length];
    stream.read_exact(&mut body).unwrap();
    raw.body = String::from_utf8(body).unwrap();
    Some(raw)
}

/// Starts a server that gives the same response to every request.
fn serve(response: impl Into<Vec<u8>>) -> (SocketAddr, Receiver<Raw>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, received) = channel();
    let response = response.into();
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let (sender, response) = (sender.clone(), response.clone());
            thread::spawn(move || {
                while let Some(raw) = read(&mut stream) {
                    let _ = sender.send(raw);
                    stream.write_all(&response).unwrap();
                }
            });
        }
    });
    (address, received)
}

fn client(address: SocketAddr, method: SignatureMethod) -> Client {
    Client::builder()
        .endpoint(format!("http://{address}"))
        .access_key("id", "secret")
        .signature_method(method)
        .build()
        .unwrap()
}

/// Names of headers in the order on the wire.
const COMMON: &str = "accept, user-agent, host";
const ACS3: &str = "x-acs-action, x-acs-content-sha256, x-acs-date, x-acs-signature-nonce, x-acs-version, authorization";

/// Parameters of every request signed with `HMAC-SHA1`, with those of the operation between them.
fn hmac_sha1_names(own: &[&str]) -> Vec<String> {
    let mut names = vec![
        "AccessKeyId",
        "Action",
        "Format",
        "SignatureMethod",
        "SignatureNonce",
        "SignatureVersion",
        "Timestamp",
        "Version",
    ];
    names.extend(own);
    names.sort_unstable();
    names.push("Signature");
    names.into_iter().map(str::to_owned).collect()
}

fn names(pairs: &str) -> Vec<String> {
    let pairs = pairs.split('&').filter(|pair| !pair.is_empty());
    pairs
        .map(|pair| pair.split('=').next().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn each_shape_of_operation_has_the_documented_frame() {
    let (address, received) = serve(OK);
    for method in [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1] {
        let client = client(address, method);
        let start = client.start_live_stream_monitor().monitor_id("m 1~*");
        start.send().await.unwrap();
        client
            .describe_live_stream_monitor_list()
            .send()
            .await
            .unwrap();
        let inputs = [
            InputConfig::default().index(1),
            InputConfig::default().index(2),
        ];
        let update = client.update_live_stream_monitor().monitor_id("m");
        update.input_list(inputs).send().await.unwrap();
        let bandwidth = client.describe_live_domain_real_time_bps_data();
        bandwidth.domain_name(["a", "b"]).send().await.unwrap();
        let layout = client.add_caster_layout().caster_id("c");
        let layout = layout.blend_list(["x", "y"]).mix_list(["x"]);
        let layout = layout.audio_layer([AudioLayer::default().volume_rate(0.5)]);
        let layout = layout.video_layer([VideoLayer::default().height_normalized(1.0)]);
        layout.send().await.unwrap();
        let groups = client.list_message_group().app_id("a").user_id("u");
        groups.page_num(2).page_size(5).send().await.unwrap();

        let json = "%5B%7B%22Index%22%3A1%7D%2C%7B%22Index%22%3A2%7D%5D";
        for (verb, operation, query, body) in [
            ("POST", "StartLiveStreamMonitor", "MonitorId=m%201~%2A", ""),
            ("POST", "DescribeLiveStreamMonitorList", "", ""),
            (
                "POST",
                "UpdateLiveStreamMonitor",
                &format!("InputList={json}&MonitorId=m"),
                "",
            ),
            (
                "GET",
                "DescribeLiveDomainRealTimeBpsData",
                "DomainName=a%2Cb",
                "",
            ),
            (
                "POST",
                "AddCasterLayout",
                "AudioLayer.1.VolumeRate=0.5&BlendList.1=x&BlendList.2=y&CasterId=c&MixList.1=x\
                 &VideoLayer.1.HeightNormalized=1",
                "",
            ),
            (
                "POST",
                "ListMessageGroup",
                "",
                "AppId=a&PageNum=2&PageSize=5&UserId=u",
            ),
        ] {
            let raw = received.recv().unwrap();
            let found: Vec<_> = raw.headers.iter().map(|(name, _)| name.as_str()).collect();
            let found = found.join(", ");
            let (form, length) = match (verb, body) {
                ("GET", _) => ("", ""),
                (_, "") => ("", ", content-length"),
                _ => ("content-type, ", ", content-length"),
            };
            match method {
                SignatureMethod::HmacSha1 => {
                    let (target, query) = (raw.line.split(' ').nth(1).unwrap(), names(query));
                    let own: Vec<_> = query.iter().map(String::as_str).collect();
                    assert_eq!(raw.line, format!("{verb} {target} HTTP/1.1"));
                    let sent = target.strip_prefix("/?").unwrap();
                    assert_eq!(names(sent), hmac_sha1_names(&own));
                    assert!(sent.contains(&format!("&Action={operation}&")), "{sent}");
                    let form = form.strip_suffix(", ").map(|form| format!(", {form}"));
                    assert_eq!(
                        found,
                        format!("{COMMON}{}{length}", form.unwrap_or_default())
                    );
                }
                _ => {
                    let mark = if query.is_empty() { "" } else { "?" };
                    assert_eq!(raw.line, format!("{verb} /{mark}{query} HTTP/1.1"));
                    assert_eq!(found, format!("{COMMON}, {form}{ACS3}{length}"));
                    assert_eq!(raw.header("x-acs-action"), Some(operation));
                }
            }
            assert_eq!(raw.body, body);
            assert_eq!(raw.header("host"), Some(address.to_string().as_str()));
            let length = (verb == "POST").then(|| body.len().to_string());
            assert_eq!(raw.header("content-length").map(str::to_owned), length);
        }
    }
}

#[tokio::test]
async fn heads_that_browsers_accept_are_accepted() {
    let many: String = (0..150).map(|i| format!("x-{i}: {i}\r\n")).collect();
    for headers in [
        "X-Odd : 1\r\n",
        "Set-Cookie: a=\u{1}b\r\n",
        "X Odd: 1\r\n",
        "X-Folded: a\r\n b\r\n",
        many.as_str(),
    ] {
        let response = format!(
            "HTTP/1.1 200 OK\r\n{headers}content-length: 17\r\n\r\n{{\"RequestId\":\"r\"}}"
        );
        let (address, received) = serve(response);
        let client = client(address, SignatureMethod::default());
        let sent = client.start_live_stream_monitor().monitor_id("m");
        let response = sent.send().await.expect(headers);
        assert_eq!(response.request_id, "r");
        assert_eq!(received.try_iter().count(), 1);
    }
}
