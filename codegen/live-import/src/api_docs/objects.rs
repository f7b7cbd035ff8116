//! The objects of the vendor's metadata, and what their keys mean for a request.

use crate::json::{Located, ReadResult};
use crate::keys::Object;

pub(super) const DOCUMENT: Object = Object {
    name: "the document",
    read: &[
        "info",
        "apis",
        "components",
        "endpoints",
        "ram",
        "flowControl",
    ],
    ignored: &["version", "openapi", "directories"],
    refused: &[],
};

pub(super) const INFO: Object = Object {
    name: "`info`",
    read: &["product", "version", "style"],
    ignored: &["title", "description"],
    refused: &[],
};

pub(super) const OPERATION: Object = Object {
    name: "an operation",
    read: &[
        "name",
        "methods",
        "path",
        "style",
        "schemes",
        "security",
        "consumes",
        "produces",
        "deprecated",
        "systemTags",
        "parameters",
        "responses",
        "errorCodes",
        "ramActions",
        "flowControl",
    ],
    ignored: &[
        "title",
        "summary",
        "description",
        "requestParamsDescription",
        "responseParamsDescription",
        "responseDemo",
        "extraInfo",
        "staticInfo",
        "operationType",
        // The root of a file that holds one operation.
        "components",
        "ram",
        "info",
        "version",
    ],
    refused: &[
        ("eventStream", "the answer is a stream of events"),
        ("requestBody", "the request has a body of its own"),
    ],
};

pub(super) const PARAMETER: Object = Object {
    name: "a parameter",
    read: &["name", "in", "style", "schema"],
    // An empty value is sent if a caller sets it.
    ignored: &["allowEmptyValue", "description"],
    refused: &[],
};

pub(super) const SCHEMA: Object = Object {
    name: "a schema",
    read: &[
        "$ref",
        "type",
        "format",
        "required",
        "docRequired",
        "example",
        "default",
        "enum",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "pattern",
        "items",
        "properties",
        "additionalProperties",
        "deprecated",
    ],
    ignored: &[
        "title",
        "description",
        "enumValueTitles",
        "index",
        "itemName",
    ],
    refused: &[
        ("oneOf", "the value has one of several types"),
        ("anyOf", "the value has any of several types"),
        ("allOf", "the value has several types at once"),
    ],
};

pub(super) const RESPONSE: Object = Object {
    name: "a response",
    read: &["schema"],
    ignored: &["headers", "description"],
    refused: &[],
};

pub(super) const ERROR: Object = Object {
    name: "an error code",
    read: &["errorCode"],
    ignored: &["errorMessage", "description"],
    refused: &[],
};

/// Identities of callers that need no signature.
const UNSIGNED: [&str; 2] = ["Anonymous", "ARS_OIDC"];
/// The identity that the client signs with.
const ACCESS_KEY: &str = "AK";
/// Content types of bodies that are forms.
const FORMS: [&str; 2] = ["application/x-www-form-urlencoded", "multipart/form-data"];
const JSON: &str = "application/json";

/// Returns whether requests carry no signature. Fails if callers need another identity than an
/// AccessKey.
pub(super) fn is_unsigned(at: &Located<'_>) -> ReadResult<bool> {
    let Some(security) = at.member("security")? else {
        return Ok(false);
    };
    let mut identities = Vec::new();
    for identity in security.list()? {
        identities.extend(identity.members()?.into_iter().map(|(name, _)| name));
    }
    match identities.as_slice() {
        known if known.contains(&ACCESS_KEY) => Ok(false),
        known if known.iter().any(|name| UNSIGNED.contains(name)) => Ok(true),
        [] => Err(security.error("no identity of callers is listed")),
        others => Err(security.error(format!(
            "callers need the identity {}, and the client signs only with an AccessKey",
            others.join(" or ")
        ))),
    }
}

/// Fails unless an operation takes a form and answers with JSON at the path of RPC operations.
pub(super) fn expect_form_and_json(at: &Located<'_>) -> ReadResult<()> {
    if let Some(style) = at.member("style")?
        && !style.text()?.eq_ignore_ascii_case("rpc")
    {
        let text = style.text()?;
        return Err(style.error(format!("the operation has the style {text}, not RPC")));
    }
    if let Some(path) = at.member("path")?
        && !matches!(path.text()?, "" | "/")
    {
        let text = path.text()?;
        return Err(path.error(format!(
            "the operation has the path `{text}` of its own, so it is one of a REST API"
        )));
    }
    let words = |key| {
        let listed = at.member(key)?.filter(|listed| !listed.is_off());
        let Some(listed) = listed else {
            return Ok(None);
        };
        let words: ReadResult<Vec<_>> = listed.list()?.iter().map(Located::text).collect();
        Ok(Some((listed, words?)))
    };
    if let Some((listed, types)) = words("consumes")?
        && !types.iter().any(|listed| FORMS.contains(listed))
    {
        let types = types.join(", ");
        return Err(listed.error(format!("the operation takes {types}, not a form")));
    }
    if let Some((listed, types)) = words("produces")?
        && !types.contains(&JSON)
    {
        let types = types.join(", ");
        return Err(listed.error(format!("the operation answers with {types}, not with JSON")));
    }
    if let Some((listed, schemes)) = words("schemes")?
        && let Some(other) = schemes
            .iter()
            .find(|scheme| !matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https"))
    {
        return Err(listed.error(format!(
            "the operation uses `{other}`, and the client knows only single answers over HTTP"
        )));
    }
    Ok(())
}
