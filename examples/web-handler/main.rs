//! A web service with two handlers, which list the streams of a domain and start a session.
//!
//! It shows an error type of the application that takes up the client's with `#[from]`, and the two
//! ways to test such code: handlers with a mock, the whole service with an emulator. See `tests.rs`
//! for both. Run it against the emulator, which prints the variables to export first, such as
//! `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it calls the service.
//!
//! ```text
//! cargo run -p alibabacloud-live-emulator -- --port 8086
//! cargo run -p live-examples --bin web-handler -- --listen 127.0.0.1:8090
//! curl http://127.0.0.1:8090/domains/play.example.com/streams
//! ```

use std::net::SocketAddr;
use std::process::ExitCode;

use alibabacloud_live::stream_monitor::StartLiveStreamMonitorErrorCode as StartCode;
use alibabacloud_live::{Client, ErrorKind, Timestamp};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use clap::Parser;
use serde::Serialize;
use tokio::net::TcpListener;

/// Serve streams and monitoring sessions over HTTP.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  web-handler
  web-handler --listen 127.0.0.1:8000")]
struct Arguments {
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8090")]
    listen: SocketAddr,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run(&Arguments::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn run(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let listener = TcpListener::bind(arguments.listen).await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router(Client::from_env()?)).await?)
}

/// One client serves all requests: its clones share connections, limits and credentials.
fn router(client: Client) -> Router {
    Router::new()
        .route("/domains/{domain}/streams", get(streams))
        .route("/monitors/{id}/start", post(start))
        .with_state(client)
}

/// A failure of a handler. `?` makes it of the error of any call.
#[derive(Debug, thiserror::Error)]
enum Failure {
    #[error("{0} is not online")]
    NothingOnline(String),
    #[error(transparent)]
    Live(#[from] alibabacloud_live::Error),
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::NothingOnline(_) => StatusCode::NOT_FOUND,
            Self::Live(error) => match error.code_as() {
                Some(StartCode::StreamMonitorNotExist) => StatusCode::NOT_FOUND,
                Some(StartCode::UserQuotaExceed) => StatusCode::CONFLICT,
                _ if error.kind() == ErrorKind::InvalidRequest => StatusCode::BAD_REQUEST,
                _ if error.is_throttling() => StatusCode::SERVICE_UNAVAILABLE,
                _ if error.is_timeout() => StatusCode::GATEWAY_TIMEOUT,
                _ => StatusCode::BAD_GATEWAY,
            },
        };
        // One line, which may name domains and request IDs, but never keys.
        eprintln!("{status}: {self}");
        status.into_response()
    }
}

#[derive(Debug, Serialize, PartialEq)]
struct Stream {
    name: String,
    since: Option<Timestamp>,
}

async fn streams(
    State(client): State<Client>,
    Path(domain): Path<String>,
) -> Result<Json<Vec<Stream>>, Failure> {
    let streams = client
        .describe_live_streams_online_list()
        .domain_name(&domain)
        .items();
    let streams = streams
        .try_collect()
        .await?
        .into_iter()
        .map(|stream| Stream {
            name: stream.stream_name.unwrap_or_default(),
            since: stream.publish_time,
        });
    let streams: Vec<_> = streams.collect();
    if streams.is_empty() {
        return Err(Failure::NothingOnline(domain));
    }
    Ok(Json(streams))
}

async fn start(
    State(client): State<Client>,
    Path(id): Path<String>,
) -> Result<StatusCode, Failure> {
    match client.start_live_stream_monitor().monitor_id(&id).await {
        // Starting again changes nothing, so that a page may be reloaded.
        Err(error) if !error.is(StartCode::StreamMonitorAlreadyStarted) => Err(error.into()),
        _ => Ok(StatusCode::NO_CONTENT),
    }
}

#[cfg(test)]
mod tests;
