//! Compares notifications.

use std::collections::{BTreeMap, BTreeSet};

use live_spec::{self as spec, Content, Sent, SignedHost};

use super::change::Rank;
use super::comparison::{Comparison, fields};
use super::members::{self, Part, Site};
use super::shown;
use super::state::State;
use crate::model::{Notification, NotificationContent, NotificationKind, Struct};

/// A notification as stated and as lowered, with its module.
#[derive(Clone, Copy)]
pub(super) struct Notified<'a> {
    module: &'a str,
    spec: &'a spec::Notification,
    lowered: &'a Notification,
}

impl<'a> Notified<'a> {
    /// Returns the notifications of a state by name.
    pub(super) fn all(state: &'a State) -> BTreeMap<&'a str, Self> {
        let families = state.families();
        let notifications = families.flat_map(|(family, lowered)| {
            let pairs = family.notifications.iter().zip(&lowered.notifications.list);
            pairs.map(|(spec, notification)| {
                let notified = Self {
                    module: &lowered.module,
                    spec,
                    lowered: notification,
                };
                (spec.name.as_str(), notified)
            })
        });
        notifications.collect()
    }

    fn path(&self) -> String {
        format!("{}::{}", self.module, self.spec.name)
    }
}

/// Compares the notifications that exist before and now, and reports the others. `families` are
/// those that have another name now.
pub(super) fn compare<'a>(
    cx: &mut Comparison<'a>,
    old: &BTreeMap<&'a str, Notified<'a>>,
    new: &BTreeMap<&'a str, Notified<'a>>,
    families: &BTreeMap<&str, &str>,
) {
    for (name, before) in old {
        match new.get(name) {
            Some(now) => compare_notification(cx, before, now, families),
            None => cx.remove(name, "the notification", before.path()),
        }
    }
    for (name, now) in new.iter().filter(|(name, _)| !old.contains_key(*name)) {
        let text = format!("a new notification, in the module `{}`", now.module);
        cx.add(Rank::Addition, name, text, now.path());
    }
}

fn compare_notification<'a>(
    cx: &mut Comparison<'a>,
    before: &Notified<'a>,
    now: &Notified<'a>,
    families: &BTreeMap<&str, &str>,
) {
    let (old, new) = (before.spec, now.spec);
    let name = new.name.as_str();
    let modules = (before.module, now.module);
    if modules.0 != modules.1 && families.get(modules.0) != Some(&modules.1) {
        let text = format!("moved from the module `{}` to `{}`", modules.0, modules.1);
        cx.add(Rank::Breaking, name, text, now.path());
    }
    let facts = [
        ("sent", sent(old.sent), sent(new.sent)),
        ("signed", signed(old.signed), signed(new.signed)),
    ];
    for (what, was, is) in facts.iter().filter(|(_, was, is)| was != is) {
        let text = format!("the notification is {what} {is} now, was {what} {was}");
        cx.add(Rank::Behaviour, name, text, now.path());
    }
    match (&before.lowered.content, &now.lowered.content) {
        (NotificationContent::Fields(was), NotificationContent::Fields(is)) => {
            let (old, new) = (own_fields(old), own_fields(new));
            let site = site(name, Part::Notification, modules, was, is, String::new());
            compare_fields(cx, &site, (old, was), (new, is));
        }
        (NotificationContent::Kinds(_), NotificationContent::Kinds(_)) => {
            compare_kinds(cx, before, now);
        }
        (_, is) => {
            let is = match is {
                NotificationContent::Fields(_) => "a struct with its fields",
                NotificationContent::Kinds(_) => "an enum of its kinds",
            };
            let text = format!("the type of the notification is {is} now");
            cx.add(Rank::Breaking, name, text, now.path());
        }
    }
    compare_responses(cx, before, now);
    document(cx, old, new);
}

fn sent(how: Sent) -> &'static str {
    match how {
        Sent::Query => "in a query",
        Sent::Json => "as JSON",
    }
}

fn signed(host: Option<SignedHost>) -> &'static str {
    match host {
        None => "by nothing",
        Some(SignedHost::Domain) => "with the domain",
        Some(SignedHost::Address) => "with the host of the address",
    }
}

fn own_fields(of: &spec::Notification) -> &[spec::Field] {
    match &of.content {
        Content::Fields(fields) => fields,
        Content::Kinds(_) => &[],
    }
}

fn site<'s, 'a>(
    subject: &'s str,
    part: Part,
    modules: (&'a str, &'a str),
    old: &'a Struct,
    new: &'a Struct,
    of: String,
) -> Site<'s, 'a> {
    Site {
        subject,
        part,
        of,
        structs: ((modules.0, &old.name), (modules.1, &new.name)),
    }
}

fn compare_fields<'a>(
    cx: &mut Comparison<'a>,
    site: &Site<'_, 'a>,
    old: (&'a [spec::Field], &'a Struct),
    new: (&'a [spec::Field], &'a Struct),
) {
    let [old, new] =
        [old, new].map(|(spec, lowered)| -> Vec<_> { fields(spec, &lowered.fields).collect() });
    members::compare(cx, site, &old, &new);
}

/// The kinds of a notification as stated and as lowered.
type Kind<'a> = (&'a spec::NotificationKind, &'a NotificationKind);

