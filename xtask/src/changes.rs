//! `cargo xtask changes`.

mod git;

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::thread;

use live_codegen::changes::{Changes, State, Version, compare};
use live_codegen::output::Difference;
use live_spec::{Diagnostics, Sources};

use git::{Repository, Revision};

const CHANGELOG: &str = "CHANGELOG.md";
const MANIFEST: &str = "Cargo.toml";

/// How many operations are listed that are not compared.
const SHOWN: usize = 10;

/// Says what changes for users of the client between two states of the specs, and which version
/// that needs.
///
/// Compares the specs of a revision with those in specs/, operation by operation. Both are read by
/// the generator of today, so that names and types are compared as users see them; what the
/// generator or the runtime change is not seen. Below 1.0.0, a breaking change raises the second
/// number of the version and any other the third, as Cargo expects.
#[derive(clap::Args)]
#[command(after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// The older state, any revision that Git knows. By default the last release, that is the
    /// nearest tag such as `v1.2.3`, or HEAD if there is none.
    #[arg(value_name = "REV")]
    since: Option<String>,
    /// The newer state, instead of the files in specs/.
    #[arg(long, value_name = "REV")]
    to: Option<String>,
    /// Print the entry for the changelog instead, as Markdown.
    #[arg(long, conflicts_with = "check")]
    markdown: bool,
    /// Write the entry into the section `Unreleased` of CHANGELOG.md. Replaces what it wrote there
    /// before, and keeps all other lines.
    #[arg(long, conflicts_with_all = ["check", "markdown"])]
    changelog: bool,
    /// Fail if the version in Cargo.toml is lower than the changes need. Without a release to
    /// compare with, only say so.
    #[arg(long)]
    check: bool,
}

const EXAMPLES: &str = "\
Examples:
  cargo xtask changes                      since the last release
  cargo xtask changes HEAD~10              since ten commits
  cargo xtask changes v0.1.0 --to v0.2.0   between two releases
  cargo xtask changes --changelog          and write them into CHANGELOG.md
  cargo xtask changes --check              as CI does";

/// Runs the command.
pub(crate) fn run(arguments: &Arguments) -> Result<ExitCode, Box<dyn Error>> {
    // Before the changelog is read, since another command may be writing the specs.
    let _lock = match arguments.changelog {
        true => Some(crate::workspace::lock()?),
        false => None,
    };
    let color = crate::terminal::has_color_on_stdout();
    let (report, lacking) = report(&crate::workspace::root(), arguments, color)?;
    io::stdout().write_all(report.as_bytes())?;
    lacking.map_or(Ok(ExitCode::SUCCESS), |lacking| Err(lacking.into()))
}

/// Returns what the command prints, and what fails its check.
fn report(
    root: &Path,
    arguments: &Arguments,
    color: bool,
) -> Result<(String, Option<String>), Box<dyn Error>> {
    let repository = Repository::open(root)?;
    let Some(since) = since(&repository, arguments)? else {
        return Ok((no_release(&repository)? + "\n", None));
    };
    let to = arguments.to.as_deref();
    let to = to.map(|to| repository.revision(to)).transpose()?;
    let newer = to.as_ref().map_or("specs/", |to| &to.name);
    eprintln!("comparing {} with {newer}", since.name);
    let old_specs = repository.specs(&since)?;
    let new_specs = match &to {
        Some(to) => repository.specs(to)?,
        None => Sources::read(root.join("specs"))?,
    };
    let (old, new) = thread::scope(|scope| {
        let old = scope.spawn(|| State::read_older(&old_specs));
        let new = match to {
            Some(_) => State::read_older(&new_specs),
            None => State::read(&new_specs),
        };
        (old.join(), new)
    });
    let old = old.map_err(|_| "reading the older specs panicked")?;
    let old = old.map_err(|mistakes| refusal(&since.name, &mistakes))?;
    let new = match new {
        Ok(new) => new,
        Err(mistakes) if to.is_some() => return Err(refusal(newer, &mistakes).into()),
        Err(mistakes) => {
            let terminal = crate::terminal::stderr();
            eprint!("{}", mistakes.render(&new_specs, "specs", terminal));
            return Err(format!("{}; correct these mistakes first", mistakes.summary()).into());
        }
    };
    for (state, name) in [(&old, since.name.as_str()), (&new, newer)] {
        tell_refused(state, name);
    }
    let changes = compare(&old, &new);
    let versions = Versions {
        old: version(repository.file(&since, MANIFEST)?.as_deref()),
        new: version(
            match &to {
                Some(to) => repository.file(to, MANIFEST)?,
                None => fs::read_to_string(root.join(MANIFEST)).ok(),
            }
            .as_deref(),
        ),
    };
    if arguments.markdown {
        return Ok((changes.entry(), None));
    }
    let mut report = changes.render(color);
    if !changes.is_empty() {
        report += &format!("\n{}\n", changes.summary());
    }
    report += &format!("{}\n", versions.told(&changes));
    if arguments.changelog {
        write_changelog(root, &changes)?;
    }
    let lacking = match arguments.check {
        true => versions.lacking(&changes, &since.name)?,
        false => None,
    };
    Ok((report, lacking))
}

