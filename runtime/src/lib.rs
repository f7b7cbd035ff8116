//! Runtime of generated clients for Alibaba Cloud's RPC-style APIs: credentials, signing, encoding,
//! transport, retries and errors.
//!
//! This crate contains no operations. A generated crate such as `alibabacloud-live` describes its
//! operations with [`Operation`] and sends them with an [`RpcClient`]. This is not an official
//! Alibaba Cloud product.
//!
//! # Steps of a call
//!
//! 1. Check the parameters.
//! 2. Get credentials from the [provider](credentials).
//! 3. Wait until the [rate limit](rate_limit) permits an attempt.
//! 4. Set timestamp and nonce, sign the request and send it.
//! 5. Read the response.
//!
//! If an attempt fails and a retry is [safe](retry), the call waits and continues with step 2. The
//! operation timeout limits all steps together, including the waits.
//!
//! [`defaults`] lists every default, the reason for it and the setting that changes it. An
//! [`Observer`] receives each request and response. `tracing` has a span for each call and each
//! attempt.
//!
//! # Outcomes
//!
//! The table shows how calls fail with the standard retry policy and the default timeouts:
//!
//! - The numbers of attempts apply when every attempt fails in the same way.
//! - A write whose `ClientToken` is set counts as a read.
//! - The duration comes on top of the time for exchanging requests and responses.
//! - "Backoff" is the random wait before each retry: up to 100 ms before the second attempt, up to
//!   200 ms before the third.
//!
//! | outcome | attempts (read) | attempts (write) | [error kind](ErrorKind) | [may have executed](Error::may_have_executed) | duration |
//! | --- | --- | --- | --- | --- | --- |
//! | the wait for the rate limit or for credentials would leave less than 1 s, or a quarter, of the operation timeout | 0 | 0 | `Timeout` | no | none |
//! | outside of a Tokio runtime | 0 | 0 | `Configuration` | no | none |
//! | the connection is refused, or the host name has no address | 3 | 3 | `Connect` | no | backoff |
//! | no connection within the connect timeout | 3 | 3 | `Connect` | no | 5 s per attempt, and backoff |
//! | throttling: a documented code, a code that starts with `Throttling`, status 429, or `x-acs-retry-after` with a status from 400 to 499 and a code that is not classified otherwise | 3 | 3 | `Service`, [`is_throttling`](Error::is_throttling) | no | two waits of at most 500 ms and 1 s, or the requested waits plus up to a tenth |
//! | throttling with a requested wait of more than 60 s | 1 | 1 | `Service`, with [`retry_after`](Error::retry_after) | no | none |
//! | status 500 or above, or the code of a transient failure; JSON, XML, HTML or an empty body | 3 | 1 | `Service` | yes | backoff, or the requested waits |
//! | a nonce that arrived before: the earlier request may have been executed | 3 | 1 | `Service` | yes | backoff |
//! | status 408 or 499 without a code, from a proxy that timed out | 3 | 1 | `Service` | yes | backoff |
//! | any other status from 400 to 499; JSON, XML, HTML or an empty body | 1 | 1 | `Service` | no | none |
//! | refused credentials: a code that starts with `InvalidAccessKeyId`, `InvalidSecurityToken` or `MissingSecurityToken` | 1, plus 1 if the provider has new credentials | as for reads | `Service`, [`is_auth`](Error::is_auth) | no | none, or the time to get new credentials |
//! | an invalid signature or a missing permission | 1 | 1 | `Service`, [`is_auth`](Error::is_auth) | no | none |
//! | the clock differs by more than the service allows | 1, plus the usual attempts after the clock is corrected | as for reads | no error if the clock can be corrected | no | none for the clock |
//! | status 200 with an error in the body, whose code matches a row above | as in that row | as in that row | `Service` | as in that row | as in that row |
//! | status 200 with any other error in the body | 1 | 1 | `Service` | yes | none |
//! | a redirect, or any other status below 200 or from 300 to 399; redirects are not followed | 1 | 1 | `Service`, with the status | yes | none |
//! | the connection is reset or closed without a response, or the response is not HTTP | 3 | 1 | `Transport` | yes | backoff |
//! | the body is shorter than announced, or its last chunk is missing | 3 | 1 | `Transport`, with status and request ID | yes | backoff |
//! | no complete response within the attempt timeout | 3 | 1 | `Timeout`, with status and request ID if they arrived | yes | 15 s per attempt, and backoff |
//! | the operation timeout expires during an attempt | those made so far | those made so far | `Timeout`, with status and request ID if they arrived, and the previous failure in [`underlying`](Error::underlying) | yes | 60 s in total |
//! | the body exceeds the size limit | 1 | 1 | `ResponseTooLarge`, without reading the whole body | yes | the time to read 16 MiB |
//! | the decoded values exceed 16 times the size limit | 1 | 1 | `ResponseTooLarge`, with status and request ID | yes | none |
//! | status 200 with a body that is not a JSON object | 1 | 1 | `InvalidResponse`, with the path in the body and the body itself | yes | none |
//! | a value of an undocumented type, or an undocumented member | 1 | 1 | no error; kept in the [`ExtraMembers`] of its object | | none |
//! | a content type other than JSON | 1 | 1 | no error; only the body matters | | none |
//! | the retry budget is exhausted | those made so far | those made so far | as with budget | | as with budget, minus the skipped waits |

