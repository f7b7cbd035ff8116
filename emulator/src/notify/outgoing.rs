//! A notification that is ready to be sent: its request, and how it is signed.

use std::time::{Duration, SystemTime};

use axum::http::{Request, Uri, header};
use bytes::Bytes;
use live_spec::{Sent, SignedHost, help};
use serde_json::Value;

use super::addresses::{Addresses, CallbackAddress};
use super::error::{NotifyError, NotifyErrorKind};
use super::signature::{self, Key};
use super::target::{self, Target};
use super::{Notification, Signing, compose};
use crate::catalog::Catalog;
use crate::catalog::notified::NotificationEntry;
use crate::request::encoding::encode;
use crate::response::Fields;

/// A notification that was checked against the specs and has an address.
#[derive(Debug)]
pub(crate) struct Outgoing {
    pub(super) entry: NotificationEntry,
    pub(super) domain: Option<String>,
    pub(super) target: Target,
    /// The address as it may be printed.
    pub(super) address: String,
    /// Path and query.
    uri: Uri,
    body: Bytes,
    pub(super) signer: Option<Signer>,
    pub(super) retries: u32,
    pub(super) pause: Duration,
    pub(super) timeout: Duration,
}

/// What a notification is signed with.
#[derive(Debug)]
pub(super) struct Signer {
    host: String,
    key: Key,
    /// `None` for the time of each attempt.
    time: Option<SystemTime>,
}

impl Outgoing {
    /// Checks a notification, and finds its address and key.
    pub(crate) fn new(
        catalog: &Catalog,
        addresses: &Addresses,
        notification: &Notification,
    ) -> Result<Self, NotifyError> {
        let entry = find(catalog, &notification.name)?;
        let members = compose::members(entry, notification)?;
        let configured = configured(entry, addresses, notification)?;
        let url = match (&notification.to, configured) {
            (Some(url), _) => url.as_str(),
            (None, Some(configured)) => configured.address.as_str(),
            (None, None) => return Err(not_configured(entry, notification)),
        };
        let signer = signer(entry, configured, notification)?;
        let target = Target::parse(url)?;
        let domain = configured.and_then(|configured| configured.domain.clone());
        let (query, body) = match entry.notification.sent {
            Sent::Query => {
                let own = target.query.clone().filter(|query| !query.is_empty());
                let pairs = own.into_iter().chain(members.iter().filter_map(pair));
                (Some(pairs.collect::<Vec<_>>().join("&")), Bytes::new())
            }
            Sent::Json => {
                let body = Value::Object(members.into_iter().collect::<Fields>()).to_string();
                (target.query.clone(), body.into())
            }
        };
        let path_and_query = match query {
            Some(query) => format!("{}?{query}", target.path),
            None => target.path.clone(),
        };
        let uri = path_and_query.parse().map_err(|error| {
            let text = format!(
                "{}: its members do not fit into a URL: {error}",
                entry.name()
            );
            NotifyError::new(NotifyErrorKind::Content, text)
        })?;
        Ok(Self {
            entry: entry.clone(),
            domain: domain.or_else(|| notification.domain.clone()),
            address: target::shown(url),
            target,
            uri,
            body,
            signer,
            retries: notification.retries,
            pause: notification.pause,
            timeout: notification.timeout,
        })
    }

    /// Returns the name of the method.
    pub(super) fn method_name(&self) -> &'static str {
        method_name(self.entry.notification.sent)
    }

    /// Returns the request of an attempt at this time, signed if it is to be signed.
    pub(super) fn request<B: From<Bytes>>(
        &self,
        now: SystemTime,
    ) -> Result<Request<B>, axum::http::Error> {
        let mut request = Request::builder()
            .method(self.method_name())
            .uri(self.uri.clone())
            .header(header::HOST, &self.target.authority);
        if self.entry.notification.sent == Sent::Json {
            let content_type = "application/json; charset=utf-8";
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if let Some(signer) = &self.signer {
            let timestamp = signature::timestamp(signer.time.unwrap_or(now));
            let signature = signature::sign(&signer.host, timestamp, &signer.key);
            request = request
                .header(signature::TIMESTAMP, timestamp)
                .header(signature::SIGNATURE, signature);
        }
        request.body(self.body.clone().into())
    }
}

