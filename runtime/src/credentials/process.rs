//! Credentials printed by a program.

use std::ffi::{OsStr, OsString};
use std::fmt;
use std::io::Read;
use std::process::{Child, ChildStdout, Command, ExitStatus, Stdio};
use std::time::Duration;

use tokio::sync::oneshot;
use zeroize::Zeroizing;

use super::cached::Cached;
use super::issued::IssuedKey;
use crate::auth::{Credentials, CredentialsError, CredentialsFuture, ProvideCredentials};
use crate::support::defaults::{MAX_PROCESS_OUTPUT_BYTES, PROCESS_TIME_LIMIT};

/// How often to check whether the program has exited.
const POLL: Duration = Duration::from_millis(5);

/// Credentials that a program prints to its standard output, as for `External` profiles of the CLI.
///
/// The output is JSON: `mode` (`AK` or `StsToken`), `access_key_id`, `access_key_secret`, and for
/// temporary credentials `sts_token` and `expiration` in UTC. The program runs without a shell and
/// without input; its standard error is discarded. It is killed if it exceeds the time limit or the
/// call is cancelled; its child processes are not. `Debug` and errors do not show the arguments,
/// since they may contain secrets.
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
            .stderr(Stdio::null())
            .spawn()
            .map_err(|error| failed(&format!("cannot be run: {}", error.kind())))?;
        let stdout = child.stdout.take();
        let mut running = Running(child);
        let finished = async {
            let output = match stdout {
                Some(stdout) => read_on_thread(stdout).await,
                None => None,
            };
            (output, running.exited().await)
        };
        let (output, status) = tokio::time::timeout(self.time_limit, finished)
            .await
            .map_err(|_| failed(&format!("took longer than {:?}", self.time_limit)))?;
        // Check the size before the status, since a program whose output is no longer read exits
        // with an error.
        if output
            .as_ref()
            .is_some_and(|output| output.len() > MAX_PROCESS_OUTPUT_BYTES)
        {
            return Err(failed("printed too much output"));
        }
        if !status.is_some_and(|status| status.success()) {
            let code = status.and_then(|status| status.code());
            let how = code.map_or_else(
                || "was terminated by a signal".to_owned(),
                |code| format!("exited with status {code}"),
            );
            return Err(failed(&how));
        }
        let output = output.ok_or_else(|| failed("printed output that cannot be read"))?;
        let key = IssuedKey::read(&issuer, &output)?;
        match key.mode() {
            "" | "AK" => key.into_credentials(&issuer),
            "StsToken" if key.has_token() => key.into_credentials(&issuer),
            "StsToken" => Err(failed("returned credentials without a security token")),
            _ => Err(failed("returned a mode that is neither AK nor StsToken")),
        }
    }
}

/// Reads the output on a separate thread, so that a slow program blocks no other work.
async fn read_on_thread(stdout: ChildStdout) -> Option<Zeroizing<Vec<u8>>> {
    let (done, output) = oneshot::channel();
    std::thread::Builder::new()
        .name("credentials-process".to_owned())
        .spawn(move || {
            // Allocate the full size, since a growing buffer leaves copies behind.
            let mut bytes = Zeroizing::new(Vec::with_capacity(MAX_PROCESS_OUTPUT_BYTES + 64));
            let limit = MAX_PROCESS_OUTPUT_BYTES as u64 + 1;
            let read = stdout.take(limit).read_to_end(&mut bytes);
            // The receiver is gone if the call was cancelled.
            let _ = done.send(read.is_ok().then_some(bytes));
        })
        .ok()?;
    output.await.ok().flatten()
}

/// A program that is killed on drop.
struct Running(Child);

impl Running {
    /// Waits for the program to exit.
    async fn exited(&mut self) -> Option<ExitStatus> {
        loop {
            match self.0.try_wait() {
                Ok(None) => tokio::time::sleep(POLL).await,
                Ok(status) => return status,
                Err(_) => return None,
            }
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
