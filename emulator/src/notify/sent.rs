//! What is known of a notification that was sent.

use std::time::{Duration, SystemTime};

/// A notification that the emulator sent, and its outcome.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SentNotification {
    /// The time of the first attempt, by the clock of the service.
    pub time: SystemTime,
    /// The name of the notification.
    pub notification: String,
    /// The domain that it was sent for, if it is known.
    pub domain: Option<String>,
    /// The HTTP method.
    pub method: &'static str,
    /// The address that it was sent to. User name and query are masked.
    pub address: String,
    /// Whether it was signed.
    pub signed: bool,
    /// The HTTP status of the response, if there was one.
    pub status: Option<u16>,
    /// Why it was not delivered, or why the service would not take the response.
    pub problem: Option<String>,
    /// The time until the outcome, with all attempts.
    pub duration: Duration,
}
