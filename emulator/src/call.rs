//! A request understood as a call: which operation, signed by whom and how, with which parameters.

use crate::received::{Pair, Received};
use crate::refusal::Refusal;
use crate::signature::SignatureKind;
use crate::signature::acs3::Authorization;

/// Parameters of HMAC-SHA1 that belong to the protocol and not to the operation.
const COMMON: [&str; 10] = [
    "AccessKeyId",
    "Action",
    "Format",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

/// What a request says about itself.
#[derive(Debug, Default)]
pub(crate) struct Call {
    pub(crate) operation: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) access_key_id: Option<String>,
    pub(crate) security_token: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) date: Option<String>,
    /// Whether the answer is to be XML.
    pub(crate) xml: bool,
    /// The signature, unless there is none or it cannot be read.
    pub(crate) proof: Option<Proof>,
    /// Parameters of the operation in the URL.
    pub(crate) query: Vec<Pair>,
    /// Parameters of the operation in the form.
    pub(crate) form: Vec<Pair>,
}

/// The signature of a request.
#[derive(Debug)]
pub(crate) enum Proof {
    Acs3(Result<Authorization, String>),
    HmacSha1(HmacSha1),
}

impl Proof {
    /// How the request was signed, if that can be read.
    pub(crate) fn kind(&self) -> Option<SignatureKind> {
        match self {
            Self::Acs3(Ok(_)) => Some(SignatureKind::Acs3HmacSha256),
            Self::Acs3(Err(_)) => None,
            Self::HmacSha1(_) => Some(SignatureKind::HmacSha1),
        }
    }
}

/// A signature among the parameters.
#[derive(Debug)]
pub(crate) struct HmacSha1 {
    pub(crate) signature: String,
    pub(crate) method: Option<String>,
    pub(crate) version: Option<String>,
}

impl Call {
    pub(crate) fn read(received: &Received) -> Self {
        let (query, form) = (received.query(), received.form());
        if let Some(header) = received.header("authorization") {
            return Self::in_headers(received, Some(&header), query, form);
        }
        let has = |name: &str| find(&query, &form, name).is_some();
        if has("Signature") || has("AccessKeyId") || has("Action") {
            return Self::in_parameters(query, form);
        }
        Self::in_headers(received, None, query, form)
    }

    fn in_headers(
        received: &Received,
        authorization: Option<&str>,
        query: Vec<Pair>,
        form: Vec<Pair>,
    ) -> Self {
        let authorization = authorization.map(Authorization::parse);
        let signer = match &authorization {
            Some(Ok(authorization)) => Some(authorization.access_key_id.clone()),
            _ => None,
        };
        Self {
            operation: received.header("x-acs-action"),
            version: received.header("x-acs-version"),
            access_key_id: signer.or_else(|| received.header("x-acs-accesskey-id")),
            security_token: received.header("x-acs-security-token"),
            nonce: received.header("x-acs-signature-nonce"),
            date: received.header("x-acs-date"),
            xml: false,
            proof: authorization.map(Proof::Acs3),
            query,
            form,
        }
    }

    fn in_parameters(query: Vec<Pair>, form: Vec<Pair>) -> Self {
        let take = |name: &str| find(&query, &form, name).map(str::to_owned);
        let proof = take("Signature").map(|signature| {
            Proof::HmacSha1(HmacSha1 {
                signature,
                method: take("SignatureMethod"),
                version: take("SignatureVersion"),
            })
        });
        let own = |pairs: &[Pair]| {
            let own = pairs
                .iter()
                .filter(|(name, _)| !COMMON.contains(&name.as_str()));
            own.cloned().collect::<Vec<_>>()
        };
        Self {
            operation: take("Action"),
            version: take("Version"),
            access_key_id: take("AccessKeyId"),
            security_token: take("SecurityToken"),
            nonce: take("SignatureNonce"),
            date: take("Timestamp"),
            xml: take("Format").is_some_and(|format| format.eq_ignore_ascii_case("xml")),
            proof,
            query: own(&query),
            form: own(&form),
        }
    }

    /// Drops the parameter that carries the token of a temporary credential.
    ///
    /// Some operations have a parameter of their own of this name, which a permanent key may send with
    /// HMAC-SHA1; so the credential must be known before the parameter can be told apart.
    pub(crate) fn drop_security_token(&mut self) {
        self.query.retain(|(name, _)| name != "SecurityToken");
        self.form.retain(|(name, _)| name != "SecurityToken");
    }

    /// Value of something the protocol demands, or the refusal that names it.
    pub(crate) fn require<'a>(value: Option<&'a String>, name: &str) -> Result<&'a str, Refusal> {
        match value {
            Some(value) if !value.is_empty() => Ok(value),
            _ => Err(Refusal::missing_common(name)),
        }
    }
}

fn find<'a>(query: &'a [Pair], form: &'a [Pair], name: &str) -> Option<&'a str> {
    let mut pairs = query.iter().chain(form);
    pairs
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}