/// Returns the revision to compare with: the one that is named, the last release, or HEAD. There is
/// none if only a release will do and there is none.
fn since(
    repository: &Repository<'_>,
    arguments: &Arguments,
) -> Result<Option<Revision>, Box<dyn Error>> {
    let name = match &arguments.since {
        Some(name) => Some(name.clone()),
        None => repository.last_release()?,
    };
    if let Some(name) = name {
        return repository.revision(&name).map(Some);
    }
    if arguments.check {
        return Ok(None);
    }
    eprintln!(
        "{}: showing what is not committed; to see more, name a revision",
        no_release(repository)?
    );
    repository.revision("HEAD").map(Some)
}

/// Says that there is no release to compare with.
fn no_release(repository: &Repository<'_>) -> Result<String, Box<dyn Error>> {
    let advice = match repository.is_shallow()? {
        true => " in this shallow clone; `git fetch --unshallow --tags` gets all",
        false => "",
    };
    Ok(format!(
        "no tag of a release, such as `v1.2.3`, to compare with{advice}"
    ))
}

/// Says that specs cannot be compared, with the first mistake in them.
fn refusal(name: &str, mistakes: &Diagnostics) -> String {
    let count = mistakes.iter().count();
    let more = match count {
        1 => String::new(),
        count => format!(", and {} more", count - 1),
    };
    let first = mistakes.iter().next().map(|first| {
        let path = Path::new("specs").join(first.place().path());
        format!("{}: {}", path.display(), first.message())
    });
    format!(
        "the generator of today refuses the specs at `{name}`, which may have an older format \
         ({}{more}); name a later revision",
        first.unwrap_or_default()
    )
}

/// Lists the operations that are not compared.
fn tell_refused(state: &State, name: &str) {
    let refused = state.refused();
    if refused.is_empty() {
        return;
    }
    eprintln!("not compared, since the rules of today refuse their specs at `{name}`:");
    for operation in refused.iter().take(SHOWN) {
        eprintln!("  {}: {}", operation.operation, operation.mistake);
    }
    if refused.len() > SHOWN {
        eprintln!("  and {} more", refused.len() - SHOWN);
    }
}

/// Writes the entry into the changelog.
fn write_changelog(root: &Path, changes: &Changes) -> Result<(), Box<dyn Error>> {
    let path = root.join(CHANGELOG);
    let text = fs::read_to_string(&path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => {
            format!("there is no {CHANGELOG}; create it with the line `## Unreleased`")
        }
        _ => format!("{CHANGELOG}: {error}"),
    })?;
    let written = changes.write_into(&text);
    let written = written.map_err(|error| format!("{CHANGELOG}: {error}"))?;
    if written == text {
        eprintln!("{CHANGELOG} is up to date");
        return Ok(());
    }
    let difference = Difference {
        outdated: vec![CHANGELOG.into()],
        ..Difference::default()
    };
    difference.resolve(root, &BTreeMap::from([(CHANGELOG.into(), written)]))?;
    eprintln!("{CHANGELOG} is written");
    Ok(())
}

/// The versions of the client at the two states, if they are stated.
struct Versions {
    old: Option<Version>,
    new: Option<Version>,
}

impl Versions {
    /// Says which version the changes need.
    fn told(&self, changes: &Changes) -> String {
        let reason = changes.reason();
        let Some(old) = &self.old else {
            return format!("version: not stated in the older Cargo.toml; {reason}");
        };
        if changes.is_empty() {
            return format!("version: {old} stays, because {reason}");
        }
        let needed = old.after(changes.rank());
        let present = match &self.new {
            Some(new) if new != old => format!("; Cargo.toml has {new}"),
            _ => String::new(),
        };
        format!("version: {old} → {needed}, because {reason}{present}")
    }

    /// Returns what is wrong with a version that is lower than the changes need.
    fn lacking(&self, changes: &Changes, since: &str) -> Result<Option<String>, Box<dyn Error>> {
        let (Some(old), Some(new)) = (&self.old, &self.new) else {
            return Err("Cargo.toml states no `version` under `[workspace.package]`".into());
        };
        let needed = old.after(changes.rank());
        let lacking = format!(
            "the version {new} in Cargo.toml is too low for what changed since {since}; set it to \
             {needed}"
        );
        Ok((!new.is_at_least(&needed)).then_some(lacking))
    }
}

/// Returns the version that the members of a workspace share, from its manifest.
fn version(manifest: Option<&str>) -> Option<Version> {
    let lines = manifest?.lines();
    let mut package = lines
        .skip_while(|line| line.trim() != "[workspace.package]")
        .skip(1);
    let version = package.find_map(|line| match line.trim() {
        line if line.starts_with('[') => Some(None),
        line => {
            let value = line
                .strip_prefix("version")?
                .trim_start()
                .strip_prefix('=')?;
            Some(Some(value.trim().trim_matches('"').to_owned()))
        }
    });
    version??.parse().ok()
}

#[cfg(test)]
mod tests;
