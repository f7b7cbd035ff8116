//! Why no credentials could be had.

use std::error::Error;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

/// Why no credentials could be had.
///
/// Holds no secrets: neither keys and tokens, nor contents of files, nor bodies of answers.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    reason: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
    state: SetupState,
}

/// What a failure says of how a provider is set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SetupState {
    /// It is set up, and does not work.
    #[default]
    Broken,
    /// It has nothing of the name in `ALIBABA_CLOUD_PROFILE`, which may be meant for another.
    NoSuchProfile,
    /// Nobody set it up.
    NotSetUp,
}

impl SetupState {
    /// What it means that a file is missing which may have been asked for, itself or by the name of a profile.
    pub(crate) fn of_missing_file(path_is_given: bool, profile_is_given: bool) -> Self {
        match (path_is_given, profile_is_given) {
            (true, _) => Self::Broken,
            (false, true) => Self::NoSuchProfile,
            (false, false) => Self::NotSetUp,
        }
    }
}

impl CredentialsError {
    /// An error with a reason. The reason must not hold secrets: it ends up in logs.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            source: None,
            state: SetupState::default(),
        }
    }

    /// Adds the error that led to this one. It must not hold secrets either.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// The same error, which says something else of how its provider is set up.
    pub(crate) fn with_state(mut self, state: SetupState) -> Self {
        self.state = state;
        self
    }

    /// The same error, of reading a file that may be missing.
    pub(crate) fn with_state_if_missing(self, path: &Path, missing: SetupState) -> Self {
        match path.try_exists() {
            Ok(false) => self.with_state(missing),
            _ => self,
        }
    }

    pub(crate) fn state(&self) -> SetupState {
        self.state
    }

    /// The same error with the name of its provider in front.
    pub(crate) fn context(mut self, provider: &str) -> Self {
        self.reason = format!("{provider}: {}", self.reason);
        self
    }

    /// The reason with those of all errors that led to it.
    pub(crate) fn chain(&self) -> String {
        let mut text = self.reason.clone();
        let mut source = self.source();
        while let Some(error) = source {
            text.push_str(": ");
            text.push_str(&error.to_string());
            source = error.source();
        }
        text
    }
}

impl fmt::Display for CredentialsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.reason)
    }
}

impl Error for CredentialsError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        self.source.as_deref().map(|source| source as _)
    }
}
