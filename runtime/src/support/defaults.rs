//! Defaults of all client settings.
//!
//! | setting | default | reason | changed by |
//! | --- | --- | --- | --- |
//! | credentials | the [`DefaultChain`], used at the first call | secrets stay out of programs | [`ClientBuilder::credentials`] |
//! | region | `ALIBABA_CLOUD_REGION_ID`, or none | most regions share one host | [`ClientBuilder::region`] |
//! | network | public, or VPC if `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` is true | works everywhere | [`ClientBuilder::network`] |
//! | endpoint | `ALIBABA_CLOUD_<PRODUCT>_ENDPOINT`, or the host of the region | an unchanged program can use an emulator | [`ClientBuilder::endpoint`] |
//! | plain HTTP | only to hosts on this machine | anyone on the network path can read it | [`ClientBuilder::allow_http`] |
//! | signature method | `ACS3-HMAC-SHA256` | the vendor has deprecated the older one | [`ClientBuilder::signature_method`] |
//! | connect timeout | 5 s, or half of a shorter attempt or operation timeout | a running host responds sooner, and an unsent request may be retried | [`ClientBuilder::connect_timeout`] |
//! | attempt timeout | 15 s, or a shorter operation timeout | leaves time for further attempts | [`ClientBuilder::attempt_timeout`], [`CallSettings`] |
//! | operation timeout | 60 s | no call hangs forever | [`ClientBuilder::operation_timeout`], [`CallSettings`] |
//! | idle connections | 8 s, any number | the service keeps them 25 s, but firewalls and gateways in between about 10 s; a request on a connection that is already closed fails | [`ClientBuilder::idle_timeout`] |
//! | TCP keepalive | after 15 s without traffic, 3 probes 15 s apart | detects unreachable peers | [`ClientBuilder::transport`] |
//! | HTTP | version 1.1, without compression | supported by the service; responses are small | [`ClientBuilder::transport`] |
//! | redirects | not followed | a signed request is valid for one host only | |
//! | proxy | from `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case; none for this machine | the usual convention | [`ClientBuilder::proxy`], [`ClientBuilder::no_proxy`] |
//! | certificate authorities | those of the platform, read when TLS is first needed | the usual convention | [`ClientBuilder::root_certificate`] |
//! | response size | 16 MiB | limits memory; no response comes close | [`ClientBuilder::max_response_bytes`] |
//! | headers of a response | 256 | limits memory; no response comes close | [`ClientBuilder::transport`] |
//! | decoded response | 16 times the response size | many empty items take more memory than their bytes | [`ClientBuilder::max_response_bytes`] |
//! | texts in an error | 64 KiB each, including the body | errors are kept and logged | |
//! | attempts | 3, where a retry is [safe](crate::retry) | transient failures go away | [`RetryPolicy::max_attempts`] |
//! | maximum wait before the second attempt of a call | 100 ms; doubles with each retry, and is random | clients that fail together do not retry together | [`RetryPolicy::base_delay`] |
//! | maximum wait after throttling | 500 ms; doubles with each retry, and is random | the service needs longer to recover | [`RetryPolicy::throttling_base_delay`] |
//! | limit of these waits | 20 s | fits into the operation timeout | [`RetryPolicy::max_delay`] |
//! | maximum wait that the service may request | 60 s, the operation timeout | leaves the decision about longer waits to the caller | [`RetryPolicy::max_retry_after`] |
//! | retry budget | 100 retries | an outage does not multiply the traffic | [`RetryPolicy::budget`] |
//! | successful calls that earn one retry | 10 | a tenth more traffic does no harm | |
//! | retry classifier | none | | [`RetryPolicy::classifier`] |
//! | time left for a response | 1 s, at most 1/4 of the operation timeout | a call sent later would time out, and may have been executed | |
//! | rate limit | the documented one of each operation | waiting locally costs less than being throttled | [`ClientBuilder::rate_limits`] |
//! | margin of the rate limit | 1/10 of the period | requests do not arrive as regularly as they are sent | |
//! | pause after the first call of a [wait](crate::wait) | 5 s; doubles with each call, less a random part of up to a quarter | states change slowly | [`WaitPolicy::interval`]; waiters of operations state theirs |
//! | limit of these pauses | 30 s | a state is noticed soon after it changes | [`WaitPolicy::longest_interval`] |
//! | limit of a wait | 10 min | no wait hangs forever | [`WaitPolicy::limit`]; waiters of operations state theirs |
//! | failed calls in a row during a wait | 3, if they may succeed later | an outage of a minute does not end a long wait | [`WaitPolicy::tolerated_failures`] |
//! | clock | that of this machine, or of the service after it has rejected a timestamp | machines with a wrong clock work | |
//! | observer | none | | [`ClientBuilder::observer`] |
//! | user agent | name and version of the client crate, operating system and architecture | identifies the caller to support | [`ClientBuilder::app_name`] adds to it |
//! | refresh before the expiry of credentials | 15 min, or a third of the lifetime if that is shorter | leaves time for several attempts | [`Cached::refresh_ahead`] |
//! | wait for a refresh while credentials are valid | 3 s | a hanging provider does not fail calls | [`Cached::refresh_timeout`] |
//! | time before the expiry in which all callers wait for a refresh | 30 s | a call may take that long | |
//! | pause after a fetch or a failed refresh | 30 s, plus a random time of up to as much again | protects the provider, and spreads the load of many processes | |
//! | fetches because of refused credentials | 3 within 30 s | the service may refuse the new ones too | |
//! | refresh interval of credentials without an expiry | 10 min | changed files take effect | |
//! | lifetime of a role's credentials | 3600 s, at least 900 s | the rules of STS | `duration` of [`AssumeRoleBuilder`] and [`OidcBuilder`] |
//! | connecting to STS, or to a credentials URI on another machine | 5 s | the same as for other services | [`ClientBuilder::connect_timeout`] |
//! | response of STS | 10 s | the same as in the official SDKs | `sts_timeout` of the builders, [`ClientBuilder::attempt_timeout`] |
//! | connecting to the metadata service or a host on this machine | 1 s | nothing is in between | [`ClientBuilder::connect_timeout`], if shorter |
//! | response of the metadata service | 2 s, for each of up to 3 requests | it is on the local link | [`EcsRamRoleBuilder::timeout`] |
//! | response of a credentials URI | 5 s | a helper may call other services | [`UriBuilder::timeout`], [`ClientBuilder::attempt_timeout`] |
//! | attempts of a request for credentials | 3, within the timeout of one response | a single failure at startup does not fail calls | |
//! | maximum wait before the second attempt of such a request | 100 ms, after throttling 500 ms; doubles with each retry, and is random | transient failures go away, and clients spread out | |
//! | maximum size of a response with credentials | 256 KiB | none has more than a few KiB | `transport` of the builders |
//! | reading a credentials file | 5 s | the file system may hang | |
//! | credentials files read at the same time | 8 | each takes a thread | |
//! | maximum size of a credentials file | 4 MiB | a larger file cannot be a credentials file | |
//! | profiles in a chain of roles | 16 | each one takes a call to STS | |
//! | run time of a credentials program | 60 s | the same as in the official SDKs | [`ProcessBuilder::time_limit`] |
//! | output of a credentials program | 64 KiB | larger output cannot be credentials | |
//! | wait for its output after it has ended | 500 ms | a child of it may hold the output | |
//! | its standard error in an error | 500 characters | errors are logged | |
//!
//! The rows from the refresh of credentials onwards apply to [credential
//! providers](crate::credentials).
//!
//! [`AssumeRoleBuilder`]: crate::credentials::AssumeRoleBuilder
//! [`Cached::refresh_ahead`]: crate::credentials::Cached::refresh_ahead
//! [`Cached::refresh_timeout`]: crate::credentials::Cached::refresh_timeout
//! [`CallSettings`]: crate::CallSettings
//! [`ClientBuilder::allow_http`]: crate::ClientBuilder::allow_http
//! [`ClientBuilder::app_name`]: crate::ClientBuilder::app_name
//! [`ClientBuilder::attempt_timeout`]: crate::ClientBuilder::attempt_timeout
//! [`ClientBuilder::connect_timeout`]: crate::ClientBuilder::connect_timeout
//! [`ClientBuilder::credentials`]: crate::ClientBuilder::credentials
//! [`ClientBuilder::endpoint`]: crate::ClientBuilder::endpoint
//! [`ClientBuilder::idle_timeout`]: crate::ClientBuilder::idle_timeout
//! [`ClientBuilder::max_response_bytes`]: crate::ClientBuilder::max_response_bytes
//! [`ClientBuilder::network`]: crate::ClientBuilder::network
//! [`ClientBuilder::no_proxy`]: crate::ClientBuilder::no_proxy
//! [`ClientBuilder::observer`]: crate::ClientBuilder::observer
//! [`ClientBuilder::operation_timeout`]: crate::ClientBuilder::operation_timeout
//! [`ClientBuilder::proxy`]: crate::ClientBuilder::proxy
//! [`ClientBuilder::rate_limits`]: crate::ClientBuilder::rate_limits
//! [`ClientBuilder::region`]: crate::ClientBuilder::region
//! [`ClientBuilder::root_certificate`]: crate::ClientBuilder::root_certificate
//! [`ClientBuilder::signature_method`]: crate::ClientBuilder::signature_method
//! [`ClientBuilder::transport`]: crate::ClientBuilder::transport
//! [`DefaultChain`]: crate::credentials::DefaultChain
//! [`EcsRamRoleBuilder::timeout`]: crate::credentials::EcsRamRoleBuilder::timeout
//! [`OidcBuilder`]: crate::credentials::OidcBuilder
//! [`ProcessBuilder::time_limit`]: crate::credentials::ProcessBuilder::time_limit
//! [`RetryPolicy::base_delay`]: crate::RetryPolicy::base_delay
//! [`RetryPolicy::budget`]: crate::RetryPolicy::budget
//! [`RetryPolicy::classifier`]: crate::RetryPolicy::classifier
//! [`RetryPolicy::max_attempts`]: crate::RetryPolicy::max_attempts
//! [`RetryPolicy::max_delay`]: crate::RetryPolicy::max_delay
//! [`RetryPolicy::max_retry_after`]: crate::RetryPolicy::max_retry_after
//! [`RetryPolicy::throttling_base_delay`]: crate::RetryPolicy::throttling_base_delay
//! [`UriBuilder::timeout`]: crate::credentials::UriBuilder::timeout
//! [`WaitPolicy::interval`]: crate::WaitPolicy::interval
//! [`WaitPolicy::limit`]: crate::WaitPolicy::limit
//! [`WaitPolicy::longest_interval`]: crate::WaitPolicy::longest_interval
//! [`WaitPolicy::tolerated_failures`]: crate::WaitPolicy::tolerated_failures

