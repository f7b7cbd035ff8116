//! Measures what compiling the client costs, in relation to another crate.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

/// The crate that the client is compared with: without dependencies, and large enough to be
/// measured.
const REFERENCE: &str = "regex-syntax";

/// How often each crate is compiled. The fastest run counts, since other programs only ever slow a
/// run down.
const ROUNDS: usize = 3;

/// CPU times in seconds, without what cargo itself takes.
#[derive(Debug)]
pub(crate) struct Times {
    /// Compiling the client with all features.
    pub(crate) client: f64,
    /// Compiling the reference.
    pub(crate) reference: f64,
}

/// Compiles the client and the reference in turns.
pub(crate) fn times(client: &str) -> Result<Times, Box<dyn Error>> {
    let folder = crate::workspace::root().join("target/figures");
    let client = Package {
        folder: crate::workspace::root(),
        name: client,
        features: &["--all-features"],
        target: folder.join("client"),
    };
    let reference = Package {
        folder: reference(&folder)?,
        name: REFERENCE,
        features: &[],
        target: folder.join("reference-target"),
    };
    eprintln!("compiling the dependencies of {} …", client.name);
    client.build()?;
    reference.build()?;
    let mut times = Times {
        client: f64::INFINITY,
        reference: f64::INFINITY,
    };
    for round in 1..=ROUNDS {
        eprintln!("compiling {}, {round} of {ROUNDS} times …", client.name);
        times.client = times.client.min(client.compile()?);
        times.reference = times.reference.min(reference.compile()?);
    }
    Ok(times)
}

/// Writes a package, in a workspace of its own, that depends on the reference, and returns its
/// folder.
fn reference(folder: &Path) -> Result<PathBuf, Box<dyn Error>> {
    let folder = folder.join("reference");
    fs::create_dir_all(folder.join("src"))?;
    let manifest = format!(
        "[workspace]\n\n[package]\nname = \"reference\"\nedition = \"2024\"\n\n[dependencies]\n{REFERENCE} = \"0.8\"\n"
    );
    fs::write(folder.join("Cargo.toml"), manifest)?;
    fs::write(folder.join("src/lib.rs"), "")?;
    // The version that the workspace has locked, so that a release of the reference does not change
    // the ratio.
    fs::copy(
        crate::workspace::root().join("Cargo.lock"),
        folder.join("Cargo.lock"),
    )?;
    Ok(folder)
}

/// A package that can be compiled again and again.
struct Package<'a> {
    /// The folder of its workspace.
    folder: PathBuf,
    name: &'a str,
    features: &'a [&'a str],
    target: PathBuf,
}

impl Package<'_> {
    /// Returns the CPU time of compiling the package alone. Its dependencies have to be built.
    fn compile(&self) -> Result<f64, Box<dyn Error>> {
        self.cargo("clean", &[])?;
        let compiled = self.build()?;
        let fresh = self.build()?;
        Ok(compiled - fresh)
    }

    /// Builds what is not built yet, and returns the CPU time that it took.
    fn build(&self) -> Result<f64, Box<dyn Error>> {
        self.cargo("build", self.features)
    }

    /// Runs cargo with the default dev profile, whatever the workspace and the environment have
    /// set.
    fn cargo(&self, command: &str, features: &[&str]) -> Result<f64, Box<dyn Error>> {
        let before = cpu_of_children()?;
        let status = crate::workspace::cargo(&[command, "--quiet", "-p", self.name])
            .current_dir(&self.folder)
            .arg("--target-dir")
            .arg(&self.target)
            .args(features)
            .env("CARGO_INCREMENTAL", "0")
            .env("CARGO_PROFILE_DEV_DEBUG", "true")
            .env("CARGO_PROFILE_DEV_OPT_LEVEL", "0")
            .status()?;
        if !status.success() {
            return Err(format!("cargo {command} -p {} failed", self.name).into());
        }
        Ok(cpu_of_children()? - before)
    }
}

/// Returns the CPU time, in seconds, of the processes that this one has started and waited for.
fn cpu_of_children() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")
        .map_err(|error| format!("CPU time can only be measured on Linux: {error}"))?;
    children(&stat).ok_or_else(|| "/proc/self/stat has an unknown format".into())
}

/// Reads the fields `cutime` and `cstime`.
fn children(stat: &str) -> Option<f64> {
    // The name of the program is in parentheses and may contain anything; the third field follows
    // it.
    let (_, behind_name) = stat.rsplit_once(')')?;
    let mut fields = behind_name.split_whitespace().skip(16 - 3);
    let user: f64 = fields.next()?.parse().ok()?;
    let system: f64 = fields.next()?.parse().ok()?;
    // Linux reports 100 ticks per second to programs on every machine.
    Some((user + system) / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cpu_time_of_children_is_read() {
        let stat = "7 (a) b) S 1 7 7 0 -1 4194304 90 800 0 0 3 4 250 50 20 0 1 0 100";
        assert_eq!(children(stat), Some(3.0));
        assert_eq!(children("7 (a) S 1 2"), None);
        assert_eq!(children(""), None);
    }
}
