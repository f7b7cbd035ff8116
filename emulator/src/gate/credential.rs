//! Credentials of accounts.

/// A credential that can sign requests, and its account.
#[derive(Clone, PartialEq, Eq)]
pub struct Credential {
    pub(crate) account: String,
    pub(crate) access_key_id: String,
    pub(crate) access_key_secret: String,
    pub(crate) security_token: Option<String>,
    pub(crate) state: CredentialState,
}

/// Whether a credential may be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CredentialState {
    Active,
    Inactive,
    Expired,
}

impl Credential {
    /// Creates a permanent AccessKey of an account. The account can be any name; the emulator keeps
    /// state per account.
    #[must_use]
    pub fn access_key(
        account: impl Into<String>,
        access_key_id: impl Into<String>,
        access_key_secret: impl Into<String>,
    ) -> Self {
        Self {
            account: account.into(),
            access_key_id: access_key_id.into(),
            access_key_secret: access_key_secret.into(),
            security_token: None,
            state: CredentialState::Active,
        }
    }

    /// Makes this a temporary STS credential, which is valid only together with the token.
    #[must_use]
    pub fn with_security_token(mut self, token: impl Into<String>) -> Self {
        self.security_token = Some(token.into());
        self
    }

    /// Makes the service reject this credential as expired (`InvalidSecurityToken.Expired`).
    #[must_use]
    pub fn expired(mut self) -> Self {
        self.state = CredentialState::Expired;
        self
    }

    /// Makes the service reject this credential as disabled (`InvalidAccessKeyId.Inactive`).
    #[must_use]
    pub fn inactive(mut self) -> Self {
        self.state = CredentialState::Inactive;
        self
    }
}

impl std::fmt::Debug for Credential {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Credential")
            .field("account", &self.account)
            .field("access_key_id", &self.access_key_id)
            .field("temporary", &self.security_token.is_some())
            .field("state", &self.state)
            .finish_non_exhaustive()
    }
}