#![cfg_attr(docsrs, feature(doc_cfg))]

// Each module imports only from those below it.
mod client;
mod call;
pub mod credentials;
mod policy;
mod model;
pub mod wait;
mod error;
mod auth;
pub mod transport;
mod codec;
mod info;
mod support;

#[cfg(feature = "blocking")]
pub use client::blocking;
pub use client::builder::ClientBuilder;
pub use client::call_settings::CallSettings;
pub use client::generated_client::GeneratedClient;
#[cfg(feature = "mock")]
pub use client::mock;
pub use client::pages::{Items, Pages};
pub use client::rpc_client::RpcClient;

pub use call::config::Config;
pub use call::observe::{self, Observer};

pub use policy::rate_limit::{self, RateLimits};
pub use policy::retry::{self, RetryPolicy};

#[doc(inline)]
pub use alibabacloud_secret::Secret;
pub use model::builder::Builder;
#[doc(hidden)]
pub use model::builder::map;
pub use model::caller::{Caller, FetchPages, SendRequest};
pub use model::derive::{Builder, ErrorCode, Object, OpenEnum, Request, Setters, required};
pub use model::if_some::IfSome;
pub use model::into_list::IntoList;
pub use model::into_option::IntoOption;
pub use model::into_value::IntoValue;
pub use model::json_text::JsonText;
pub use model::open_enum::Unrecognized;
pub use model::operation::{CallFuture, Operation, Waitable, WriteParameters};
pub use model::paged::{Page, PageValue, Paged, Paging};
#[doc(hidden)]
pub use model::placeholder::Placeholder;
#[cfg(feature = "serde")]
pub use model::serde;
pub use model::state::{Set, Unset};
pub use model::timestamp::{Timestamp, TimestampError, UnixMilliseconds, UnixSeconds};
pub use model::wait::Wait;
pub use model::waiter::Waiter;
pub use serde_json::Value;

pub use wait::{Progress, WaitError, WaitPolicy, WaitUntil, wait_until};

pub use error::code::ErrorCode;
pub use error::{Error, ErrorKind};

pub use auth::Credentials;
pub use auth::request;
pub use auth::signing::{self, NonceError, SignatureMethod};

#[doc(inline)]
pub use transport::endpoint;

pub use codec::decode::{self, ReadFields, ReadResult, ValueReader};
pub use codec::encode::{self, ExtraParameters, FieldWriter, Parameters, WriteFields};
pub use codec::extra_members::ExtraMembers;
pub use codec::notification;

pub use info::{ErrorClass, Method, OperationInfo, RateLimit, Region, ServiceInfo};

pub use support::box_error::BoxError;
pub use support::defaults;
