//! What the calls of a client share.

use std::sync::Arc;

use super::config::Config;
use crate::info::ServiceInfo;
use crate::policy::rate_limit::Limiter;
use crate::policy::retry::Budget;
use crate::support::clock::Clock;

/// What all copies of a client share. What it has learnt and done so far, those share too that are made of it with
/// other settings.
pub(crate) struct Shared {
    pub(crate) service: &'static ServiceInfo,
    pub(crate) config: Config,
    pub(crate) clock: Arc<Clock>,
    pub(crate) limiter: Arc<Limiter>,
    pub(crate) retry_budget: Arc<Budget>,
}
