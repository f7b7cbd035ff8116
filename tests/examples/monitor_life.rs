//! Runs the lifecycle of a monitoring session: create, start, start again, list, stop, delete.
//!
//! By default it starts an emulator and calls it; with `--live` it calls the real service.

use std::process::ExitCode;
use std::time::Instant;

use alibabacloud_live::stream_monitor::{
    InputConfig, MonitorConfig, OutputTemplate, StartLiveStreamMonitorErrorCode,
};
use alibabacloud_live::{Client, Error, Timestamp};
use alibabacloud_live_emulator::Emulator;
use clap::Parser;

/// Run the lifecycle of a monitoring session.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  monitor_life
  monitor_life --live --domain live.example.com --input rtmp://pull.example.com/app/stream")]
struct Arguments {
    /// Call the real service, with credentials from the environment.
    #[arg(long)]
    live: bool,
    /// Domain of the output stream; with --live, a domain of your account in ApsaraVideo Live.
    #[arg(long, default_value = "play.example.com")]
    domain: String,
    /// URL of an input stream to monitor.
    #[arg(long, default_value = "rtmp://pull.example.com/app/stream")]
    input: String,
}

#[tokio::main]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = if arguments.live {
        call_service(&arguments).await
    } else {
        call_emulator(&arguments).await
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn call_service(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::from_env()?;
    let endpoint = client.config().endpoint();
    let what = if endpoint.is_loopback() {
        "this machine, as set in the environment"
    } else {
        "the REAL service: the calls below are real and billed"
    };
    print(&format!("Calling {endpoint}, {what}."));
    Ok(run_lifecycle(&client, arguments).await?)
}

async fn call_emulator(arguments: &Arguments) -> Result<(), Box<dyn std::error::Error>> {
    let emulator = Emulator::start().await?;
    let client = Client::builder()
        .endpoint(emulator.url())
        .access_key(Emulator::ACCESS_KEY_ID, Emulator::ACCESS_KEY_SECRET)
        .build()?;
    print(&format!(
        "Calling an emulator at {}.",
        client.config().endpoint()
    ));
    run_lifecycle(&client, arguments).await?;
    emulator.shutdown().await;
    Ok(())
}

async fn run_lifecycle(client: &Client, arguments: &Arguments) -> Result<(), Error> {
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
    report(
        "CreateLiveStreamMonitor",
        begun,
        &created.request_id,
        &format!("session {id}"),
    );

    // Delete the session even if a call fails.
    let used = use_session(client, &id).await;
    let begun = Instant::now();
    let deleted = client
        .delete_live_stream_monitor()
        .monitor_id(&id)
        .send()
        .await?;
    report(
        "DeleteLiveStreamMonitor",
        begun,
        &deleted.request_id,
        "deleted",
    );
    used
}

async fn use_session(client: &Client, id: &str) -> Result<(), Error> {
    let begun = Instant::now();
    let started = client
        .start_live_stream_monitor()
        .monitor_id(id)
        .send()
        .await?;
    report(
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
        Ok(again) => report(
            "StartLiveStreamMonitor",
            begun,
            &again.request_id,
            "unexpectedly started again",
        ),
        Err(error) if error.is(StartLiveStreamMonitorErrorCode::StreamMonitorAlreadyStarted) => {
            let request_id = error.request_id().unwrap_or_default();
            let code = StartLiveStreamMonitorErrorCode::StreamMonitorAlreadyStarted;
            report(
                "StartLiveStreamMonitor",
                begun,
                request_id,
                &format!("rejected as expected: {code:?}"),
            );
            print(&format!("    {error}"));
        }
        Err(error) => return Err(error),
    }

    let begun = Instant::now();
    let listed = client
        .describe_live_stream_monitor_list()
        .monitor_id(id)
        .send()
        .await?;
    report(
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
            monitor.start_time.as_ref().map_or("", Timestamp::as_str),
        ));
    }

    let begun = Instant::now();
    let stopped = client
        .stop_live_stream_monitor()
        .monitor_id(id)
        .send()
        .await?;
    report(
        "StopLiveStreamMonitor",
        begun,
        &stopped.request_id,
        "stopped",
    );
    Ok(())
}

fn report(operation: &str, begun: Instant, request_id: &str, outcome: &str) {
    let milliseconds = begun.elapsed().as_secs_f64() * 1000.0;
    print(&format!(
        "{operation:<30} {milliseconds:>7.1} ms  {request_id}  {outcome}"
    ));
}

#[expect(clippy::print_stdout, reason = "the program prints its results")]
fn print(line: &str) {
    println!("{line}");
}
