//! Prints what OBS needs to stream to a domain, and watches each stream while it is on air.
//!
//! The service calls back when a stream starts and when it ends. The program verifies the callback,
//! starts a monitoring session for the stream, and stops it at the end. The domains and their keys
//! come from the environment. Run it against the emulator, which prints the variables to export
//! first, such as `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it calls the
//! service.
//!
//! ```text
//! cargo run -p alibabacloud-live-emulator -- --port 8086
//! export PUSH_DOMAIN=push.example.com PUSH_KEY=pushkey0123456789
//! export PLAY_DOMAIN=play.example.com PLAY_KEY=playkey0123456789
//! export CALLBACK_KEY=callbackkey012345
//! cargo run -p live-examples --bin on-air
//! curl http://127.0.0.1:8086/_emulator/notifications -d '{
//!   "notification": "StreamNotification", "domain": "push.example.com",
//!   "set": {"action": "publish", "appname": "live", "id": "camera-1"},
//!   "to": "http://127.0.0.1:8090/streams", "key": "callbackkey012345"}'
//! ```

#![expect(clippy::print_stdout, reason = "the program prints what it does")]

use std::collections::HashMap;
use std::env;
use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use alibabacloud_live::Client;
use alibabacloud_live::callbacks::{StreamNotification, StreamNotificationAction as Action};
use alibabacloud_live::edge::callback::CallbackVerifier;
use alibabacloud_live::edge::url::{IngestUrl, PlaybackProtocol, PlaybackUrl, UrlSigner};
use alibabacloud_live::stream_monitor::{InputConfig, OutputTemplate};
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::{Router, routing};
use tokio::sync::Mutex;

struct Studio {
    client: Client,
    domain: String,
    signer: UrlSigner,
    verifier: CallbackVerifier,
    /// The sessions that run, by the name of the stream.
    sessions: Mutex<HashMap<String, String>>,
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let ingest_domain = env::var("PUSH_DOMAIN")?;
    let url = IngestUrl::builder().domain(&ingest_domain).app("live");
    let url = url.stream("camera-1").build()?;
    let url = UrlSigner::new(env::var("PUSH_KEY")?)?.sign(&url)?;
    println!("Server: {}\nStream key: {}", url.server(), url.stream_key());

    // The service waits 5 s for the response to a callback.
    let client = Client::builder().operation_timeout(Duration::from_secs(4));
    let studio = Studio {
        client: client.build()?,
        domain: env::var("PLAY_DOMAIN")?,
        signer: UrlSigner::new(env::var("PLAY_KEY")?)?,
        verifier: CallbackVerifier::for_ingest_domain(&ingest_domain, env::var("CALLBACK_KEY")?)?,
        sessions: Mutex::default(),
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8090").await?;
    Ok(axum::serve(listener, router(studio)).await?)
}

fn router(studio: Studio) -> Router {
    let streams = routing::get(on_callback);
    Router::new()
        .route("/streams", streams)
        .with_state(Arc::new(studio))
}

async fn on_callback(
    State(studio): State<Arc<Studio>>,
    headers: HeaderMap,
    RawQuery(query): RawQuery,
) -> StatusCode {
    if let Err(error) = studio.verifier.verify_headers(&headers) {
        eprintln!("refused: {error}");
        return StatusCode::FORBIDDEN;
    }
    let notification = StreamNotification::from_query(&query.unwrap_or_default());
    match studio.react(&notification).await {
        Ok(()) => StatusCode::OK,
        Err(error) => {
            eprintln!("{error}");
            // The service repeats the callback up to five times.
            StatusCode::INTERNAL_SERVER_ERROR
        }
    }
}

impl Studio {
    async fn react(&self, notification: &StreamNotification) -> Result<(), Box<dyn Error>> {
        let app = notification.app_name.as_deref().unwrap_or_default();
        let stream = notification.stream_name.as_deref().unwrap_or_default();
        // The lock also keeps a repeated callback from starting a second session.
        let mut sessions = self.sessions.lock().await;
        match &notification.action {
            Some(Action::Publish) if !sessions.contains_key(stream) => {
                let id = self.watch(app, stream).await?;
                println!("{stream} is on air, session {id}");
                sessions.insert(stream.to_owned(), id);
            }
            Some(Action::PublishDone) => {
                if let Some(id) = sessions.get(stream) {
                    let stop = self.client.stop_live_stream_monitor();
                    stop.monitor_id(id).await?;
                    println!("{stream} is off air");
                    sessions.remove(stream);
                }
            }
            // A repeated callback, or an action that is new in the service.
            _ => {}
        }
        Ok(())
    }

    /// Starts a session that plays the stream, and returns its ID.
    async fn watch(&self, app: &str, stream: &str) -> Result<String, Box<dyn Error>> {
        let url = PlaybackUrl::builder()
            .domain(&self.domain)
            .app(app)
            .stream(stream);
        let url = url.protocol(PlaybackProtocol::Rtmp).build()?;
        let url = self.signer.sign(&url)?;
        let create = self.client.create_live_stream_monitor();
        let created = create
            .monitor_name(stream)
            .domain(&self.domain)
            .output_template(OutputTemplate::LowDefinition)
            .input_list([InputConfig::default().input_url(url.as_str())])
            .await?;
        let id = created.monitor_id.ok_or("the session has no ID")?;
        let start = self.client.start_live_stream_monitor();
        start.monitor_id(&id).await?;
        Ok(id)
    }
}

#[cfg(test)]
mod tests;
