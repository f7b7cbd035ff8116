//! The endpoint that sends notifications.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::http::{Method, StatusCode};
use serde_json::{Value, json};

use super::reply::{self, not_allowed, text};
use crate::catalog::notified::NotificationEntry;
use crate::notify::addresses::CallbackAddress;
use crate::notify::outgoing::method_name;
use crate::notify::{Delivered, parse};
use crate::request::received::Received;
use crate::response::ServiceResponse;
use crate::service::Service;
use crate::support::lock::lock;

/// Responds at `/_emulator/notifications`.
pub(super) async fn notifications(
    received: &Received,
    service: &Arc<Service>,
    bound: SocketAddr,
) -> ServiceResponse {
    match received.method {
        Method::POST if !bound.ip().to_canonical().is_loopback() => {
            // Otherwise any machine could have requests sent to the services of this one.
            let message = "Refused: the emulator listens on an address that other machines can reach. Start it on a \
                           loopback address to send notifications.\n";
            text(StatusCode::FORBIDDEN, message.to_owned())
        }
        Method::POST => send(received, service).await,
        Method::GET => list(service),
        Method::DELETE => {
            lock(&service.addresses).clear();
            text(StatusCode::OK, "configured addresses: 0\n".to_owned())
        }
        _ => not_allowed(
            "POST, GET, DELETE",
            "Use POST to send a notification, GET to see all and where they are sent, or DELETE to forget the \
             configured addresses.",
        ),
    }
}

async fn send(received: &Received, service: &Arc<Service>) -> ServiceResponse {
    let sent = match parse::notification(&received.body) {
        Ok(notification) => service.notify(notification).await,
        Err(reason) => return wrong(&reason),
    };
    match sent {
        Ok(delivered) => reply::json(format!("{:#}\n", describe(&delivered))),
        Err(error) if error.was_sent() => text(StatusCode::BAD_GATEWAY, format!("{error}\n")),
        Err(error) => wrong(&error.to_string()),
    }
}

fn wrong(reason: &str) -> ServiceResponse {
    let help = parse::HELP;
    text(StatusCode::BAD_REQUEST, format!("{reason}\n\n{help}\n"))
}

fn describe(delivered: &Delivered) -> Value {
    json!({
        "status": delivered.status,
        "body": delivered.text(),
        "problem": delivered.problem,
        "signed": delivered.signed,
        "attempts": delivered.attempts,
    })
}

fn list(service: &Service) -> ServiceResponse {
    let notifications = service.catalog.notifications().iter();
    let notifications: Vec<_> = notifications.map(describe_known).collect();
    let addresses = lock(&service.addresses);
    let addresses: Vec<_> = addresses.all().iter().map(describe_address).collect();
    let all = json!({ "notifications": notifications, "addresses": addresses });
    reply::json(format!("{all:#}\n"))
}

fn describe_known(entry: &NotificationEntry) -> Value {
    let kinds: Vec<_> = entry.kinds().iter().filter_map(|kind| kind.name).collect();
    json!({
        "notification": entry.name(),
        "family": *entry.family,
        "method": method_name(entry.notification.sent),
        "kinds": kinds,
        "set-by": entry.setters(),
    })
}

fn describe_address(configured: &CallbackAddress) -> Value {
    json!({
        "notification": configured.notification,
        "domain": configured.domain,
        "address": configured.shown(),
        "key": configured.has_key().then_some("***"),
        "signed": configured.signed,
    })
}
