//! `cargo xtask figures`.

#![expect(clippy::print_stdout, reason = "figures are what the command is for")]

mod compile;
mod docs;

use std::collections::BTreeSet;
use std::error::Error;
use std::process::{ExitCode, Stdio};

use live_codegen::generate;
use live_spec::Sources;

const CLIENT: &str = "alibabacloud-live";

/// Shows what the generated crate costs, beside its limits, and fails if a limit is exceeded.
///
/// Counts lines, bytes and crates, and measures how much longer the client takes to compile than
/// the crate regex-syntax. Both are compiled in the same run, with the same profile and with their
/// dependencies built before, so the ratio hardly depends on the machine. Only Linux can measure
/// it. Also measures the size of the client's rendered docs.
#[derive(clap::Args)]
#[command(after_help = "\
Examples:
  cargo xtask figures          measure everything, which takes minutes
  cargo xtask figures --count  only what needs no compiler")]
pub(crate) struct Arguments {
    /// Only count, compile nothing.
    #[arg(long)]
    count: bool,
}

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    eprintln!("generating the client in memory …");
    let sources = Sources::read(crate::workspace::root().join("specs"))?;
    let files = generate(&sources)?.files;
    let service = live_spec::load(&sources)?;
    let operations: usize = service
        .families
        .iter()
        .map(|family| family.operations.len())
        .sum();
    println!(
        "{operations} operations in {} families",
        service.families.len()
    );
    let mut figures = Figures::default();
    let lines: usize = files.values().map(|text| text.lines().count()).sum();
    figures.show(
        "generated lines per operation",
        ratio(lines, operations),
        "",
        190.0,
    );
    if let Some((path, text)) = files.iter().max_by_key(|(_, text)| text.len()) {
        let largest = format!("largest file, {}", path.display());
        figures.show(&largest, ratio(text.len(), 1000), " KB", 100.0);
    }
    let crates = crates()?;
    let third_party = ratio(crates.len(), 1);
    figures.show(
        "third-party crates with default features",
        third_party,
        "",
        100.0,
    );
    for name in ["http", "hyper", "rustls"] {
        let versions = crates.iter().filter(|(known, _)| known == name).count();
        figures.show(&format!("versions of {name}"), ratio(versions, 1), "", 1.0);
    }
    if !arguments.count {
        let times = compile::times(CLIENT)?;
        let ratio = times.client / times.reference;
        figures.show("CPU to compile, in regex-syntaxes", ratio, "", 5.5);
        eprintln!("rendering the docs of the client …");
        let bytes = docs::bytes(CLIENT, operations)?;
        figures.show("rendered docs", self::ratio(bytes, 1_000_000), " MB", 80.0);
    }
    Ok(match figures.is_over {
        false => ExitCode::SUCCESS,
        true => ExitCode::FAILURE,
    })
}

/// Prints figures, and remembers whether one exceeds its limit.
#[derive(Default)]
struct Figures {
    is_over: bool,
}

impl Figures {
    /// Prints one figure with its limit.
    fn show(&mut self, name: &str, figure: f64, unit: &str, limit: f64) {
        let is_over = figure > limit;
        self.is_over |= is_over;
        let figure = format!("{figure:.2}");
        let figure = figure.trim_end_matches('0').trim_end_matches('.');
        let figure = format!("{figure}{unit}");
        let verdict = if is_over { ", exceeded" } else { "" };
        println!("{name:48} {figure:>10}   limit {limit}{unit}{verdict}");
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines and bytes")]
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}

/// Returns names and versions of the third-party crates in a program that uses the client with its
/// default features.
fn crates() -> Result<BTreeSet<(String, String)>, Box<dyn Error>> {
    let output =
        crate::workspace::cargo(&["tree", "-p", CLIENT, "-e", "normal", "--prefix", "none"])
            .stderr(Stdio::inherit())
            .output()?;
    if !output.status.success() {
        return Err("cargo tree failed".into());
    }
    let listed = String::from_utf8(output.stdout)?;
    let named = listed.lines().filter_map(|line| {
        let mut words = line.split(' ');
        Some((words.next()?.to_owned(), words.next()?.to_owned()))
    });
    Ok(named
        .filter(|(name, _)| !name.starts_with("alibabacloud-"))
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_figures_over_their_limit_fail() {
        let mut figures = Figures::default();
        figures.show("lines", 190.0, "", 190.0);
        assert!(!figures.is_over);
        figures.show("ratio", 5.51, "", 5.5);
        figures.show("lines", 1.0, "", 190.0);
        assert!(figures.is_over);
    }
}
