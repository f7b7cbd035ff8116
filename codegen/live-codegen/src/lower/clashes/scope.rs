//! The names of one scope in Rust, each of which may occur only once.

use std::collections::BTreeMap;

use live_spec::{Diagnostic, Located, Place};

use crate::names::{has_words, is_keyword};

/// Something in a spec that gets a name in Rust.
pub(super) struct Named<'a> {
    /// What of it has the name: `the setter`.
    pub(super) part: &'static str,
    /// Its name in the API.
    pub(super) wire: &'a str,
    /// Its name in Rust.
    pub(super) rust: String,
    /// Where it is stated.
    pub(super) at: &'a Place,
    /// How to get out of a clash.
    pub(super) help: &'static str,
}

/// How to get out of most clashes.
pub(super) const HELP: &str = "state a name for Rust: `name: …`";

/// The names of one scope.
#[derive(Default)]
pub(super) struct Scope<'a> {
    /// Names with another meaning, and what that is.
    reserved: BTreeMap<String, Owner<'a>>,
    names: BTreeMap<String, Named<'a>>,
}

/// What has a reserved name.
struct Owner<'a> {
    what: String,
    at: Option<&'a Place>,
}

impl<'a> Scope<'a> {
    /// Reserves names.
    pub(super) fn reserve(mut self, names: &[&str], what: &str) -> Self {
        for name in names {
            let owner = Owner {
                what: what.to_owned(),
                at: None,
            };
            self.reserved.insert((*name).to_owned(), owner);
        }
        self
    }

    /// Reserves a name that something else in the specs has.
    pub(super) fn reserve_for(&mut self, name: String, what: String, at: &'a Place) {
        let owner = Owner { what, at: Some(at) };
        self.reserved.insert(name, owner);
    }

    /// Adds a name, or reports that it is taken. Returns whether it was free.
    pub(super) fn add(&mut self, named: Named<'a>, found: &mut Vec<Diagnostic>) -> bool {
        let taken = |what: &str| {
            let Named {
                part, wire, rust, ..
            } = &named;
            let message = format!("{part} of `{wire}` would be `{rust}`, which is {what}");
            Diagnostic::new(named.at.clone(), message).help(named.help)
        };
        if let Some(owner) = self.reserved.get(&named.rust) {
            let clash = taken(&owner.what);
            found.push(match owner.at {
                Some(at) => clash.related(at.clone(), "this one"),
                None => clash,
            });
            return false;
        }
        if let Some(first) = self.names.get(&named.rust) {
            let another = if first.wire == named.wire {
                "another "
            } else {
                ""
            };
            let clash = taken(&format!("also {} of {another}`{}`", first.part, first.wire));
            found.push(clash.related(first.at.clone(), "the other one"));
            return false;
        }
        self.names.insert(named.rust.clone(), named);
        true
    }
}

/// Adds the name of a field, variant or named type, after checking the form of what is stated and
/// whether anything can be derived.
pub(super) fn add<'a>(
    scope: &mut Scope<'a>,
    named: Named<'a>,
    stated: Option<&Located>,
    derived: &str,
    found: &mut Vec<Diagnostic>,
) {
    let wire = named.wire;
    match stated {
        None if !has_words(wire) => {
            let message = format!("`{wire}` has no letters or digits for a name in Rust");
            found.push(Diagnostic::new(named.at.clone(), message).help(named.help));
        }
        Some(name) if is_keyword(&name.text) => {
            let message = format!("`{}` is a word that Rust reserves", name.text);
            let keyword = Diagnostic::new(name.at.clone(), message);
            found.push(keyword.help("choose another name, or remove this one"));
        }
        Some(name) if name.text == derived => {
            // Where the derived name clashes, removing it would not help.
            if scope.add(named, found) {
                let message = format!("`{wire}` has this name in Rust anyway");
                found.push(Diagnostic::new(name.at.clone(), message).help("remove `name`"));
            }
        }
        _ => {
            scope.add(named, found);
        }
    }
}
