//! The settings of a client.

use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::observe::Observer;
use crate::auth::ProvideCredentials;
use crate::auth::signing::SignatureMethod;
use crate::policy::rate_limit::RateLimits;
use crate::policy::retry::RetryPolicy;
use crate::transport::Transport;
use crate::transport::endpoint::Endpoint;

/// The settings of a client.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Endpoint,
    pub(crate) credentials: Arc<dyn ProvideCredentials>,
    pub(crate) signature_method: SignatureMethod,
    pub(crate) transport: Arc<dyn Transport>,
    /// Maximum size of a decoded response.
    pub(crate) max_decoded_bytes: usize,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limits: RateLimits,
    pub(crate) strict: bool,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) user_agent: HeaderValue,
}

impl Config {
    /// Returns the region that selected the endpoint, if any.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Returns the endpoint that receives the requests.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// Returns the method that signs the requests.
    #[must_use]
    pub fn signature_method(&self) -> SignatureMethod {
        self.signature_method
    }

    /// Returns the timeout of an attempt, from signing the request to the end of the response;
    /// `None` for no limit.
    #[must_use]
    pub fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt_timeout
    }

    /// Returns the timeout of a whole call; `None` for no limit.
    #[must_use]
    pub fn operation_timeout(&self) -> Option<Duration> {
        self.operation_timeout
    }

    /// Returns the policy for retries of failed calls.
    pub fn retry_policy(&self) -> &RetryPolicy {
        &self.retry
    }

    /// Returns whether undocumented names and values are refused before sending.
    #[must_use]
    pub fn is_strict(&self) -> bool {
        self.strict
    }

    /// Returns the client-side rate limits.
    pub fn rate_limits(&self) -> &RateLimits {
        &self.rate_limits
    }
}
