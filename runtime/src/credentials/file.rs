//! Reading files that hold secrets.

use std::io::{ErrorKind, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::CredentialsError;

/// Larger files are something else.
const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// Reads a text file, without the byte order mark that some editors put first. Errors name the path and `what` it is.
pub(super) fn read(what: &str, path: &Path) -> Result<Zeroizing<String>, CredentialsError> {
    let failed =
        |reason: &str| CredentialsError::new(format!("the {what} {} {reason}", path.display()));
    let failure = |error: &std::io::Error| match error.kind() {
        ErrorKind::NotFound => failed("does not exist"),
        ErrorKind::PermissionDenied => failed("may not be read"),
        ErrorKind::InvalidData => failed("is not UTF-8"),
        kind => failed(&format!("cannot be read: {kind}")),
    };
    let file = std::fs::File::open(path).map_err(|error| failure(&error))?;
    let length = file.metadata().map_or(0, |metadata| metadata.len());
    if length > MAX_FILE_BYTES {
        return Err(failed("is too large"));
    }
    // Room for all of it, since a string that grows leaves copies behind.
    let capacity = usize::try_from(length).unwrap_or_default() + 1;
    let mut text = Zeroizing::new(String::with_capacity(capacity));
    file.take(MAX_FILE_BYTES)
        .read_to_string(&mut text)
        .map_err(|error| failure(&error))?;
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    Ok(text)
}
