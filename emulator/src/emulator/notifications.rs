//! Notifications that an emulator sends.

use std::sync::{Arc, mpsc};

use super::Emulator;
use crate::notify::addresses::CallbackAddress;
use crate::notify::{Delivered, Notification, NotifyError};
use crate::support::lock::lock;

impl Emulator {
    /// Sends a notification to the address that a call has configured for it, and returns what the
    /// receiver responds. Works on any async runtime. If the future is dropped, the notification is
    /// given up.
    ///
    /// A response with another status than 200 is not an error, see
    /// [`problem`](Delivered::problem).
    ///
    /// # Errors
    ///
    /// Fails if there is no such notification or member, if no address is configured, if the
    /// address is not one of this machine over plain HTTP, or if the receiver does not respond.
    pub async fn notify(&self, notification: Notification) -> Result<Delivered, NotifyError> {
        self.service.notify(notification).await
    }

    /// Sends a notification from blocking code, such as a test that is not async.
    ///
    /// A receiver that runs on the same thread cannot respond meanwhile; use
    /// [`notify`](Self::notify) then.
    ///
    /// # Errors
    ///
    /// Fails like [`notify`](Self::notify).
    pub fn notify_blocking(&self, notification: Notification) -> Result<Delivered, NotifyError> {
        let (outcome, outcomes) = mpsc::channel();
        let service = Arc::clone(&self.service);
        self.service.runtime.spawn(async move {
            // An error means that nobody waits any more.
            let _ = outcome.send(service.notify(notification).await);
        });
        outcomes
            .recv()
            .unwrap_or_else(|_| Err(NotifyError::stopped()))
    }

    /// Returns the addresses that calls have configured for notifications, the oldest first.
    ///
    /// A call that succeeds and has an address replaces what was configured for the same
    /// notification and domain, including the key. A call without an address changes the key of an
    /// address that is configured. Accounts are not told apart.
    #[must_use]
    pub fn callback_addresses(&self) -> Vec<CallbackAddress> {
        lock(&self.service.addresses).all().to_vec()
    }

    /// Forgets all addresses that calls have configured.
    pub fn clear_callback_addresses(&self) {
        lock(&self.service.addresses).clear();
    }
}
