//! `cargo xtask figures`.

#![expect(clippy::print_stdout, reason = "figures are what the command is for")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use live_codegen::generate;
use live_spec::Sources;

const CLIENT: &str = "alibabacloud-live";

/// Measures what the generated crate costs, beside what it may cost, and fails if it costs more.
///
/// It counts lines, files and crates, times the generator, and compiles the crate alone, with its dependencies built
/// before, in a target folder of its own. Times depend on the machine; measure on a quiet one.
#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Count only, time nothing: the figures are the same on every machine.
    #[arg(long)]
    count: bool,
}

pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    let started = Instant::now();
    let sources = Sources::read(crate::root().join("specs"))?;
    let files = generate(&sources)?;
    let took = started.elapsed();
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
        160,
    );
    if let Some((path, text)) = files.iter().max_by_key(|(_, text)| text.len()) {
        let largest = format!("largest file, {}", path.display());
        figures.show(&largest, ratio(text.len(), 1000), " KB", 100);
    }
    let crates = crates()?;
    let third_party = ratio(crates.len(), 1);
    figures.show("third-party crates of a default user", third_party, "", 100);
    for name in ["http", "hyper", "rustls"] {
        let versions = crates.iter().filter(|(known, _)| known == name).count();
        figures.show(&format!("versions of {name}"), ratio(versions, 1), "", 1);
    }
    if !arguments.count {
        figures.show("codegen of everything", took.as_secs_f64(), " s", 1);
        let dev = cpu_seconds(&["--all-features"])? * 1000.0 / ratio(operations, 1);
        figures.show(
            "CPU per operation, dev build of all features",
            dev,
            " ms",
            25,
        );
        let release = cpu_seconds(&["--release"])?;
        figures.show("CPU, release build", release, " s", 60);
    }
    Ok(match figures.over {
        false => ExitCode::SUCCESS,
        true => ExitCode::FAILURE,
    })
}

/// Figures as they are shown, and whether one is over its limit.
#[derive(Default)]
struct Figures {
    over: bool,
}

impl Figures {
    fn show(&mut self, what: &str, figure: f64, unit: &str, limit: u32) {
        let is_over = figure > f64::from(limit);
        self.over |= is_over;
        let figure = format!("{figure:.1}{unit}");
        let verdict = if is_over { ", which this is over" } else { "" };
        println!("{what:48} {figure:>10}   at most {limit}{unit}{verdict}");
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts of lines and bytes")]
fn ratio(a: usize, b: usize) -> f64 {
    a as f64 / b as f64
}

/// Names and versions of the crates that a user of the default features compiles in beside this project's.
fn crates() -> Result<BTreeSet<(String, String)>, Box<dyn Error>> {
    let output = cargo(&["tree", "-p", CLIENT, "-e", "normal", "--prefix", "none"])
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

/// CPU time of compiling the client alone.
fn cpu_seconds(arguments: &[&str]) -> Result<f64, Box<dyn Error>> {
    let target = crate::root().join("target/figures");
    let target = target.to_string_lossy();
    let build = [
        &["build", "--quiet", "-p", CLIENT, "--target-dir", &target],
        arguments,
    ]
    .concat();
    let release = arguments.contains(&"--release").then_some("--release");
    let clean = ["clean", "--quiet", "-p", CLIENT, "--target-dir", &target];
    let clean: Vec<_> = clean.into_iter().chain(release).collect();
    for command in [&build, &clean] {
        if !cargo(command).status()?.success() {
            return Err(format!("cargo {} failed", command.join(" ")).into());
        }
    }
    let before = cpu_of_children()?;
    if !cargo(&build).status()?.success() {
        return Err("the client does not compile".into());
    }
    Ok(cpu_of_children()? - before)
}

/// CPU time of the processes that this one has started and waited for, as the kernel counts it.
fn cpu_of_children() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string(Path::new("/proc/self/stat"))
        .map_err(|error| format!("CPU time is only measured on Linux: {error}"))?;
    // Fields are counted from behind the name of the program, which may hold anything.
    let fields: BTreeMap<usize, &str> = stat
        .rsplit(')')
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .zip(3..)
        .map(|(field, index)| (index, field))
        .collect();
    let ticks: f64 = [16, 17]
        .iter()
        .filter_map(|index| fields.get(index)?.parse::<f64>().ok())
        .sum();
    // Linux shows 100 ticks a second to programs, whatever it uses itself.
    Ok(ticks / 100.0)
}

fn cargo(arguments: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(crate::root())
        .env("CARGO_INCREMENTAL", "0")
        .args(arguments);
    command
}
