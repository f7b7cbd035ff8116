//! Reads files that contain secrets.
//!
//! A file system may hang, so files are read on threads of their own: a call never waits longer
//! than its timeout, and the threads that hang are few.

use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use tokio::sync::{Semaphore, oneshot};
use tokio::time::timeout;
use zeroize::Zeroizing;

use crate::auth::CredentialsError;
use crate::auth::error::SetupState;
use crate::support::defaults::{FILE_READ_TIMEOUT, MAX_FILE_BYTES, MAX_FILE_READERS};

/// Limits the threads that read at the same time.
static READERS: Semaphore = Semaphore::const_new(MAX_FILE_READERS);

/// A file that was read.
pub(super) struct TextFile {
    pub(super) path: PathBuf,
    pub(super) text: Zeroizing<String>,
}

/// The reason why a file was not read.
pub(super) struct Unread {
    error: CredentialsError,
    missing: bool,
}

impl Unread {
    /// Returns the error, with the state `missing` if there is no file.
    pub(super) fn with_state_if_missing(self, missing: SetupState) -> CredentialsError {
        match self.missing {
            true => self.error.with_state(missing),
            false => self.error,
        }
    }
}

impl From<Unread> for CredentialsError {
    fn from(unread: Unread) -> Self {
        unread.error
    }
}

/// Reads the first of the files that exists. Errors name the path and the kind of file, `what`.
///
/// The file must be a regular one with text. A leading byte order mark is removed.
pub(super) async fn read(what: &'static str, paths: Vec<PathBuf>) -> Result<TextFile, Unread> {
    let first = paths.first().cloned().unwrap_or_default();
    let outcome = on_thread(move || {
        let mut missing = None;
        for path in paths {
            match read_blocking(what, &path) {
                Ok(text) => return Ok(TextFile { path, text }),
                Err(unread) if unread.missing => missing = missing.or(Some(unread)),
                Err(unread) => return Err(unread),
            }
        }
        Err(missing.unwrap_or_else(|| unread(what, Path::new(""), "has no path")))
    });
    match timeout(FILE_READ_TIMEOUT, outcome).await {
        Ok(Some(outcome)) => outcome,
        Ok(None) => Err(unread(
            what,
            &first,
            "cannot be read: there is no thread for it",
        )),
        Err(_) => {
            let reason = format!("could not be read within {FILE_READ_TIMEOUT:?}");
            Err(unread(what, &first, &reason))
        }
    }
}

/// Runs a function on a thread of its own. Returns `None` if there is no thread for it. Unlike with
/// the threads of the async runtime, the program can end while the function hangs.
async fn on_thread<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let permit = READERS.acquire().await.ok()?;
    let (done, outcome) = oneshot::channel();
    std::thread::Builder::new()
        .name("credentials-file".to_owned())
        .spawn(move || {
            // The receiver is gone if the call was cancelled.
            let _ = done.send(work());
            drop(permit);
        })
        .ok()?;
    outcome.await.ok()
}

fn unread(what: &str, path: &Path, reason: &str) -> Unread {
    Unread {
        error: CredentialsError::new(format!("the {what} {} {reason}", path.display())),
        missing: false,
    }
}

fn read_blocking(what: &str, path: &Path) -> Result<Zeroizing<String>, Unread> {
    let failed = |reason: &str| unread(what, path, reason);
    let failure = |error: &io::Error| match error.kind() {
        ErrorKind::NotFound => Unread {
            missing: true,
            ..failed("does not exist")
        },
        ErrorKind::PermissionDenied => failed("cannot be read: permission denied"),
        kind => failed(&format!("cannot be read: {kind}")),
    };
    let file = open(path).map_err(|error| failure(&error))?;
    let metadata = file.metadata().map_err(|error| failure(&error))?;
    if !metadata.is_file() {
        return Err(failed("is not a regular file"));
    }
    // Allocate the full size, since a growing buffer leaves copies behind.
    let length = metadata.len().min(MAX_FILE_BYTES);
    let capacity = usize::try_from(length).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    file.take(MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| failure(&error))?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(failed(&format!("is larger than {MAX_FILE_BYTES} bytes")));
    }
    let mut text = match String::from_utf8(std::mem::take(&mut *bytes)) {
        Ok(text) => Zeroizing::new(text),
        Err(error) => {
            drop(Zeroizing::new(error.into_bytes()));
            return Err(failed("is not UTF-8"));
        }
    };
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}

