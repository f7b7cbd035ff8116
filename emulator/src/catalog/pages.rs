//! Pages of the lists that are not modelled: as many copies of the documented example as are
//! wanted, told apart by their IDs and names.

mod distinct;

use live_spec::{Array, Field, FieldPath, PageBy, Pages, Type};
use serde_json::Value;

use super::validate::{Arguments, invalid};
use super::{CatalogEntry, Types, synthesize};
use crate::response::Fields;
use crate::response::service_error::ServiceError;

/// The number of items on a page, where the call and the documentation do not state one.
const PAGE_SIZE: usize = 10;

/// Names under which responses repeat the number of the page.
const NUMBERS: [&str; 3] = ["PageNum", "PageNumber", "PageNo"];

/// The name under which responses repeat the size of the page.
const SIZE: &str = "PageSize";

/// Tokens are multiples of this number plus [`TOKEN_REST`], so that other numbers are recognized.
const TOKEN_STEP: usize = 1_000_003;
const TOKEN_REST: usize = 17;

/// Returns a page of a list with this many items.
pub(crate) fn respond(
    entry: &CatalogEntry,
    pages: &Pages,
    arguments: &Arguments,
    total: usize,
) -> Result<Fields, ServiceError> {
    let mut response = synthesize::respond(entry);
    let size = match &pages.size {
        Some(path) => number(entry, arguments, path)?.or_else(|| default(entry, path)),
        None => None,
    };
    let size = size.unwrap_or(PAGE_SIZE);
    let (page, skipped) = match &pages.by {
        PageBy::Number(path) => {
            let page = number(entry, arguments, path)?.unwrap_or(1);
            (Some(page), (page - 1).saturating_mul(size))
        }
        PageBy::Token { token, .. } => (None, offset(entry, arguments, token)?),
    };
    let shown = skipped.min(total)..skipped.saturating_add(size).min(total);
    let has_more = shown.end < total;

    if let PageBy::Token { next, .. } = &pages.by {
        match has_more {
            true => put(&mut response, &next.names, token(shown.end)),
            false => remove(&mut response, &next.names),
        }
    }
    let counts = [
        (&pages.total, total),
        (&pages.total_pages, total.div_ceil(size)),
    ];
    for (path, count) in counts {
        if let Some(path) = path {
            put(&mut response, &path.names, count);
        }
    }
    if let Some(more) = place(
        &mut response,
        pages.more.as_ref().map_or(&[], |path| &path.names),
    ) {
        *more = has_more.into();
    }
    let Some((list, around)) = pages.items.names.split_last() else {
        return Ok(response);
    };
    let beside = |name: &str| [around, &[name.to_owned()]].concat();
    put(&mut response, &beside(SIZE), size);
    for name in NUMBERS {
        if let Some(page) = page {
            put(&mut response, &beside(name), page);
        }
    }
    let types = &entry.types;
    let items = field(types, &entry.operation.response, &pages.items.names);
    if let (Some(Type::Array(array)), Some(value)) = (items, place(&mut response, &beside(list))) {
        fill(entry, array, value, shown);
    }
    Ok(response)
}

/// Replaces the items of a list by those with these numbers, counted from 0.
fn fill(entry: &CatalogEntry, array: &Array, list: &mut Value, numbers: std::ops::Range<usize>) {
    let list = match &array.wrapper {
        Some(wrapper) => &mut list[wrapper.as_str()],
        None => list,
    };
    let Value::Array(items) = list else { return };
    let documented = std::mem::take(items);
    items.extend(numbers.filter_map(|number| {
        let mut item = documented.get(number % documented.len().max(1))?.clone();
        // The documented items come first, unchanged.
        if number >= documented.len() {
            distinct::tell_apart(entry, &array.items, &mut item, number + 1);
        }
        Some(item)
    }));
}

