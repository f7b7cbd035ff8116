//! Lists streams from a request in a JSON file, which remembers how far the program came.
//!
//! It shows requests as JSON, in which misspelt names are refused, and a walk through a list that
//! goes on after a failure: at once with `resume`, or when the program runs again, from a stored
//! request. Run it against the emulator, which prints the variables to export first, such as
//! `ALIBABA_CLOUD_LIVE_ENDPOINT=http://127.0.0.1:8086`. Without them, it calls the service.
//!
//! ```text
//! echo '{"DomainName": "play.example.com", "PageSize": 10}' > streams.json
//! cargo run -p alibabacloud-live-emulator -- --port 8086
//! cargo run -p live-examples --bin stored-requests -- streams.json
//! ```

use std::error::Error;
use std::fs;
use std::io::{Write, stdout};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use alibabacloud_live::Client;
use alibabacloud_live::streams::DescribeLiveStreamsOnlineListRequest as Request;
use clap::Parser;

/// List online streams as a stored request says.
#[derive(Parser)]
#[command(after_help = "\
Examples:
  stored-requests request.json
  stored-requests request.json --retries 5 --pause 1min")]
struct Arguments {
    /// File of the request; afterwards, it has the request for what is left.
    file: PathBuf,
    /// How often to try again after a failure that may pass.
    #[arg(long, default_value_t = 3)]
    retries: u32,
    /// Time to wait before that.
    #[arg(long, default_value = "10s", value_parser = humantime::parse_duration)]
    pause: Duration,
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
    // Strict also refuses values that are not documented, such as `"QueryType": "fuzy"`.
    let client = Client::builder().strict().build()?;
    list(&client, arguments, &mut stdout().lock()).await
}

async fn list(
    client: &Client,
    arguments: &Arguments,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let file = &arguments.file;
    let mut streams = client.items(read(file)?);
    let mut failures = 0;
    while let Some(stream) = streams.next().await {
        match stream {
            Ok(stream) => writeln!(out, "{}", stream.stream_name.unwrap_or_default())?,
            // The client has retried already, for seconds. This waits for longer outages.
            Err(error) if error.is_retryable() && failures < arguments.retries => {
                failures += 1;
                eprintln!("failure {failures}: {error}");
                tokio::time::sleep(arguments.pause).await;
                streams.resume();
            }
            Err(error) => {
                // The page that failed is the next one, also for a process that starts tomorrow.
                if let Some(request) = streams.next_request() {
                    fs::write(file, serde_json::to_string_pretty(request)?)?;
                }
                return Err(format!("{error}; run again to continue").into());
            }
        }
    }
    Ok(())
}

/// Reads a request, and names the file if it is not one.
fn read(file: &Path) -> Result<Request, String> {
    let named = |error: &dyn Error| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| named(&error))?;
    serde_json::from_str(&text).map_err(|error| named(&error))
}

#[cfg(test)]
mod tests;
