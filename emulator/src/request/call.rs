//! A request interpreted as a call: its operation, signer, signature and parameters.

use super::received::{Pair, Received};
use super::signature::SignatureKind;
use super::signature::acs3::Authorization;

/// The parameters of HMAC-SHA1 that belong to the protocol, not to the operation.
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

/// A call: the interpreted contents of a request.
#[derive(Debug, Default)]
pub(crate) struct Call {
    pub(crate) operation: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) access_key_id: Option<String>,
    pub(crate) security_token: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) date: Option<String>,
    /// The format of the response.
    pub(crate) format: Format,
    /// The signature, or `None` if the request has neither a header nor parameters for one.
    pub(crate) signature: Option<Signature>,
    /// The parameters of the operation in the URL.
    pub(crate) query: Vec<Pair>,
    /// The parameters of the operation in the form.
    pub(crate) form: Vec<Pair>,
}

/// The format in which a response is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Format {
    #[default]
    Json,
    Xml,
    /// One that the service does not know. It states so as XML.
    Unknown,
}

impl Format {
    /// Reads the parameter `Format`. Without it the format is XML.
    fn of_parameter(text: Option<&str>) -> Self {
        match text.unwrap_or_default().to_ascii_lowercase().as_str() {
            "json" => Self::Json,
            "xml" | "" => Self::Xml,
            _ => Self::Unknown,
        }
    }
}

/// The signature of a request.
#[derive(Debug)]
pub(crate) enum Signature {
    /// A header; the error states why it is malformed.
    Acs3(Result<Authorization, String>),
    HmacSha1(HmacSha1),
}

impl Signature {
    /// Returns the kind of the signature, or `None` if the signature is missing or malformed.
    pub(crate) fn kind(&self) -> Option<SignatureKind> {
        match self {
            Self::Acs3(Ok(_)) => Some(SignatureKind::Acs3HmacSha256),
            Self::Acs3(Err(_)) => None,
            Self::HmacSha1(claimed) => claimed.signature.as_ref().map(|_| SignatureKind::HmacSha1),
        }
    }
}

/// The parameters that carry an `HMAC-SHA1` signature.
#[derive(Debug)]
pub(crate) struct HmacSha1 {
    /// `None` if the parameter `Signature` is missing or empty.
    pub(crate) signature: Option<String>,
    pub(crate) method: Option<String>,
    pub(crate) version: Option<String>,
}

impl Call {
    /// Interprets a request.
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
        let mut query = query;
        let mut format = Format::Json;
        if authorization.is_none()
            && let Some(wanted) = find(&query, &[], "Format")
        {
            // The official SDKs add it to requests that they do not sign.
            format = Format::of_parameter(Some(wanted));
            query.retain(|(name, _)| name != "Format");
        }
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
            format,
            signature: authorization.map(Signature::Acs3),
            query,
            form,
        }
    }

    fn in_parameters(query: Vec<Pair>, form: Vec<Pair>) -> Self {
        let take = |name: &str| find(&query, &form, name).map(str::to_owned);
        let signature = Signature::HmacSha1(HmacSha1 {
            signature: take("Signature").filter(|signature| !signature.is_empty()),
            method: take("SignatureMethod"),
            version: take("SignatureVersion"),
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
            format: Format::of_parameter(find(&query, &form, "Format")),
            signature: Some(signature),
            query: own(&query),
            form: own(&form),
        }
    }

    /// Returns whether the request says who calls, by an AccessKey or a signature.
    pub(crate) fn names_caller(&self) -> bool {
        let is_signed = match &self.signature {
            Some(Signature::Acs3(_)) => true,
            Some(Signature::HmacSha1(claimed)) => claimed.signature.is_some(),
            None => false,
        };
        is_signed || self.access_key_id.is_some()
    }

    /// Removes the parameter that carries the security token of a temporary credential.
    ///
    /// Some operations have a parameter of the same name, which a permanent key may send with
    /// HMAC-SHA1. The two can be distinguished only once the credential is known.
    pub(crate) fn drop_security_token(&mut self) {
        self.query.retain(|(name, _)| name != "SecurityToken");
        self.form.retain(|(name, _)| name != "SecurityToken");
    }
}

fn find<'a>(query: &'a [Pair], form: &'a [Pair], name: &str) -> Option<&'a str> {
    let mut pairs = query.iter().chain(form);
    pairs
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.as_str())
}
