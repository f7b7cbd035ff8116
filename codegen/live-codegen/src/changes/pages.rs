//! Compares how lists are fetched page by page.

use live_spec::{self as spec, FieldPath, PageBy};

use super::change::Rank;
use super::comparison::{Comparison, listed};
use super::shown;
use crate::model::Operation;

/// Compares the pages of an operation.
pub(super) fn compare(
    cx: &mut Comparison<'_>,
    path: &str,
    (old, new): (&Operation, &Operation),
    (old_spec, new_spec): (&spec::Operation, &spec::Operation),
) {
    let subject = new.name.as_str();
    let (was, now) = match (&old_spec.pages, &new_spec.pages) {
        (None, None) => return,
        (None, Some(_)) => {
            let text = "`items` and `pages`, which fetch the list page by page";
            cx.add(Rank::Addition, subject, text, format!("{path}::items"));
            return;
        }
        (Some(_), None) => {
            let text =
                "the pair of methods `items` and `pages`, which fetch the list page by page,";
            cx.remove(subject, text, format!("{path}::items"));
            return;
        }
        (Some(was), Some(now)) => (was, now),
    };
    let items = |of: &Operation| of.pages.as_ref().map(|pages| shown::ty(&pages.item, false));
    if names(&was.items) != names(&now.items) && items(old) != items(new) {
        let text = format!(
            "`items` gives {} now, was {}",
            shown::quoted(items(new).as_deref()),
            shown::quoted(items(old).as_deref())
        );
        cx.add(Rank::Breaking, subject, text, format!("{path}::items"));
    }
    // Which parameter names the page decides what must be set.
    if by(&was.by) != by(&now.by) {
        let text = format!(
            "pages are named by `{}` now, was `{}`",
            by(&now.by),
            by(&was.by)
        );
        cx.add(Rank::Breaking, subject, text, format!("{path}::pages"));
    }
    let facts = [
        ("list", names(&was.items) != names(&now.items)),
        ("token of the next page", next(&was.by) != next(&now.by)),
        ("size", optional(&was.size) != optional(&now.size)),
        ("total", optional(&was.total) != optional(&now.total)),
        (
            "number of pages",
            optional(&was.total_pages) != optional(&now.total_pages),
        ),
        (
            "sign that more follows",
            optional(&was.more) != optional(&now.more),
        ),
    ];
    let different: Vec<_> = facts
        .iter()
        .filter(|(_, differs)| *differs)
        .map(|(what, _)| *what)
        .collect();
    if !different.is_empty() {
        let text = format!("pages are read by other fields: {}", listed(different));
        cx.add(Rank::Behaviour, subject, text, format!("{path}::pages"));
    }
}

fn names(path: &FieldPath) -> &[String] {
    &path.names
}

fn optional(path: &Option<FieldPath>) -> Option<&[String]> {
    path.as_ref().map(names)
}

fn by(by: &PageBy) -> String {
    match by {
        PageBy::Number(path) | PageBy::Token { token: path, .. } => path.to_string(),
    }
}

fn next(by: &PageBy) -> Option<&[String]> {
    match by {
        PageBy::Number(_) => None,
        PageBy::Token { next, .. } => Some(&next.names),
    }
}
