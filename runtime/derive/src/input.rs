//! Reads the parts of a struct or an enum that the macros need.

use std::iter::Peekable;

use proc_macro::{Delimiter, Group, Ident, Span, TokenStream, TokenTree, token_stream};

use crate::error::Error;

/// A struct or an enum.
pub(crate) struct Input {
    pub(crate) name: String,
    pub(crate) span: Span,
    pub(crate) kind: Kind,
    /// Names of the type parameters.
    pub(crate) generics: Vec<String>,
    /// Settings in `#[rpc(…)]` on the item.
    pub(crate) settings: Settings,
    /// Fields or variants, in source order.
    pub(crate) members: Vec<Member>,
}

/// The kind of an item.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Kind {
    /// A struct with named fields.
    Struct,
    TupleStruct,
    Enum,
}

/// A field or a variant.
pub(crate) struct Member {
    /// Name, or position in a tuple struct.
    pub(crate) name: String,
    pub(crate) span: Span,
    /// Source text of a field's type, or of what follows a variant's name.
    pub(crate) ty: String,
    /// Source text of the documentation and of `#[deprecated]`.
    pub(crate) docs: String,
    pub(crate) is_deprecated: bool,
    /// Settings in `#[rpc(…)]` on the member.
    pub(crate) settings: Settings,
}

/// The settings in `#[rpc(…)]`.
#[derive(Default)]
pub(crate) struct Settings(Vec<Setting>);

/// A setting: `name` or `name = value`.
struct Setting {
    name: String,
    span: Span,
    /// Source text of the value; empty if there is none.
    value: String,
}

impl Settings {
    /// Returns the source text of a setting's value.
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut settings = self.0.iter();
        let setting = settings.find(|setting| setting.name == name)?;
        Some(&setting.value)
    }

    /// Returns the names of the settings without a value.
    pub(crate) fn flags(&self) -> impl Iterator<Item = &str> {
        let flags = self.0.iter().filter(|setting| setting.value.is_empty());
        flags.map(|flag| flag.name.as_str())
    }

    /// Checks that each setting is known, appears once, and has a value exactly if it needs one. At
    /// most one flag may be set.
    pub(crate) fn check(&self, with_value: &[&str], flags: &[&str]) -> Result<(), Error> {
        for (index, setting) in self.0.iter().enumerate() {
            self.0[..index]
                .iter()
                .try_for_each(|earlier| earlier.check_conflict(setting, flags))?;
            setting.check(with_value, flags)?;
        }
        Ok(())
    }
}

impl Setting {
    fn check(&self, with_value: &[&str], flags: &[&str]) -> Result<(), Error> {
        let Self { name, span, value } = self;
        let is_flag = flags.contains(&name.as_str());
        if !is_flag && !with_value.contains(&name.as_str()) {
            let known = [with_value, flags].concat();
            let message = match known[..] {
                [] => format!("`{name}` is not supported here"),
                _ => format!(
                    "unknown setting `{name}`, expected `{}`",
                    known.join("`, `")
                ),
            };
            return Err(Error::new(*span, message));
        }
        if is_flag && !value.is_empty() {
            return Err(Error::new(*span, format!("`{name}` takes no value")));
        }
        if !is_flag && value.is_empty() {
            let message = format!("`{name}` needs a value: `{name} = …`");
            return Err(Error::new(*span, message));
        }
        Ok(())
    }

    /// Checks that a later setting neither repeats this one nor is a second flag.
    fn check_conflict(&self, later: &Self, flags: &[&str]) -> Result<(), Error> {
        let is_flag = |setting: &Self| flags.contains(&setting.name.as_str());
        if self.name == later.name || (is_flag(self) && is_flag(later)) {
            let message = format!(
                "`{}` conflicts with the earlier `{}`",
                later.name, self.name
            );
            return Err(Error::new(later.span, message));
        }
        Ok(())
    }
}

type Tokens = Peekable<token_stream::IntoIter>;

