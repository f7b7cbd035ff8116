//! HTTP on the one side, the service on the other.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::Response;
use axum::routing::post;
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::answer::{Envelope, new_request_id};
use crate::control;
use crate::delivery::Delivery;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::service::Service;
use crate::wire::{Connection, Wire};

/// Serves until told to stop, and then until the last answer is sent.
pub(crate) async fn run(
    listener: TcpListener,
    service: Arc<Service>,
    mut stop: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let router = Router::new()
        .route(control::PATH, post(control::add).delete(control::clear))
        .fallback(answer)
        .with_state(Arc::clone(&service))
        .into_make_service_with_connect_info::<Connection>();
    axum::serve(Wire { listener, service }, router)
        .with_graceful_shutdown(async move {
            // An error means that nobody is left who could tell.
            let _ = stop.wait_for(|stop| *stop).await;
        })
        .await
}

async fn answer(
    State(service): State<Arc<Service>>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let Ok(body) = to_bytes(body, service.body_limit).await else {
        // Either it is too large or the caller is gone, and then it does not matter what is answered.
        let envelope = Envelope {
            request_id: new_request_id(),
            operation: String::new(),
            host: String::new(),
            now: service.clock.now(),
            xml: false,
        };
        let message = format!("The body is larger than {} bytes.", service.body_limit);
        let refusal = Refusal::new(413, "RequestEntityTooLarge", message);
        return Delivery::whole(envelope.refusal(&refusal))
            .send(&connection)
            .await;
    };
    let received = Received {
        method: head.method,
        target: head.uri,
        headers: head.headers,
        body,
    };
    service.serve(&received).send(&connection).await
}