/// Returns the value of a parameter that counts from 1, or `None` if it is missing or not positive.
fn number(
    entry: &CatalogEntry,
    arguments: &Arguments,
    path: &FieldPath,
) -> Result<Option<usize>, ServiceError> {
    let Some(number) = integer(entry, arguments, path)? else {
        return Ok(None);
    };
    Ok(usize::try_from(number).ok().filter(|number| *number > 0))
}

/// Returns the value of a parameter that is a number, also as text.
fn integer(
    entry: &CatalogEntry,
    arguments: &Arguments,
    path: &FieldPath,
) -> Result<Option<i64>, ServiceError> {
    match argument(arguments, path) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => match text.parse() {
            Ok(number) => Ok(Some(number)),
            Err(_) => Err(refused(entry, path, &format!("`{text}` is not an integer"))),
        },
        Some(value) => Ok(value.as_i64()),
    }
}

fn argument<'a>(arguments: &'a Arguments, path: &FieldPath) -> Option<&'a Value> {
    let (first, rest) = path.names.split_first()?;
    let first = arguments.value(first)?;
    rest.iter().try_fold(first, |value, name| value.get(name))
}

/// Returns the documented default of a parameter.
fn default(entry: &CatalogEntry, path: &FieldPath) -> Option<usize> {
    let mut fields = &entry.operation.request[..];
    let mut found = None;
    for name in &path.names {
        let field = fields.iter().find(|field| field.name == *name)?;
        fields = match entry.types.resolve(&field.ty) {
            Type::Object(fields) => fields,
            _ => &[],
        };
        found = field.default.as_deref();
    }
    found?.trim().parse().ok().filter(|size| *size > 0)
}

/// Returns how many items a token skips. Without one, or with `-1` or `0`, that is none.
fn offset(
    entry: &CatalogEntry,
    arguments: &Arguments,
    path: &FieldPath,
) -> Result<usize, ServiceError> {
    let token = match integer(entry, arguments, path)? {
        None | Some(0 | -1) => return Ok(0),
        Some(token) => token,
    };
    let steps = usize::try_from(token)
        .ok()
        .and_then(|token| token.checked_sub(TOKEN_REST))
        .filter(|steps| steps % TOKEN_STEP == 0);
    steps.map(|steps| steps / TOKEN_STEP).ok_or_else(|| {
        let reason = format!("`{token}` is not a token from an earlier page");
        refused(entry, path, &reason)
    })
}

fn token(skipped: usize) -> usize {
    skipped
        .saturating_mul(TOKEN_STEP)
        .saturating_add(TOKEN_REST)
}

fn refused(entry: &CatalogEntry, path: &FieldPath, reason: &str) -> ServiceError {
    invalid(entry, path.names.first().map_or("", |name| name), reason)
}

/// Writes a number into a member that exists, as its type wants it.
fn put(response: &mut Fields, names: &[String], number: usize) {
    if let Some(value) = place(response, names) {
        *value = match value {
            Value::String(_) => number.to_string().into(),
            _ => number.into(),
        };
    }
}

fn remove(response: &mut Fields, names: &[String]) {
    match names {
        [name] => {
            response.remove(name);
        }
        [name, rest @ ..] => {
            if let Some(Value::Object(inner)) = response.get_mut(name) {
                remove(inner, rest);
            }
        }
        [] => {}
    }
}

fn place<'r>(response: &'r mut Fields, names: &[String]) -> Option<&'r mut Value> {
    let (first, rest) = names.split_first()?;
    let first = response.get_mut(first)?;
    rest.iter()
        .try_fold(first, |value, name| value.get_mut(name))
}

/// Returns the type of the field that names lead to.
fn field<'e>(types: &'e Types, fields: &'e [Field], names: &[String]) -> Option<&'e Type> {
    let (first, rest) = names.split_first()?;
    let found = fields.iter().find(|field| field.name == *first)?;
    match (types.resolve(&found.ty), rest) {
        (ty, []) => Some(ty),
        (Type::Object(fields), rest) => field(types, fields, rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