fn kinds<'a>(of: &Notified<'a>) -> Vec<Kind<'a>> {
    match (&of.spec.content, &of.lowered.content) {
        (Content::Kinds(spec), NotificationContent::Kinds(lowered)) => {
            spec.iter().zip(&lowered.kinds).collect()
        }
        _ => Vec::new(),
    }
}

/// Compares kinds, which are the same if they have the same name.
fn compare_kinds<'a>(cx: &mut Comparison<'a>, before: &Notified<'a>, now: &Notified<'a>) {
    let (old, new) = (kinds(before), kinds(now));
    let name = now.spec.name.as_str();
    let variant = |of: &Notified<'_>, kind: &str| format!("{}::{kind}", of.path());
    let named = |of: &[Kind<'a>], like: &Kind<'a>| {
        let mut kinds = of.iter();
        kinds.find(|(kind, _)| kind.name == like.0.name).copied()
    };
    for was in &old {
        let kind = &was.0.name;
        let Some(is) = named(&new, was) else {
            let text = format!("the kind `{kind}`");
            cx.remove(name, &text, variant(before, kind));
            continue;
        };
        let [told, told_before] = [&is, was].map(|(_, kind)| kind.when.as_deref());
        if told != told_before {
            let [told, told_before] = [told, told_before].map(shown::quoted);
            let text =
                format!("the kind `{kind}` is told by the member {told} now, was {told_before}");
            cx.add(Rank::Behaviour, name, text, variant(now, kind));
        }
        if was.0.doc != is.0.doc {
            cx.document(name, format!("the kind `{kind}`"), "");
        }
        let modules = (before.module, now.module);
        let (old, new) = (&was.1.structure, &is.1.structure);
        let of_kind = format!(" of the kind `{kind}`");
        let site = site(name, Part::Notification, modules, old, new, of_kind);
        compare_fields(cx, &site, (&was.0.fields, old), (&is.0.fields, new));
    }
    for is in new.iter().filter(|is| named(&old, is).is_none()) {
        let text = format!("the kind `{}`", is.0.name);
        cx.add(Rank::Addition, name, text, variant(now, &is.0.name));
    }
    compare_rest(cx, (before, &old), (now, &new));
    let common = |of: &[Kind<'a>], other: &[Kind<'a>]| -> Vec<&'a str> {
        let common = of.iter().filter(|kind| named(other, kind).is_some());
        common.map(|(kind, _)| kind.name.as_str()).collect()
    };
    if common(&old, &new) != common(&new, &old) {
        let text = "the kinds are told in another order";
        cx.add(Rank::Behaviour, name, text, now.path());
    }
}

/// Compares whether there is a variant for what no kind is.
fn compare_rest(
    cx: &mut Comparison<'_>,
    (before, old): (&Notified<'_>, &[Kind<'_>]),
    (now, new): (&Notified<'_>, &[Kind<'_>]),
) {
    let has_rest = |kinds: &[Kind<'_>]| kinds.iter().all(|(_, kind)| kind.when.is_some());
    let name = now.spec.name.as_str();
    let path = |of: &Notified<'_>| format!("{}::Unrecognized", of.path());
    let text = "the variant for unknown kinds";
    match (has_rest(old), has_rest(new)) {
        (true, false) => cx.remove(name, text, path(before)),
        (false, true) => cx.add(Rank::Addition, name, text, path(now)),
        _ => {}
    }
}

fn compare_responses<'a>(cx: &mut Comparison<'a>, before: &Notified<'a>, now: &Notified<'a>) {
    let name = now.spec.name.as_str();
    let path = |of: &Notified<'_>, response: &Struct| format!("{}::{}", of.module, response.name);
    let text = "the response";
    match (&before.lowered.response, &now.lowered.response) {
        (Some(old), Some(new)) => {
            let modules = (before.module, now.module);
            let site = site(
                name,
                Part::NotificationResponse,
                modules,
                old,
                new,
                String::new(),
            );
            let (was, is) = (&before.spec.response, &now.spec.response);
            compare_fields(cx, &site, (was, old), (is, new));
        }
        (Some(old), None) => cx.remove(name, text, path(before, old)),
        (None, Some(new)) => cx.add(Rank::Addition, name, text, path(now, new)),
        (None, None) => {}
    }
}

/// Notes other texts of a notification.
fn document(cx: &mut Comparison<'_>, old: &spec::Notification, new: &spec::Notification) {
    let pages = |of: &spec::Notification| (of.reference.clone(), of.revised.clone());
    let setters = |of: &spec::Notification| -> BTreeSet<String> {
        let set_by = of.set_by.iter().map(|set_by| {
            let parameters = [&set_by.address, &set_by.domain, &set_by.key, &set_by.auth];
            let paths = parameters.map(|path| path.as_ref().map(ToString::to_string));
            format!("{} {paths:?}", set_by.operation.text)
        });
        let unset_by = of.unset_by.iter().map(|unset_by| unset_by.text.clone());
        set_by.chain(unset_by).collect()
    };
    let texts = [
        ("the summary", old.summary != new.summary),
        ("the description", old.doc != new.doc),
        ("the reference", pages(old) != pages(new)),
        ("the operations that set it", setters(old) != setters(new)),
    ];
    for (what, _) in texts.iter().filter(|(_, differs)| *differs) {
        cx.document(&new.name, *what, "");
    }
}
