//! Serves the service over HTTP.

use std::net::SocketAddr;
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

/// What serves requests: the service and the endpoint that controls it.
#[derive(Clone)]
pub(crate) struct Server {
    service: Arc<Service>,
    bound: SocketAddr,
}

impl Server {
    /// Creates a server for requests to this address.
    pub(crate) fn new(service: Arc<Service>, bound: SocketAddr) -> Self {
        Self { service, bound }
    }

    /// Serves until `stop` becomes true, then sends the responses in flight and returns.
    pub(crate) async fn run(
        self,
        listener: TcpListener,
        mut stop: watch::Receiver<bool>,
    ) -> std::io::Result<()> {
        let faults = Arc::clone(&self.service.faults);
        let router = Router::new()
            .fallback(respond)
            .with_state(self)
            .into_make_service_with_connect_info::<Connection>();
        axum::serve(Wire { listener, faults }, router)
            .with_graceful_shutdown(async move {
                // An error means that the sender is gone, which stops the server too.
                let _ = stop.wait_for(|stop| *stop).await;
            })
            .await
    }

    /// Returns what a request leads to.
    pub(crate) async fn answer(&self, request: Request) -> Delivery {
        let (head, body) = request.into_parts();
        let is_control = control::is_for(&head.uri);
        let limit = if is_control {
            if let Some(refusal) = control::refuse(&head.uri, &head.headers, self.bound) {
                return Delivery::whole(refusal);
            }
            control::BODY_LIMIT
        } else {
            self.service.body_limit
        };
        let Ok(body) = to_bytes(body, limit).await else {
            // Either the body is too large, or the client is gone and the response does not matter.
            return Delivery::whole(if is_control {
                control::too_large()
            } else {
                self.too_large()
            });
        };
        let received = Received {
            method: head.method,
            target: head.uri,
            headers: head.headers,
            body,
        };
        if is_control {
            Delivery::whole(control::respond(&received, &self.service, self.bound).await)
        } else {
            self.service.serve(&received)
        }
    }

    fn too_large(&self) -> crate::response::ServiceResponse {
        let envelope = Envelope {
            request_id: new_request_id(),
            product: Arc::clone(self.service.catalog.product()),
            operation: String::new(),
            host: String::new(),
            now: self.service.clock.now(),
            xml: false,
        };
        let message = format!("The body is larger than {} bytes.", self.service.body_limit);
        envelope.error(&ServiceError::new(413, "RequestEntityTooLarge", message))
    }
}

async fn respond(
    State(server): State<Server>,
    ConnectInfo(connection): ConnectInfo<Connection>,
    request: Request,
) -> Response<Body> {
    send(server.answer(request).await, &connection).await
}
