//! Compares what all operations share: the crate, the families, the hosts, the gateway.

use std::collections::{BTreeMap, BTreeSet};

use super::change::Rank;
use super::comparison::Comparison;
use super::enums;
use super::operations::Stated;
use crate::docs::Docs;
use crate::model::{Companion, Enum, GatewayError, Model, Region};

/// Compares the crate, the hosts and the gateway.
pub(super) fn compare(cx: &mut Comparison<'_>) {
    let (old, new) = (cx.old.model(), cx.new.model());
    if old.crate_name != new.crate_name {
        let text = format!(
            "the crate is called `{}` now, was `{}`",
            new.crate_name, old.crate_name
        );
        cx.add(Rank::Breaking, "service", text, new.library.clone());
    }
    if old.version != new.version {
        let text = format!(
            "the version of the API is `{}` now, was `{}`",
            new.version, old.version
        );
        cx.add(Rank::Breaking, "service", text, "SERVICE");
    }
    let texts = [
        ("the title", old.title != new.title),
        ("the reference", old.reference != new.reference),
        ("the guide", old.guide != new.guide),
    ];
    for (what, _) in texts.iter().filter(|(_, differs)| *differs) {
        cx.document("service", *what, "");
    }
    compare_hosts(cx, old, new);
    compare_gateway(cx, &old.gateway_errors, &new.gateway_errors);
    compare_companions(cx, &old.companions, &new.companions);
}

/// Compares the crates that the client re-exports.
fn compare_companions(cx: &mut Comparison<'_>, old: &[Companion], new: &[Companion]) {
    let named =
        |of: &'_ [Companion], like: &Companion| of.iter().position(|it| it.module == like.module);
    for was in old {
        let name = was.module.as_str();
        let Some(at) = named(new, was) else {
            cx.remove(name, "the module and feature", name);
            continue;
        };
        let now = &new[at];
        if was.crate_name != now.crate_name {
            let text = format!(
                "the module re-exports the crate `{}` now, was `{}`",
                now.crate_name, was.crate_name
            );
            cx.add(Rank::Breaking, name, text, name);
        }
        if was.purpose != now.purpose {
            cx.document(name, "the purpose of the module", name);
        }
    }
    for now in new.iter().filter(|now| named(old, now).is_none()) {
        let name = now.module.as_str();
        cx.add(Rank::Addition, name, "a new module and feature", name);
    }
}

/// Compares which host receives the calls for a region.
fn compare_hosts(cx: &mut Comparison<'_>, old: &Model, new: &Model) {
    let mut add = |text: String| cx.add(Rank::Behaviour, "hosts", text, "SERVICE");
    if old.default_host != new.default_host {
        add(format!(
            "the default host is `{}` now, was `{}`",
            new.default_host, old.default_host
        ));
    }
    let regions = old.regions.iter().chain(&new.regions);
    let regions: BTreeSet<_> = regions.map(|region| region.id.as_str()).collect();
    for id in regions {
        let find = |of: &'_ Model| of.regions.iter().find(|region| region.id == id).cloned();
        let (was, now) = (find(old), find(new));
        let public = |of: &Model, region: &Option<Region>| match region {
            Some(region) => format!("`{}`", region.public),
            None => format!("the default host `{}`", of.default_host),
        };
        let vpc = |region: &Option<Region>| region.as_ref().and_then(|region| region.vpc.clone());
        if was.as_ref().map(|it| &it.public) != now.as_ref().map(|it| &it.public) {
            add(format!(
                "`{id}` is served by {} now, was {}",
                public(new, &now),
                public(old, &was)
            ));
        }
        match (vpc(&was), vpc(&now)) {
            (was, Some(now)) if was.as_ref() != Some(&now) => {
                add(format!("the host inside a VPC of `{id}` is `{now}` now"))
            }
            (Some(_), None) => add(format!("`{id}` has no host inside a VPC any more")),
            _ => {}
        }
    }
}

/// Compares the error codes of the gateway.
fn compare_gateway(cx: &mut Comparison<'_>, old: &[GatewayError], new: &[GatewayError]) {
    let codes = |of: &[GatewayError]| Enum {
        name: "GatewayErrorCode".to_owned(),
        docs: Docs::default(),
        integer: false,
        variants: of.iter().map(|error| error.variant.clone()).collect(),
    };
    let pair = enums::Pair {
        subject: "gateway",
        noun: "error code",
        of: String::new(),
        modules: ("", ""),
        old: &codes(old),
        new: &codes(new),
    };
    enums::compare(cx, &pair);
    for now in new {
        let was = old
            .iter()
            .find(|was| was.variant.value == now.variant.value);
        if let Some(was) = was.filter(|was| was.class != now.class) {
            let (code, path) = (
                &now.variant.value,
                format!("GatewayErrorCode::{}", now.variant.name),
            );
            let text = format!(
                "error code `{code}` has the class `{}` now, was `{}`",
                now.class, was.class
            );
            cx.add(Rank::Behaviour, "gateway", text, path);
        }
    }
}

/// Compares the families, and returns those that have another name now.
pub(super) fn compare_families<'a>(
    cx: &mut Comparison<'a>,
    old: &BTreeMap<&'a str, Stated<'a>>,
    new: &BTreeMap<&'a str, Stated<'a>>,
) -> BTreeMap<&'a str, &'a str> {
    let (before, now) = (&cx.old.model().families, &cx.new.model().families);
    let names = |of: &'a [crate::model::Family]| -> BTreeMap<&'a str, &'a Docs> {
        of.iter()
            .map(|family| (family.module.as_str(), &family.purpose))
            .collect()
    };
    let (before, now) = (names(before), names(now));
    let mut renamed = BTreeMap::new();
    for (name, purpose) in &before {
        if let Some(other) = now.get(name) {
            if other != purpose {
                cx.document(name, "the purpose of the family", name);
            }
            continue;
        }
        let moved = old
            .iter()
            .filter(|(_, operation)| operation.module() == *name);
        let moved: BTreeSet<_> = moved
            .filter_map(|(it, _)| Some(new.get(it)?.module()))
            .collect();
        let target = moved
            .first()
            .filter(|target| moved.len() == 1 && !before.contains_key(*target));
        if let Some(target) = target {
            renamed.insert(*name, *target);
            let text = format!("the module and feature are called `{target}` now");
            cx.add(Rank::Breaking, name, text, *target);
        } else {
            cx.remove(name, "the module and feature", *name);
        }
    }
    let found: BTreeSet<_> = renamed.values().copied().collect();
    for name in now
        .keys()
        .filter(|name| !before.contains_key(*name) && !found.contains(*name))
    {
        cx.add(Rank::Addition, name, "a new module and feature", *name);
    }
    renamed
}
