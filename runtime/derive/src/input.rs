//! What the macros need to know of a struct or an enum.

use std::iter::Peekable;

use proc_macro::{Delimiter, Group, TokenStream, TokenTree};

/// A struct or an enum.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) is_enum: bool,
    /// Names of its type parameters.
    pub(crate) generics: Vec<String>,
    /// What `#[rpc(…)]` on the item says: names, some with the source text of a value.
    settings: Vec<(String, String)>,
    /// Fields or variants, in order.
    pub(crate) members: Vec<Member>,
}

/// A field or a variant.
pub(crate) struct Member {
    pub(crate) name: String,
    /// The type of a field, or what a variant holds.
    pub(crate) ty: String,
    /// Source text of its documentation and of `#[deprecated]`.
    pub(crate) docs: String,
    /// What `#[rpc(…)]` says: names, some with the source text of a value.
    settings: Vec<(String, String)>,
}

impl Member {
    /// The source text of the value of a setting.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        find(&self.settings, name)
    }

    /// The first setting that is none of these.
    pub(crate) fn setting_beside(&self, known: &[&str]) -> Option<&str> {
        let mut settings = self.settings.iter().map(|(name, _)| name.as_str());
        settings.find(|name| !known.contains(name))
    }
}

fn find<'s>(settings: &'s [(String, String)], name: &str) -> Option<&'s str> {
    let mut settings = settings.iter();
    let (_, value) = settings.find(|(known, _)| known == name)?;
    Some(value)
}

type Tokens = Peekable<proc_macro::token_stream::IntoIter>;

impl Input {
    pub(crate) fn parse(input: TokenStream) -> Result<Self, String> {
        let mut tokens = input.into_iter().peekable();
        let (settings, _) = attributes(&mut tokens)?;
        skip_visibility(&mut tokens);
        let is_enum = match word(&mut tokens)?.as_str() {
            "struct" => false,
            "enum" => true,
            other => return Err(format!("expected a struct or an enum, found `{other}`")),
        };
        let name = word(&mut tokens)?;
        let generics = generics(&mut tokens)?;
        let Some(TokenTree::Group(body)) = tokens.next() else {
            return Err(format!("`{name}` must have members"));
        };
        let are_named = !is_enum && body.delimiter() == Delimiter::Brace;
        let members = members(&body, is_enum, are_named)?;
        Ok(Self {
            name,
            is_enum,
            generics,
            settings,
            members,
        })
    }

    /// The source text of the value of a setting.
    pub(crate) fn setting(&self, name: &str) -> Option<&str> {
        find(&self.settings, name)
    }
}

/// Reads the names of type parameters, and skips their defaults.
fn generics(tokens: &mut Tokens) -> Result<Vec<String>, String> {
    let mut names = Vec::new();
    if tokens.next_if(|token| is_punct(token, '<')).is_none() {
        return Ok(names);
    }
    while tokens.next_if(|token| is_punct(token, '>')).is_none() {
        names.push(word(tokens)?);
        while let Some(token) = tokens.next_if(|token| !is_punct(token, '>')) {
            if is_punct(&token, ',') {
                break;
            }
        }
    }
    Ok(names)
}

fn members(body: &Group, is_enum: bool, are_named: bool) -> Result<Vec<Member>, String> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut members = Vec::new();
    while tokens.peek().is_some() {
        let (settings, docs) = attributes(&mut tokens)?;
        skip_visibility(&mut tokens);
        let name = match is_enum || are_named {
            true => word(&mut tokens)?,
            false => members.len().to_string(),
        };
        if are_named {
            // The colon.
            tokens.next();
        }
        members.push(Member {
            name,
            ty: until_comma(&mut tokens),
            docs,
            settings,
        });
    }
    Ok(members)
}

/// What `#[rpc(…)]` says, and the source text of documentation.
type Attributes = (Vec<(String, String)>, String);

fn attributes(tokens: &mut Tokens) -> Result<Attributes, String> {
    let (mut settings, mut docs) = (Vec::new(), String::new());
    while tokens.next_if(|token| is_punct(token, '#')).is_some() {
        let Some(TokenTree::Group(attribute)) = tokens.next() else {
            return Err("expected an attribute".to_owned());
        };
        let mut inside = attribute.stream().into_iter();
        let Some(TokenTree::Ident(name)) = inside.next() else {
            continue;
        };
        match (name.to_string().as_str(), inside.next()) {
            ("doc" | "deprecated", _) => docs += &format!("#{attribute}"),
            ("rpc", Some(TokenTree::Group(list))) => {
                let mut list = list.stream().into_iter().peekable();
                while list.peek().is_some() {
                    let name = word(&mut list)?;
                    list.next_if(|token| is_punct(token, '='));
                    settings.push((name, until_comma(&mut list)));
                }
            }
            _ => {}
        }
    }
    Ok((settings, docs))
}

fn skip_visibility(tokens: &mut Tokens) {
    let is_pub =
        |token: &TokenTree| matches!(token, TokenTree::Ident(word) if word.to_string() == "pub");
    if tokens.next_if(is_pub).is_some() {
        tokens.next_if(|token| matches!(token, TokenTree::Group(_)));
    }
}

/// The source text up to the next comma that is not inside a type's angle brackets, and skips the
/// comma.
fn until_comma(tokens: &mut Tokens) -> String {
    let mut depth = 0_i32;
    let mut text = TokenStream::new();
    for token in tokens.by_ref() {
        if let TokenTree::Punct(punct) = &token {
            match punct.as_char() {
                ',' if depth == 0 => break,
                '<' => depth += 1,
                '>' => depth -= 1,
                _ => {}
            }
        }
        text.extend([token]);
    }
    text.to_string()
}

fn word(tokens: &mut Tokens) -> Result<String, String> {
    match tokens.next() {
        Some(TokenTree::Ident(word)) => Ok(word.to_string()),
        Some(other) => Err(format!("expected a name, found `{other}`")),
        None => Err("expected a name, found nothing".to_owned()),
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}
