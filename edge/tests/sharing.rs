//! What programs keep can be shared between threads, and is not tied to a scope.

use alibabacloud_live_edge::callback::{
    CallbackError, CallbackVerifier, HostProblem, KeyProblem, SignedHeaders, Verified,
};
use alibabacloud_live_edge::url::{
    self, AuthToken, IngestUrl, MatchedKey, ParsedUrl, Part, PlaybackUrl, Problem, SignedUrl,
    Signing, TimeShift, UrlBuilder, UrlError, UrlSigner, Validity,
};

#[test]
fn all_types_are_shared_between_threads() {
    const fn shared<T: Send + Sync + Clone + std::fmt::Debug + Unpin>() {}
    shared::<(CallbackVerifier, Verified, SignedHeaders)>();
    shared::<(HostProblem, KeyProblem, MatchedKey)>();
    shared::<(
        UrlSigner,
        Signing<'static>,
        SignedUrl,
        AuthToken,
        url::Verified,
    )>();
    shared::<(IngestUrl, PlaybackUrl, ParsedUrl)>();
    shared::<(UrlBuilder<IngestUrl>, UrlBuilder<PlaybackUrl>)>();
    shared::<(TimeShift, Validity, Part, Problem)>();
}

#[test]
fn errors_pass_through_question_marks() {
    fn refused() -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        UrlSigner::new("key")?;
        CallbackVerifier::for_callback_url("", "key")?;
        Ok(())
    }
    assert!(refused().unwrap_err().is::<CallbackError>());
    let error: Box<dyn std::error::Error + Send + Sync> = UrlSigner::new("").unwrap_err().into();
    assert!(error.is::<UrlError>());
}
