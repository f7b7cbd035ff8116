//! A request as a command for curl.

use crate::request::{SIGNATURE, SentPair, SentRequest, decoded};

/// The variable with the security token of temporary credentials.
const TOKEN: &str = "ALIBABA_CLOUD_SECURITY_TOKEN";

/// Returns a command for curl that sends a signed request. It has the signature but no secret:
/// secret parameters and the security token are read from variables, which comments name.
#[must_use]
pub fn curl(request: &SentRequest) -> String {
    let mut variables = Vec::new();
    let (query, form) = (request.query(), request.form());
    let mut parts = vec![format!("curl --request {}", request.method())];
    // With --globoff, brackets in the URL have no meaning.
    let open: Vec<_> = query
        .iter()
        .filter(|pair| variable(pair).is_none())
        .map(|pair| format!("{}={}", pair.name, pair.value))
        .collect();
    let mark = if open.is_empty() { "" } else { "?" };
    let url = format!("{}{mark}{}", request.address(), open.join("&"));
    parts.push(format!("--globoff {}", quoted(&url)));
    for pair in &query {
        if let Some(variable) = variable(pair) {
            parts.push(format!("--url-query \"{}=${variable}\"", pair.name));
            variables.push(variable);
        }
    }
    for (name, value) in request.headers().filter(|(name, _)| *name != "host") {
        if name == "x-acs-security-token" {
            parts.push(format!("--header \"{name}: ${TOKEN}\""));
            variables.push(TOKEN.to_owned());
        } else {
            parts.push(format!("--header {}", quoted(&format!("{name}: {value}"))));
        }
    }
    if form.is_empty() && request.method() == "POST" {
        parts.push("--header 'content-length: 0'".to_owned());
    }
    // The body is signed as it is, so its parameters stay in their order.
    let mut plain: Vec<String> = Vec::new();
    for pair in &form {
        match variable(pair) {
            Some(variable) => {
                push_data(&mut parts, &mut plain);
                parts.push(format!("--data-urlencode \"{}=${variable}\"", pair.name));
                variables.push(variable);
            }
            None => plain.push(format!("{}={}", pair.name, pair.value)),
        }
    }
    push_data(&mut parts, &mut plain);
    let mut out = String::from(match request.is_signed() {
        true => {
            "# Valid once and for 15 minutes: it has a signature, a nonce and the time, but no secret.\n"
        }
        false => "# Not signed: it stays valid, and has no secret.\n",
    });
    variables.sort();
    variables.dedup();
    if !variables.is_empty() {
        out.push_str(&format!(
            "# Set these variables first: {}.\n",
            variables.join(", ")
        ));
    }
    out.push_str(&parts.join(" \\\n  "));
    out.push('\n');
    out
}

/// Adds the parameters of the body that need no variable.
fn push_data(parts: &mut Vec<String>, plain: &mut Vec<String>) {
    if !plain.is_empty() {
        parts.push(format!("--data-raw {}", quoted(&plain.join("&"))));
        plain.clear();
    }
}

/// Returns the name of the variable that stands for a secret parameter.
fn variable(pair: &SentPair<'_>) -> Option<String> {
    let name = decoded(pair.name);
    match name.as_str() {
        _ if !pair.is_secret => None,
        // A signature is valid for one request only.
        SIGNATURE => None,
        "SecurityToken" => Some(TOKEN.to_owned()),
        _ => {
            let letter = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
            Some(name.chars().map(letter).collect())
        }
    }
}

/// Returns text in single quotes for a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
