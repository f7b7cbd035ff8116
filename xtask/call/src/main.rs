//! The program behind `cargo xtask call`, which says as JSON what to call.

use std::io::Write as _;
use std::process::ExitCode;

use live_call::{Order, Screen, call};

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns whether the call succeeded.
fn run() -> Result<bool, Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(order), None) = (arguments.next(), arguments.next()) else {
        return Err("this program is run by `cargo xtask call`".into());
    };
    let order: Order = serde_json::from_str(&order)
        .map_err(|error| format!("{error}; this program is run by `cargo xtask call`"))?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    // What reads the output may have ended, as in `… | head`.
    let screen = Screen::new(
        |text| drop(std::io::stdout().write_all(text.as_bytes())),
        |text| drop(std::io::stderr().write_all(text.as_bytes())),
    );
    Ok(runtime.block_on(call(&order, &screen)))
}
