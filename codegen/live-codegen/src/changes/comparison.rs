//! The comparison at work: both states with an index of their types, and what was found so far.

use std::collections::{BTreeMap, BTreeSet};

use live_spec::{self as spec, Type};

use super::change::{Change, Rank};
use super::state::State;
use crate::docs::Docs;
use crate::model::{Field, Notification, Operation, Ty, TypeDef};

/// A type of the client: the module that it is in, and its name.
pub(super) type TypeId<'a> = (&'a str, &'a str);

/// A field or parameter as lowered and as stated.
#[derive(Clone, Copy)]
pub(super) struct Member<'a> {
    pub(super) field: &'a Field,
    pub(super) spec: &'a spec::Field,
    /// Its whole documentation.
    pub(super) docs: &'a Docs,
}

/// A type of the client.
pub(super) struct Definition<'a> {
    pub(super) lowered: &'a TypeDef,
    /// The fields of a struct.
    pub(super) members: Vec<Member<'a>>,
    /// Whether it is a type of the family.
    pub(super) is_shared: bool,
    /// The operations and notifications that use it.
    pub(super) users: BTreeSet<&'a str>,
}

/// All types of a client.
#[derive(Default)]
pub(super) struct Types<'a>(BTreeMap<TypeId<'a>, Definition<'a>>);

impl<'a> Types<'a> {
    fn of(state: &'a State) -> Self {
        let mut types = Self::default();
        for (spec, lowered) in state.families() {
            types.add_shared(spec, &lowered.module, &lowered.types);
            for (spec, operation) in spec.operations.iter().zip(&lowered.operations) {
                let parts = parameters(spec, operation)
                    .into_iter()
                    .chain(fields(&spec.response, &operation.response.fields));
                for member in parts {
                    types.add_inner(
                        &lowered.module,
                        &operation.types,
                        &member.spec.ty,
                        &member.field.ty,
                    );
                }
                let own = operation.types.iter().map(TypeDef::name);
                let shared = operation.shared_types.iter().map(String::as_str);
                types.add_user(&lowered.module, &operation.name, own.chain(shared));
            }
            let notifications = spec.notifications.iter();
            for (spec, notification) in notifications.zip(&lowered.notifications.list) {
                types.add_notification(&lowered.module, spec, notification);
            }
        }
        types
    }

    /// Adds the shared types of a family. Each stands before those inside it.
    fn add_shared(
        &mut self,
        family: &'a spec::Family,
        module: &'a str,
        mut lowered: &'a [TypeDef],
    ) {
        for named in &family.types {
            let Some((first, _)) = lowered.split_first() else {
                return;
            };
            let before = self.0.len();
            self.add(module, lowered, first, &named.ty);
            lowered = lowered.get(self.0.len() - before..).unwrap_or_default();
        }
        for definition in self
            .0
            .range_mut((module, "")..)
            .take_while(|((of, _), _)| *of == module)
        {
            definition.1.is_shared = true;
        }
    }

    fn add(&mut self, module: &'a str, of: &'a [TypeDef], lowered: &'a TypeDef, spec: &'a Type) {
        let members = match (spec, lowered) {
            (Type::Object(spec), TypeDef::Struct(lowered)) => {
                fields(spec, &lowered.fields).collect()
            }
            _ => Vec::new(),
        };
        let inner = members.clone();
        let definition = Definition {
            lowered,
            members,
            is_shared: false,
            users: BTreeSet::new(),
        };
        self.0.insert((module, lowered.name()), definition);
        for member in inner {
            self.add_inner(module, of, &member.spec.ty, &member.field.ty);
        }
    }

    /// Adds the types that a type defines by being used.
    fn add_inner(&mut self, module: &'a str, of: &'a [TypeDef], spec: &'a Type, ty: &'a Ty) {
        match (spec, ty) {
            (spec, Ty::JsonText(ty)) => self.add_inner(module, of, spec, ty),
            (Type::Array(spec), Ty::Vec(ty)) => self.add_inner(module, of, &spec.items, ty),
            (Type::Map(spec), Ty::Map(ty)) => self.add_inner(module, of, spec, ty),
            (
                Type::Object(_) | Type::Enum(_),
                Ty::Struct(name) | Ty::TextEnum(name) | Ty::IntegerEnum(name),
            ) => {
                if let Some(lowered) = of.iter().find(|lowered| lowered.name() == name) {
                    self.add(module, of, lowered, spec);
                }
            }
            _ => {}
        }
    }

    /// Adds the types of a notification.
    fn add_notification(
        &mut self,
        module: &'a str,
        spec: &'a spec::Notification,
        lowered: &'a Notification,
    ) {
        let structs = lowered.structs().flat_map(|structure| &structure.fields);
        let mut used: Vec<&str> = Vec::new();
        for (spec, field) in spec.all_fields().zip(structs) {
            self.add_inner(module, &lowered.types, &spec.ty, &field.ty);
            used.extend(name_in(&field.ty));
        }
        self.add_user(module, &spec.name, used);
    }

