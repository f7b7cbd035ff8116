//! Measures the time and allocations of signing, encoding and decoding.

#![expect(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::time::{Duration, SystemTime};

use alibabacloud_rpc::endpoint::Endpoint;
use alibabacloud_rpc::request::SignableRequest;
use alibabacloud_rpc::signing::{SignatureMethod, SigningContext};
use alibabacloud_rpc::{
    Credentials, JsonText, OperationInfo, Parameters, ReadFields, ReadResult, ServiceInfo, Value,
    ValueReader,
};
use divan::{AllocProfiler, Bencher, black_box};
use http::HeaderValue;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

const SERVICE: ServiceInfo = ServiceInfo {
    product: "live",
    version: "2016-11-01",
    client: "alibabacloud-live/0.1.0",
    default_host: "live.aliyuncs.com",
    regions: &[],
    error_classes: &[],
    secret_names: &[],
};

const OPERATION: OperationInfo = OperationInfo::post("StartLiveStreamMonitor");

fn parameters() -> Parameters {
    let mut parameters = Parameters::default();
    parameters.query("RegionId", black_box(&"cn-shanghai".to_owned()));
    let id = "445409ec-7eaa-461d-8f29-4bec2eb94e01".to_owned();
    parameters.query("MonitorId", black_box(&id));
    parameters
}

/// Signs a request, including the creation of nonce and timestamp.
#[divan::bench(args = [SignatureMethod::Acs3HmacSha256, SignatureMethod::HmacSha1])]
fn sign(bencher: Bencher<'_, '_>, method: &SignatureMethod) {
    let endpoint = Endpoint::parse("live.aliyuncs.com").unwrap();
    let parameters = parameters();
    let credentials = Credentials::new(
        "LTAI5tExampleExampleExam",
        "30charactersofsecretforthebench",
    );
    let signable = SignableRequest {
        service: &SERVICE,
        operation: &OPERATION,
        endpoint: &endpoint,
        user_agent: &HeaderValue::from_static("alibabacloud-live/0.1.0 (linux; x86_64)"),
        parameters: &parameters,
    };
    bencher.bench_local(|| {
        let context = SigningContext::new(SystemTime::now()).unwrap();
        let request = black_box(&signable).sign(*method, &credentials, &context);
        drop(black_box(request.unwrap()));
    });
}

/// Creates only the nonce and the timestamp.
#[divan::bench]
fn context() -> SigningContext {
    SigningContext::new(SystemTime::UNIX_EPOCH + Duration::from_secs(1_763_827_893)).unwrap()
}

#[divan::bench]
fn encode_two_texts() -> Parameters {
    parameters()
}

#[divan::bench]
fn encode_json_of_ten_objects(bencher: Bencher<'_, '_>) {
    let object =
        serde_json::json!({"Index": 1, "StreamName": "camera 1", "InputUrl": "rtmp://a/b"});
    let list = Value::Array(vec![object; 10]);
    bencher.bench_local(|| {
        let mut parameters = Parameters::default();
        parameters.query_json("InputList", black_box(&list));
        parameters.canonical_query()
    });
}

#[derive(Default)]
struct Item {
    id: Option<String>,
    status: Option<i64>,
    rates: Vec<f64>,
}

impl ReadFields for Item {
    fn read_field(&mut self, name: &str, value: ValueReader<'_>) -> ReadResult {
        match name {
            "Id" => value.read(&mut self.id),
            "Status" => value.read(&mut self.status),
            "Rates" => value.read(&mut self.rates),
            _ => value.unknown(name),
        }
    }
}

/// Decodes a list of ten objects from a field that contains it as text.
#[divan::bench]
fn decode_ten_objects(bencher: Bencher<'_, '_>) {
    let object = r#"{"Id":"445409ec-7eaa","Status":1,"Rates":[0.1,0.25],"Unknown":{"a":[1,2]}}"#;
    let text = format!("[{}]", [object; 10].join(","));
    let text = JsonText::<Vec<Item>>::from(text);
    bencher.bench_local(|| black_box(&text).parse().unwrap());
}
