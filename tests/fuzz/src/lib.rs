//! Helpers of the fuzz targets: a client with any response, and arbitrary values to send.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use alibabacloud_live::rpc::credentials::{CredentialsError, ProvideCredentials};
use alibabacloud_live::rpc::encode::{ValueWriter, WriteValue};
use alibabacloud_live::rpc::retry::RetryPolicy;
use alibabacloud_live::rpc::transport::{Transport, TransportFuture};
use alibabacloud_live::rpc::{Credentials, Parameters, RateLimits};
use alibabacloud_live::stream_monitor::DescribeLiveStreamMonitorListResponse;
use alibabacloud_live::subtitles::DescribeLiveAISubtitleResponse;
use alibabacloud_live::{Client, Error};
use arbitrary::Arbitrary;
use bytes::Bytes;
use tokio::runtime::{Builder, Runtime};

/// Calls an operation with the given response. Its type has lists, objects, enums, numbers and
/// booleans.
pub fn call_with_response(
    status: u16,
    body: &[u8],
) -> Result<DescribeLiveStreamMonitorListResponse, Error> {
    with_harness(|harness| {
        harness.respond(status, body);
        let call = harness.client.describe_live_stream_monitor_list();
        Ok(harness.runtime.block_on(call.send())?)
    })
}

/// Calls an operation with the given response. Its type wraps nested lists in objects.
pub fn call_with_wrapped_lists(
    status: u16,
    body: &[u8],
) -> Result<DescribeLiveAISubtitleResponse, Error> {
    with_harness(|harness| {
        harness.respond(status, body);
        let call = harness.client.describe_live_ai_subtitle();
        Ok(harness.runtime.block_on(call.send())?)
    })
}

/// Fetches credentials from a provider, and returns them with the requests that it sent.
pub fn fetch_credentials(
    provider: &dyn ProvideCredentials,
    issuer: &Issuer,
) -> (
    Result<Credentials, CredentialsError>,
    Vec<http::Request<Bytes>>,
) {
    let outcome = with_harness(|harness| harness.runtime.block_on(provider.credentials()));
    let sent = &mut *issuer.0.lock().unwrap_or_else(PoisonError::into_inner);
    (outcome, std::mem::take(sent))
}

/// A transport that responds to every request with credentials, and records the requests.
#[derive(Clone, Debug, Default)]
pub struct Issuer(Arc<Mutex<Vec<http::Request<Bytes>>>>);

impl Transport for Issuer {
    fn send(&self, request: http::Request<Bytes>) -> TransportFuture<'_> {
        const KEY: &str = r#""AccessKeyId":"STS.i","AccessKeySecret":"s","SecurityToken":"t","Expiration":"2999-01-01T00:00:00Z""#;
        let mut sent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        sent.push(request);
        let body = format!(r#"{{"Credentials":{{{KEY}}},"Code":"Success",{KEY}}}"#);
        Box::pin(std::future::ready(Ok(http::Response::new(body.into()))))
    }
}

fn with_harness<T>(call: impl FnOnce(&Harness) -> T) -> T {
    thread_local! {
        static HARNESS: RefCell<Option<Harness>> = const { RefCell::new(None) };
    }
    HARNESS.with_borrow_mut(|harness| call(harness.get_or_insert_with(Harness::new)))
}

struct Harness {
    runtime: Runtime,
    client: Client,
    response: Canned,
}

/// A transport that returns the response set by [`Harness::respond`].
#[derive(Clone, Debug, Default)]
struct Canned(Arc<Mutex<http::Response<Bytes>>>);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        let response = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Box::pin(std::future::ready(Ok(response.clone())))
    }
}

impl Harness {
    fn new() -> Self {
        let response = Canned::default();
        Self {
            runtime: Builder::new_current_thread().enable_time().build().unwrap(),
            client: Client::builder()
                .endpoint("http://127.0.0.1")
                .access_key("id", "a secret that no response contains")
                .rate_limits(RateLimits::off())
                .retry_policy(RetryPolicy::off())
                .transport(response.clone())
                .build()
                .unwrap(),
            response,
        }
    }

