//! A bot that watches every stream of a domain: each has a monitoring session while it is online.
//!
//! It shows lists of several pages, waits for a state, error codes, and times. Run it against the
//! emulator, which prints the variables to export first, such as
//! `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it calls the service.
//!
//! ```text
//! cargo run -p alibabacloud-live-emulator -- --port 8086
//! cargo run -p live-examples --bin monitor-bot -- play.example.com --once
//! ```

#![expect(clippy::print_stdout, reason = "the program prints what it does")]

use std::collections::HashMap;
use std::process::ExitCode;
use std::time::Duration;

use alibabacloud_live::stream_monitor::{
    InputConfig, MonitorStatus, OutputTemplate, StartLiveStreamMonitorErrorCode as StartCode,
    StopLiveStreamMonitorErrorCode as StopCode,
};
use alibabacloud_live::streams::DescribeLiveStreamsOnlineListOnlineInfo as OnlineStream;
use alibabacloud_live::{Client, Error};
use clap::Parser;

/// Watch every stream of a domain.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  monitor-bot live.example.com
  monitor-bot live.example.com --every 10s")]
struct Arguments {
    /// Streaming domain whose streams are watched.
    domain: String,
    /// Time between two rounds.
    #[arg(long, default_value = "30s", value_parser = humantime::parse_duration)]
    every: Duration,
    /// Make one round only.
    #[arg(long)]
    once: bool,
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

async fn run(arguments: &Arguments) -> Result<(), Error> {
    let client = Client::from_env()?;
    loop {
        let report = |change| println!("{change}");
        match round(&client, &arguments.domain, report).await {
            Ok(()) => {}
            // The client has retried already. The next round may find the service in a better
            // state, but not if the request or the credentials are wrong.
            Err(error) if error.is_retryable() && !arguments.once => eprintln!("{error}"),
            Err(error) => return Err(error),
        }
        if arguments.once {
            return Ok(());
        }
        tokio::time::sleep(arguments.every).await;
    }
}

/// Starts and stops sessions so that they match the streams, and reports each change.
async fn round(client: &Client, domain: &str, mut report: impl FnMut(String)) -> Result<(), Error> {
    // The names of the sessions are the memory of the bot, so it can be restarted at any time.
    let mut sessions = HashMap::new();
    let mut listed = client.describe_live_stream_monitor_list().items();
    while let Some(session) = listed.next().await {
        let session = session?;
        let name = session.monitor_name.clone().unwrap_or_default();
        if session.domain.as_deref() == Some(domain) && name.starts_with("bot ") {
            sessions.insert(name, session);
        }
    }

    let online = client.describe_live_streams_online_list();
    let mut streams = online.domain_name(domain).items();
    while let Some(stream) = streams.next().await {
        let stream = stream?;
        let name = session_name(&stream);
        let id = match sessions.remove(&name) {
            Some(session) if session.status == Some(MonitorStatus::Monitoring) => continue,
            Some(session) => session.monitor_id,
            None => None,
        };
        match start(client, domain, &stream, id).await {
            Ok(()) => {
                let minutes = minutes_online(&stream).unwrap_or_default();
                report(format!("started {name}, online for {minutes} min"));
            }
            // One stream must not keep the bot from the others; the quota may be reached.
            Err(error) if !error.is_retryable() => report(format!("not started {name}: {error}")),
            Err(error) => return Err(error),
        }
    }

    // Sessions that no stream has claimed.
    for (name, session) in sessions {
        if session.status != Some(MonitorStatus::Monitoring) {
            continue;
        }
        let id = session.monitor_id.unwrap_or_default();
        match client.stop_live_stream_monitor().monitor_id(&id).await {
            Ok(_) => report(format!("stopped {name}")),
            Err(error) if error.is(StopCode::StreamMonitorNotExist) => {}
            Err(error) if error.is(StopCode::StreamMonitorAlreadyStop) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Starts the session of a stream, and creates it if it has no ID yet.
async fn start(
    client: &Client,
    domain: &str,
    stream: &OnlineStream,
    mut id: Option<String>,
) -> Result<(), Error> {
    if id.is_none() {
        let url = stream.publish_url.as_deref().unwrap_or_default();
        let create = client.create_live_stream_monitor().domain(domain);
        let create = create.monitor_name(session_name(stream));
        let create = create.output_template(OutputTemplate::LowDefinition);
        let create = create.input_list([InputConfig::default().input_url(url)]);
        id = create.await?.monitor_id;
    }
    let id = id.unwrap_or_default();
    match client.start_live_stream_monitor().monitor_id(&id).await {
        // Another bot was faster, which is just as good.
        Err(error) if !error.is(StartCode::StreamMonitorAlreadyStarted) => return Err(error),
        _ => {}
    }
    let listed = client.describe_live_stream_monitor_list();
    listed.monitor_id(&id).until_running().await?;
    Ok(())
}

/// Returns the name of the session of a stream.
fn session_name(stream: &OnlineStream) -> String {
    // Parts of responses are optional, because the service may leave out anything.
    let app = stream.app_name.as_deref().unwrap_or_default();
    let name = stream.stream_name.as_deref().unwrap_or_default();
    format!("bot {app}/{name}")
}

/// Returns how many minutes a stream has been online.
fn minutes_online(stream: &OnlineStream) -> Option<u64> {
    // A time keeps the text that was received, which may be no time.
    let published = stream.publish_time.as_ref()?.to_system_time().ok()?;
    Some(published.elapsed().ok()?.as_secs() / 60)
}

#[cfg(test)]
mod tests;