/// Returns the name of the method of a notification.
pub(crate) fn method_name(sent: Sent) -> &'static str {
    match sent {
        Sent::Query => "GET",
        Sent::Json => "POST",
    }
}

/// Writes a member as a pair of a query. Null has none.
fn pair((name, value): &(String, Value)) -> Option<String> {
    let text = match value {
        Value::Null => return None,
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    Some(format!("{}={}", encode(name), encode(&text)))
}

fn find<'c>(catalog: &'c Catalog, name: &str) -> Result<&'c NotificationEntry, NotifyError> {
    let all = catalog.notifications();
    all.iter()
        .find(|entry| entry.name() == name)
        .ok_or_else(|| {
            let text = match all {
                [] => format!("there is no notification `{name}`: the specs have none"),
                all => {
                    let help = help(name, all.iter().map(NotificationEntry::name));
                    format!("there is no notification `{name}`; {help}")
                }
            };
            NotifyError::new(NotifyErrorKind::UnknownNotification, text)
        })
}

/// Returns what is configured, if anything is. Several domains to choose from are a mistake unless
/// nothing is needed of them.
fn configured<'a>(
    entry: &NotificationEntry,
    addresses: &'a Addresses,
    notification: &Notification,
) -> Result<Option<&'a CallbackAddress>, NotifyError> {
    let has_signing = notification.key.is_some() || notification.signing == Signing::Unsigned;
    match addresses.find(entry.name(), notification.domain.as_deref()) {
        Ok(configured) => Ok(configured),
        Err(_) if notification.to.is_some() && has_signing => Ok(None),
        Err(domains) => {
            let (name, domains) = (entry.name(), domains.join(", "));
            let text = format!("{name} is configured for several domains; say which: {domains}");
            Err(NotifyError::new(NotifyErrorKind::NotConfigured, text))
        }
    }
}

fn not_configured(entry: &NotificationEntry, notification: &Notification) -> NotifyError {
    let name = entry.name();
    let domain = match &notification.domain {
        Some(domain) => format!(" and the domain {domain}"),
        None => String::new(),
    };
    let how = match entry.setters().as_slice() {
        [] => "give `to`".to_owned(),
        setters => format!("call {}, or give `to`", setters.join(" or ")),
    };
    let text = format!("no address is configured for {name}{domain}; {how}");
    NotifyError::new(NotifyErrorKind::NotConfigured, text)
}

fn signer(
    entry: &NotificationEntry,
    configured: Option<&CallbackAddress>,
    notification: &Notification,
) -> Result<Option<Signer>, NotifyError> {
    let name = entry.name();
    let refuse = |reason: String| {
        let text = format!("{name} {reason}");
        Err(NotifyError::new(NotifyErrorKind::Signature, text))
    };
    let own = configured.filter(|configured| configured.signed);
    let key = match (notification.signing, &notification.key) {
        (Signing::Unsigned, _) => return Ok(None),
        (_, Some(key)) => Some(key),
        (_, None) => own.and_then(|configured| configured.key.as_ref()),
    };
    let is_tampered = notification.signing == Signing::Tampered;
    let Some(key) = key else {
        return match is_tampered {
            true => refuse("is not signed, so no signature can be wrong; give `key`".to_owned()),
            false => Ok(None),
        };
    };
    let host = match (&notification.host, entry.notification.signed) {
        (Some(host), _) => Some(host.clone()),
        (None, Some(SignedHost::Domain)) => configured
            .and_then(|configured| configured.domain.clone())
            .or_else(|| notification.domain.clone()),
        (None, Some(SignedHost::Address)) => configured
            .map(|configured| &configured.address)
            .or(notification.to.as_ref())
            .and_then(|url| target::host(url)),
        (None, None) if notification.key.is_none() && !is_tampered => return Ok(None),
        (None, None) => {
            let reason = "is never signed, as its spec says; give `signed_for` to sign it anyway";
            return refuse(reason.to_owned());
        }
    };
    let Some(host) = host else {
        return refuse("is signed for a host; give `domain` or `signed_for`".to_owned());
    };
    let key = match is_tampered {
        true => key.tampered(),
        false => key.clone(),
    };
    Ok(Some(Signer {
        host,
        key,
        time: notification.sent_at,
    }))
}