impl Input {
    pub(crate) fn parse(input: TokenStream) -> Result<Self, Error> {
        let mut tokens = input.into_iter().peekable();
        let Attributes { settings, .. } = attributes(&mut tokens)?;
        skip_visibility(&mut tokens);
        let keyword = ident(&mut tokens)?;
        let is_enum = match keyword.to_string().as_str() {
            "struct" => false,
            "enum" => true,
            _ => return Err(Error::new(keyword.span(), "expected a struct or an enum")),
        };
        let name = ident(&mut tokens)?;
        let generics = generics(&mut tokens)?;
        let (kind, body) = match tokens.next() {
            Some(TokenTree::Group(body)) if is_enum => (Kind::Enum, body),
            Some(TokenTree::Group(body)) if body.delimiter() == Delimiter::Brace => {
                (Kind::Struct, body)
            }
            Some(TokenTree::Group(body)) => (Kind::TupleStruct, body),
            _ => {
                let message = format!("`{name}` must have fields, and no `where` clause");
                return Err(Error::new(name.span(), message));
            }
        };
        Ok(Self {
            name: name.to_string(),
            span: name.span(),
            kind,
            generics,
            settings,
            members: members(&body, kind)?,
        })
    }

    /// Checks that the item has this kind and no type parameters.
    pub(crate) fn check(&self, kind: Kind) -> Result<(), Error> {
        let name = &self.name;
        if self.kind != kind {
            let expected = match kind {
                Kind::Struct => "a struct with named fields",
                Kind::TupleStruct => "a tuple struct",
                Kind::Enum => "an enum",
            };
            return Err(self.error(format!("`{name}` must be {expected}")));
        }
        if !self.generics.is_empty() {
            return Err(self.error(format!("`{name}` must have no type parameters")));
        }
        Ok(())
    }

    /// Returns an error about the item as a whole.
    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::new(self.span, message)
    }
}

impl Member {
    /// Returns an error about the member.
    pub(crate) fn error(&self, message: impl Into<String>) -> Error {
        Error::new(self.span, message)
    }
}

/// Reads the names of type parameters and skips their defaults.
fn generics(tokens: &mut Tokens) -> Result<Vec<String>, Error> {
    let mut names = Vec::new();
    if tokens.next_if(|token| is_punct(token, '<')).is_none() {
        return Ok(names);
    }
    while tokens.next_if(|token| is_punct(token, '>')).is_none() {
        let name = ident(tokens)?;
        if tokens.peek().is_some_and(|token| is_punct(token, ':')) {
            let message = "bounds of type parameters are not supported";
            return Err(Error::new(name.span(), message));
        }
        names.push(name.to_string());
        // The default, if there is one.
        take_type(tokens);
        tokens.next_if(|token| is_punct(token, ','));
    }
    Ok(names)
}

fn members(body: &Group, kind: Kind) -> Result<Vec<Member>, Error> {
    let mut tokens = body.stream().into_iter().peekable();
    let mut members = Vec::new();
    while let Some(first) = tokens.peek() {
        let mut span = first.span();
        let attributes = attributes(&mut tokens)?;
        skip_visibility(&mut tokens);
        let mut name = members.len().to_string();
        if kind != Kind::TupleStruct {
            let ident = ident(&mut tokens)?;
            span = ident.span();
            name = ident.to_string();
        }
        if kind == Kind::Struct {
            // The colon.
            tokens.next();
        }
        let ty = take_type(&mut tokens);
        tokens.next_if(|token| is_punct(token, ','));
        members.push(Member {
            name,
            span,
            ty,
            docs: attributes.docs,
            is_deprecated: attributes.is_deprecated,
            settings: attributes.settings,
        });
    }
    Ok(members)
}

/// The attributes of an item or a member.
#[derive(Default)]
struct Attributes {
    settings: Settings,
    docs: String,
    is_deprecated: bool,
}

