//! Words of other formats and languages, and what they are called in specs.

mod table;

use std::fmt::Write as _;

use table::{KEYS, LEAVE_OUT, TYPES, WORDS};

/// Returns what to write instead of a key of another format, if that is allowed here.
pub(crate) fn of_key(written: &str, allowed: &[&str]) -> Option<String> {
    let normal = normal(written);
    let is_this = |words: &str| words.split(' ').any(|word| word == normal);
    let mut needless = LEAVE_OUT.iter();
    if let Some((.., advice)) =
        needless.find(|(words, key, _)| is_this(words) && allowed.contains(key))
    {
        return Some((*advice).to_owned());
    }
    let known = KEYS.iter().filter(|(words, ..)| is_this(words));
    let (_, key, hint) = known
        .into_iter()
        .find(|(_, key, _)| allowed.contains(key))?;
    let mut advice = format!("write `{key}`");
    if !hint.is_empty() {
        let _ = write!(advice, ": {hint}");
    }
    Some(advice)
}

/// Returns what to write instead of a type of another format.
pub(crate) fn of_type(written: &str) -> Option<String> {
    if let Some(inner) = inner(written) {
        return Some(match inner {
            Inner::Items(items) => {
                format!("write `type: array` with `items: {}`", in_our_words(items))
            }
            Inner::Values(values) => {
                format!("write `type: map` with `values: {}`", in_our_words(values))
            }
        });
    }
    let normal = normal(written);
    let is_this = |words: &str| words.split(' ').any(|word| word == normal);
    let known = TYPES.iter().find(|(words, _)| is_this(words));
    known.map(|(_, advice)| (*advice).to_owned())
}

/// Returns what to write instead of another word that a key can have.
pub(crate) fn of_word(what: &str, written: &str) -> Option<&'static str> {
    let normal = normal(written);
    let is_this = |words: &str| words.split(' ').any(|word| word == normal);
    let known = WORDS
        .iter()
        .find(|(kind, words, _)| *kind == what && is_this(words));
    known.map(|(.., advice)| *advice)
}

/// Returns a word in lower case and without what joins its parts.
fn normal(word: &str) -> String {
    let letters = word.chars().filter(|c| !matches!(c, '_' | '-' | ' '));
    letters.flat_map(char::to_lowercase).collect()
}

/// The type inside a type such as `List<String>`.
enum Inner<'t> {
    Items(&'t str),
    Values(&'t str),
}

fn inner(written: &str) -> Option<Inner<'_>> {
    let written = written.trim();
    if let Some(items) = written.strip_suffix("[]").or_else(|| {
        let bare = written.strip_prefix('[')?;
        bare.strip_suffix(']')
    }) {
        return Some(Inner::Items(items));
    }
    let written = written
        .strip_suffix('>')
        .or_else(|| written.strip_suffix(')'))
        .or_else(|| written.strip_suffix(']'))?;
    let (outer, inner) = written.split_once(['<', '(', '['])?;
    match normal(outer).as_str() {
        "array" | "list" | "vec" | "set" | "sequence" | "repeatlist" => Some(Inner::Items(inner)),
        "map" | "dict" | "hash" | "hashmap" | "object" => {
            let values = inner.split_once(',').map_or(inner, |(_, values)| values);
            Some(Inner::Values(values))
        }
        _ => None,
    }
}

/// Returns the type of an item as specs call it, or what is written if it is none of theirs.
fn in_our_words(written: &str) -> String {
    let written = written.trim();
    let normal = normal(written);
    let is_this = |words: &str| words.split(' ').any(|word| word == normal);
    let known = TYPES.iter().find(|(words, _)| is_this(words));
    let ours = known.and_then(|(_, advice)| advice.strip_prefix("write `")?.strip_suffix('`'));
    match ours {
        Some(ours) => ours.to_owned(),
        None if matches!(normal.as_str(), "object" | "array" | "map") => {
            format!("{{ type: {normal}, … }}")
        }
        None if matches!(
            normal.as_str(),
            "string" | "integer" | "long" | "float" | "double" | "boolean" | "any"
        ) =>
        {
            normal
        }
        None => written.to_owned(),
    }
}
