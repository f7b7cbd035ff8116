//! Compares structs and enums.

use std::collections::BTreeSet;

use super::change::Rank;
use super::comparison::{Comparison, Definition, TypeId, listed};
use super::enums;
use super::members::{self, Part, Site};
use crate::model::TypeDef;

/// Compares all types but those that every operation has, after those that use them.
pub(super) fn compare(cx: &mut Comparison<'_>, added: &BTreeSet<&str>, removed: &BTreeSet<&str>) {
    let mut done: BTreeSet<(TypeId<'_>, TypeId<'_>)> = BTreeSet::new();
    loop {
        let same = cx.old_types.iter().map(|(id, _)| (id, id));
        let renamed = cx.renamed.iter().map(|(old, new)| (*old, *new));
        let pairs = same.chain(renamed).filter(|pair| !done.contains(pair));
        let pairs: Vec<_> = pairs
            .filter(|(_, new)| cx.new_types.get(*new).is_some())
            .collect();
        if pairs.is_empty() {
            break;
        }
        for (old, new) in pairs {
            done.insert((old, new));
            compare_pair(cx, old, new);
        }
    }
    let only = |users: &BTreeSet<&str>, those: &BTreeSet<&str>| users.is_subset(those);
    let gone = cx.old_types.iter().filter(|(id, definition)| {
        let stays = cx.new_types.get(*id).is_some() || cx.renamed.contains_key(id);
        definition.is_shared && !stays && !only(&definition.users, removed)
    });
    let gone: Vec<_> = gone.map(|(id, _)| id).collect();
    let found: BTreeSet<_> = cx.renamed.values().copied().collect();
    let new = cx.new_types.iter().filter(|(id, definition)| {
        let is_known = cx.old_types.get(*id).is_some() || found.contains(id);
        definition.is_shared && !is_known && !only(&definition.users, added)
    });
    let new: Vec<_> = new.map(|(id, _)| id).collect();
    for (module, name) in gone {
        cx.remove(name, "the type", format!("{module}::{name}"));
    }
    for (module, name) in new {
        cx.add(
            Rank::Addition,
            name,
            "a new type",
            format!("{module}::{name}"),
        );
    }
}

fn compare_pair<'a>(cx: &mut Comparison<'a>, old: TypeId<'a>, new: TypeId<'a>) {
    let (Some(before), Some(now)) = (cx.old_types.get(old), cx.new_types.get(new)) else {
        return;
    };
    let (lowered, members) = (
        (before.lowered, now.lowered),
        (before.members.clone(), now.members.clone()),
    );
    let is_shared = before.is_shared && now.is_shared;
    let users = listed(&now.users);
    let found = cx.found();
    let (subject, of) = subject(now, new);
    let path = format!("{}::{}", new.0, new.1);
    if old.1 != new.1 {
        let text = format!("the type `{}` is called `{}` now", old.1, new.1);
        cx.add(Rank::Breaking, &subject, text, path.clone());
    }
    match lowered {
        (TypeDef::Struct(before), TypeDef::Struct(now)) => {
            match (before.written, now.written) {
                (true, false) => {
                    let text = format!("the type `{}` has no setters any more", now.name);
                    cx.add(Rank::Breaking, &subject, text, path);
                }
                (false, true) => {
                    let text = format!("setters of `{}`, which requests have now", now.name);
                    cx.add(Rank::Addition, &subject, text, path);
                }
                _ => {}
            }
            let part = if now.written {
                Part::Written
            } else {
                Part::Read
            };
            let structs = (old, new);
            let site = Site {
                subject: &subject,
                part,
                of,
                structs,
            };
            members::compare(cx, &site, &members.0, &members.1);
            if is_shared && before.docs != now.docs {
                cx.document(&subject, format!("`{}`", now.name), "");
            }
        }
        (TypeDef::Enum(before), TypeDef::Enum(now)) => {
            let pair = enums::Pair {
                subject: &subject,
                noun: "value",
                of,
                modules: (old.0, new.0),
                old: before,
                new: now,
            };
            enums::compare_values(cx, &pair);
            if is_shared && before.docs != now.docs {
                cx.document(&subject, format!("`{}`", now.name), "");
            }
        }
        (_, now) => {
            let kind = match now {
                TypeDef::Struct(_) => "a struct",
                TypeDef::Enum(_) => "an enum",
            };
            let text = format!("the type `{}` is {kind} now", new.1);
            cx.add(Rank::Breaking, &subject, text, path);
        }
    }
    if subject == new.1 {
        cx.append_since(found, &format!("; used by {users}"));
    }
}

/// Returns what changes of a type belong to, and the words that say which type it is: an operation
/// for its own types, or the type itself.
fn subject(definition: &Definition<'_>, (_, name): TypeId<'_>) -> (String, String) {
    let users = &definition.users;
    match users.first() {
        Some(user) if !definition.is_shared => ((*user).to_owned(), format!(" of `{name}`")),
        _ => (name.to_owned(), String::new()),
    }
}
