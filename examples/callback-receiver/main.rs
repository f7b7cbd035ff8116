//! A web service that receives callbacks about streams and recordings, and prints what happened.
//!
//! It shows how axum passes headers to a verifier, how one address serves several ingest domains,
//! and how a handler is tested with signed requests. See `tests.rs`.
//!
//! ```text
//! export LIVE_NOTIFY_AUTH_KEY=NotifyAuthKey1234
//! cargo run -p live-examples --bin callback-receiver -- --domain push.example.com --url http://127.0.0.1:8091/recordings
//! ```
//!
//! The service calls `/streams` if `NotifyUrl` of `SetLiveStreamsNotifyUrlConfig` names it, and
//! `/recordings` if that of `AddLiveRecordNotifyConfig` does. Both need `NotifyReqAuth` and the key
//! as `NotifyAuthKey`.

#![expect(clippy::print_stdout, reason = "the program prints what happened")]

use std::collections::HashMap;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use alibabacloud_live::Secret;
use alibabacloud_live::callbacks::{StreamNotification, StreamNotificationAction as Action};
use alibabacloud_live::edge::callback::{CallbackError, CallbackVerifier};
use alibabacloud_live::recording::RecordingNotification;
use alibabacloud_live::rpc::decode::DecodeError;
use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use clap::Parser;
use tokio::net::TcpListener;

/// Receive callbacks about streams and recordings, and print what happened.
#[derive(Parser)]
#[command(after_help = "\
The environment variable LIVE_NOTIFY_AUTH_KEY holds the key of the callbacks.

Examples:
  callback-receiver --domain push.example.com --url https://example.com/recordings
  callback-receiver --domain a.example.com --domain b.example.com --url https://example.com/recordings")]
struct Arguments {
    /// Ingest domain whose streams are reported to /streams. Can be repeated.
    #[arg(long = "domain", required = true)]
    domains: Vec<String>,
    /// URL that is configured for recordings, and leads to /recordings.
    #[arg(long)]
    url: String,
    /// Address to listen on.
    #[arg(long, default_value = "127.0.0.1:8091")]
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
    let key = std::env::var("LIVE_NOTIFY_AUTH_KEY")
        .map_err(|error| format!("LIVE_NOTIFY_AUTH_KEY: {error}"))?;
    let verifiers = Verifiers::new(arguments, &Secret::from(key))?;
    let listener = TcpListener::bind(arguments.listen).await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router(verifiers)).await?)
}

/// Ingest callbacks are signed with the ingest domain, those of recordings with the host of the
/// callback URL.
struct Verifiers {
    streams: HashMap<String, CallbackVerifier>,
    recordings: CallbackVerifier,
}

impl Verifiers {
    fn new(arguments: &Arguments, key: &Secret) -> Result<Self, CallbackError> {
        let streams = arguments.domains.iter().map(|domain| {
            let verifier = CallbackVerifier::for_ingest_domain(domain, key.clone())?;
            Ok((domain.clone(), verifier))
        });
        Ok(Self {
            streams: streams.collect::<Result<_, _>>()?,
            recordings: CallbackVerifier::for_callback_url(&arguments.url, key.clone())?,
        })
    }
}

fn router(verifiers: Verifiers) -> Router {
    Router::new()
        .route("/streams", get(stream))
        .route("/recordings", post(recording))
        .with_state(Arc::new(verifiers))
}

/// Why a request is not a callback of the service.
#[derive(Debug, thiserror::Error)]
enum Refusal {
    #[error("{0:?} is not one of the ingest domains")]
    UnknownDomain(String),
    #[error(transparent)]
    NotVerified(#[from] CallbackError),
    #[error("the body of a recording's callback: {0}")]
    NotReadable(#[from] DecodeError),
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let status = match self {
            Self::UnknownDomain(_) | Self::NotVerified(_) => StatusCode::FORBIDDEN,
            Self::NotReadable(_) => StatusCode::BAD_REQUEST,
        };
        // The reason is for the log. Whoever forges callbacks learns nothing.
        eprintln!("{status}: {self}");
        status.into_response()
    }
}

/// Responds with status 200, or else the service would send the callback again.
async fn stream(
    State(verifiers): State<Arc<Verifiers>>,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
) -> Result<(), Refusal> {
    let notification = StreamNotification::from_query(&query.unwrap_or_default());
    let domain = notification.domain.unwrap_or_default();
    let Some(verifier) = verifiers.streams.get(&domain) else {
        return Err(Refusal::UnknownDomain(domain));
    };
    verifier.verify_headers(&headers)?;
    let app = notification.app_name.unwrap_or_default();
    let stream = notification.stream_name.unwrap_or_default();
    match notification.action {
        Some(Action::Publish) => println!("{domain}: {app}/{stream} started"),
        Some(Action::PublishDone) => println!("{domain}: {app}/{stream} ended"),
        action => println!("{domain}: {app}/{stream}: {action:?}"),
    }
    Ok(())
}

async fn recording(
    State(verifiers): State<Arc<Verifiers>>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<(), Refusal> {
    verifiers.recordings.verify_headers(&headers)?;
    match RecordingNotification::from_json(&body)? {
        RecordingNotification::File(file) => {
            let uri = file.uri.unwrap_or_default();
            println!("file of {:.1} s: {uri}", file.duration.unwrap_or_default());
        }
        RecordingNotification::Status(status) => {
            let app = status.app.unwrap_or_default();
            let stream = status.stream.unwrap_or_default();
            let event = status.event.as_ref().map_or("", |event| event.as_str());
            println!("recording of {app}/{stream}: {event}");
        }
        other => println!("{other:?}"),
    }
    Ok(())
}

#[cfg(test)]
mod tests;
