//! What a client does if it is not told otherwise.
//!
//! | what | default | why | changed by |
//! | --- | --- | --- | --- |
//! | credentials | the [`DefaultChain`], asked at the first call | secrets stay out of programs | [`ClientBuilder::credentials`] |
//! | region | `ALIBABA_CLOUD_REGION_ID`, or none | most regions share one host | [`ClientBuilder::region`] |
//! | network | public, or VPC if `ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED` says yes | works everywhere | [`ClientBuilder::network`] |
//! | endpoint | `ALIBABA_CLOUD_<PRODUCT>_ENDPOINT`, or the region's host | a program can be led to an emulator as it is | [`ClientBuilder::endpoint`] |
//! | plain HTTP | only to a host that is this machine | everyone on the way can read it | [`ClientBuilder::allow_http`] |
//! | signature | `ACS3-HMAC-SHA256` | the vendor has deprecated the older one | [`ClientBuilder::signature_method`] |
//! | connect timeout | 5 s, or half of a shorter attempt or operation timeout | a host that is up answers sooner, and what was never sent may be repeated | [`ClientBuilder::connect_timeout`] |
//! | attempt timeout | 15 s, or a shorter operation timeout | leaves time for other attempts | [`ClientBuilder::attempt_timeout`], [`CallSettings`] |
//! | operation timeout | 60 s | no call hangs forever | [`ClientBuilder::operation_timeout`], [`CallSettings`] |
//! | unused connections | 30 s, any number | shorter than what servers allow, so that none is used while it is being closed | [`ClientBuilder::idle_timeout`] |
//! | TCP keepalive | 15 s unused, then 3 probes 15 s apart | a dead peer is noticed | [`ClientBuilder::transport`] |
//! | HTTP | 1.1, without compression | what the service speaks; answers are small | [`ClientBuilder::transport`] |
//! | redirects | not followed | a signed request is meant for one host | |
//! | proxy | that of `HTTPS_PROXY`, `HTTP_PROXY`, `ALL_PROXY` and `NO_PROXY`, in upper or lower case; none for this machine | as other programs do | [`ClientBuilder::proxy`], [`ClientBuilder::no_proxy`] |
//! | certificate authorities | those of the platform | as other programs do | [`ClientBuilder::root_certificate`] |
//! | size of an answer | 16 MiB | memory is bounded, and no answer is near it | [`ClientBuilder::max_response_bytes`] |
//! | texts kept in an error | 64 KiB each, the body among them | errors are kept and logged | |
//! | attempts | 3, where repeating is [safe](crate::retry) | passing failures pass | [`RetryPolicy::max_attempts`] |
//! | longest wait before the second attempt of a call | 100 ms; doubles, and is random | clients that failed together do not come back together | [`RetryPolicy::base_delay`] |
//! | the same after throttling | 500 ms | the service needs longer to recover | [`RetryPolicy::throttling_base_delay`] |
//! | longest of these waits | 20 s | the operation timeout leaves room for it | [`RetryPolicy::max_delay`] |
//! | longest wait the service may ask for | 60 s, the operation timeout | what is longer is for the caller to decide | [`RetryPolicy::max_retry_after`] |
//! | retry budget | 100 repetitions | an outage is not met with a multiple of the traffic | [`RetryPolicy::budget`] |
//! | successful calls that earn a repetition back | 10 | a tenth more traffic does no harm | |
//! | classifier of failures | none | | [`RetryPolicy::classifier`] |
//! | rate limit | the documented one of each operation | a wait here is cheaper than a refusal there | [`ClientBuilder::rate_limits`] |
//! | clock | this machine's, or the service's once it refused a date | machines with a wrong clock work | |
//! | observer | none | | [`ClientBuilder::observer`] |
//! | user agent | name and version of the client crate, system and architecture | support can tell what called | [`ClientBuilder::app_name`] adds to it |
//! | refresh ahead of the expiry of credentials | 15 min, or a third of the lifetime if that is shorter | leaves time for several tries | [`Cached::refresh_ahead`] |
//! | wait for a refresh while credentials are good | 3 s | a provider that hangs fails no call | [`Cached::refresh_timeout`] |
//! | last time before the expiry, in which all callers wait for a refresh | 30 s | a call may take that long | |
//! | pause after a fetch or a failed refresh | 30 s, and up to as much again at random | spares the provider, and spreads many processes | |
//! | credentials without an expiry are fetched again after | 10 min | a changed file takes effect | |
//! | lifetime of a role's credentials | 3600 s, at least 900 s | what STS does | `duration` of [`AssumeRoleBuilder`] and [`OidcBuilder`] |
//! | connecting to STS | 5 s | as for any service | `transport` of the builders |
//! | answer of STS | 10 s | as the official SDKs do | `sts_timeout` of the builders |
//! | connecting to the metadata service or a credentials URI | 1 s | they are on this machine or its link | `transport` of the builders |
//! | answer of the metadata service | 2 s, for each of up to 3 requests | the same | [`EcsRamRoleBuilder::timeout`] |
//! | answer of a credentials URI | 5 s | a helper may ask others | [`UriBuilder::timeout`] |
//! | attempts of a request to any of these | 3, within the time for one answer | one failure at startup fails no call | |
//! | longest wait before the second attempt of such a request | 100 ms, after throttling 500 ms; doubles, and is random | failures pass, and clients spread | |
//! | largest answer of any of these | 256 KiB | none has more than a few | `transport` of the builders |
//! | largest file of credentials | 4 MiB | larger ones are something else | |
//! | profiles in a chain of roles | 16 | each takes a call of STS | |
//! | time of a program | 60 s | as the official SDKs do | [`ProcessBuilder::time_limit`] |
//! | output of a program | 64 KiB | more is something else | |
//!
//! The rows from the refresh of credentials on are about providers, see [`credentials`](crate::credentials).
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

