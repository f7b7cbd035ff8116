//! A command-line tool for monitoring sessions.
//!
//! It shows the blocking client, values of enums and optional values as arguments, and a strict
//! client, which refuses typing errors with a hint before anything is sent. Run it against the
//! emulator, which prints the variables to export first, such as
//! `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it calls the service.
//!
//! ```text
//! cargo run -p alibabacloud-live-emulator -- --port 8086
//! cargo run -p live-examples --bin command-line-tool -- list
//! ```

use std::io::{Write, stdout};
use std::process::ExitCode;

use alibabacloud_live::blocking::Client;
use alibabacloud_live::stream_monitor::{InputConfig, MonitorStatus, OutputTemplate};
use alibabacloud_live::{IfSome as _, Timestamp};
use clap::{Parser, Subcommand};

/// Manage monitoring sessions.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  command-line-tool create evening play.example.com rtmp://pull.example.com/app/stream
  command-line-tool list --running")]
struct Arguments {
    /// Region of the sessions, such as cn-shanghai.
    #[arg(long)]
    region: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Create a session.
    Create {
        /// Name of the session.
        name: String,
        /// Domain of the output.
        domain: String,
        /// URLs of the streams to watch.
        #[arg(required = true)]
        inputs: Vec<String>,
        // Any text becomes a template, also one that the service adds next year. That is why the
        // client is strict: it refuses `lp_dh` and proposes `lp_hd`.
        /// Resolution of the output: lp_ld, lp_sd, lp_hd or lp_ud.
        #[arg(long, default_value_t = OutputTemplate::HighDefinition)]
        template: OutputTemplate,
    },
    /// List sessions.
    List {
        /// List only sessions that run.
        #[arg(long)]
        running: bool,
        /// List a single page, instead of all.
        #[arg(long)]
        page: Option<i32>,
        /// Sessions per page.
        #[arg(long)]
        size: Option<i32>,
    },
    /// Start a session and wait until it runs.
    Start {
        /// ID of the session.
        id: String,
    },
    /// Stop a session and wait until it has stopped.
    Stop {
        /// ID of the session.
        id: String,
    },
}

fn main() -> ExitCode {
    match run(Arguments::parse(), &mut stdout().lock()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: Arguments, out: &mut impl Write) -> Result<(), Box<dyn std::error::Error>> {
    let client = Client::builder()
        .strict()
        .if_some(arguments.region, |client, region| client.region(region))
        .build()?;
    match arguments.command {
        Command::Create {
            name,
            domain,
            inputs,
            template,
        } => {
            let input = |url| InputConfig::default().input_url(url);
            let created = client
                .create_live_stream_monitor()
                .monitor_name(name)
                .domain(domain)
                .output_template(template)
                .input_list(inputs.iter().map(input))
                .send()?;
            writeln!(out, "{}", created.monitor_id.unwrap_or_default())?;
        }
        Command::List {
            running,
            page,
            size,
        } => {
            let call = client
                .describe_live_stream_monitor_list()
                .page_num(page)
                .page_size(size);
            let running = running.then_some(MonitorStatus::Monitoring);
            let call = call.if_some(running, |call, status| call.status(status));
            // The same builder sends one call, or as many as the list has pages.
            let sessions = match page {
                Some(_) => call.send()?.live_stream_monitor_list,
                None => call.items().collect::<Result<_, _>>()?,
            };
            for session in sessions {
                let id = session.monitor_id.unwrap_or_default();
                let name = session.monitor_name.unwrap_or_default();
                let started = session.start_time.as_ref();
                let started = started.map_or("never", Timestamp::as_str);
                writeln!(out, "{id}  started {started}  {name}")?;
            }
        }
        Command::Start { id } => {
            client.start_live_stream_monitor().monitor_id(&id).send()?;
            let listed = client.describe_live_stream_monitor_list();
            listed.monitor_id(&id).until_running().wait()?;
            writeln!(out, "{id} runs")?;
        }
        Command::Stop { id } => {
            client.stop_live_stream_monitor().monitor_id(&id).send()?;
            let listed = client.describe_live_stream_monitor_list();
            listed.monitor_id(&id).until_stopped().wait()?;
            writeln!(out, "{id} has stopped")?;
        }
    }
    Ok(())
}
