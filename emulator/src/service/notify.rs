//! Notifications that the service sends.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::Service;
use crate::notify::outgoing::Outgoing;
use crate::notify::{Delivered, Notification, NotifyError};
use crate::support::lock::lock;

impl Service {
    /// Sends a notification and returns the answer. It is sent on the threads of the emulator, and
    /// given up if the future is dropped.
    pub(crate) async fn notify(
        self: &Arc<Self>,
        notification: Notification,
    ) -> Result<Delivered, NotifyError> {
        let outgoing = {
            let addresses = lock(&self.addresses);
            Outgoing::new(&self.catalog, &addresses, &notification)?
        };
        let service = Arc::clone(self);
        let deliver = async move {
            let (outcome, sent) = outgoing.deliver(&service.clock).await;
            if let Some(observer) = &service.notification_observer {
                observer(&sent);
            }
            outcome
        };
        let mut task = JoinSet::new();
        task.spawn_on(deliver, &self.runtime);
        match task.join_next().await {
            Some(Ok(outcome)) => outcome,
            Some(Err(_)) | None => Err(NotifyError::stopped()),
        }
    }
}
