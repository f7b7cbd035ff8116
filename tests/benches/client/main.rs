//! Cost of a call by the client, compared with a bare GET by reqwest in the same run.
//!
//! All calls run on one thread. The server runs in another process and returns the same few bytes
//! for every request, so the CPU time of this process is the client's. Rounds alternate, and each
//! figure is the median of its rounds: on a busy machine, the ratios are more stable than the
//! times.
//!
//! The other rows show how much a client could save: a call signed by hand, without the features of
//! a client, and the cost of only signing and sending the request.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its result")]

mod by_hand;
mod server;

use std::time::{Duration, SystemTime};

use alibabacloud_live::rpc::endpoint::Endpoint;
use alibabacloud_live::rpc::request::SignableRequest;
use alibabacloud_live::rpc::signing::{SignatureMethod, SigningContext};
use alibabacloud_live::rpc::transport::{ReqwestTransport, Transport, TransportFuture};
use alibabacloud_live::rpc::{
    Credentials, GeneratedClient as _, Operation as _, Parameters, RateLimits, WriteParameters as _,
};
use alibabacloud_live::stream_monitor::StartLiveStreamMonitorRequest;
use alibabacloud_live::{Client, ClientBuilder};
use bytes::Bytes;
use http::HeaderValue;
use rustix::time::{ClockId, clock_gettime};
use server::{RESPONSE, SERVE, Server};

const MONITOR_ID: &str = "445409ec-7eaa-461d-8f29-4bec2eb94e01";
const ACCESS_KEY_ID: &str = "LTAI5tExampleExampleExam";
const ACCESS_KEY_SECRET: &str = "30charactersofsecretforthebench";

