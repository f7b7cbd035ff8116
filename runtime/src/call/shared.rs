//! State that the calls of a client share.

use std::sync::Arc;

use super::config::Config;
use crate::info::ServiceInfo;
use crate::policy::rate_limit::Limiter;
use crate::policy::retry::Budget;
use crate::support::clock::Clock;

/// State that all clones of a client share. Clients derived with other settings share the clock and
/// the limiter, and the retry budget if its size is the same.
pub(crate) struct Shared {
    pub(crate) service: &'static ServiceInfo,
    pub(crate) config: Config,
    pub(crate) clock: Arc<Clock>,
    pub(crate) limiter: Arc<Limiter>,
    pub(crate) retry_budget: Arc<Budget>,
}