use std::time::Duration;

/// Default timeout for connecting.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Default timeout of an attempt, from signing the request to the end of the response.
pub const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
/// Default timeout of a whole call.
pub const OPERATION_TIMEOUT: Duration = Duration::from_secs(60);
/// Default time that an idle connection is kept for the next call.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(8);
/// Default maximum size of a response in bytes.
pub const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
/// Maximum number of headers of a response.
pub(crate) const MAX_RESPONSE_HEADERS: usize = 256;
/// How many times larger than the maximum size of a response its decoded values may be. A body of
/// many empty items takes more memory than its bytes.
pub const DECODED_SIZE_FACTOR: usize = 16;
/// Maximum size of the body, and of each text from it, in an error.
pub(crate) const MAX_ERROR_TEXT_BYTES: usize = 64 * 1024;

/// Time that an attempt must have left before the operation timeout expires; with a short operation
/// timeout, a part of it.
pub(crate) const MIN_RESPONSE_TIME: Duration = Duration::from_secs(1);
/// The part of the operation timeout that an attempt must have left: one of so many.
pub(crate) const MIN_RESPONSE_TIME_DIVISOR: u32 = 4;
/// By which part of the period the rate limiter makes each period longer: one of so many. Requests
/// do not arrive as regularly as they are sent, and the service counts those that arrive.
pub(crate) const RATE_LIMIT_MARGIN_DIVISOR: u32 = 10;

