//! Measures the time that hostile responses take for each of their bytes. Each body has two sizes.
//! Quadratic work would take sixteen times longer for each byte of the larger one. Bodies whose
//! items need memory take up to three times longer, since the smaller one fits into caches; from
//! about 2 MiB on, their time for a byte stays the same. `documented` is the measure for the
//! others.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::fmt;
use std::future::ready;

use alibabacloud_rpc::transport::{Transport, TransportFuture};
use alibabacloud_rpc::{
    ClientBuilder, ExtraMembers, GeneratedClient, Object, Operation, OperationInfo, Parameters,
    RetryPolicy, RpcClient, ServiceInfo, WriteParameters,
};
use bytes::Bytes;
use divan::Bencher;
use divan::counter::BytesCount;

const KIB: usize = 1024;

fn main() {
    divan::main();
}

struct Api(RpcClient);

impl GeneratedClient for Api {
    const INFO: &'static ServiceInfo = &ServiceInfo {
        product: "test",
        version: "2016-11-01",
        client: "test/1",
        default_host: "live.example.com",
        regions: &[],
        error_classes: &[],
        secret_names: &["AppKey"],
    };

    fn from_rpc(client: RpcClient) -> Self {
        Self(client)
    }
}

struct List;

/// The operation documents no error codes.
#[derive(Clone, Copy, Debug, PartialEq, alibabacloud_rpc::ErrorCode)]
enum NoCode {}

impl Operation for List {
    type Response = Listed;
    type ErrorCode = NoCode;

    const INFO: &'static OperationInfo = &OperationInfo::post("List");
}

impl WriteParameters for List {
    fn write_parameters(&self, _: &mut Parameters) {}
}

#[derive(Debug, Default, Object)]
struct Listed {
    items: Vec<Item>,
    extra_members: ExtraMembers,
}

#[derive(Debug, Default, Object)]
struct Item {
    id: Option<String>,
    status: Option<i64>,
    extra_members: ExtraMembers,
}

/// Responds to every request in the same way.
#[derive(Debug)]
struct Canned {
    status: u16,
    body: Bytes,
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        let mut response = http::Response::new(self.body.clone());
        *response.status_mut() = self.status.try_into().unwrap();
        Box::pin(ready(Ok(response)))
    }
}

/// A body of about a number of bytes, with its status.
#[derive(Clone, Copy)]
struct Body {
    name: &'static str,
    make: fn(usize) -> (u16, String),
}

impl fmt::Display for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}

fn list(item: &str, size: usize) -> (u16, String) {
    let items = vec![item; size / (item.len() + 1)];
    (200, format!(r#"{{"Items":[{}]}}"#, items.join(",")))
}

fn message(part: &str, size: usize) -> (u16, String) {
    let text = part.repeat(size / part.len());
    (400, format!(r#"{{"Code":"X","Message":"{text}"}}"#))
}

const BODIES: [Body; 9] = [
    Body {
        name: "documented",
        make: |size| {
            list(
                r#"{"Id":"445409ec-7eaa-461d-8f29-4bec2eb9","Status":1}"#,
                size,
            )
        },
    },
    Body {
        name: "wrong types",
        make: |size| {
            list(
                r#"{"Id":["445409ec-7eaa-461d-8f29-4bec"],"Status":"x"}"#,
                size,
            )
        },
    },
    Body {
        name: "wrong items",
        make: |size| list("1", size),
    },
    Body {
        name: "unknown members",
        make: |size| list(r#"{"a":[1,2,{"b":"c"}]}"#, size),
    },
    Body {
        name: "empty items",
        make: |size| list("{}", size),
    },
    Body {
        name: "control characters",
        make: |size| list("{\"Id\":\"\x01\"}", size),
    },
    Body {
        name: "escaped quotes",
        make: |size| message("\\\"", size),
    },
    Body {
        name: "secret names",
        make: |size| message(r#"\"AppKey\":\"a"#, size),
    },
    Body {
        name: "growing escapes",
        make: |size| {
            let mut text = String::new();
            for run in 1.. {
                let run = "\\".repeat(2 * run);
                text += &format!(r#"{run}\"AppKey{run}\":{run}\""#);
                if text.len() > size {
                    break;
                }
            }
            message(&text, text.len())
        },
    },
];

#[divan::bench(args = BODIES, sample_count = 10, sample_size = 1)]
fn of_256_kib(bencher: Bencher<'_, '_>, body: &Body) {
    call(bencher, body, 256 * KIB);
}

#[divan::bench(args = BODIES, sample_count = 10, sample_size = 1)]
fn of_4_mib(bencher: Bencher<'_, '_>, body: &Body) {
    call(bencher, body, 4 * KIB * KIB);
}

fn call(bencher: Bencher<'_, '_>, body: &Body, size: usize) {
    let (status, body) = (body.make)(size);
    let bytes = BytesCount::new(body.len());
    let client: Api = ClientBuilder::new()
        .endpoint("http://127.0.0.1:9")
        .access_key("id", "secret")
        .retry_policy(RetryPolicy::off())
        .transport(Canned {
            status,
            body: body.into(),
        })
        .build()
        .unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    bencher
        .counter(bytes)
        .bench_local(|| runtime.block_on(client.0.send(List)));
}
