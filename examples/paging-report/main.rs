//! A report on the streams of a domain: when each was ingested, for how long, and its recordings.
//!
//! It shows lists of several pages, one inside the other, dates as dates of the crate jiff, and
//! optional parameters. It prints CSV. Run it against the emulator, which prints the variables to
//! export first, such as `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it
//! calls the service.
//!
//! ```text
//! cargo run -p alibabacloud-live-emulator -- --port 8086
//! cargo run -p live-examples --bin paging-report -- play.example.com
//! ```

use std::error::Error;
use std::io::{Write, stdout};
use std::process::ExitCode;

use alibabacloud_live::recording::RecordIndexInfo;
use alibabacloud_live::streams::DescribeLiveStreamsPublishListOrderBy as OrderBy;
use alibabacloud_live::{Client, IfSome as _};
use clap::Parser;
use jiff::{SignedDuration, Timestamp, ToSpan as _};

/// Report on the streams of a domain as CSV.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  paging-report play.example.com > streams.csv
  paging-report play.example.com --from 2026-01-31T00:00:00Z --to 2026-02-01T00:00:00Z")]
struct Arguments {
    /// Streaming domain of the streams.
    domain: String,
    /// Application of the streams. Without it, those of all applications are listed.
    #[arg(long)]
    app: Option<String>,
    /// Begin of the report, such as 2026-01-31T00:00:00Z.
    #[arg(long, default_value_t = Timestamp::now() - 24.hours())]
    from: Timestamp,
    /// End of the report, at most 4 days later.
    #[arg(long, default_value_t = Timestamp::now())]
    to: Timestamp,
    /// Streams that are fetched by one call.
    #[arg(long)]
    page_size: Option<i32>,
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

async fn run(arguments: &Arguments) -> Result<(), Box<dyn Error>> {
    report(&Client::from_env()?, arguments, &mut stdout().lock()).await
}

async fn report(
    client: &Client,
    arguments: &Arguments,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    writeln!(out, "app,stream,date,minutes,recordings,recorded minutes")?;
    let mut ingests = client
        .describe_live_streams_publish_list()
        .domain_name(&arguments.domain)
        .start_time(arguments.from)
        .end_time(arguments.to)
        .order_by(OrderBy::OldestFirst)
        // Numbers are passed on whether there are any or not; for text there is `if_some`.
        .page_size(arguments.page_size)
        .if_some(arguments.app.as_ref(), |call, app| call.app_name(app))
        .items();
    // A month may have more ingests than fit into memory, so each is printed as it comes.
    while let Some(ingest) = ingests.next().await {
        let ingest = ingest?;
        let app = ingest.app_name.unwrap_or_default();
        let stream = ingest.stream_name.unwrap_or_default();
        // The text of a time is kept as received; converting it fails if it is no time.
        let started = ingest.publish_time.ok_or("an ingest has no start")?;
        let started = Timestamp::try_from(&started)?;
        // A stream that is still online has no end, or one that is no time.
        let stopped = ingest
            .stop_time
            .and_then(|time| Timestamp::try_from(&time).ok());
        let stopped = stopped.unwrap_or(arguments.to);

        // The recordings of a single stream are few, so all are collected.
        let recordings = client
            .describe_live_stream_record_index_files()
            .domain_name(&arguments.domain)
            .app_name(&app)
            .stream_name(&stream)
            .start_time(started)
            .end_time(stopped)
            .items()
            .try_collect()
            .await?;
        let recorded = recordings.iter().map(length_of).sum::<SignedDuration>();
        writeln!(
            out,
            "{app},{stream},{},{},{},{}",
            started.strftime("%F"),
            stopped.duration_since(started).as_mins(),
            recordings.len(),
            recorded.as_mins()
        )?;
    }
    Ok(())
}

fn length_of(recording: &RecordIndexInfo) -> SignedDuration {
    SignedDuration::from_secs_f64(recording.duration.unwrap_or_default())
}

#[cfg(test)]
mod tests;