fn main() {
    if std::env::args().nth(1).as_deref() == Some(SERVE) {
        server::serve();
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    // `cargo test --benches` only checks with a short run that everything works.
    let (rounds, calls) = if std::env::args().any(|argument| argument == "--bench") {
        (31, 400)
    } else {
        (1, 10)
    };
    stay_on_one_core();
    let server = Server::start();
    // In this build of reqwest, a plain client has no default TLS library.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let bare = reqwest::Client::new();
    let url = format!("{}/", server.url);
    let acs3 = client(&server).build().unwrap();
    let hmac_sha1 = client(&server)
        .signature_method(SignatureMethod::HmacSha1)
        .build()
        .unwrap();
    let offline = client(&server).transport(Canned).build().unwrap();

    let signer = Signer::new(&server);
    let signed = reqwest::Request::try_from(signer.sign()).unwrap();
    let transport = ReqwestTransport::builder().build().unwrap();
    let sign_and_send = async || {
        let response = transport.send(signer.sign()).await.unwrap();
        assert_eq!(response.body(), RESPONSE);
    };
    let by_hand = async || {
        let request_id = by_hand::start(&bare, signer.endpoint.host()).await;
        assert_eq!(request_id.len(), 36);
    };
    let resend = async || {
        let request = signed.try_clone().unwrap();
        let response = bare.execute(request).await.unwrap();
        assert_eq!(response.bytes().await.unwrap(), RESPONSE);
    };
    let get = async || {
        let response = bare.get(&url).send().await.unwrap();
        assert_eq!(response.bytes().await.unwrap(), RESPONSE);
    };
    let start = async |client: &Client| {
        let call = client
            .start_live_stream_monitor()
            .region_id("cn-shanghai")
            .monitor_id(MONITOR_ID);
        assert_eq!(call.send().await.unwrap().request_id.len(), 36);
    };
    let mut subjects: [Subject<'_>; 7] = [
        (
            "reqwest, bare GET",
            Box::new(|calls| measure(&runtime, calls, get)),
        ),
        (
            "reqwest, same signed POST",
            Box::new(|calls| measure(&runtime, calls, resend)),
        ),
        (
            "reqwest, ACS3 by hand",
            Box::new(|calls| measure(&runtime, calls, by_hand)),
        ),
        (
            "signed and sent only",
            Box::new(|calls| measure(&runtime, calls, sign_and_send)),
        ),
        (
            "client, ACS3",
            Box::new(|calls| measure(&runtime, calls, async || start(&acs3).await)),
        ),
        (
            "client, HMAC-SHA1",
            Box::new(|calls| measure(&runtime, calls, async || start(&hmac_sha1).await)),
        ),
        (
            "client, ACS3, no network",
            Box::new(|calls| measure(&runtime, calls, async || start(&offline).await)),
        ),
    ];

    let mut costs = vec![Vec::with_capacity(rounds); subjects.len()];
    for (_, subject) in &mut subjects {
        subject(calls);
    }
    for round in 0..rounds {
        for offset in 0..subjects.len() {
            // Each round starts with another subject.
            let index = (round + offset) % subjects.len();
            costs[index].push(subjects[index].1(calls));
        }
    }

    let bare_cpu = median(costs[0].iter().map(|cost| cost.cpu));
    println!(
        "{:28}{:>12}{:>9}{:>13}",
        "StartLiveStreamMonitor", "CPU us/call", "x bare", "allocations"
    );
    for ((name, _), costs) in subjects.iter().zip(&costs) {
        let cpu = median(costs.iter().map(|cost| cost.cpu));
        println!(
            "{name:28}{:>12.2}{:>9.2}{:>13.1}",
            1e6 * cpu,
            cpu / bare_cpu,
            median(costs.iter().map(|cost| cost.allocations)),
        );
    }
}

/// Pins client and server to one core. They take turns, so it is enough for both; on several cores,
/// the cost of waking each other would dominate.
fn stay_on_one_core() {
    #[cfg(target_os = "linux")]
    {
        let mut cores = rustix::thread::CpuSet::new();
        cores.set(rustix::thread::sched_getcpu());
        rustix::thread::sched_setaffinity(None, &cores).unwrap();
    }
}

fn client(server: &Server) -> ClientBuilder<Client> {
    // Calls would wait for the documented limit; a limit that is never reached has the same cost.
    let limits = RateLimits::documented().scaled(1e6);
    Client::builder()
        .endpoint(&server.url)
        .rate_limits(limits)
        .access_key(ACCESS_KEY_ID, ACCESS_KEY_SECRET)
}

/// A measured call: its name, and a function that returns the cost of a number of calls.
type Subject<'a> = (&'a str, Box<dyn Fn(usize) -> Cost + 'a>);

/// Signs the request that the client sends, to measure the cost that every client has.
struct Signer {
    endpoint: Endpoint,
    user_agent: HeaderValue,
    credentials: Credentials,
    parameters: Parameters,
}

impl Signer {
    fn new(server: &Server) -> Self {
        let mut request = StartLiveStreamMonitorRequest::builder()
            .monitor_id(MONITOR_ID)
            .build();
        request.region_id = Some("cn-shanghai".to_owned());
        let mut parameters = Parameters::default();
        request.write_parameters(&mut parameters);
        Self {
            endpoint: Endpoint::parse(&server.url).unwrap(),
            user_agent: HeaderValue::from_static("alibabacloud-live/0.1.0 (linux; x86_64)"),
            credentials: Credentials::new(ACCESS_KEY_ID, ACCESS_KEY_SECRET),
            parameters,
        }
    }

    fn sign(&self) -> http::Request<Bytes> {
        let signable = SignableRequest {
            service: Client::INFO,
            operation: StartLiveStreamMonitorRequest::INFO,
            endpoint: &self.endpoint,
            user_agent: &self.user_agent,
            parameters: &self.parameters,
        };
        let context = SigningContext::new(SystemTime::now()).unwrap();
        signable
            .sign(SignatureMethod::Acs3HmacSha256, &self.credentials, &context)
            .unwrap()
    }
}

/// CPU seconds and allocations per call.
#[derive(Clone, Copy)]
struct Cost {
    cpu: f64,
    allocations: f64,
}

fn measure(runtime: &tokio::runtime::Runtime, calls: usize, call: impl AsyncFn()) -> Cost {
    let before = cpu_time();
    let counted = allocation_counter::measure(|| {
        runtime.block_on(async {
            for _ in 0..calls {
                call().await;
            }
        });
    });
    let per_call = 1.0 / calls as f64;
    Cost {
        cpu: (cpu_time() - before).as_secs_f64() * per_call,
        allocations: counted.count_total as f64 * per_call,
    }
}

/// Returns the user and system time of this process.
fn cpu_time() -> Duration {
    clock_gettime(ClockId::ProcessCPUTime).try_into().unwrap()
}

fn median(figures: impl Iterator<Item = f64>) -> f64 {
    let mut figures: Vec<_> = figures.collect();
    figures.sort_unstable_by(f64::total_cmp);
    figures[figures.len() / 2]
}

/// A transport that returns a fixed response, which leaves only the work of the client.
#[derive(Debug)]
struct Canned;

impl Transport for Canned {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        drop(request);
        let response = http::Response::new(Bytes::from_static(RESPONSE.as_bytes()));
        Box::pin(std::future::ready(Ok(response)))
    }
}
