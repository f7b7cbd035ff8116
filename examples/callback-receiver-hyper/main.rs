//! A service that receives callbacks about the streams of one ingest domain, with hyper alone.
//!
//! It shows that a verifier needs nothing but the headers of a request. The program
//! callback-receiver serves several domains, and recordings.
//!
//! ```text
//! export LIVE_NOTIFY_AUTH_KEY=NotifyAuthKey1234
//! cargo run -p live-examples --bin callback-receiver-hyper -- --domain push.example.com
//! ```

#![expect(clippy::print_stdout, reason = "the program prints what happened")]

use std::convert::Infallible;
use std::net::SocketAddr;
use std::process::ExitCode;
use std::sync::Arc;

use alibabacloud_live::callbacks::{StreamNotification, StreamNotificationAction as Action};
use alibabacloud_live::edge::callback::CallbackVerifier;
use clap::Parser;
use http_body_util::Empty;
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::TcpListener;

/// Receive callbacks about streams, and print what happened.
#[derive(Parser)]
#[command(after_help = "\
The environment variable LIVE_NOTIFY_AUTH_KEY holds the key of the callbacks.

Examples:
  callback-receiver-hyper --domain push.example.com
  callback-receiver-hyper --domain push.example.com --listen 127.0.0.1:8000")]
struct Arguments {
    /// Ingest domain whose streams are reported.
    #[arg(long)]
    domain: String,
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
    let verifier = Arc::new(CallbackVerifier::for_ingest_domain(&arguments.domain, key)?);
    let listener = TcpListener::bind(arguments.listen).await?;
    eprintln!("listening on http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let verifier = Arc::clone(&verifier);
        tokio::spawn(async move {
            let service = service_fn(async |request| {
                let status = receive(&verifier, &request);
                let mut response = Response::new(Empty::<Bytes>::new());
                *response.status_mut() = status;
                Ok::<_, Infallible>(response)
            });
            // With a timer, hyper closes connections whose headers take too long.
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .serve_connection(TokioIo::new(stream), service);
            if let Err(error) = connection.await {
                eprintln!("connection: {error}");
            }
        });
    }
}

/// Returns the status of the response.
fn receive(verifier: &CallbackVerifier, request: &Request<Incoming>) -> StatusCode {
    match verifier.verify_headers(request.headers()) {
        Ok(_) => {
            let query = request.uri().query().unwrap_or_default();
            let notification = StreamNotification::from_query(query);
            let app = notification.app_name.unwrap_or_default();
            let stream = notification.stream_name.unwrap_or_default();
            match notification.action {
                Some(Action::Publish) => println!("{app}/{stream} started"),
                Some(Action::PublishDone) => println!("{app}/{stream} ended"),
                action => println!("{app}/{stream}: {action:?}"),
            }
            StatusCode::OK
        }
        Err(error) => {
            // The reason is for the log. Whoever forges callbacks learns nothing.
            eprintln!("{}: {error}", StatusCode::FORBIDDEN);
            StatusCode::FORBIDDEN
        }
    }
}
