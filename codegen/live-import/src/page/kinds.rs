//! Reads the types that pages state.

use crate::page::words;

/// A type as a page states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Stated {
    String,
    Integer,
    Long,
    Float,
    Double,
    Boolean,
    Any,
    /// A list, and its items if they are stated.
    Array(Option<Box<Stated>>),
    /// A list whose items are parameters of their own, `Name.1`, `Name.2`.
    Repeated(Option<Box<Stated>>),
    /// An object, and the name of its type if it has one.
    Object(Option<String>),
    Map(Option<Box<Stated>>),
}

impl Stated {
    /// Returns whether fields can belong to it.
    pub(crate) fn is_container(&self) -> bool {
        matches!(
            self,
            Self::Array(_) | Self::Repeated(_) | Self::Object(_) | Self::Map(_)
        )
    }

    /// Returns the name of the type of an object or of the items of a list.
    pub(crate) fn type_name(&self) -> Option<&str> {
        match self {
            Self::Object(name) => name.as_deref(),
            Self::Array(Some(items)) | Self::Repeated(Some(items)) | Self::Map(Some(items)) => {
                items.type_name()
            }
            _ => None,
        }
    }
}

/// Words for types that are not made of others.
const WORDS: &[(&str, Stated)] = &[
    ("string", Stated::String),
    ("text", Stated::String),
    ("字符串", Stated::String),
    ("integer", Stated::Integer),
    ("int", Stated::Integer),
    ("int32", Stated::Integer),
    ("整型", Stated::Integer),
    ("number", Stated::Double),
    ("long", Stated::Long),
    ("int64", Stated::Long),
    ("bigint", Stated::Long),
    ("长整型", Stated::Long),
    ("float", Stated::Float),
    ("double", Stated::Double),
    ("boolean", Stated::Boolean),
    ("bool", Stated::Boolean),
    ("布尔", Stated::Boolean),
    ("any", Stated::Any),
    ("object", Stated::Object(None)),
    ("struct", Stated::Object(None)),
    ("json", Stated::Object(None)),
    ("map", Stated::Map(None)),
    ("array", Stated::Array(None)),
    ("list", Stated::Array(None)),
    ("repeatlist", Stated::Repeated(None)),
];

/// Reads a type of known words only, such as `string` or `array<object>`.
pub(crate) fn plain(text: &str) -> Option<Stated> {
    parse(text, 8).filter(|stated| !matches!(stated, Stated::Object(Some(_))))
}

/// Reads a type, also the name of a type that the page explains elsewhere.
pub(crate) fn any(text: &str) -> Option<Stated> {
    parse(text, 8)
}

fn parse(text: &str, depth: usize) -> Option<Stated> {
    let text = text.trim();
    let lower = text.to_lowercase();
    if let Some((_, stated)) = WORDS.iter().find(|(word, _)| *word == lower) {
        return Some(stated.clone());
    }
    let depth = depth.checked_sub(1)?;
    let inner = |text: &str| {
        let singular = text.trim().trim_end_matches(['.', ',']);
        let singular = match singular.strip_suffix('s') {
            Some(bare) if is_word(bare) => bare,
            _ => singular.strip_suffix(" objects").unwrap_or(singular),
        };
        parse(singular, depth).map(Box::new)
    };
    for start in ["array of ", "list of ", "arrayof"] {
        if lower.starts_with(start) {
            return Some(Stated::Array(Some(inner(text.get(start.len()..)?)?)));
        }
    }
    if let Some(item) = text.strip_suffix("[]") {
        return Some(Stated::Array(Some(inner(item)?)));
    }
    if let Some((outer, rest)) = text.split_once('<') {
        let items = rest.strip_suffix('>')?;
        return Some(match outer.trim().to_lowercase().as_str() {
            "array" | "list" => Stated::Array(Some(inner(items)?)),
            "map" | "dict" => {
                let value = items.rsplit(',').next().unwrap_or(items);
                Stated::Map(Some(inner(value)?))
            }
            _ => return None,
        });
    }
    let is_name = text.starts_with(|c: char| c.is_ascii_uppercase())
        && text.len() > 2
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    is_name.then(|| Stated::Object(Some(text.to_owned())))
}

fn is_word(text: &str) -> bool {
    let lower = text.to_lowercase();
    WORDS.iter().any(|(word, _)| *word == lower)
}

/// Words that are often the ends of other words, as in `Endpoint` and `Playlist`.
const AMBIGUOUS: &[&str] = &["any", "int", "json", "list", "number", "text"];

/// Splits a type of known words from the end of a name that it runs together with.
pub(crate) fn at_end(text: &str) -> Option<(&str, Stated)> {
    text.char_indices().skip(1).find_map(|(at, _)| {
        let (name, kind) = text.split_at(at);
        let is_type = !kind.starts_with(char::is_whitespace)
            && !AMBIGUOUS.contains(&kind.to_lowercase().as_str());
        let stated = plain(kind).filter(|_| is_type)?;
        words::is_field_name(name.trim_end()).then_some((name.trim_end(), stated))
    })
}

/// Splits a name and its type from the start of a text that they run together with. Returns the
/// rest too.
pub(crate) fn at_start(text: &str) -> Option<(&str, Stated, &str)> {
    const STARTS: &[&str] = &[
        "String", "Integer", "Long", "Float", "Double", "Boolean", "string", "integer", "boolean",
    ];
    let simple = text.char_indices().skip(1).find_map(|(at, _)| {
        let (name, after) = text.split_at(at);
        let word = STARTS.iter().find(|word| after.starts_with(**word))?;
        let rest = after.get(word.len()..)?;
        let is_end = !rest.starts_with(|c: char| c.is_ascii_lowercase() || c == '_');
        let name = name.trim_end();
        (is_end && words::is_field_name(name)).then_some((name, plain(word)?, rest.trim()))
    });
    // These are the ends of other words too, so a sentence or an answer has to follow.
    simple.or_else(|| {
        text.char_indices().skip(2).find_map(|(at, _)| {
            let (name, after) = text.split_at(at);
            let (stated, rest) = unnamed(after)?;
            words::is_field_name(name).then_some((name, stated, rest))
        })
    })
}

/// Splits a type from the start of a text that begins a sentence or an answer right after it.
pub(crate) fn unnamed(text: &str) -> Option<(Stated, &str)> {
    const STARTS: &[&str] = &[
        "array", "Array", "object", "Object", "long", "float", "double",
    ];
    let word = STARTS.iter().find(|word| text.starts_with(**word))?;
    let mut end = word.len();
    if text.get(end..)?.starts_with('<') {
        end = text.rfind('>')? + 1;
    }
    let (kind, rest) = text.split_at(end);
    let is_sentence = rest.starts_with(|c: char| c.is_ascii_uppercase() || c >= '\u{2e80}');
    Some((plain(kind).filter(|_| is_sentence)?, rest))
}
