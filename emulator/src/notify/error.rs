//! Why a notification was not delivered.

use std::fmt;

use crate::support::one_line;

/// A notification that was not delivered. Its text is one line and says what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NotifyError {
    kind: NotifyErrorKind,
    text: String,
}

/// What kept a notification from its receiver.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotifyErrorKind {
    /// The specs have no such notification.
    UnknownNotification,
    /// A kind, a member or a value is not documented, or the kind is not clear.
    Content,
    /// No call has configured an address for it, or several have for different domains.
    NotConfigured,
    /// The address is not one of this machine over plain HTTP. Nothing else is ever called.
    NotLocal,
    /// It cannot be signed as wanted.
    Signature,
    /// The receiver refused the connection, closed it, or did not respond in HTTP.
    Connection,
    /// The receiver did not respond in time.
    Timeout,
    /// The body of the response is larger than 64 KiB.
    TooLarge,
    /// The emulator has stopped.
    Stopped,
}

impl NotifyError {
    pub(super) fn new(kind: NotifyErrorKind, text: impl Into<String>) -> Self {
        let text = text.into();
        Self { kind, text }
    }

    /// The emulator stopped while it sent a notification.
    pub(crate) fn stopped() -> Self {
        Self::new(NotifyErrorKind::Stopped, "the emulator has stopped")
    }

    /// Returns what kept the notification from its receiver.
    #[must_use]
    pub fn kind(&self) -> NotifyErrorKind {
        self.kind
    }

    /// Returns whether the notification was sent, so that the receiver may have got it.
    #[must_use]
    pub fn was_sent(&self) -> bool {
        use NotifyErrorKind::{Connection, Stopped, Timeout, TooLarge};
        matches!(self.kind, Connection | Stopped | Timeout | TooLarge)
    }
}

impl fmt::Display for NotifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        one_line::write(f, &self.text)
    }
}

impl std::error::Error for NotifyError {}