/// Default maximum number of attempts of a call, including the first.
pub const MAX_ATTEMPTS: u32 = 3;
/// Default maximum wait before the first retry; it doubles with each retry.
pub const BASE_DELAY: Duration = Duration::from_millis(100);
/// Default maximum wait before the first retry of a throttled call; it doubles with each retry.
pub const THROTTLING_BASE_DELAY: Duration = Duration::from_millis(500);
/// Default limit of the doubling waits.
pub const MAX_DELAY: Duration = Duration::from_secs(20);
/// Default maximum wait that the service may request.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);
/// Default number of retries in the budget of a client, besides those earned by successful calls.
pub const RETRY_BUDGET: u32 = 100;
/// Number of successful calls that earn one retry.
pub const CALLS_PER_RETRY: u32 = 10;

/// Default pause after the first call of a wait; it doubles with each call.
pub const WAIT_INTERVAL: Duration = Duration::from_secs(5);
/// Default limit of the doubling pauses of a wait.
pub const LONGEST_WAIT_INTERVAL: Duration = Duration::from_secs(30);
/// Default limit of a whole wait.
pub const WAIT_LIMIT: Duration = Duration::from_secs(10 * 60);
/// Default number of calls in a row that may fail during a wait.
pub const TOLERATED_FAILURES: u32 = 3;

