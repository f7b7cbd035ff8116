//! Shared by the fuzz targets: a client with any response, and arbitrary values to send.

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

/// Calls an operation whose response has lists, objects, enums, numbers and booleans, and reads the given answer.
pub fn answered(status: u16, body: &[u8]) -> Result<DescribeLiveStreamMonitorListResponse, Error> {
    with_caller(|caller| {
        caller.answer(status, body);
        let call = caller.client.describe_live_stream_monitor_list();
        Ok(caller.runtime.block_on(call.send())?)
    })
}

/// The same of an operation whose response wraps its lists in objects, one within the other.
pub fn answered_wrapped(status: u16, body: &[u8]) -> Result<DescribeLiveAISubtitleResponse, Error> {
    with_caller(|caller| {
        caller.answer(status, body);
        let call = caller.client.describe_live_ai_subtitle();
        Ok(caller.runtime.block_on(call.send())?)
    })
}

/// What a provider of credentials answers, and what it sent to get them.
pub fn issued(
    provider: &dyn ProvideCredentials,
    issuer: &Issuer,
) -> (
    Result<Credentials, CredentialsError>,
    Vec<http::Request<Bytes>>,
) {
    let outcome = with_caller(|caller| caller.runtime.block_on(provider.credentials()));
    let sent = &mut *issuer.0.lock().unwrap_or_else(PoisonError::into_inner);
    (outcome, std::mem::take(sent))
}

/// A transport by which anybody who asks for credentials gets some.
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

fn with_caller<T>(call: impl FnOnce(&Caller) -> T) -> T {
    thread_local! {
        static CALLER: RefCell<Option<Caller>> = const { RefCell::new(None) };
    }
    CALLER.with_borrow_mut(|caller| call(caller.get_or_insert_with(Caller::new)))
}

struct Caller {
    runtime: Runtime,
    client: Client,
    answer: Canned,
}

/// A transport that answers what it was told to.
#[derive(Clone, Debug, Default)]
struct Canned(Arc<Mutex<http::Response<Bytes>>>);

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>) -> TransportFuture<'_> {
        let answer = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Box::pin(std::future::ready(Ok(answer.clone())))
    }
}

impl Caller {
    fn new() -> Self {
        let answer = Canned::default();
        Self {
            runtime: Builder::new_current_thread().enable_time().build().unwrap(),
            client: Client::builder()
                .endpoint("http://127.0.0.1")
                .access_key("id", "a secret that no answer holds")
                .rate_limits(RateLimits::off())
                .retry_policy(RetryPolicy::off())
                .transport(answer.clone())
                .build()
                .unwrap(),
            answer,
        }
    }

    /// Has the next call answered like this.
    fn answer(&self, status: u16, body: &[u8]) {
        let mut answer = http::Response::new(Bytes::copy_from_slice(body));
        *answer.status_mut() = http::StatusCode::from_u16(status).unwrap();
        *self.answer.0.lock().unwrap() = answer;
    }
}

/// A value to send, as deep as the input makes it.
#[derive(Arbitrary, Clone, Debug)]
pub enum Sent {
    Text(String),
    Integer(i64),
    Float(f64),
    Boolean(bool),
    Unset,
    List(Vec<Sent>),
    Object(BTreeMap<String, Sent>),
}

impl WriteValue for Sent {
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

impl Sent {
    /// The JSON of the value, or nothing where it is not set.
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

    /// How many lists and objects are inside one another: serde_json reads up to 127.
    pub fn depth(&self) -> usize {
        match self {
            Self::List(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(fields) => 1 + fields.values().map(Self::depth).max().unwrap_or(0),
            _ => 0,
        }
    }

    /// The pairs that the value becomes as repeated parameters.
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
    Query(String, Sent),
    QueryJson(String, Sent),
    QueryComma(String, Sent),
    Form(String, Sent),
    FormJson(String, Sent),
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

/// The pairs of a query or form, decoded by another implementation.
pub fn decoded(text: &str) -> Vec<(String, String)> {
    assert!(!text.contains('+'), "a space is %20: {text}");
    form_urlencoded::parse(text.as_bytes())
        .into_owned()
        .collect()
}
