//! What clients of Alibaba Cloud's RPC-style APIs have in common: credentials, signing, encoding, transport, errors.
//!
//! This crate knows no operation. Generated crates such as `alibabacloud-live` describe their operations by
//! [`Operation`] and send them with an [`RpcClient`]. It is not an official Alibaba Cloud product.
//!
//! # A call
//!
//! A call checks its parameters, gets credentials, waits for the [rate limit](rate_limit), is dated, signed and sent, and
//! its answer is read. What fails is [repeated](retry) where that is safe, from the credentials on. All of it together
//! takes no longer than the operation timeout. [`defaults`] lists every default, with the reason and what changes it;
//! an [`Observer`] sees each request and answer, and `tracing` has a span for each call and attempt.
//!
//! # What happens when
//!
//! Attempts are those of the standard policy when every one of them fails in the same way. A write with its
//! `ClientToken` set counts as a read. Times are those by default, on top of what exchanging request and answer takes.
//! The waits, one less than the attempts, are random: up to 100 ms before the second attempt, up to 200 ms before the
//! third.
//!
//! | what happens | attempts of a read | of a write | [kind](ErrorKind) of the error | [may have executed](Error::may_have_executed) | takes |
//! | --- | --- | --- | --- | --- | --- |
//! | the rate limit would take longer than the operation timeout | 0 | 0 | `Timeout` | no | at once |
//! | nobody listens, or the host has no address | 3 | 3 | `Connect` | no | the waits |
//! | no connection within the connect timeout | 3 | 3 | `Connect` | no | 5 s for each attempt, and the waits |
//! | throttled: a `Throttling` code, status 429, or `x-acs-retry-after` with a code that is not known otherwise | 3 | 3 | `Service`, [`is_throttling`](Error::is_throttling) | no | two waits of at most 500 ms and 1 s, or as asked for and up to a tenth more |
//! | throttled, and asked to wait for over 60 s | 1 | 1 | `Service`, with [`retry_after`](Error::retry_after) | no | at once |
//! | status 500 and above, or a code for a passing failure; JSON, XML, HTML or empty | 3 | 1 | `Service` | yes | the waits |
//! | status 408 or 499 without a code: a proxy gave up on the service | 3 | 1 | `Service` | yes | the waits |
//! | any other status from 400 to 499: JSON, XML, HTML or empty | 1 | 1 | `Service` | no | at once |
//! | an expired security token | 1, and another if the provider has other credentials now | the same | `Service`, [`is_auth`](Error::is_auth) | no | at once, or as long as the other credentials take |
//! | wrong key, no permission | 1 | 1 | `Service`, [`is_auth`](Error::is_auth) | no | at once |
//! | the clock is off by more than the service allows | 1 + the others, once it is set | the same | none, if it can be set | no | no wait for the clock |
//! | status 200 with an error in the body, whose code is one of the rows above | as there | as there | `Service` | as there | as there |
//! | status 200 with any other error in the body | 1 | 1 | `Service` | yes | at once |
//! | a redirect, which is not followed | 1 | 1 | `Service`, status 307 | no | at once |
//! | the connection is reset, or closed without an answer, or what comes is no HTTP | 3 | 1 | `Transport` | yes | the waits |
//! | the body is shorter than announced, or its last chunk is missing | 3 | 1 | `Transport`, with status and request ID | yes | the waits |
//! | no answer, or not all of it, within the attempt timeout | 3 | 1 | `Timeout`, with status and request ID if they came | yes | 15 s for each attempt, and the waits |
//! | the operation timeout ends an attempt | so far | so far | `Timeout`, with status and request ID if they came, and the failure before [behind it](Error::underlying) | yes | 60 s in all |
//! | the body is larger than accepted | 1 | 1 | `ResponseTooLarge`, without reading it all | yes | as long as 16 MiB take |
//! | status 200 with a body that cannot be read | 1 | 1 | `InvalidResponse`, with place and body | yes | at once |
//! | another content type than JSON | 1 | 1 | none, the body counts | | no longer |
//! | the retry budget is spent | as many as there were | the same | as without | | as without, less the waits saved |

// Each module imports only from those below it.
mod client;
mod call;
pub mod credentials;
mod policy;
mod model;
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
pub use client::rpc_client::RpcClient;

pub use call::config::Config;
pub use call::observe::{self, Observer};

pub use policy::rate_limit::{self, RateLimits};
pub use policy::retry::{self, RetryPolicy};

pub use model::builder::Builder;
#[doc(hidden)]
pub use model::builder::{list, map};
pub use model::derive::{Builder, ErrorCode, Object, OpenEnum, Request, Setters};
pub use model::json_text::JsonText;
pub use model::open_enum::Unrecognized;
pub use model::operation::{CallFuture, ErrorCode, Operation, SendRequest, WriteParameters};
#[doc(hidden)]
pub use model::placeholder::Placeholder;
pub use model::secret::Secret;
#[cfg(feature = "serde")]
pub use model::serde;
pub use model::state::{IsSet, Set, Unset};
pub use serde_json::Value;

pub use error::{Error, ErrorKind, OperationError};

pub use auth::Credentials;
pub use auth::request;
pub use auth::signing::{self, NonceError, SignatureMethod};

#[doc(inline)]
pub use transport::endpoint;

pub use codec::decode::{self, ReadFields, ReadResult, ValueReader};
pub use codec::encode::{self, ExtraParameters, FieldWriter, Parameters, WriteFields};

pub use info::{ErrorClass, Method, OperationInfo, RateLimit, Region, ServiceInfo};

pub use support::box_error::BoxError;
pub use support::defaults;