/// Longest time before the expiry at which credentials are refreshed.
pub(crate) const REFRESH_AHEAD: Duration = Duration::from_secs(15 * 60);
/// How long a caller waits for a refresh while the cached credentials are valid. Shorter than the
/// timeout of most calls, so that a hanging provider does not fail them, and longer than a fetch
/// takes.
pub(crate) const REFRESH_TIMEOUT: Duration = Duration::from_secs(3);
/// Time before the expiry from which callers wait for a refresh instead of using the cached
/// credentials immediately.
pub(crate) const REFRESH_WAIT_AHEAD: Duration = Duration::from_secs(30);
/// Minimum time between two fetches while the credentials are valid; a random time of up to as much
/// again is added.
pub(crate) const REFRESH_PAUSE: Duration = Duration::from_secs(30);
/// How often refused credentials are fetched anew within [`REFRESH_PAUSE`].
pub(crate) const MAX_REFETCHES: u32 = 3;
/// Refresh interval of credentials without an expiry, so that changed files take effect.
pub(crate) const REFRESH_WITHOUT_EXPIRY: Duration = Duration::from_secs(10 * 60);
/// Default lifetime of a role's credentials.
pub(crate) const ROLE_DURATION: Duration = Duration::from_secs(3600);
/// Minimum lifetime of a role's credentials that STS accepts.
pub(crate) const MIN_ROLE_DURATION: Duration = Duration::from_secs(900);
/// Timeout for connecting to remote hosts.
pub(crate) const REMOTE_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Timeout for connecting to hosts on this machine or its local link.
pub(crate) const LOCAL_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// Timeout from sending a request to STS to the end of the response.
pub(crate) const STS_RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);
/// Timeout from sending a request to the metadata service to the end of the response.
pub(crate) const METADATA_RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);
/// Timeout from sending a request to a credentials URI to the end of the response.
pub(crate) const URI_RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of attempts of a request for credentials, including the first.
pub(crate) const MAX_CREDENTIALS_ATTEMPTS: u32 = 3;
/// Maximum size of a response with credentials. No service returns more than a few KiB.
pub(crate) const MAX_CREDENTIALS_RESPONSE_BYTES: usize = 256 * 1024;
/// Timeout for reading a credentials file.
pub(crate) const FILE_READ_TIMEOUT: Duration = Duration::from_secs(5);
/// Maximum number of credentials files that are read at the same time.
pub(crate) const MAX_FILE_READERS: usize = 8;
/// Maximum size of a credentials file.
pub(crate) const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// Maximum number of profiles in a chain.
pub(crate) const MAX_PROFILE_CHAIN: usize = 16;
/// Maximum run time of a program that prints credentials.
pub(crate) const PROCESS_TIME_LIMIT: Duration = Duration::from_secs(60);
/// Maximum size of the output of a program that prints credentials.
pub(crate) const MAX_PROCESS_OUTPUT_BYTES: usize = 64 * 1024;
/// Time left for the output of a program after it has ended.
pub(crate) const PROCESS_OUTPUT_GRACE: Duration = Duration::from_millis(500);
/// How much of the end of a program's standard error is searched for a reason.
pub(crate) const MAX_COMPLAINT_BYTES: usize = 8 * 1024;
/// Maximum length of a program's standard error in an error.
pub(crate) const MAX_COMPLAINT_CHARS: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_states_every_constant() {
        let table = include_str!("defaults.rs");
        let s = |time: Duration| format!("{} s", time.as_secs());
        let min = |time: Duration| format!("{} min", time.as_secs() / 60);
        let ms = |time: Duration| format!("{} ms", time.as_millis());
        let kib = |bytes: usize| format!("{} KiB", bytes / 1024);
        let mib = |bytes: u64| format!("{} MiB", bytes / 1024 / 1024);
        for (setting, value) in [
            ("connect timeout", s(CONNECT_TIMEOUT)),
            ("attempt timeout", s(ATTEMPT_TIMEOUT)),
            ("operation timeout", s(OPERATION_TIMEOUT)),
            ("idle connections", s(IDLE_TIMEOUT)),
            ("response size", mib(MAX_RESPONSE_BYTES as u64)),
            (
                "decoded response",
                format!("{DECODED_SIZE_FACTOR} times the response size"),
            ),
            ("headers of a response", MAX_RESPONSE_HEADERS.to_string()),
            ("texts in an error", kib(MAX_ERROR_TEXT_BYTES)),
            (
                "time left for a response",
                format!(
                    "{}, at most 1/{MIN_RESPONSE_TIME_DIVISOR} of the operation timeout",
                    s(MIN_RESPONSE_TIME)
                ),
            ),
            (
                "margin of the rate limit",
                format!("1/{RATE_LIMIT_MARGIN_DIVISOR} of the period"),
            ),
            ("attempts |", MAX_ATTEMPTS.to_string()),
            ("maximum wait before", ms(BASE_DELAY)),
            ("maximum wait after throttling", ms(THROTTLING_BASE_DELAY)),
            ("limit of these waits", s(MAX_DELAY)),
            ("maximum wait that the service", s(MAX_RETRY_AFTER)),
            ("retry budget", RETRY_BUDGET.to_string()),
            ("successful calls", CALLS_PER_RETRY.to_string()),
            ("pause after the first call of a", s(WAIT_INTERVAL)),
            ("limit of these pauses", s(LONGEST_WAIT_INTERVAL)),
            ("limit of a wait", min(WAIT_LIMIT)),
            ("failed calls in a row", TOLERATED_FAILURES.to_string()),
            ("refresh before the expiry", min(REFRESH_AHEAD)),
            ("wait for a refresh", s(REFRESH_TIMEOUT)),
            ("time before the expiry", s(REFRESH_WAIT_AHEAD)),
            ("pause after a fetch", s(REFRESH_PAUSE)),
            ("fetches because", MAX_REFETCHES.to_string()),
            ("refresh interval", min(REFRESH_WITHOUT_EXPIRY)),
            (
                "lifetime of a role",
                format!("{}, at least {}", s(ROLE_DURATION), s(MIN_ROLE_DURATION)),
            ),
            ("connecting to STS", s(REMOTE_CONNECT_TIMEOUT)),
            ("response of STS", s(STS_RESPONSE_TIMEOUT)),
            ("connecting to the metadata", s(LOCAL_CONNECT_TIMEOUT)),
            ("response of the metadata", s(METADATA_RESPONSE_TIMEOUT)),
            ("response of a credentials URI", s(URI_RESPONSE_TIMEOUT)),
            (
                "attempts of a request",
                MAX_CREDENTIALS_ATTEMPTS.to_string(),
            ),
            (
                "maximum wait before the second attempt of such",
                format!(
                    "{}, after throttling {}",
                    ms(BASE_DELAY),
                    ms(THROTTLING_BASE_DELAY)
                ),
            ),
            (
                "maximum size of a response",
                kib(MAX_CREDENTIALS_RESPONSE_BYTES),
            ),
            ("reading a credentials file", s(FILE_READ_TIMEOUT)),
            ("credentials files read", MAX_FILE_READERS.to_string()),
            ("maximum size of a credentials file", mib(MAX_FILE_BYTES)),
            ("profiles in a chain", MAX_PROFILE_CHAIN.to_string()),
            ("run time of a credentials program", s(PROCESS_TIME_LIMIT)),
            (
                "output of a credentials program",
                kib(MAX_PROCESS_OUTPUT_BYTES),
            ),
            ("wait for its output", ms(PROCESS_OUTPUT_GRACE)),
            ("its standard error", MAX_COMPLAINT_CHARS.to_string()),
        ] {
            let start = format!("//! | {setting}");
            let row = table.lines().find(|line| line.starts_with(&start));
            let row = row.unwrap_or_else(|| panic!("no row starts with {setting}"));
            let states_value = |cell: &str| {
                let rest = cell.strip_prefix(value.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ';']))
            };
            assert!(
                row.split(" | ").any(states_value),
                "{setting} is {value}: {row}"
            );
        }
    }
}
