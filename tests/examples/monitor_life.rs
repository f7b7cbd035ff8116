//! Walks a monitoring session through its life: create, start, start again, list, stop, delete.
//!
//! Without options it talks to an emulator that it starts itself; with `--live` to the real service.

use std::process::ExitCode;
use std::time::Instant;

use alibabacloud_live::stream_monitor::{
    InputConfig, MonitorConfig, OutputTemplate, StartLiveStreamMonitorErrorCode,
};
use alibabacloud_live::{Client, Error};
use alibabacloud_live_emulator::Emulator;
use clap::Parser;

/// Walk a monitoring session through its life.
#[derive(Parser)]
struct Arguments {
    /// Talk to the real service, with the credentials of the environment.
    #[arg(long)]
    live: bool,
    /// Domain of the session's output stream; with --live, one that your account has in ApsaraVideo Live.
    #[arg(long, default_value = "play.example.com")]
    domain: String,
    /// Address of an input stream to watch.
    #[arg(long, default_value = "rtmp://pull.example.com/app/stream")]
    input: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let walked = if arguments.live {
        against_the_service(&arguments).await
    } else {
        against_an_emulator(&arguments).await
    };
    match walked {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn against_the_service(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let endpoint = client.config().endpoint();
    let what = if endpoint.is_loopback() {
        "this machine, as the environment says"
    } else {
        "the REAL service: the calls below are made, and billed, for real"
    };
    print(&format!("Talking to {endpoint}, {what}."));
    Ok(walk(&client, arguments).await?)
}

async fn against_an_emulator(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()?;
    print(&format!(
        "Talking to an emulator at {}.",
        client.config().endpoint()
    ));
    walk(&client, arguments).await?;
    emulator.shutdown().await;
    Ok(())
}

async fn walk(client: &Client, arguments: &Arguments) -> Result<(), Error> {
    let begun = Instant::now();
    let created = client
        .create_live_stream_monitor()
        .monitor_name(format!("monitor-life-{}", std::process::id()))
        .domain(&arguments.domain)
        .output_template(OutputTemplate::HighDefinition)
        .input_list([InputConfig::default()
            .index(1)
            .layout_id(1)
            .stream_name("camera 1")
            .input_url(&arguments.input)])
        .monitor_config(
            MonitorConfig::default()
                .fps_low_thres(0.6)
                .eof_duration_thres_sec(10.0),
        )
        .send()
        .await?;
    let id = created.monitor_id.unwrap_or_default();
    say(
        "CreateLiveStreamMonitor",
        begun,
        &created.request_id,
        &format!("session {id}"),
    );

    // Whatever happens to the session, it is not left behind.
    let walked = walk_created(client, &id).await;
    let begun = Instant::now();
    let deleted = client
        .delete_live_stream_monitor()
        .monitor_id(&id)
        .send()
        .await?;
    say(
        "DeleteLiveStreamMonitor",
        begun,
        &deleted.request_id,
        "deleted",
    );
    walked
}

async fn walk_created(client: &Client, id: &str) -> Result<(), Error> {
    let begun = Instant::now();
    let started = client
        .start_live_stream_monitor()
        .monitor_id(id)
        .send()
        .await?;
    say(
        "StartLiveStreamMonitor",
        begun,
        &started.request_id,
        "started",
    );

    let begun = Instant::now();
    match client
        .start_live_stream_monitor()
        .monitor_id(id)
        .send()
        .await
    {
        Ok(again) => say(
            "StartLiveStreamMonitor",
            begun,
            &again.request_id,
            "started again, to our surprise",
        ),
        Err(error)
            if error.code()
                == Some(&StartLiveStreamMonitorErrorCode::StreamMonitorAlreadyStarted) =>
        {
            let request_id = error.request_id().unwrap_or_default();
            let code = StartLiveStreamMonitorErrorCode::StreamMonitorAlreadyStarted;
            say(
                "StartLiveStreamMonitor",
                begun,
                request_id,
                &format!("refused as expected: {code:?}"),
            );
            print(&format!("    {error}"));
        }
        Err(error) => return Err(error.into()),
    }

    let begun = Instant::now();
    let listed = client
        .describe_live_stream_monitor_list()
        .monitor_id(id)
        .send()
        .await?;
    say(
        "DescribeLiveStreamMonitorList",
        begun,
        &listed.request_id,
        &format!("{} session", listed.total.unwrap_or_default()),
    );
    for monitor in &listed.live_stream_monitor_list {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        print(&format!(
            "    {}  {}  {}  {} input  {}",
            text(&monitor.monitor_name),
            monitor
                .output_template
                .as_ref()
                .map_or("", OutputTemplate::as_str),
            monitor
                .status
                .map_or_else(String::new, |status| format!("{status:?}")),
            monitor.input_list.len(),
            text(&monitor.start_time),
        ));
    }

    let begun = Instant::now();
    let stopped = client
        .stop_live_stream_monitor()
        .monitor_id(id)
        .send()
        .await?;
    say(
        "StopLiveStreamMonitor",
        begun,
        &stopped.request_id,
        "stopped",
    );
    Ok(())
}

fn say(operation: &str, begun: Instant, request_id: &str, outcome: &str) {
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    print(&format!(
        "{operation:<30} {milliseconds:>7.1} ms  {request_id}  {outcome}"
    ));
}

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
fn print(line: &str) {
    println!("{line}");
}
