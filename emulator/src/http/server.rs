//! Serves the service over HTTP.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use tokio::net::TcpListener;
use tokio::sync::watch;

use super::control;
use super::send::send;
use super::wire::{Connection, Wire};
use crate::request::received::Received;
use crate::response::delivery::Delivery;
use crate::response::service_error::ServiceError;
use crate::response::{Envelope, new_request_id};
use crate::service::Service;

/// Serves until `stop` becomes true, then sends the responses in flight and returns.
pub(crate) async fn run(
    listener: TcpListener,
    service: Arc<Service>,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let faults = Arc::clone(&service.faults);
    let router = Router::new()
        .fallback(respond)
        .with_state(service)
        .merge(control::router(Arc::clone(&faults)))
        .into_make_service_with_connect_info::<Connection>();
    axum::serve(Wire { listener, faults }, router)
        .with_graceful_shutdown(async move {
            // An error means that the sender is gone, which stops the server too.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await
}

async fn respond(
    State(service): State<Arc<Service>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, service.body_limit).await else {
        // Either the body is too large, or the client is gone and the response does not matter.
        let envelope = Envelope {
            request_id: new_request_id(),
            operation: String::new(),
            host: String::new(),
            now: service.clock.now(),
            xml: false,
        };
        let message = format!("The body is larger than {} bytes.", service.body_limit);
        let error = ServiceError::new(413, "RequestEntityTooLarge", message);
        return send(Delivery::whole(envelope.error(&error)), &connection).await;
    };
    let received = Received {
        method: head.method,
        target: head.uri,
        headers: head.headers,
        body,
    };
    send(service.serve(&received), &connection).await
}
