//! Reads generated source as the compiler will, inside of the runtime's macros as well.

use std::collections::HashSet;
use std::marker::PhantomData;

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, Lit, LitStr, Token, Type, braced, parenthesized};

/// Parses a file, the macro calls in it and its examples.
pub(super) fn check(text: &str) -> syn::Result<()> {
    examples(text)?;
    for item in syn::parse_file(text)?.items {
        let syn::Item::Macro(call) = item else {
            continue;
        };
        let tokens = call.mac.tokens.clone();
        let name = call
            .mac
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string());
        match name.as_deref() {
            Some("operation") => syn::parse2::<Operation>(tokens).map(drop)?,
            Some("object") => syn::parse2::<Struct<Sent>>(tokens).map(drop)?,
            Some("open_enum" | "error_codes") => syn::parse2::<Enum>(tokens).map(drop)?,
            Some("required_parameters") => syn::parse2::<Names>(tokens).map(drop)?,
            _ => return Err(syn::Error::new_spanned(call.mac.path, "an unknown macro")),
        }
    }
    Ok(())
}

/// Parses the code of documentation tests.
fn examples(text: &str) -> syn::Result<()> {
    let mut example = None;
    for line in text.lines() {
        let line = line.trim_start();
        let line = line
            .strip_prefix("/// ")
            .unwrap_or(line.strip_prefix("///").unwrap_or("```"));
        match (&mut example, line) {
            (None, "```no_run") => example = Some(String::new()),
            (Some(_), "```") => syn::parse_file(&example.take().unwrap_or_default()).map(drop)?,
            (Some(code), line) => {
                code.push_str(line.strip_prefix("# ").unwrap_or(line));
                code.push('\n');
            }
            (None, _) => {}
        }
    }
    Ok(())
}

/// A struct whose fields each say how they are sent.
struct Struct<S>(PhantomData<S>);

/// `= "Name"`, with the name of a wrapper behind it or not.
struct Sent;

/// `= query("Name")`.
struct Encoded;

impl<S: Parse> Parse for Struct<S> {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![struct]>()?;
        input.parse::<Ident>()?;
        let fields;
        braced!(fields in input);
        let mut names = Unique::default();
        while !fields.is_empty() {
            fields.call(Attribute::parse_outer)?;
            fields.parse::<Token![pub]>()?;
            names.add(fields.parse()?)?;
            fields.parse::<Token![:]>()?;
            fields.parse::<Type>()?;
            fields.parse::<Token![=]>()?;
            fields.parse::<S>()?;
            fields.parse::<Token![,]>()?;
        }
        Ok(Self(PhantomData))
    }
}

impl Parse for Sent {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<LitStr>()?;
        if input.parse::<Option<Token![/]>>()?.is_some() {
            input.parse::<LitStr>()?;
        }
        Ok(Self)
    }
}

impl Parse for Encoded {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Ident>()?;
        let name;
        parenthesized!(name in input);
        name.parse::<LitStr>()?;
        Ok(Self)
    }
}

/// The request of an operation, and what belongs to it.
struct Operation;

impl Parse for Operation {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.parse::<Struct<Encoded>>()?;
        input.call(Attribute::parse_outer)?;
        input.parse::<Token![fn]>()?;
        input.parse::<Ident>()?;
        let nothing;
        parenthesized!(nothing in input);
        input.parse::<Token![->]>()?;
        input.parse::<Ident>()?;
        input.parse::<Token![<]>()?;
        let mut states = Unique::default();
        while !input.peek(Token![>]) {
            states.add(input.parse()?)?;
            if input.parse::<Option<Token![:]>>()?.is_some() {
                input.parse::<Ident>()?;
            }
            input.parse::<Option<Token![,]>>()?;
        }
        input.parse::<Token![>]>()?;
        input.parse::<Token![;]>()?;
        for _ in ["Response", "Error"] {
            input.parse::<Token![type]>()?;
            input.parse::<Ident>()?;
            input.parse::<Token![=]>()?;
            input.parse::<Type>()?;
            input.parse::<Token![;]>()?;
        }
        input.parse::<Token![const]>()?;
        input.parse::<Ident>()?;
        input.parse::<Token![=]>()?;
        input.parse::<syn::Expr>()?;
        input.parse::<Token![;]>()?;
        Ok(Self)
    }
}

struct Enum;

impl Parse for Enum {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![enum]>()?;
        input.parse::<Ident>()?;
        if input.parse::<Option<Token![:]>>()?.is_some() {
            input.parse::<Ident>()?;
        }
        let variants;
        braced!(variants in input);
        let mut names = Unique::default();
        while !variants.is_empty() {
            variants.call(Attribute::parse_outer)?;
            names.add(variants.parse()?)?;
            variants.parse::<Token![=]>()?;
            variants.parse::<Option<Token![-]>>()?;
            variants.parse::<Lit>()?;
            variants.parse::<Token![,]>()?;
        }
        Ok(Self)
    }
}

struct Names;

impl Parse for Names {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut names = Unique::default();
        while !input.is_empty() {
            names.add(input.parse()?)?;
        }
        Ok(Self)
    }
}

/// Names of one scope.
#[derive(Default)]
struct Unique(HashSet<Ident>);

impl Unique {
    fn add(&mut self, name: Ident) -> syn::Result<()> {
        if self.0.insert(name.clone()) {
            Ok(())
        } else {
            Err(syn::Error::new(name.span(), "this name is there twice"))
        }
    }
}
