//! Reads files that contain secrets.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use zeroize::Zeroizing;

use crate::auth::CredentialsError;
use crate::support::defaults::MAX_FILE_BYTES;

/// Reads a text file and removes a leading byte order mark. Errors name the path and the kind of
/// file, `what`.
///
/// Reads only regular files: a pipe would block the thread until another process writes to it.
pub(super) fn read(what: &str, path: &Path) -> Result<Zeroizing<String>, CredentialsError> {
    let failed =
        |reason: &str| CredentialsError::new(format!("the {what} {} {reason}", path.display()));
    let failure = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound => failed("does not exist"),
        ErrorKind::PermissionDenied => failed("cannot be read: permission denied"),
        kind => failed(&format!("cannot be read: {kind}")),
    };
    // Check before opening, since opening a pipe waits for a writer.
    let metadata = std::fs::metadata(path).map_err(|error| failure(&error))?;
    if !metadata.is_file() {
        return Err(failed("is not a regular file"));
    }
    let file = File::open(path).map_err(|error| failure(&error))?;
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

    fn failure(path: &Path) -> String {
        read("file", path).unwrap_err().chain()
    }

    #[test]
    fn files_are_read_completely_or_rejected() {
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
                Ok(length) => assert_eq!(read("file", &path).unwrap().len(), length),
                Err(reason) => assert!(failure(&path).ends_with(reason)),
            }
        }
        std::fs::write(&path, b"s3cret\xff").unwrap();
        assert!(failure(&path).ends_with("is not UTF-8"));
        assert!(failure(&folder.0.join("none")).ends_with("does not exist"));
        assert!(failure(&folder.0).ends_with("is not a regular file"));
    }

    #[cfg(unix)]
    #[test]
    fn pipes_and_devices_are_rejected_without_blocking() {
        let folder = Folder::new("pipe");
        let (pipe, link) = (folder.0.join("pipe"), folder.0.join("link"));
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        std::os::unix::fs::symlink(&pipe, &link).unwrap();
        for path in [pipe.as_path(), &link, Path::new("/dev/zero")] {
            assert!(failure(path).ends_with("is not a regular file"));
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn file_of_unknown_length_is_read() {
        assert!(read("file", Path::new("/proc/self/status")).unwrap().len() > 100);
    }
}
