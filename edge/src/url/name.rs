//! Rules about names that are part of a path or a token.

use super::error::{Part, Problem, UrlError};

/// The longest name that a page documents, for the application in configurations of transcoding.
const LONGEST: usize = 256;

/// Checks a name that becomes part of a URL, as [`segment`] does, and its length.
pub(crate) fn new_segment(part: Part, text: &str) -> Result<(), UrlError> {
    segment(part, text)?;
    if text.len() > LONGEST {
        return Err(UrlError::new(part, Problem::TooLong));
    }
    Ok(())
}

/// Checks a name that is part of a path.
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