use std::time::Duration;

/// Default time to make a connection.
pub const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Default time from signing a request to the end of its answer.
pub const ATTEMPT_TIMEOUT: Duration = Duration::from_secs(15);
/// Default time for a whole call.
pub const OPERATION_TIMEOUT: Duration = Duration::from_secs(60);
/// Default time that an unused connection is kept for the next call.
pub const IDLE_TIMEOUT: Duration = Duration::from_secs(30);
/// Default limit on the size of an answer.
pub const MAX_RESPONSE_BYTES: usize = 16 * 1024 * 1024;
/// How much an error keeps of a body, and of each text in it.
pub(crate) const MAX_ERROR_TEXT_BYTES: usize = 64 * 1024;

/// Default number of attempts of a call, the first included.
pub const MAX_ATTEMPTS: u32 = 3;
/// Default longest wait before the first retry; it doubles with each.
pub const BASE_DELAY: Duration = Duration::from_millis(100);
/// Default longest wait before the first retry of a throttled call; it doubles with each.
pub const THROTTLING_BASE_DELAY: Duration = Duration::from_millis(500);
/// Default limit on what the waits double to.
pub const MAX_DELAY: Duration = Duration::from_secs(20);
/// Default longest wait that the service may ask for.
pub const MAX_RETRY_AFTER: Duration = Duration::from_secs(60);
/// Default number of retries that a client may make beyond those that its successful calls earn.
pub const RETRY_BUDGET: u32 = 100;
/// How many successful calls earn one retry.
pub const CALLS_PER_RETRY: u32 = 10;

