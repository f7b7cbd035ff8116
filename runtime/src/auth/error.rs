//! The error of credential providers.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The reason why a provider returned no credentials.
///
/// Contains no secrets: no keys, tokens, file contents or response bodies.
#[derive(Clone, Debug)]
pub struct CredentialsError {
    reason: String,
    source: Option<Arc<dyn Error + Send + Sync>>,
    state: SetupState,
}

/// How a provider that failed is configured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SetupState {
    /// The provider is configured but does not work.
    #[default]
    Broken,
    /// It has no profile of the name in `ALIBABA_CLOUD_PROFILE`, which may refer to another
    /// provider.
    NoSuchProfile,
    /// The provider is not configured.
    NotSetUp,
}

impl SetupState {
    /// Returns the state for a missing file, depending on whether its path or a profile name was
    /// given.
    pub(crate) fn of_missing_file(path_is_given: bool, profile_is_given: bool) -> Self {
        match (path_is_given, profile_is_given) {
            (true, _) => Self::Broken,
            (false, true) => Self::NoSuchProfile,
            (false, false) => Self::NotSetUp,
        }
    }
}

impl CredentialsError {
    /// Creates an error with a reason. The reason must not contain secrets because it is logged.
    pub fn new(reason: impl Into<String>) -> Self {
        Self {
            reason: reason.into(),
            source: None,
            state: SetupState::default(),
        }
    }

    /// Sets the error that caused this one. It must not contain secrets either.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn Error + Send + Sync>>) -> Self {
        self.source = Some(Arc::from(source.into()));
        self
    }

    /// Sets how the provider is configured.
    pub(crate) fn with_state(mut self, state: SetupState) -> Self {
        self.state = state;
        self
    }

    pub(crate) fn state(&self) -> SetupState {
        self.state
    }

    /// Prepends the name of the provider to the reason.
    pub(crate) fn context(mut self, provider: &str) -> Self {
        self.reason = format!("{provider}: {}", self.reason);
        self
    }

    /// Returns the reason followed by those of all its sources.
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
