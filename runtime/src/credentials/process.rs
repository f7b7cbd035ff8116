//! Credentials printed by a program.

mod complaint;
mod output;

use std::ffi::{OsStr, OsString};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::Duration;
use std::{fmt, io};

use tokio::time::{Instant, sleep};

use self::complaint::complaint;
use self::output::{Output, Source};
use super::cached::Cached;
use super::issued::IssuedKey;
use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::defaults::{
    MAX_COMPLAINT_BYTES, MAX_PROCESS_OUTPUT_BYTES, PROCESS_OUTPUT_GRACE, PROCESS_TIME_LIMIT,
};

/// How often to look for output and for the end of the program.
const POLL: Duration = Duration::from_millis(5);

/// Credentials that a program prints to its standard output, as for `External` profiles of the CLI.
///
/// The output is JSON: `mode` (`AK` or `StsToken`), `access_key_id`, `access_key_secret`, and for
/// temporary credentials `sts_token` and `expiration` in UTC. The program runs without a shell and
/// without input. It is killed if it exceeds the time limit or the call is cancelled; its child
/// processes are not. If one of them holds the output of the program after the program has ended,
/// half a second is left for the rest of the output.
///
/// `Debug` and errors do not show the arguments, since they may contain secrets. An error contains
/// the end of the program's standard error in one line. The arguments, the key that the program
/// printed, values with names such as `secret` and `token`, and what looks like a key are masked
/// there; nothing else is, so the program should not print secrets to it.
pub struct ProcessCredentials {
    program: OsString,
    arguments: Vec<OsString>,
    time_limit: Duration,
}

impl ProcessCredentials {
    /// Starts building a provider that runs a program, given by its path or its name in `PATH`.
    pub fn builder(program: impl Into<OsString>) -> ProcessBuilder {
        ProcessBuilder {
            program: program.into(),
            arguments: Vec::new(),
            time_limit: PROCESS_TIME_LIMIT,
        }
    }

    async fn fetch(&self) -> Result<Credentials, CredentialsError> {
        let issuer = format!("the program {}", self.program.display());
        let failed = |reason: &str| CredentialsError::new(format!("{issuer} {reason}"));
        let mut child = Command::new(&self.program)
            .args(&self.arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| failed(&format!("cannot be run: {}", error.kind())))?;
        let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
            return Err(failed("has no output"));
        };
        let mut running = Running(child);
        let unreadable = |error: io::Error| {
            failed(&format!(
                "printed output that cannot be read: {}",
                error.kind()
            ))
        };
        let mut printed =
            Output::new(Source::new(stdout), MAX_PROCESS_OUTPUT_BYTES).map_err(unreadable)?;
        let mut errors =
            Output::new(Source::new(stderr), MAX_COMPLAINT_BYTES).map_err(unreadable)?;
        let ended = running.ended(&mut printed, &mut errors);
        let outcome = match tokio::time::timeout(self.time_limit, ended).await {
            Ok(Ok(status)) => read_key(&issuer, status, &printed),
            Ok(Err(error)) => Err(unreadable(error)),
            Err(_) => Err(failed(&format!("took longer than {:?}", self.time_limit))),
        };
        outcome.map_err(|error| {
            match complaint(
                errors.bytes(),
                errors.is_cut,
                &self.arguments,
                printed.bytes(),
            ) {
                Some(text) => {
                    CredentialsError::new(format!("{error}; its standard error says: {text}"))
                }
                None => error,
            }
        })
    }
}

/// Reads the key that a program printed.
fn read_key(
    issuer: &str,
    status: Option<ExitStatus>,
    printed: &Output,
) -> Result<Credentials, CredentialsError> {
    let failed = |reason: &str| CredentialsError::new(format!("{issuer} {reason}"));
    let Some(status) = status else {
        return Err(failed("printed too much output"));
    };
    if !status.success() {
        let how = status.code().map_or_else(
            || "was terminated by a signal".to_owned(),
            |code| format!("exited with status {code}"),
        );
        return Err(failed(&how));
    }
    let key = IssuedKey::read(issuer, printed.bytes())?;
    match key.mode() {
        "" | "AK" => key.into_credentials(issuer),
        "StsToken" if key.has_token() => key.into_credentials(issuer),
        "StsToken" => Err(failed("returned credentials without a security token")),
        _ => Err(failed("returned a mode that is neither AK nor StsToken")),
    }
}

/// A program that is killed on drop.
struct Running(Child);

impl Running {
    /// Collects the output until the program has ended, and returns its status; `None` if there is
    /// too much output. A child of the program may hold its output for longer, so wait for the end
    /// of the output only briefly.
    async fn ended(
        &mut self,
        printed: &mut Output,
        errors: &mut Output,
    ) -> io::Result<Option<ExitStatus>> {
        let mut ended: Option<(ExitStatus, Instant)> = None;
        loop {
            printed.read()?;
            errors.read()?;
            if printed.is_cut {
                return Ok(None);
            }
            if let Some((status, at)) = ended {
                let is_complete = printed.has_ended() && errors.has_ended();
                if is_complete || at.elapsed() >= PROCESS_OUTPUT_GRACE {
                    return Ok(Some(status));
                }
            } else if let Some(status) = self.0.try_wait()? {
                ended = Some((status, Instant::now()));
                continue;
            }
            sleep(POLL).await;
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // Neither affects a program that has exited.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl fmt::Debug for ProcessCredentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("ProcessCredentials", &self.program, self.time_limit, f)
    }
}

impl ProvideCredentials for ProcessCredentials {
    fn credentials(&self) -> CredentialsFuture<'_> {
        Box::pin(self.fetch())
    }

    fn name(&self) -> &str {
        "process"
    }
}

/// Builds [`ProcessCredentials`].
#[derive(Clone)]
#[must_use = "a builder does nothing until it builds"]
pub struct ProcessBuilder {
    program: OsString,
    arguments: Vec<OsString>,
    time_limit: Duration,
}

impl ProcessBuilder {
    /// Adds arguments for the program.
    pub fn args(mut self, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        self.arguments.extend(arguments.into_iter().map(Into::into));
        self
    }

    /// Sets how long the program may run, 60 seconds by default.
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = limit;
        self
    }

    /// Builds the provider without running the program.
    ///
    /// # Errors
    ///
    /// Fails if the name of the program is empty.
    pub fn build(self) -> Result<Cached<ProcessCredentials>, CredentialsError> {
        self.uncached().map(Cached::new)
    }

    pub(super) fn uncached(self) -> Result<ProcessCredentials, CredentialsError> {
        if self.program.is_empty() {
            return Err(CredentialsError::new("the name of the program is empty"));
        }
        Ok(ProcessCredentials {
            program: self.program,
            arguments: self.arguments,
            time_limit: self.time_limit,
        })
    }
}

impl fmt::Debug for ProcessBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug("ProcessBuilder", &self.program, self.time_limit, f)
    }
}

fn debug(
    name: &str,
    program: &OsStr,
    time_limit: Duration,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    f.debug_struct(name)
        .field("program", &program)
        .field("time_limit", &time_limit)
        .finish_non_exhaustive()
}
