//! Rules about names: domains, and names that become part of a path or a token.

use super::error::{Part, Problem, UrlError};

/// Checks that a domain is a host name without scheme, port and path.
pub(crate) fn domain(text: &str) -> Result<(), UrlError> {
    let fail = |problem| Err(UrlError::new(Part::Domain, problem));
    if text.is_empty() {
        return fail(Problem::Empty);
    }
    if text.contains("://") {
        return fail(Problem::Scheme);
    }
    if text.contains(':') && !text.contains('/') {
        return fail(Problem::Port);
    }
    let allowed = |character: char| character.is_ascii_alphanumeric() || ".-".contains(character);
    if let Some(character) = text.chars().find(|&it| !allowed(it)) {
        return fail(Problem::Character(character));
    }
    // The limits of DNS: 63 characters for a label, 253 for all.
    let is_label = |label: &str| {
        (1..=63).contains(&label.len()) && !label.starts_with('-') && !label.ends_with('-')
    };
    if text.len() > 253 || !text.split('.').all(is_label) {
        return fail(Problem::Malformed);
    }
    Ok(())
}

/// Checks a name that becomes part of a path.
///
/// The reference documents letters, digits, `-` and `_` for the names in configurations, and no
/// rule for URLs. This also admits the other two characters that no client encodes. All others are
/// refused: where a client encodes one and the service does not, or the reverse, the signature
/// fails.
pub(crate) fn segment(part: Part, text: &str) -> Result<(), UrlError> {
    check(part, text, "-_.~")?;
    match text {
        // Clients remove these from paths.
        "." | ".." => Err(UrlError::new(part, Problem::Reserved)),
        _ => Ok(()),
    }
}

/// Checks a field of a token.
pub(crate) fn field(part: Part, text: &str) -> Result<(), UrlError> {
    check(part, text, "_.~")
}

fn check(part: Part, text: &str, punctuation: &str) -> Result<(), UrlError> {
    if text.is_empty() {
        return Err(UrlError::new(part, Problem::Empty));
    }
    let allowed = |it: char| it.is_ascii_alphanumeric() || punctuation.contains(it);
    match text.chars().find(|&it| !allowed(it)) {
        Some(character) => Err(UrlError::new(part, Problem::Character(character))),
        None => Ok(()),
    }
}

/// Checks that a path begins with `/` and contains nothing that ends a path.
pub(crate) fn path(text: &str) -> Result<(), UrlError> {
    let fail = |problem| Err(UrlError::new(Part::Path, problem));
    match text.strip_prefix('/') {
        Some(rest) if !rest.is_empty() => {}
        _ => return fail(Problem::Malformed),
    }
    let allowed = |it: char| it.is_ascii_graphic() && !"?#".contains(it);
    match text.chars().find(|&it| !allowed(it)) {
        Some(character) => fail(Problem::Character(character)),
        None => Ok(()),
    }
}
