//! Whatever it receives, the emulator responds or closes the connection, and serves the next
//! client.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use alibabacloud_live_emulator::Emulator;

use crate::client::{Caller, Request};

/// A reproducible sequence of pseudo-random numbers.
struct Noise(u64);

impl Noise {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(limit).unwrap()).unwrap()
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.below(choices.len())]
    }

    /// Returns text made of pieces that are hard for parsers.
    fn text(&mut self) -> String {
        const PIECES: [&str; 24] = [
            "",
            "0",
            "-1",
            "1",
            "99999999999999999999",
            "1e999",
            "NaN",
            "true",
            "null",
            "[",
            "]",
            "{\"a\":",
            "}",
            "\"",
            "\\",
            "%",
            "%zz",
            "%00",
            "%ff%fe",
            "直播",
            ".",
            "MonitorId",
            "InputList",
            "a",
        ];
        (0..self.below(6)).map(|_| self.pick(&PIECES)).collect()
    }
}

/// Sends bytes and returns whatever comes back.
fn poke(addr: SocketAddr, bytes: &[u8]) -> Vec<u8> {
    let mut stream = TcpStream::connect(addr).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_secs(20)))
        .unwrap();
    // The server may close the connection early, or reset it with unread bytes.
    let _ = stream.write_all(bytes);
    let _ = stream.shutdown(Shutdown::Write);
    let mut response = Vec::new();
    let _ = stream.read_to_end(&mut response);
    response
}

#[test]
fn invalid_bytes_do_no_harm() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let mut noise = Noise(0x1234_5678_9abc_def1);
    let valid = caller
        .acs3("DescribeLiveStreamMonitorList", &[("PageNum", "1")])
        .bytes();
    for round in 0..300 {
        let bytes: Vec<u8> = match round % 3 {
            0 => (0..noise.below(600))
                .map(|_| noise.next().to_le_bytes()[0])
                .collect(),
            1 => valid[..noise.below(valid.len())].to_vec(),
            _ => {
                let mut bytes = valid.clone();
                for _ in 0..=noise.below(8) {
                    let at = noise.below(bytes.len());
                    bytes[at] = noise.next().to_le_bytes()[0];
                }
                bytes
            }
        };
        poke(caller.addr, &bytes);
    }
    caller.ok("DescribeLiveStreamMonitorList", &[]);
}

#[test]
fn nonsensical_parameters_do_no_harm() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let operations = emulator.operations();
    let operations: Vec<_> = operations.iter().map(String::as_str).collect();
    let names = [
        "MonitorId",
        "InputList",
        "InputList.1",
        "InputList.0.Index",
        "MonitorConfig",
        "OutputTemplate",
        "Status",
        "OrderRule",
        "PageNum",
        "PageSize",
        "RegionId",
        "Domain",
        "MonitorName",
        "OwnerId",
        "",
        ".",
        "..",
        "a.b.c",
        "SecurityToken",
    ];
    let mut noise = Noise(0xfeed_beef_0bad_cafe);
    for _ in 0..600 {
        let values: Vec<_> = (0..noise.below(8))
            .map(|_| (noise.pick(&names), noise.text()))
            .collect();
        let values: Vec<_> = values
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        let operation = noise.pick(&operations);
        let response = if noise.next().is_multiple_of(2) {
            caller.call(operation, &values)
        } else {
            caller.call_hmac_sha1(operation, &values)
        };
        let status = response.status;
        assert!(
            matches!(status, 200 | 400 | 401 | 403 | 404),
            "{operation} {values:?}: {status}"
        );
        assert!(response.json()["RequestId"].is_string());
    }
}

#[test]
fn many_and_deep_parameters_do_no_harm() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let caller = Caller::new(&emulator);
    let deep = "a.".repeat(200_000);
    let nested = "[".repeat(100_000);
    let items: Vec<_> = (0..20_000)
        .map(|number| format!("InputList.{number}"))
        .collect();
    let items = items.iter().map(|name| (name.as_str(), "1")).collect();
    for parameters in [
        vec![(deep.as_str(), "1")],
        vec![("InputList", nested.as_str())],
        items,
    ] {
        let form = caller.hmac_sha1("POST", "UpdateLiveStreamMonitor", &parameters);
        let response = caller.send(&Request::form(caller.addr, form)).unwrap();
        let (status, code) = response.error();
        assert_eq!(status, 400);
        assert!(
            ["MissingParameter", "InvalidParameter.Malformed"].contains(&code.as_str()),
            "{code}"
        );
    }
    caller.ok("DescribeLiveStreamMonitorList", &[]);
}
