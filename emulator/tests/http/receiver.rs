//! A listener for notifications, which responds as a test wants.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver as Messages, Sender, channel};
use std::time::Duration;

/// A notification as it arrived.
#[derive(Debug)]
pub(crate) struct Arrived {
    /// Method and target, such as `GET /?a=b`.
    pub(crate) line: String,
    headers: Vec<(String, String)>,
    pub(crate) body: String,
}

impl Arrived {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        headers
            .find(|(found, _)| found.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    fn read(stream: &mut TcpStream) -> Self {
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let mut lines = head.split("\r\n");
                let line = lines.next().unwrap().strip_suffix(" HTTP/1.1").unwrap();
                let headers = lines.map(|line| line.split_once(": ").unwrap());
                let arrived = Self {
                    line: line.to_owned(),
                    headers: headers
                        .map(|(name, value)| (name.to_owned(), value.to_owned()))
                        .collect(),
                    body: body.to_owned(),
                };
                let length = arrived
                    .header("content-length")
                    .map_or(0, |length| length.parse().unwrap());
                if body.len() >= length {
                    return arrived;
                }
            }
            let read = stream.read(&mut buffer).unwrap();
            assert!(read > 0, "incomplete: {text}");
            bytes.extend_from_slice(&buffer[..read]);
        }
    }
}

/// A listener on a free port. It responds to each connection with the next of its responses, and
/// the last one repeats.
pub(crate) struct Receiver {
    pub(crate) port: u16,
    arrived: Messages<Arrived>,
}

impl Receiver {
    /// Answers with these bytes, and closes the connection.
    pub(crate) fn start<const N: usize>(responses: [&str; N]) -> Self {
        let responses = responses.map(str::to_owned);
        Self::serve(move |number, stream, arrived| {
            let response = &responses[number.min(N - 1)];
            let _ = arrived.send(Arrived::read(stream));
            // The emulator may have given up.
            let _ = stream.write_all(response.as_bytes());
        })
    }

    /// Answers with status 200 and this body.
    pub(crate) fn ok(body: &str) -> Self {
        Self::start([response(200, body).as_str()])
    }

    /// Begins to respond with these bytes, and stays silent then.
    pub(crate) fn silent_after(beginning: &'static str) -> Self {
        Self::serve(move |_, stream, arrived| {
            let _ = arrived.send(Arrived::read(stream));
            let _ = stream.write_all(beginning.as_bytes());
            std::thread::sleep(Duration::from_secs(10));
        })
    }

    fn serve(handle: impl Fn(usize, &mut TcpStream, &Sender<Arrived>) + Send + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, arrived) = channel();
        std::thread::spawn(move || {
            for (number, stream) in listener.incoming().enumerate() {
                handle(number, &mut stream.unwrap(), &sender);
            }
        });
        Self { port, arrived }
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://127.0.0.1:{}{path}", self.port)
    }

    /// Returns the next notification that arrived.
    pub(crate) fn next(&self) -> Arrived {
        let wait = Duration::from_secs(10);
        self.arrived.recv_timeout(wait).expect("a notification")
    }

    /// Returns how many notifications arrived that were not returned yet.
    pub(crate) fn waiting(&self) -> usize {
        self.arrived.try_iter().count()
    }
}

/// Returns a response.
pub(crate) fn response(status: u16, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status} Status\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
    )
}
