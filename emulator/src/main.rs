//! The emulator as a program: serves until interrupted and prints a line per request and
//! notification.

use std::io::{self, Write as _};
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime};

use alibabacloud_live_emulator::{
    ANSWER_MEMBERS, Credential, Emulator, EmulatorBuilder, FAULT_PARAMETERS, NOTIFICATION_MEMBERS,
    SentNotification, ServedRequest,
};
use clap::Parser;

/// The maximum number of characters in a line for all parameters.
const MAX_PARAMETERS: usize = 160;

/// The maximum number of characters in a line for the value of a parameter.
const MAX_VALUE: usize = 36;

/// A local service for developing and testing clients without an account
#[derive(Debug, Parser)]
#[command(version, after_help = after_help())]
struct Options {
    /// Port to listen on; 0 chooses a free port
    #[arg(long, default_value_t = 8086)]
    port: u16,
    /// Address to listen on; must be a loopback address unless --allow-remote is set
    #[arg(long, default_value = "127.0.0.1")]
    host: IpAddr,
    /// Allow addresses that other machines can reach
    #[arg(long)]
    allow_remote: bool,
    /// Folder of specs to use instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
    /// AccessKey ID for clients
    #[arg(long, value_name = "ID", default_value = Emulator::ACCESS_KEY_ID)]
    access_key_id: String,
    /// AccessKey secret for clients
    #[arg(long, value_name = "SECRET", default_value = Emulator::ACCESS_KEY_SECRET)]
    access_key_secret: String,
    /// Maximum number of running monitoring sessions per account, where the specs have them
    /// [default: no limit]
    #[arg(long, value_name = "NUMBER")]
    monitor_quota: Option<usize>,
    /// Number of items of every list that is not modelled, on all its pages together
    #[arg(long, value_name = "NUMBER", default_value_t = Emulator::LIST_ITEMS)]
    list_items: usize,
    /// File with answers as JSON, to be given from the start
    #[arg(long, value_name = "FILE")]
    answers: Option<PathBuf>,
    /// Print what is done for each operation, and end
    #[arg(long)]
    list: bool,
    /// Enforce the documented rate limits
    #[arg(long)]
    rate_limits: bool,
    /// Do not print requests and notifications
    #[arg(long)]
    quiet: bool,
}

fn after_help() -> String {
    let indented = |text: &str| {
        let lines = text.lines().map(|line| format!("  {line}"));
        lines
            .collect::<Vec<_>>()
            .join("\n")
            .replace("\n  \n", "\n\n")
    };
    format!(
        "A `?` before a parameter marks one that the operation does not have.\n\n\
         Faults: POST a form to /_emulator/faults to make calls fail; DELETE the same address to stop.\n\
         \n  curl -d 'kind=throttle&times=2' http://127.0.0.1:8086/_emulator/faults\n\n\
         Parameters of the form:\n{}\n\n\
         Answers: POST JSON to /_emulator/answers to answer calls otherwise; GET shows what is \
         answered, DELETE stops it.\n\
         \n  curl -d '{{\"operation\": \"OPERATION\", \"answers\": [\
         \n           {{\"set\": {{\"/Path/Of/Field\": \"offline\"}}}}]}}' \\\
         \n    http://127.0.0.1:8086/_emulator/answers\n\n\
         Members of the JSON, also of the file of --answers:\n{}\n\n\
         Lists: POST a form to /_emulator/lists to change the number of their items.\n\
         \n  curl -d 'items=3&operation=OPERATION' http://127.0.0.1:8086/_emulator/lists\n\n\
         Notifications: POST JSON to /_emulator/notifications to send one to the address that a call has \
         configured, if it is of this machine; GET shows all and where they are sent, DELETE forgets the \
         addresses.\n\
         \n  curl -d '{{\"notification\": \"NOTIFICATION\", \"set\": {{\"member\": \"value\"}}}}' \\\
         \n    http://127.0.0.1:8086/_emulator/notifications\n\n\
         Members of the JSON:\n{}\n\n\
         GET /_emulator/operations shows as JSON what --list prints.\n\n\
         Examples:\n  \
           alibabacloud-live-emulator\n  \
           alibabacloud-live-emulator --port 8086 --list-items 3\n  \
           alibabacloud-live-emulator --answers answers.json",
        indented(FAULT_PARAMETERS),
        indented(ANSWER_MEMBERS),
        indented(NOTIFICATION_MEMBERS),
    )
}

