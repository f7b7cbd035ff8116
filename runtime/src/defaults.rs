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
//! | wait for a refresh while credentials are good | 3 s | a provider that hangs fails no call | [`Cached::patience`] |
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

#[cfg(doc)]
use crate::credentials::*;
#[cfg(doc)]
use crate::{CallSettings, ClientBuilder, RetryPolicy};

/// Checks that the table has a row for each of these, and that it states the value.
#[cfg(test)]
pub(crate) fn assert_documented(rows: &[(&str, String)]) {
    let table = include_str!("defaults.rs");
    for (what, value) in rows {
        let start = format!("//! | {what}");
        let row = table.lines().find(|line| line.starts_with(&start));
        let row = row.unwrap_or_else(|| panic!("no row says {what}"));
        let default = row.split(" | ").nth(2).unwrap_or_default();
        let end = default.strip_prefix(value.as_str());
        let end = end.unwrap_or_else(|| panic!("{what} is {value}, not {default}"));
        assert!(end.is_empty() || end.starts_with([' ', ',', ';']), "{row}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{config, retry};

    #[test]
    fn documented_defaults_are_those_that_hold() {
        let s = |time: std::time::Duration| format!("{} s", time.as_secs());
        let ms = |time: std::time::Duration| format!("{} ms", time.as_millis());
        let mib = config::MAX_RESPONSE_BYTES / 1024 / 1024;
        assert_documented(&[
            ("connect timeout", s(config::CONNECT_TIMEOUT)),
            ("attempt timeout", s(config::ATTEMPT_TIMEOUT)),
            ("operation timeout", s(config::OPERATION_TIMEOUT)),
            ("unused connections", s(config::IDLE_TIMEOUT)),
            ("size of an answer", format!("{mib} MiB")),
            ("attempts |", retry::MAX_ATTEMPTS.to_string()),
            ("longest wait before", ms(retry::BASE_DELAY)),
            ("the same after", ms(retry::THROTTLING_BASE_DELAY)),
            ("longest of these", s(retry::MAX_DELAY)),
            ("longest wait the service", s(retry::MAX_RETRY_AFTER)),
            ("retry budget", retry::BUDGET.to_string()),
            ("successful calls", retry::CALLS_PER_RETRY.to_string()),
        ]);
    }
}
