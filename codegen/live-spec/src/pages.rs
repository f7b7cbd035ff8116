//! Reads and checks `pages`: how the list of an operation is fetched page by page.

use crate::diagnostics::Diagnostic;
use crate::model::{Family, Field, FieldPath, Operation, PageBy, Pages, Type};
use crate::paths::{self, Part};
use crate::reader::{Mapping, Report, Value};

/// How to add the list that is fetched.
const ITEMS: &str = "write the path of the list in the response: `items: List.Item`";

/// Reads `pages` of an operation.
pub(crate) fn pages(value: &Value<'_>) -> Option<Pages> {
    if value.is_text() {
        let word = value.text()?;
        if word != "none" {
            value.error(format!("`{word}` is neither a mapping nor `none`"));
        }
        return None;
    }
    let mapping = value.mapping()?;
    let path = |key| mapping.optional(key).and_then(paths::path);
    let number = path("page");
    let token = path("token");
    let next = path("next");
    let items = mapping.required_as("items", Some(ITEMS));
    let items = items.and_then(paths::path);
    let by = by(&mapping, number, token, next);
    let pages = by.zip(items).map(|(by, items)| Pages {
        by,
        size: path("size"),
        total: path("total"),
        total_pages: path("total_pages"),
        more: path("more"),
        items,
    });
    if let Some(PageBy::Token { .. }) = pages.as_ref().map(|pages| &pages.by) {
        for count in ["total", "total_pages"] {
            if let Some(value) = mapping.optional(count) {
                let message = format!("`{count}` applies to pages by number, not by token");
                value.report().error(&value.label, message);
            }
        }
    }
    mapping.finish();
    pages
}

/// Reads what names a page: its number, or a token from the page before.
fn by(
    mapping: &Mapping<'_>,
    number: Option<FieldPath>,
    token: Option<FieldPath>,
    next: Option<FieldPath>,
) -> Option<PageBy> {
    let report = mapping.report();
    let missing = |message: &str, help: &str| {
        report.add(Diagnostic::new(mapping.label().clone(), message).help(help));
    };
    match (number, token, next) {
        (Some(number), None, None) => return Some(PageBy::Number(number)),
        (None, Some(token), Some(next)) => return Some(PageBy::Token { token, next }),
        (Some(_), Some(token), _) => {
            report.error(&token.at, "`page` and `token` exclude each other")
        }
        (Some(_), None, Some(next)) => {
            report.error(&next.at, "`next` applies to `token`, not to `page`")
        }
        (None, Some(_), None) => missing(
            "`next` is missing",
            "name the field of the response that has the token of the next page",
        ),
        (None, None, _) => missing(
            "`page` or `token` is missing",
            "name the parameter with the number of the page, or with its token",
        ),
    }
    None
}

/// Reports `pages` that an operation needs, `none` without a reason, and a reason without `pages`.
pub(crate) fn check_stated(mapping: &Mapping<'_>, operation: &Operation) {
    let stated = mapping.optional("pages");
    let has_reason = operation.why.contains_key("pages");
    let is_none = stated.is_some_and(Value::is_text);
    let paging = operation.request.iter().find(|field| names_a_page(field));
    let (place, message, help) = match (stated, paging) {
        (None, Some(field)) => (
            &field.at,
            format!(
                "`{}` names a page, but the operation has no `pages`",
                field.name
            ),
            "state how its pages are fetched; if they cannot be, state `pages: none` with the \
             reason under `why:`",
        ),
        (None, None) if has_reason => (
            &operation.at,
            "there is a reason for `pages`, but no `pages`".to_owned(),
            "remove the reason",
        ),
        (Some(stated), _) if is_none && !has_reason => (
            &stated.label,
            "`pages: none` has no reason".to_owned(),
            "give it: `why: { pages: … }`",
        ),
        (Some(stated), None) if is_none => (
            &stated.label,
            "no parameter names a page".to_owned(),
            "remove `pages` and its reason",
        ),
        _ => return,
    };
    let report = mapping.report();
    report.add(Diagnostic::new(place.clone(), message).help(help));
}

/// Returns whether a parameter is the number or the token of a page by its name and type.
fn names_a_page(field: &Field) -> bool {
    let name = field.name.as_str();
    let is_known = matches!(
        name,
        "Page" | "PageNo" | "PageNum" | "PageNumber" | "NextToken"
    );
    (is_known || name.ends_with("PageToken")) && is_position(&field.ty)
}

/// Reports names under `pages` that do not exist, and types that do not fit.
pub(crate) fn check(family: &Family, report: &Report) {
    for operation in &family.operations {
        let Some(pages) = &operation.pages else {
            continue;
        };
        let request = Part {
            family,
            fields: &operation.request,
            report,
        };
        let response = Part {
            fields: &operation.response,
            ..request
        };
        let fits = |_: &Field, ty: &Type| is_position(ty);
        let (parameter, next) = match &pages.by {
            PageBy::Number(number) => (number, None),
            PageBy::Token { token, next } => (token, Some(next)),
        };
        request.expect(parameter, "a plain string, integer or long", fits);
        if let Some(size) = &pages.size {
            request.expect(size, "a plain string, integer or long", fits);
        }
        if let Some(next) = next {
            response.expect(next, "a plain string, integer or long", fits);
        }
        for total in pages.total.iter().chain(&pages.total_pages) {
            response.expect(total, "a plain string, integer or long", fits);
        }
        if let Some(more) = &pages.more {
            response.expect(more, "a boolean", |_, ty| matches!(ty, Type::Boolean));
        }
        response.expect(&pages.items, "an array", |_, ty| {
            matches!(ty, Type::Array(_))
        });
    }
}

fn is_position(ty: &Type) -> bool {
    matches!(ty, Type::String | Type::Integer | Type::Long)
}