fn main() -> ExitCode {
    match run(Options::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // If standard error is closed, the exit code must suffice.
            let _ = writeln!(io::stderr().lock(), "error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(options: Options) -> io::Result<()> {
    let answers = match &options.answers {
        Some(file) => Some(read(file)?),
        None => None,
    };
    if options.list {
        return print_support(&with_specs(Emulator::builder(), &options).start_blocking()?);
    }
    if !options.host.is_loopback() && !options.allow_remote {
        let message = format!(
            "{} is not a loopback address; use --allow-remote to allow it",
            options.host
        );
        return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
    }
    let mut builder = Emulator::builder()
        .host(options.host)
        .port(options.port)
        .rate_limits(options.rate_limits)
        .list_items(options.list_items)
        // Nothing reads the log here.
        .log_capacity(0)
        .credential(Credential::access_key(
            "default",
            &options.access_key_id,
            &options.access_key_secret,
        ));
    builder = with_specs(builder, &options);
    if let Some(quota) = options.monitor_quota {
        builder = builder.monitor_quota(quota);
    }
    if !options.quiet {
        builder = builder.on_request(|request| {
            // Ignore a closed pipe: the service goes on.
            let _ = writeln!(io::stdout().lock(), "{}", format_line(request));
        });
        builder = builder.on_notification(|sent| {
            let _ = writeln!(io::stdout().lock(), "{}", format_notification(sent));
        });
    }
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let emulator = builder.start().await?;
        if let Some(answers) = &answers {
            emulator.respond_json(answers).map_err(io::Error::other)?;
        }
        print_greeting(&emulator, &options)?;
        tokio::signal::ctrl_c().await?;
        emulator.shutdown().await;
        writeln!(io::stdout().lock(), "\nstopped")
    })
}

/// Reads a file. The error names it.
fn read(file: &Path) -> io::Result<String> {
    std::fs::read_to_string(file)
        .map_err(|error| io::Error::new(error.kind(), format!("{}: {error}", file.display())))
}

fn with_specs(builder: EmulatorBuilder, options: &Options) -> EmulatorBuilder {
    match &options.specs {
        Some(specs) => builder.specs(specs),
        None => builder,
    }
}

/// Prints what is done for each operation.
fn print_support(emulator: &Emulator) -> io::Result<()> {
    let mut out = io::stdout().lock();
    for one in emulator.support() {
        writeln!(out, "{one}")?;
    }
    out.flush()
}

/// Says what is modelled, and what is not.
fn print_limits(out: &mut impl io::Write, emulator: &Emulator, items: usize) -> io::Result<()> {
    let support = emulator.support();
    let modelled = support.iter().filter(|one| one.modelled);
    let mut families: Vec<_> = modelled.map(|one| one.family.as_str()).collect();
    families.dedup();
    let paged = support.iter().filter(|one| one.paged && !one.modelled);
    let paged = paged.count();
    let examples = match families.as_slice() {
        [] => "All operations",
        families => {
            let families = families.join(", ");
            writeln!(out, "State is modelled for: {families}.")?;
            "All other operations"
        }
    };
    write!(out, "{examples} return documented examples")?;
    match paged {
        0 => writeln!(out, ".")?,
        _ => writeln!(
            out,
            ", {paged} of them in pages of {items} items (--list-items)."
        )?,
    }
    writeln!(
        out,
        "--list shows each operation; --answers and --help say how to have other answers.\n"
    )
}