/// Opens a file for reading. A pipe without a writer does not block, and a terminal does not become
/// that of the process.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(
        &mut options,
        libc::O_NONBLOCK | libc::O_NOCTTY,
    );
    options.open(path)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let name = format!("credentials-file-{}-{name}", std::process::id());
            let path = std::env::temp_dir().join(name);
            std::fs::create_dir_all(&path).unwrap();
            Self(path)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }

    async fn read_one(path: &Path) -> Result<TextFile, Unread> {
        read("file", vec![path.to_owned()]).await
    }

    async fn failure(path: &Path) -> String {
        read_one(path).await.err().unwrap().error.chain()
    }

    #[tokio::test]
    async fn files_are_read_completely_or_rejected() {
        let folder = Folder::new("whole");
        let path = folder.0.join("file");
        let largest = usize::try_from(MAX_FILE_BYTES).unwrap();
        for (text, outcome) in [
            ("\u{feff}text".to_owned(), Ok(4)),
            ("x".repeat(largest), Ok(largest)),
            ("x".repeat(largest + 1), Err("is larger than 4194304 bytes")),
        ] {
            std::fs::write(&path, text).unwrap();
            match outcome {
                Ok(length) => assert_eq!(read_one(&path).await.ok().unwrap().text.len(), length),
                Err(reason) => assert!(failure(&path).await.ends_with(reason)),
            }
        }
        std::fs::write(&path, b"s3cret\xff").unwrap();
        assert!(failure(&path).await.ends_with("is not UTF-8"));
        assert!(
            failure(&folder.0.join("none"))
                .await
                .ends_with("does not exist")
        );
        assert!(failure(&folder.0).await.ends_with("is not a regular file"));
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn pipes_and_devices_are_rejected_without_blocking() {
        let folder = Folder::new("pipe");
        let (pipe, link) = (folder.0.join("pipe"), folder.0.join("link"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink(&pipe, &link).unwrap();
        for path in [pipe.as_path(), &link, Path::new("/dev/zero")] {
            assert!(failure(path).await.ends_with("is not a regular file"));
        }
    }

    #[cfg(target_os = "linux")]
    #[tokio::test]
    async fn file_of_unknown_length_is_read() {
        assert!(
            read_one(Path::new("/proc/self/status"))
                .await
                .ok()
                .unwrap()
                .text
                .len()
                > 100
        );
    }

    #[tokio::test]
    async fn first_existing_file_is_read() {
        let folder = Folder::new("first");
        let paths = ["a", "b"].map(|name| folder.0.join(name));
        let unread = read("file", paths.to_vec()).await.err().unwrap();
        assert!(unread.missing);
        assert!(unread.error.chain().ends_with("/a does not exist"));
        std::fs::write(&paths[1], "second").unwrap();
        let file = read("file", paths.to_vec()).await.ok().unwrap();
        assert_eq!((&file.path, file.text.as_str()), (&paths[1], "second"));
        // A file that exists but cannot be read is not replaced by the next.
        std::fs::create_dir(&paths[0]).unwrap();
        let unread = read("file", paths.to_vec()).await.err().unwrap();
        assert!(!unread.missing);
    }

    #[tokio::test]
    async fn work_that_hangs_blocks_no_other() {
        let (release, hold) = std::sync::mpsc::channel::<()>();
        let hanging = on_thread(move || hold.recv());
        assert!(
            timeout(std::time::Duration::from_millis(20), hanging)
                .await
                .is_err()
        );
        assert_eq!(on_thread(|| 1).await, Some(1));
        drop(release);
    }
}