/// Longest time ahead of the expiry at which new credentials are fetched.
pub(crate) const REFRESH_AHEAD: Duration = Duration::from_secs(15 * 60);
/// How long a caller waits for new credentials while those at hand are good: less than most calls may take, so that a
/// provider that hangs fails none, and more than a fetch takes.
pub(crate) const REFRESH_TIMEOUT: Duration = Duration::from_secs(3);
/// How close to the expiry callers wait for new credentials rather than go on with the old at once.
pub(crate) const REFRESH_WAIT_AHEAD: Duration = Duration::from_secs(30);
/// Shortest time between two fetches while there are good credentials; up to as much again is added at random.
pub(crate) const REFRESH_PAUSE: Duration = Duration::from_secs(30);
/// How long credentials without an expiry are kept, so that a changed file takes effect.
pub(crate) const REFRESH_WITHOUT_EXPIRY: Duration = Duration::from_secs(10 * 60);
/// Lifetime of a role's credentials.
pub(crate) const ROLE_DURATION: Duration = Duration::from_secs(3600);
/// Shortest lifetime of a role's credentials that STS accepts.
pub(crate) const MIN_ROLE_DURATION: Duration = Duration::from_secs(900);
/// Time to connect to what is out in the network.
pub(crate) const REMOTE_CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
/// Time to connect to what is on this machine or its link.
pub(crate) const LOCAL_CONNECT_TIMEOUT: Duration = Duration::from_secs(1);
/// Time from sending a request to STS to the end of its response.
pub(crate) const STS_RESPONSE_TIMEOUT: Duration = Duration::from_secs(10);
/// Time from sending a request to the metadata service to the end of its response.
pub(crate) const METADATA_RESPONSE_TIMEOUT: Duration = Duration::from_secs(2);
/// Time from sending a request to a credentials URI to the end of its response.
pub(crate) const URI_RESPONSE_TIMEOUT: Duration = Duration::from_secs(5);
/// Attempts of a request for credentials, the first included.
pub(crate) const MAX_CREDENTIALS_ATTEMPTS: u32 = 3;
/// Limit on a response with credentials; no service answers with more than a few KiB.
pub(crate) const MAX_CREDENTIALS_RESPONSE_BYTES: usize = 256 * 1024;
/// Limit on a file of credentials; larger files are something else.
pub(crate) const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;
/// How many profiles may refer to one another.
pub(crate) const MAX_PROFILE_CHAIN: usize = 16;
/// Time that a program may take to print credentials.
pub(crate) const PROCESS_TIME_LIMIT: Duration = Duration::from_secs(60);
/// Limit on what a program prints.
pub(crate) const MAX_PROCESS_OUTPUT_BYTES: usize = 64 * 1024;

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
        for (what, value) in [
            ("connect timeout", s(CONNECT_TIMEOUT)),
            ("attempt timeout", s(ATTEMPT_TIMEOUT)),
            ("operation timeout", s(OPERATION_TIMEOUT)),
            ("unused connections", s(IDLE_TIMEOUT)),
            ("size of an answer", mib(MAX_RESPONSE_BYTES as u64)),
            ("texts kept in an error", kib(MAX_ERROR_TEXT_BYTES)),
            ("attempts |", MAX_ATTEMPTS.to_string()),
            ("longest wait before", ms(BASE_DELAY)),
            ("the same after throttling", ms(THROTTLING_BASE_DELAY)),
            ("longest of these waits", s(MAX_DELAY)),
            ("longest wait the service", s(MAX_RETRY_AFTER)),
            ("retry budget", RETRY_BUDGET.to_string()),
            ("successful calls", CALLS_PER_RETRY.to_string()),
            ("refresh ahead", min(REFRESH_AHEAD)),
            ("wait for a refresh", s(REFRESH_TIMEOUT)),
            ("last time before the expiry", s(REFRESH_WAIT_AHEAD)),
            ("pause after", s(REFRESH_PAUSE)),
            ("credentials without an expiry", min(REFRESH_WITHOUT_EXPIRY)),
            (
                "lifetime of a role",
                format!("{}, at least {}", s(ROLE_DURATION), s(MIN_ROLE_DURATION)),
            ),
            ("connecting to STS", s(REMOTE_CONNECT_TIMEOUT)),
            ("answer of STS", s(STS_RESPONSE_TIMEOUT)),
            ("connecting to the metadata", s(LOCAL_CONNECT_TIMEOUT)),
            ("answer of the metadata", s(METADATA_RESPONSE_TIMEOUT)),
            ("answer of a credentials URI", s(URI_RESPONSE_TIMEOUT)),
            (
                "attempts of a request",
                MAX_CREDENTIALS_ATTEMPTS.to_string(),
            ),
            (
                "longest wait before the second attempt of such",
                format!(
                    "{}, after throttling {}",
                    ms(BASE_DELAY),
                    ms(THROTTLING_BASE_DELAY)
                ),
            ),
            ("largest answer", kib(MAX_CREDENTIALS_RESPONSE_BYTES)),
            ("largest file", mib(MAX_FILE_BYTES)),
            ("profiles in a chain", MAX_PROFILE_CHAIN.to_string()),
            ("time of a program", s(PROCESS_TIME_LIMIT)),
            ("output of a program", kib(MAX_PROCESS_OUTPUT_BYTES)),
        ] {
            let start = format!("//! | {what}");
            let row = table.lines().find(|line| line.starts_with(&start));
            let row = row.unwrap_or_else(|| panic!("no row says {what}"));
            let states = |cell: &str| {
                let rest = cell.strip_prefix(value.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ',', ';']))
            };
            assert!(row.split(" | ").any(states), "{what} is {value}: {row}");
        }
    }
}