fn print_greeting(emulator: &Emulator, options: &Options) -> io::Result<()> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} emulator with {} operations",
        emulator.title(),
        emulator.operations().len()
    )?;
    writeln!(out, "listening on {}\n", emulator.url())?;
    print_limits(&mut out, emulator, options.list_items)?;
    writeln!(out, "Set these environment variables for a client:")?;
    for (name, value) in [
        (emulator.endpoint_variable(), &emulator.url()),
        ("ALIBABA_CLOUD_ACCESS_KEY_ID", &options.access_key_id),
        (
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
            &options.access_key_secret,
        ),
    ] {
        writeln!(out, "  export {name}={value}")?;
    }
    writeln!(out)?;
    if !options.quiet {
        writeln!(
            out,
            "{:<8}  {:<10}  {:<36}  {:<6}  {:<30}  {:<36}  {:>8}  parameters",
            "time", "account", "operation", "status", "code", "request id", "took"
        )?;
    }
    out.flush()
}

/// Formats a request as one line.
fn format_line(request: &ServedRequest) -> String {
    let status = match (request.status, request.fault) {
        (Some(status), _) => status.to_string(),
        (None, Some(fault)) => fault.to_owned(),
        (None, None) => "-".to_owned(),
    };
    format!(
        "{:<8}  {:<10}  {:<36}  {:<6}  {:<30}  {:<36}  {:>8}  {}",
        time_of_day(request.time),
        printable(request.account.as_deref().unwrap_or("-")),
        printable(request.operation.as_deref().unwrap_or("-")),
        status,
        printable(request.code.as_deref().unwrap_or("-")),
        request.request_id,
        milliseconds(request.duration),
        parameters(request),
    )
}

/// Formats a notification as one line, in the columns of requests.
fn format_notification(sent: &SentNotification) -> String {
    let status = sent.status.map(|status| status.to_string());
    format!(
        "{:<8}  {:<10}  {:<36}  {:<6}  {:<30}  {:<36}  {:>8}  {}",
        time_of_day(sent.time),
        "sent",
        sent.notification,
        status.as_deref().unwrap_or("-"),
        printable(sent.domain.as_deref().unwrap_or("-")),
        if sent.signed { "signed" } else { "unsigned" },
        milliseconds(sent.duration),
        truncate(
            &printable(&format!(
                "{} {} {}",
                sent.method,
                sent.address,
                sent.problem.as_deref().unwrap_or_default()
            )),
            MAX_PARAMETERS
        )
        .trim_end(),
    )
}

/// Formats the time of day in UTC, such as `17:08:45`.
fn time_of_day(time: SystemTime) -> String {
    let seconds = time
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs());
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

fn milliseconds(duration: Duration) -> String {
    format!("{:.2} ms", duration.as_secs_f64() * 1000.0)
}

/// Formats the parameters, truncated. Marks those that the operation does not have.
fn parameters(request: &ServedRequest) -> String {
    let pairs = request.query.iter().chain(&request.form);
    let pairs = pairs.map(|(name, value)| {
        let parameter = name.split('.').next().unwrap_or_default();
        let is_one_of = |names: &[String]| names.iter().any(|name| name == parameter);
        let is_secret = name == "SecurityToken" || is_one_of(&request.secret_parameters);
        let shown = if is_secret { "***" } else { value };
        let is_unknown = is_one_of(&request.unknown_parameters);
        format!(
            "{}{name}={}",
            if is_unknown { "?" } else { "" },
            truncate(shown, MAX_VALUE)
        )
    });
    truncate(
        &printable(&pairs.collect::<Vec<_>>().join(" ")),
        MAX_PARAMETERS,
    )
}

/// Truncates a text to a number of characters.
fn truncate(text: &str, max: usize) -> String {
    match text.char_indices().nth(max) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Replaces control characters, which could disturb a terminal.
fn printable(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
