//! `cargo xtask call`.

use std::error::Error;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum;
use serde_json::json;

/// Calls one operation, from its spec alone.
///
/// The call goes to an emulator that runs for this call only, so it needs no account. With --live
/// it goes to the real service, and with --endpoint to any address. The response is printed as
/// JSON, everything else on standard error.
///
/// The values are checked against the spec before anything is sent. They are encoded, signed and
/// retried as by the generated client, which need not compile for it.
///
/// The emulator of a call forgets everything after it. To make calls that build on each other,
/// start one with `cargo run -p alibabacloud-live-emulator -- --port 8086`, and call it with
/// `--endpoint http://127.0.0.1:8086`. `cargo xtask completions` completes the names of operations
/// and parameters.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The operation, for example StartLiveStreamMonitor.
    operation: String,
    /// The parameters.
    ///
    /// A list or an object is given as JSON, as in Tag='[{"Key":"a"}]', or in parts, as in
    /// Tag.1.Key=a. Key=@FILE takes the value from a file, and Key=@- from standard input, both
    /// without the line break at the end; so secrets stay out of what shells and cargo show.
    /// Key=@@text stands for a value that starts with an @.
    #[arg(value_name = "KEY=VALUE")]
    parameters: Vec<String>,
    /// Call this address. On this machine, the call is signed as the emulator expects it.
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
    /// Call the real service, with the credentials that the client would find.
    #[arg(long)]
    live: bool,
    /// Call the host of this region.
    #[arg(long, value_name = "ID", requires = "live")]
    region: Option<String>,
    /// Take the credentials from this profile of the vendor's command-line tool.
    #[arg(long, value_name = "NAME")]
    profile: Option<String>,
    /// Permit an operation that writes to change the real service.
    #[arg(long)]
    yes: bool,
    /// The signature algorithm: ACS3-HMAC-SHA256 or HMAC-SHA1.
    #[arg(long, default_value = "acs3")]
    signature: Signature,
    /// Show what is signed and sent, with secrets masked.
    #[arg(long)]
    explain: bool,
    /// Show what would be signed and sent, and send nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print a command for curl that sends the request, and send nothing.
    #[arg(long, conflicts_with = "dry_run")]
    curl: bool,
    /// Print the body of the response as it was received, with secrets masked.
    #[arg(long)]
    raw: bool,
    /// Send what does not fit the spec as well, as it is written.
    #[arg(long)]
    unchecked: bool,
    /// Folder of the specs, instead of specs/.
    #[arg(long, value_name = "DIR")]
    specs: Option<PathBuf>,
}

/// A signature algorithm.
#[derive(Clone, Copy, ValueEnum)]
enum Signature {
    /// ACS3-HMAC-SHA256.
    Acs3,
    /// HMAC-SHA1.
    V1,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask call DescribeLiveStreamMonitorList PageSize=5
  cargo xtask call CreateLiveStreamMonitor MonitorName=m1 OutputTemplate=lp_ud \\
      Domain=play.example.com InputList.1.InputUrl=rtmp://pull.example.com/app/s --explain
  cargo xtask call CreateLiveStreamMonitor MonitorName=m1 OutputTemplate=lp_ud \\
      Domain=play.example.com InputList='[{\"Index\":1,\"LayoutId\":1}]' --dry-run
  cargo xtask call SetLiveDomainCertificate DomainName=play.example.com SSLProtocol=on \\
      SSLPri=@private.key --curl
  cargo xtask call DescribeLiveUserDomains --live --region cn-shanghai";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let folder = std::env::current_dir()?;
    let specs = match &arguments.specs {
        Some(specs) => folder.join(specs),
        None => crate::workspace::root().join("specs"),
    };
    let order = json!({
        "operation": arguments.operation,
        "parameters": arguments.parameters,
        "specs": text(&specs)?,
        "folder": text(&folder)?,
        "endpoint": arguments.endpoint,
        "live": arguments.live,
        "region": arguments.region,
        "profile": arguments.profile,
        "signature": match arguments.signature {
            Signature::Acs3 => "acs3",
            Signature::V1 => "v1",
        },
        "explain": arguments.explain,
        "dry_run": arguments.dry_run,
        "curl": arguments.curl,
        "raw": arguments.raw,
        "yes": arguments.yes,
        "unchecked": arguments.unchecked,
    });
    // A separate program, since every other command would have to wait until its HTTP client and
    // the emulator are compiled. Built first, so that cargo shows its progress, but not the
    // parameters when it runs the program.
    let cannot = |error: std::io::Error| format!("cannot start cargo: {error}");
    let mut build = crate::workspace::cargo(&["build", "--package", "live-call"]);
    if !build.status().map_err(cannot)?.success() {
        return Ok(ExitCode::FAILURE);
    }
    let status = crate::workspace::cargo(&["run", "--quiet", "--package", "live-call", "--"])
        .arg(order.to_string())
        .status()
        .map_err(cannot)?;
    Ok(if status.success() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Returns a path as text, as it is passed on.
fn text(path: &Path) -> Result<&str, String> {
    path.to_str()
        .ok_or_else(|| format!("{}: the path is not UTF-8", path.display()))
}
