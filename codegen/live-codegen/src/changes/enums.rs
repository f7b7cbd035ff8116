//! Compares enums and error codes.

use super::change::Rank;
use super::comparison::{Comparison, TypeId};
use crate::model::{Enum, Variant};

/// An enum before and now.
pub(super) struct Pair<'s, 'a> {
    /// The operation or shared type that changes belong to.
    pub(super) subject: &'s str,
    /// What a variant is: a value or an error code.
    pub(super) noun: &'static str,
    /// What follows the name of a variant, such as the type that it is in.
    pub(super) of: String,
    /// The modules that it is in; empty for the root of the crate.
    pub(super) modules: (&'a str, &'a str),
    pub(super) old: &'a Enum,
    pub(super) new: &'a Enum,
}

impl Pair<'_, '_> {
    fn named(&self, variant: &Variant) -> String {
        format!("{} `{}`{}", self.noun, variant.value, self.of)
    }

    fn path((module, of): TypeId<'_>, variant: &Variant) -> String {
        match module {
            "" => format!("{of}::{}", variant.name),
            module => format!("{module}::{of}::{}", variant.name),
        }
    }
}

/// Compares the variants of an enum. They are the same if they have the same value in the API.
pub(super) fn compare(cx: &mut Comparison<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = (pair.old, pair.new);
    let ids = (
        (pair.modules.0, old.name.as_str()),
        (pair.modules.1, new.name.as_str()),
    );
    let valued =
        |of: &'_ Enum, like: &Variant| of.variants.iter().position(|it| it.value == like.value);
    let named =
        |of: &'_ Enum, like: &Variant| of.variants.iter().position(|it| it.name == like.name);
    for before in &old.variants {
        let Some(at) = valued(new, before) else {
            if named(new, before).is_none() {
                cx.remove(pair.subject, &pair.named(before), Pair::path(ids.0, before));
            }
            continue;
        };
        let now = &new.variants[at];
        if before.name != now.name {
            let text = format!(
                "{} is `{}` in Rust now, was `{}`",
                pair.named(now),
                now.name,
                before.name
            );
            cx.add(Rank::Breaking, pair.subject, text, Pair::path(ids.1, now));
        } else if before.docs != now.docs {
            cx.document(pair.subject, format!("`{}`", now.value), "");
        }
    }
    for now in new.variants.iter().filter(|now| valued(old, now).is_none()) {
        let path = Pair::path(ids.1, now);
        match named(old, now) {
            Some(at) => {
                let was = &old.variants[at].value;
                let text = format!("`{}` is the {} now, was `{was}`", now.name, pair.named(now));
                cx.add(Rank::Breaking, pair.subject, text, path);
            }
            None => cx.add(Rank::Addition, pair.subject, pair.named(now), path),
        }
    }
}

/// Compares what only enums of values have.
pub(super) fn compare_values(cx: &mut Comparison<'_>, pair: &Pair<'_, '_>) {
    let (old, new) = (pair.old, pair.new);
    let path = format!("{}::{}", pair.modules.1, new.name);
    if old.integer != new.integer {
        let now = if new.integer { "integers" } else { "text" };
        let text = format!("the values{} are {now} now", pair.of);
        cx.add(Rank::Breaking, pair.subject, text, path);
        return;
    }
    compare(cx, pair);
    // Values compare in the order in which the specs state them.
    let common = |of: &Enum, other: &Enum| -> Vec<String> {
        let values = of.variants.iter().map(|variant| variant.value.clone());
        values
            .filter(|value| other.variants.iter().any(|it| it.value == *value))
            .collect()
    };
    if common(old, new) != common(new, old) {
        let text = format!(
            "the values{} have another order, which `<` follows",
            pair.of
        );
        cx.add(Rank::Behaviour, pair.subject, text, path);
    }
}
