//! Settings of a built client.

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

/// Settings of a built client.
#[derive(Clone, Debug)]
pub struct Config {
    pub(crate) region: Option<String>,
    pub(crate) endpoint: Endpoint,
    pub(crate) credentials: Arc<dyn ProvideCredentials>,
    pub(crate) signature_method: SignatureMethod,
    pub(crate) transport: Arc<dyn Transport>,
    pub(crate) attempt_timeout: Option<Duration>,
    pub(crate) operation_timeout: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) rate_limits: RateLimits,
    pub(crate) observer: Option<Arc<dyn Observer>>,
    pub(crate) user_agent: HeaderValue,
}

impl Config {
    /// The region that the endpoint was chosen by.
    #[must_use]
    pub fn region(&self) -> Option<&str> {
        self.region.as_deref()
    }

    /// Where requests go.
    #[must_use]
    pub fn endpoint(&self) -> &Endpoint {
        &self.endpoint
    }

    /// How requests are signed.
    #[must_use]
    pub fn signature_method(&self) -> SignatureMethod {
        self.signature_method
    }

    /// Time of an attempt, from signing the request to the end of its answer.
    #[must_use]
    pub fn attempt_timeout(&self) -> Option<Duration> {
        self.attempt_timeout
    }

    /// Time for a whole call.
    #[must_use]
    pub fn operation_timeout(&self) -> Option<Duration> {
        self.operation_timeout
    }

    /// How failed calls are repeated.
    pub fn retry_policy(&self) -> &RetryPolicy {
        &self.retry
    }

    /// Which rates are kept to.
    pub fn rate_limits(&self) -> &RateLimits {
        &self.rate_limits
    }
}