    /// Sets the response of the next call.
    fn respond(&self, status: u16, body: &[u8]) {
        let mut response = http::Response::new(Bytes::copy_from_slice(body));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        *self.response.0.lock().unwrap() = response;
    }
}

/// A value to send, of any depth.
#[derive(Arbitrary, Clone, Debug)]
pub enum ArbitraryValue {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Unset,
    List(Vec<ArbitraryValue>),
    Object(BTreeMap<String, ArbitraryValue>),
}

impl WriteValue for ArbitraryValue {
    fn write_value(&self, writer: ValueWriter<'_>) {
        match self {
            Self::Text(value) => writer.text(value),
            Self::Integer(value) => writer.integer(*value),
            Self::Float(value) => writer.float(*value),
            Self::Boolean(value) => writer.boolean(*value),
            Self::Unset => {}
            Self::List(items) => items.write_value(writer),
            Self::Object(fields) => fields.write_value(writer),
        }
    }
}

impl ArbitraryValue {
    /// Returns the value as JSON, or `None` if it is unset.
    pub fn json(&self) -> Option<serde_json::Value> {
        use serde_json::Value;
        Some(match self {
            Self::Text(value) => Value::String(value.clone()),
            Self::Integer(value) => Value::from(*value),
            Self::Float(value) => Value::from(*value),
            Self::Boolean(value) => Value::Bool(*value),
            Self::Unset => return None,
            Self::List(items) => {
                let items = items.iter().map(|item| item.json().unwrap_or(Value::Null));
                Value::Array(items.collect())
            }
            Self::Object(fields) => {
                let fields = fields.iter();
                let fields = fields.filter_map(|(name, value)| Some((name.clone(), value.json()?)));
                Value::Object(fields.collect())
            }
        })
    }

    /// Returns how deeply lists and objects are nested; serde_json reads up to 127 levels.
    pub fn depth(&self) -> usize {
        match self {
            Self::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(fields) => 1 + fields.values().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// Appends the pairs that encode the value as repeated parameters.
    pub fn repeated(&self, name: &str, out: &mut Vec<(String, String)>) {
        let mut leaf = |value: String| out.push((name.to_owned(), value));
        match self {
            Self::Text(value) => leaf(value.clone()),
            Self::Integer(value) => leaf(value.to_string()),
            Self::Float(value) => leaf(value.to_string()),
            Self::Boolean(value) => leaf(value.to_string()),
            Self::Unset => {}
            Self::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    item.repeated(&format!("{name}.{}", index + 1), out);
                }
            }
            Self::Object(fields) => {
                for (field, value) in fields {
                    value.repeated(&format!("{name}.{field}"), out);
                }
            }
        }
    }
}

/// One parameter and how it is sent.
#[derive(Arbitrary, Clone, Debug)]
pub enum Parameter {
    Query(String, ArbitraryValue),
    QueryJson(String, ArbitraryValue),
    QueryComma(String, ArbitraryValue),
    Form(String, ArbitraryValue),
    FormJson(String, ArbitraryValue),
    Extra(String, String),
}

impl Parameter {
    pub fn write(&self, parameters: &mut Parameters) {
        match self {
            Self::Query(name, value) => parameters.query(name, value),
            Self::QueryJson(name, value) => parameters.query_json(name, value),
            Self::QueryComma(name, value) => parameters.query_comma(name, value),
            Self::Form(name, value) => parameters.form(name, value),
            Self::FormJson(name, value) => parameters.form_json(name, value),
            Self::Extra(name, value) => {
                let mut extra = alibabacloud_live::rpc::ExtraParameters::default();
                extra.set(name, value);
                parameters.extend(&extra);
            }
        }
    }
}

/// Returns the pairs of a query or form, decoded by another implementation.
pub fn decoded(text: &str) -> Vec<(String, String)> {
    assert!(!text.contains('+'), "a space must be %20: {text}");
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}
