//! Compares parameters, response fields and members of objects.

use super::change::Rank;
use super::comparison::{Comparison, Member, TypeId};
use super::shown;
use crate::model::Ty;

/// Where fields are that are compared.
pub(super) struct Site<'s, 'a> {
    /// The operation, notification or shared type that changes belong to.
    pub(super) subject: &'s str,
    /// What the fields are.
    pub(super) part: Part,
    /// What follows the name of a field, such as the type that it is in.
    pub(super) of: String,
    /// The struct that has them, before and now.
    pub(super) structs: (TypeId<'a>, TypeId<'a>),
}

/// What fields are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Parameters of a request.
    Parameter,
    /// Fields of a response.
    Response,
    /// Members of objects in requests, and perhaps also in responses.
    Written,
    /// Members of objects in responses only.
    Read,
    /// Fields of a notification, or of one of its kinds.
    Notification,
    /// Fields of the response to a notification.
    NotificationResponse,
}

impl Part {
    fn noun(self) -> &'static str {
        match self {
            Self::Parameter => "parameter",
            Self::Response => "response field",
            Self::Written | Self::Read => "member",
            Self::Notification => "field",
            Self::NotificationResponse => "response field",
        }
    }

    fn is_sent(self) -> bool {
        matches!(
            self,
            Self::Parameter | Self::Written | Self::NotificationResponse
        )
    }
}

impl Site<'_, '_> {
    fn named(&self, member: &Member<'_>) -> String {
        format!("{} `{}`{}", self.part.noun(), member.field.wire, self.of)
    }

    fn path(&self, (module, of): TypeId<'_>, member: &Member<'_>) -> String {
        format!("{module}::{of}::{}", member.field.name)
    }
}

