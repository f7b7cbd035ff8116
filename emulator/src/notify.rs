//! Notifications: HTTP requests that the service sends to an address of the user.

pub(crate) mod addresses;
pub(crate) mod outgoing;
pub(crate) mod parse;
pub(crate) mod send;
pub(crate) mod sent;
mod response;
mod compose;
mod error;
mod signature;
mod target;

use std::fmt;
use std::time::{Duration, SystemTime};

use serde_core::Serialize;
use serde_json::Value;

pub use self::error::{NotifyError, NotifyErrorKind};
use self::signature::Key;

/// How long the service waits for a response.
pub(crate) const TIMEOUT: Duration = Duration::from_secs(5);

/// A notification to send with [`Emulator::notify`](crate::Emulator::notify).
///
/// Members that are not set have their documented example as value; those without an example are
/// left out. Address and signature follow from the calls that configured them:
///
/// ```
/// # use std::net::TcpListener;
/// use alibabacloud_live_emulator::{Emulator, Notification};
///
/// # fn test(emulator: &Emulator) -> Result<(), Box<dyn std::error::Error>> {
/// // After a client called `SetLiveStreamsNotifyUrlConfig` for this domain:
/// let published = Notification::new("StreamNotification")
///     .domain("push.example.com")
///     .set("action", "publish")
///     .set("id", "camera-1");
/// let delivered = emulator.notify_blocking(published)?;
/// assert_eq!((delivered.status, &delivered.problem), (200, &None));
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
#[must_use = "a notification does nothing until it is passed to `Emulator::notify`"]
pub struct Notification {
    name: String,
    kind: Option<String>,
    domain: Option<String>,
    set: Vec<(String, Result<Value, String>)>,
    extra: Vec<(String, Result<Value, String>)>,
    without: Vec<String>,
    to: Option<String>,
    key: Option<Key>,
    host: Option<String>,
    signing: Signing,
    sent_at: Option<SystemTime>,
    retries: u32,
    pause: Duration,
    timeout: Duration,
}

/// How a notification is signed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Signing {
    /// As it is configured.
    #[default]
    Configured,
    /// Not at all.
    Unsigned,
    /// With a key that nobody has.
    Tampered,
}

impl Notification {
    /// Starts with the name of a notification, such as `StreamNotification`.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            kind: None,
            domain: None,
            set: Vec::new(),
            extra: Vec::new(),
            without: Vec::new(),
            to: None,
            key: None,
            host: None,
            signing: Signing::default(),
            sent_at: None,
            retries: 0,
            pause: Duration::ZERO,
            timeout: TIMEOUT,
        }
    }

    /// Chooses the kind, where a notification has several, such as `File`. By default it follows
    /// from the members that are set, if these tell the kinds apart.
    pub fn kind(mut self, kind: impl Into<String>) -> Self {
        self.kind = Some(kind.into());
        self
    }

    /// Uses the address and key that are configured for this domain. May be left out if only one
    /// domain is configured. Members that name a domain are not changed; [`set`](Self::set) them.
    pub fn domain(mut self, domain: impl Into<String>) -> Self {
        self.domain = Some(domain.into());
        self
    }

    /// Sets a member. Its name and type must be documented; a list or an object replaces that of
    /// the example.
    pub fn set(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.set.push((name.into(), json(value)));
        self
    }

    /// Sends a member as given, whether or not the documentation knows it and its value.
    pub fn extra(mut self, name: impl Into<String>, value: impl Serialize) -> Self {
        self.extra.push((name.into(), json(value)));
        self
    }

    /// Leaves out a documented member.
    pub fn without(mut self, name: impl Into<String>) -> Self {
        self.without.push(name.into());
        self
    }

    /// Sends to this URL instead of the configured one, which need not be configured then. The
    /// signature stays that of the configuration, if there is one: a program that is configured
    /// with its public address can so be tested on this machine.
    ///
    /// Only `http` URLs of this machine are called: those of `localhost`, `127.0.0.0/8` and
    /// `[::1]`.
    pub fn to(mut self, url: impl Into<String>) -> Self {
        self.to = Some(url.into());
        self
    }

    /// Signs with this key instead of the configured one.
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(Key::new(key));
        self
    }

    /// Signs for this host. By default it is the domain or the host of the address that is
    /// configured, as the notification documents it.
    pub fn signed_for(mut self, host: impl Into<String>) -> Self {
        self.host = Some(host.into());
        self
    }

    /// Sends no signature, whatever is configured. A receiver with a key must refuse it.
    pub fn unsigned(mut self) -> Self {
        self.signing = Signing::Unsigned;
        self
    }

    /// Signs with a wrong key. A receiver must refuse it.
    pub fn tampered(mut self) -> Self {
        self.signing = Signing::Tampered;
        self
    }

    /// Signs with this time instead of the time of the service's clock. A receiver should refuse
    /// one that is long ago.
    pub fn sent_at(mut self, time: SystemTime) -> Self {
        self.sent_at = Some(time);
        self
    }

    /// Sends again up to this many times, after this pause, until the response has status 200. Each
    /// attempt is signed anew.
    ///
    /// The default is one attempt, so that a failure shows at once. For most notifications the
    /// service documents up to five more, one second apart: `retries(5, Duration::from_secs(1))`.
    pub fn retries(mut self, retries: u32, pause: Duration) -> Self {
        self.retries = retries;
        self.pause = pause;
        self
    }

    /// Sets how long each attempt waits for the whole response. The default is 5 seconds, as the
    /// service documents.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }
}

fn json(value: impl Serialize) -> Result<Value, String> {
    serde_json::to_value(value).map_err(|error| error.to_string())
}

fn names(values: &[(String, Result<Value, String>)]) -> Vec<&str> {
    values.iter().map(|(name, _)| name.as_str()).collect()
}

impl fmt::Debug for Notification {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Notification")
            .field("name", &self.name)
            .field("kind", &self.kind)
            .field("domain", &self.domain)
            // Values may be secret.
            .field("set", &names(&self.set))
            .field("extra", &names(&self.extra))
            .field("without", &self.without)
            .field("to", &self.to.as_deref().map(target::shown))
            .field("key", &self.key)
            .field("signed_for", &self.host)
            .field("signing", &self.signing)
            .finish_non_exhaustive()
    }
}

/// How the receiver of a notification responded.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Delivered {
    /// The HTTP status.
    pub status: u16,
    /// The body, of at most 64 KiB.
    pub body: Vec<u8>,
    /// Why the service would not take the response, in one line: its status is not 200, or its body
    /// is not the documented one. `None` if it would.
    pub problem: Option<String>,
    /// Whether the notification was signed.
    pub signed: bool,
    /// How many times it was sent.
    pub attempts: u32,
}

impl Delivered {
    /// Returns the body as text. Bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}
