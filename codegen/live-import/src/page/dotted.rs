//! Reads names that say where a field is.

use crate::page::entry::Entry;
use crate::page::kinds::Stated;
use crate::page::row::Row;

/// Adds a field whose name says where it is, such as `Tag.N.Key`.
pub(crate) fn dotted(root: &mut Entry, row: Row) {
    let text = row
        .name
        .replace("[]", ".N")
        .replace('[', ".")
        .replace(']', "");
    let steps: Vec<&str> = text.split('.').filter(|step| !step.is_empty()).collect();
    let is_index = |step: &str| matches!(step, "N" | "n" | "M" | "m") || step.parse::<u8>().is_ok();
    let mut entry = root;
    let mut path = steps.as_slice();
    while let [name, rest @ ..] = path {
        let mut rest = rest;
        let mut is_list = false;
        while let [index, others @ ..] = rest
            && is_index(index)
        {
            is_list = true;
            rest = others;
        }
        if !entry.has_field(name) {
            entry.fields.push(Entry::default());
        }
        let found = entry
            .fields
            .iter_mut()
            .rev()
            .find(|field| field.row.name == *name || field.row.name.is_empty());
        let Some(field) = found else { return };
        if field.row.name.is_empty() {
            (*name).clone_into(&mut field.row.name);
            field.row.line = row.line;
            field.row.stated = Some(match is_list {
                true => Stated::Repeated(None),
                false => Stated::Object(None),
            });
        }
        if rest.is_empty() {
            let stated = match (row.stated, is_list) {
                (Some(Stated::Array(items) | Stated::Repeated(items)), true) => {
                    Stated::Repeated(items.or(Some(Box::new(Stated::String))))
                }
                (Some(other), true) => Stated::Repeated(Some(Box::new(other))),
                (Some(other), false) => other,
                (None, true) => Stated::Repeated(None),
                (None, false) => Stated::String,
            };
            let name = std::mem::take(&mut field.row.name);
            field.row = Row {
                name,
                stated: Some(stated),
                ..row
            };
            return;
        }
        field.row.required = field.row.required.or(Some(false));
        entry = field;
        path = rest;
    }
}