    /// Notes that an operation or a notification uses types, directly or through others.
    fn add_user(
        &mut self,
        module: &'a str,
        user: &'a str,
        types: impl IntoIterator<Item = &'a str>,
    ) {
        let mut open: Vec<&str> = types.into_iter().collect();
        while let Some(name) = open.pop() {
            let Some(definition) = self.0.get_mut(&(module, name)) else {
                continue;
            };
            if definition.users.insert(user) {
                open.extend(
                    definition
                        .members
                        .iter()
                        .filter_map(|member| name_in(&member.field.ty)),
                );
            }
        }
    }

    pub(super) fn get(&self, id: TypeId<'a>) -> Option<&Definition<'a>> {
        self.0.get(&id)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (TypeId<'a>, &Definition<'a>)> {
        self.0.iter().map(|(id, definition)| (*id, definition))
    }
}

/// Returns the name of the generated type in a type.
fn name_in(ty: &Ty) -> Option<&str> {
    match ty {
        Ty::Vec(inner) | Ty::Map(inner) | Ty::JsonText(inner) => name_in(inner),
        Ty::Struct(name) | Ty::TextEnum(name) | Ty::IntegerEnum(name) => Some(name),
        _ => None,
    }
}

/// Returns the fields of an object, which are lowered in the order in which they are stated.
pub(super) fn fields<'a>(
    spec: &'a [spec::Field],
    lowered: &'a [Field],
) -> impl Iterator<Item = Member<'a>> {
    let pairs = spec.iter().zip(lowered);
    pairs.map(|(spec, field)| Member {
        field,
        spec,
        docs: &field.docs,
    })
}

/// Returns the parameters of an operation, which are lowered in the order in which they are stated.
pub(super) fn parameters<'a>(spec: &'a spec::Operation, lowered: &'a Operation) -> Vec<Member<'a>> {
    let pairs = spec.request.iter().zip(&lowered.request.parameters);
    pairs
        .map(|(spec, parameter)| Member {
            field: &parameter.field,
            spec,
            docs: &parameter.setter_docs,
        })
        .collect()
}

/// The comparison of two states.
pub(super) struct Comparison<'a> {
    pub(super) old: &'a State,
    pub(super) new: &'a State,
    pub(super) old_types: Types<'a>,
    pub(super) new_types: Types<'a>,
    /// The types found to be the same under another path, by their old path.
    pub(super) renamed: BTreeMap<TypeId<'a>, TypeId<'a>>,
    changes: Vec<Change>,
    /// What has other texts, by subject and path.
    documented: BTreeMap<(String, String), BTreeSet<String>>,
}

impl<'a> Comparison<'a> {
    pub(super) fn of(old: &'a State, new: &'a State) -> Self {
        Self {
            old,
            new,
            old_types: Types::of(old),
            new_types: Types::of(new),
            renamed: BTreeMap::new(),
            changes: Vec::new(),
            documented: BTreeMap::new(),
        }
    }

    /// Returns how many changes were found so far, other than of texts.
    pub(super) fn found(&self) -> usize {
        self.changes.len()
    }

    /// Adds a change.
    pub(super) fn add(
        &mut self,
        rank: Rank,
        subject: &str,
        text: impl Into<String>,
        path: impl Into<String>,
    ) {
        self.push(rank, subject, &text.into(), path.into(), false);
    }

    /// Adds that something is gone. `text` names it.
    pub(super) fn remove(&mut self, subject: &str, text: &str, path: impl Into<String>) {
        self.push(
            Rank::Breaking,
            subject,
            &format!("{text} is gone"),
            path.into(),
            true,
        );
    }

    fn push(&mut self, rank: Rank, subject: &str, text: &str, path: String, removes: bool) {
        let words: Vec<_> = text.split_whitespace().collect();
        self.changes.push(Change {
            rank,
            subject: subject.to_owned(),
            text: words.join(" "),
            path,
            removes,
        });
    }

    /// Adds words to the changes that were found after a number of others.
    pub(super) fn append_since(&mut self, found: usize, words: &str) {
        for change in self.changes.iter_mut().skip(found) {
            change.text.push_str(words);
        }
    }

    /// Notes that a text is another one. All such notes on a subject become one change.
    pub(super) fn document(&mut self, subject: &str, what: impl Into<String>, path: &str) {
        let key = (subject.to_owned(), path.to_owned());
        self.documented.entry(key).or_default().insert(what.into());
    }

    /// Returns all that was found.
    pub(super) fn into_changes(mut self) -> Vec<Change> {
        for ((subject, path), what) in std::mem::take(&mut self.documented) {
            let text = format!("docs of {}", listed(&what));
            self.add(Rank::Documentation, &subject, text, path);
        }
        self.changes
    }
}

/// How many names a line shows before it counts the others.
const SHOWN: usize = 4;

/// Lists names, and counts those that would make the line too long.
pub(super) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    let mut shown: Vec<String> = names.iter().map(|name| name.as_ref().to_owned()).collect();
    let last = match names.len() {
        0 => return String::new(),
        1 => return shown.remove(0),
        count if count > SHOWN => {
            shown.truncate(SHOWN - 1);
            format!("{} more", count - shown.len())
        }
        _ => shown.pop().unwrap_or_default(),
    };
    format!("{} and {last}", shown.join(", "))
}
