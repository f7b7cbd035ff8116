use std::collections::HashSet;

use super::*;
use crate::catalog::specs;

/// Returns the items of a response.
fn items<'r>(entry: &CatalogEntry, pages: &Pages, response: &'r Fields) -> &'r [Value] {
    let (first, rest) = pages.items.names.split_first().unwrap();
    let list = rest
        .iter()
        .fold(&response[first], |value, name| &value[name]);
    let ty = field(&entry.types, &entry.operation.response, &pages.items.names);
    let list = match ty {
        Some(Type::Array(Array {
            wrapper: Some(wrapper),
            ..
        })) => &list[wrapper],
        _ => list,
    };
    list.as_array().unwrap()
}

#[test]
fn items_of_every_list_can_be_told_apart() {
    let catalog = specs::embedded().unwrap();
    let mut lists = 0;
    for name in catalog.names() {
        let entry = catalog.operation(&name).unwrap();
        let Some(pages) = &entry.operation.pages else {
            continue;
        };
        lists += 1;
        let response = respond(entry, pages, &Arguments::default(), 7).unwrap();
        let items = items(entry, pages, &response);
        assert_eq!(items.len(), 7, "{name}");
        let texts: HashSet<_> = items.iter().map(Value::to_string).collect();
        assert_eq!(texts.len(), 7, "{name}: {items:#?}");
        let documented = synthesize::respond(entry);
        assert_eq!(
            items[0],
            self::items(entry, pages, &documented)[0],
            "{name}"
        );
    }
    assert!(lists > 40, "{lists}");
}