/// Reads `#[rpc(…)]`, the documentation and `#[deprecated]`; skips all other attributes.
fn attributes(tokens: &mut Tokens) -> Result<Attributes, Error> {
    let mut attributes = Attributes::default();
    while tokens.next_if(|token| is_punct(token, '#')).is_some() {
        let Some(TokenTree::Group(attribute)) = tokens.next() else {
            return Err(Error::new(Span::call_site(), "expected an attribute"));
        };
        let mut inside = attribute.stream().into_iter();
        let Some(TokenTree::Ident(name)) = inside.next() else {
            continue;
        };
        match name.to_string().as_str() {
            "doc" => attributes.docs += &format!("#{attribute}"),
            "deprecated" => {
                attributes.docs += &format!("#{attribute}");
                attributes.is_deprecated = true;
            }
            "rpc" => match inside.next() {
                Some(TokenTree::Group(list)) => settings(&list, &mut attributes.settings)?,
                _ => return Err(Error::new(name.span(), "expected `#[rpc(…)]`")),
            },
            _ => {}
        }
    }
    Ok(attributes)
}

/// Reads what stands between the parentheses of `#[rpc(…)]`.
fn settings(list: &Group, settings: &mut Settings) -> Result<(), Error> {
    let mut tokens = list.stream().into_iter().peekable();
    while tokens.peek().is_some() {
        let name = ident(&mut tokens)?;
        let mut value = String::new();
        if tokens.next_if(|token| is_punct(token, '=')).is_some() {
            value = take_type(&mut tokens);
        }
        match tokens.next() {
            None => {}
            Some(comma) if is_punct(&comma, ',') => {}
            Some(other) => {
                let message = format!("expected `,` or `=` after `{name}`, found `{other}`");
                return Err(Error::new(other.span(), message));
            }
        }
        settings.0.push(Setting {
            name: name.to_string(),
            span: name.span(),
            value,
        });
    }
    Ok(())
}

fn skip_visibility(tokens: &mut Tokens) {
    if tokens.next_if(is_passed_visibility).is_none()
        && tokens.next_if(|token| is_word(token, "pub")).is_some()
    {
        tokens.next_if(is_restriction);
    }
}

/// Returns whether a token is a visibility that a `macro_rules` macro passed on as `$vis`: a group
/// without delimiters that is empty or starts with `pub`. A type that was passed on is not.
fn is_passed_visibility(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::None && first.is_none_or(|first| is_word(&first, "pub"))
}

/// Returns whether a token after `pub` is `(crate)` or the like, rather than a tuple type.
fn is_restriction(token: &TokenTree) -> bool {
    let TokenTree::Group(group) = token else {
        return false;
    };
    let words = ["crate", "self", "super", "in"];
    let starts_with = |first| words.iter().any(|word| is_word(&first, word));
    let first = group.stream().into_iter().next();
    group.delimiter() == Delimiter::Parenthesis && first.is_some_and(starts_with)
}

/// Takes the tokens up to a comma or `>` that is not inside angle brackets, and returns their
/// source text. The comma or `>` remains.
fn take_type(tokens: &mut Tokens) -> String {
    let mut depth = 0_u32;
    let mut after_dash = false;
    let mut text = TokenStream::new();
    let ends = |token: &TokenTree| is_punct(token, ',') || is_punct(token, '>');
    while let Some(token) = tokens.next_if(|token| depth > 0 || after_dash || !ends(token)) {
        if is_punct(&token, '<') {
            depth += 1;
        } else if is_punct(&token, '>') && !after_dash {
            // Not the arrow of a function type.
            depth = depth.saturating_sub(1);
        }
        after_dash = is_punct(&token, '-');
        text.extend([token]);
    }
    text.to_string()
}

fn ident(tokens: &mut Tokens) -> Result<Ident, Error> {
    match tokens.next() {
        Some(TokenTree::Ident(ident)) => Ok(ident),
        Some(other) => {
            let message = format!("expected a name, found `{other}`");
            Err(Error::new(other.span(), message))
        }
        None => Err(Error::new(Span::call_site(), "expected a name")),
    }
}

fn is_punct(token: &TokenTree, expected: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == expected)
}

fn is_word(token: &TokenTree, expected: &str) -> bool {
    matches!(token, TokenTree::Ident(word) if word.to_string() == expected)
}