/// Compares the fields of a struct. They are the same if they have the same name in the API.
pub(super) fn compare<'a>(
    cx: &mut Comparison<'a>,
    site: &Site<'_, 'a>,
    old: &[Member<'a>],
    new: &[Member<'a>],
) {
    let wired = |of: &[Member<'a>], like: &Member<'a>| {
        of.iter()
            .find(|it| it.field.wire == like.field.wire)
            .copied()
    };
    let named = |of: &[Member<'a>], like: &Member<'a>| {
        of.iter()
            .find(|it| it.field.name == like.field.name)
            .copied()
    };
    for before in old {
        match (wired(new, before), named(new, before)) {
            (Some(now), _) => compare_member(cx, site, before, &now),
            (None, Some(_)) => {}
            (None, None) => {
                let path = site.path(site.structs.0, before);
                cx.remove(site.subject, &site.named(before), path);
            }
        }
    }
    for now in new.iter().filter(|now| wired(old, now).is_none()) {
        let path = site.path(site.structs.1, now);
        if let Some(before) = named(old, now) {
            let text = format!(
                "`{}` is the {} now, was `{}`",
                now.field.name,
                site.named(now),
                before.field.wire
            );
            cx.add(Rank::Breaking, site.subject, text, path);
            if wired(new, &before).is_none() {
                compare_member(cx, site, &before, now);
            }
            continue;
        }
        let (rank, words) = match (site.part, now.spec.required) {
            (Part::Parameter, true) => (Rank::Breaking, " is new and required"),
            // Programs compile as before, since no constructor asks for it.
            (Part::Written | Part::NotificationResponse, true) => {
                (Rank::Addition, ", which the service requires")
            }
            _ => (Rank::Addition, ""),
        };
        cx.add(
            rank,
            site.subject,
            format!("{}{words}", site.named(now)),
            path,
        );
    }
}

fn compare_member<'a>(
    cx: &mut Comparison<'a>,
    site: &Site<'_, 'a>,
    old: &Member<'a>,
    new: &Member<'a>,
) {
    let found = cx.found();
    let path = site.path(site.structs.1, new);
    let name = site.named(new);
    let mut add = |cx: &mut Comparison<'a>, rank, text: String| {
        cx.add(rank, site.subject, format!("{name} {text}"), path.clone());
    };
    if old.field.name != new.field.name {
        let text = format!(
            "is `{}` in Rust now, was `{}`",
            new.field.name, old.field.name
        );
        add(cx, Rank::Breaking, text);
    }
    compare_types(cx, site, old, new, &mut add);
    let is_sent = site.part.is_sent();
    if is_sent {
        compare_requirement(cx, site.part, old, new, &mut add);
        compare_values(cx, old, new, &mut add);
    }
    if old.field.wrapper != new.field.wrapper {
        let [now, was] = [new, old].map(|it| shown::quoted(it.field.wrapper.as_deref()));
        add(
            cx,
            Rank::Behaviour,
            format!("is wrapped in {now} now, was {was}"),
        );
    }
    match (&old.field.deprecated, &new.field.deprecated) {
        (None, Some(reason)) => add(cx, Rank::Deprecation, format!("is deprecated: {reason}")),
        (Some(_), None) => add(
            cx,
            Rank::Documentation,
            "is no longer deprecated".to_owned(),
        ),
        (was, now) if was != now => cx.document(site.subject, format!("`{}`", new.field.wire), ""),
        _ => {}
    }
    if cx.found() == found && old.docs != new.docs {
        document(cx, site, old, new);
    }
}

/// Compares the types in Rust.
fn compare_types<'a>(
    cx: &mut Comparison<'a>,
    site: &Site<'_, 'a>,
    old: &Member<'a>,
    new: &Member<'a>,
    add: &mut impl FnMut(&mut Comparison<'a>, Rank, String),
) {
    let modules = (site.structs.0.0, site.structs.1.0);
    let is_parameter = site.part == Part::Parameter;
    // Whether a parameter is set is a question of its own.
    let optional = |it: &Member<'_>| it.field.optional && !is_parameter;
    let is_same = same_type(cx, modules, &old.field.ty, &new.field.ty);
    if !is_same || optional(old) != optional(new) {
        let [now, was] = [new, old].map(|it| shown::ty(&it.field.ty, optional(it)));
        add(
            cx,
            Rank::Breaking,
            format!("has the type `{now}` now, was `{was}`"),
        );
    }
}

/// Compares whether a parameter must be set.
fn compare_requirement<'a>(
    cx: &mut Comparison<'a>,
    part: Part,
    old: &Member<'a>,
    new: &Member<'a>,
    add: &mut impl FnMut(&mut Comparison<'a>, Rank, String),
) {
    match (old.spec.required, new.spec.required, part) {
        (false, true, Part::Parameter) => {
            add(cx, Rank::Breaking, "is required now".to_owned());
        }
        (false, true, _) => add(cx, Rank::Behaviour, "is required now".to_owned()),
        (true, false, Part::Parameter) => {
            let text = "is optional now, which makes the field of the request an `Option`";
            add(cx, Rank::Breaking, text.to_owned());
        }
        (true, false, _) => add(cx, Rank::Behaviour, "is optional now".to_owned()),
        _ => {}
    }
}

/// Compares how a value is sent, and what the service takes.
fn compare_values<'a>(
    cx: &mut Comparison<'a>,
    old: &Member<'a>,
    new: &Member<'a>,
    add: &mut impl FnMut(&mut Comparison<'a>, Rank, String),
) {
    let (was, now) = (old.spec, new.spec);
    // How a list or an object is sent says nothing new about one that was a text.
    let encoding = match is_text(&old.field.ty) == is_text(&new.field.ty) {
        true => shown::encoding,
        false => shown::place,
    };
    let facts = [
        ("is sent", encoding(was), encoding(now)),
        (
            "has the default",
            shown::quoted(was.default.as_deref()),
            shown::quoted(now.default.as_deref()),
        ),
        (
            "has the range",
            shown::range(&was.range),
            shown::range(&now.range),
        ),
        (
            "has the length",
            shown::range(&was.length),
            shown::range(&now.length),
        ),
    ];
    for (what, was, now) in facts {
        if was != now {
            add(cx, Rank::Behaviour, format!("{what} {now} now, was {was}"));
        }
    }
}

/// Returns whether values are one text each when they are sent.
fn is_text(ty: &Ty) -> bool {
    !matches!(
        ty,
        Ty::Vec(_) | Ty::Map(_) | Ty::Struct(_) | Ty::JsonText(_) | Ty::Value
    )
}

/// Notes other texts, at the glossary if that is where they come from.
fn document(cx: &mut Comparison<'_>, site: &Site<'_, '_>, old: &Member<'_>, new: &Member<'_>) {
    let is_own =
        old.spec.doc.is_some() || new.spec.doc.is_some() || old.spec.example != new.spec.example;
    let subject = if is_own { site.subject } else { "glossary" };
    cx.document(subject, format!("`{}`", new.field.wire), "");
}

/// Returns whether two types are the same to users. Remembers types that have another path.
fn same_type<'a>(
    cx: &mut Comparison<'a>,
    (old_module, new_module): (&'a str, &'a str),
    old: &'a Ty,
    new: &'a Ty,
) -> bool {
    match (old, new) {
        (Ty::Vec(old), Ty::Vec(new))
        | (Ty::Map(old), Ty::Map(new))
        | (Ty::JsonText(old), Ty::JsonText(new)) => {
            same_type(cx, (old_module, new_module), old, new)
        }
        (
            Ty::Struct(old) | Ty::TextEnum(old) | Ty::IntegerEnum(old),
            Ty::Struct(new) | Ty::TextEnum(new) | Ty::IntegerEnum(new),
        ) => same_definition(cx, (old_module, old), (new_module, new)),
        (old, new) => old == new,
    }
}

/// Returns whether two types have the same name, or whether one took the place of the other.
fn same_definition<'a>(cx: &mut Comparison<'a>, old: TypeId<'a>, new: TypeId<'a>) -> bool {
    if old == new {
        return true;
    }
    let stays = old.1 == new.1;
    let replaces =
        cx.new_types.get((new.0, old.1)).is_none() && cx.old_types.get((old.0, new.1)).is_none();
    if !stays && !replaces {
        return false;
    }
    *cx.renamed.entry(old).or_insert(new) == new
}
