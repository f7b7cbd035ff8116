//! Reads older states of the project from Git.

use std::error::Error;
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::thread;

use live_spec::Sources;

/// The repository that the project is in.
pub(super) struct Repository<'a> {
    root: &'a Path,
}

/// A commit, and the name that it was asked for by.
pub(super) struct Revision {
    commit: String,
    pub(super) name: String,
}

impl<'a> Repository<'a> {
    /// Opens the repository of a folder.
    pub(super) fn open(root: &'a Path) -> Result<Self, Box<dyn Error>> {
        // A relative root may be empty, which is no folder to start a program in.
        let is_here = root.as_os_str().is_empty();
        let root = if is_here { Path::new(".") } else { root };
        let repository = Self { root };
        let found = repository.run(&["rev-parse", "--is-inside-work-tree"])?;
        match found.status.success() {
            true => Ok(repository),
            false => {
                let root = root.display();
                Err(format!("{root} is in no Git repository; older specs are read from Git").into())
            }
        }
    }

    /// Returns the nearest tag of a release, `v1.2.3`, that the present state follows.
    pub(super) fn last_release(&self) -> Result<Option<String>, Box<dyn Error>> {
        let found = self.run(&[
            "describe",
            "--tags",
            "--abbrev=0",
            "--match",
            "v[0-9]*",
            "HEAD",
        ])?;
        Ok(found.status.success().then(|| text(&found.stdout)))
    }

    /// Returns whether older commits and tags may be missing here.
    pub(super) fn is_shallow(&self) -> Result<bool, Box<dyn Error>> {
        let found = self.run(&["rev-parse", "--is-shallow-repository"])?;
        Ok(text(&found.stdout) == "true")
    }

    /// Finds a commit.
    pub(super) fn revision(&self, name: &str) -> Result<Revision, Box<dyn Error>> {
        let commit = format!("{name}^{{commit}}");
        let found = self.run(&[
            "rev-parse",
            "--verify",
            "--quiet",
            "--end-of-options",
            &commit,
        ])?;
        if found.status.success() {
            return Ok(Revision {
                commit: text(&found.stdout),
                name: name.to_owned(),
            });
        }
        let advice = match self.is_shallow()? {
            true => "this clone is shallow: run `git fetch --unshallow --tags`",
            false => "`git log --oneline` and `git tag` list those that there are",
        };
        Err(format!("there is no revision `{name}`; {advice}").into())
    }

    /// Reads a file of a revision, by its path below the root of the project.
    pub(super) fn file(
        &self,
        revision: &Revision,
        path: &str,
    ) -> Result<Option<String>, Box<dyn Error>> {
        let object = format!("{}:./{path}", revision.commit);
        let found = self.run(&["cat-file", "blob", &object])?;
        Ok(found
            .status
            .success()
            .then(|| String::from_utf8_lossy(&found.stdout).into_owned()))
    }

    /// Reads the specs of a revision.
    pub(super) fn specs(&self, revision: &Revision) -> Result<Sources, Box<dyn Error>> {
        let listed = self.run(&["ls-tree", "-r", "-z", &revision.commit, "specs/"])?;
        if !listed.status.success() {
            return Err(format!("git ls-tree failed: {}", text(&listed.stderr)).into());
        }
        let files = files(&String::from_utf8_lossy(&listed.stdout));
        if files.is_empty() {
            let name = &revision.name;
            return Err(format!("there are no specs at `{name}`; name a later revision").into());
        }
        let texts = self.blobs(files.iter().map(|(object, _)| object.as_str()).collect())?;
        let paths = files.into_iter().map(|(_, path)| path);
        Ok(Sources::from_texts(paths.zip(texts)))
    }

    /// Reads the texts of objects.
    fn blobs(&self, objects: Vec<&str>) -> Result<Vec<String>, Box<dyn Error>> {
        let mut child = self
            .git(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()?;
        let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
            return Err("git cat-file has no input or output".into());
        };
        let texts = thread::scope(|scope| {
            // Git answers while it is asked, and stops reading when nobody reads its answers.
            let list: String = objects.iter().map(|object| format!("{object}\n")).collect();
            scope.spawn(move || input.write_all(list.as_bytes()));
            let mut output = BufReader::new(output);
            let texts = objects.iter().map(|_| blob(&mut output));
            texts.collect::<Result<Vec<_>, Box<dyn Error>>>()
        });
        child.wait()?;
        texts
    }

    fn run(&self, arguments: &[&str]) -> Result<Output, Box<dyn Error>> {
        let output = self.git(arguments).stdin(Stdio::null()).output();
        output.map_err(|error| format!("cannot run git, which reads older specs: {error}").into())
    }

    fn git(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command.current_dir(self.root).args(arguments);
        command
    }
}

/// Returns object and path below the folder of the specs of each file in a listing of Git, without
/// hidden files and what the folder holds besides specs.
fn files(listing: &str) -> Vec<(String, String)> {
    let entries = listing.split('\0').filter_map(|entry| {
        let (about, path) = entry.split_once('\t')?;
        let mut about = about.split(' ');
        let (mode, object) = (about.next()?, about.nth(1)?);
        let path = path.strip_prefix("specs/")?;
        let is_hidden = path.split('/').any(|part| part.starts_with('.'));
        let is_spec = path.ends_with(".yaml") || path.ends_with(".md");
        let is_file = mode.starts_with("100");
        (is_file && is_spec && !is_hidden).then(|| (object.to_owned(), path.to_owned()))
    });
    entries.collect()
}

/// Reads one answer of `git cat-file --batch`: a line with the size, the text, and a line end.
fn blob(output: &mut impl BufRead) -> Result<String, Box<dyn Error>> {
    let mut head = String::new();
    output.read_line(&mut head)?;
    let size = head.trim_end().rsplit(' ').next().unwrap_or_default();
    let size: u64 = size
        .parse()
        .map_err(|_| format!("git cat-file said `{}`", head.trim_end()))?;
    let mut bytes = Vec::new();
    output.take(size + 1).read_to_end(&mut bytes)?;
    bytes.pop();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).trim().to_owned()
}
