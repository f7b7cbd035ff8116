//! Reads `name`, which names in Rust what would otherwise clash with something else.

use crate::model::Located;
use crate::names::{is_pascal_case, is_snake_case};
use crate::reader::Mapping;
use crate::shapes;

/// Reads the name of a field.
pub(crate) fn field_name(mapping: &Mapping<'_>) -> Option<Located> {
    let what = "the name of a field in Rust, such as `monitor_id`";
    read(mapping, what, shapes::snake_case, is_snake_case)
}

/// Reads the name of a type or variant.
pub(crate) fn type_name(mapping: &Mapping<'_>) -> Option<Located> {
    let what = "the name of a type or variant in Rust, such as `LowDefinition`";
    read(mapping, what, shapes::pascal_case, is_pascal_case)
}

fn read(
    mapping: &Mapping<'_>,
    what: &str,
    proposal: fn(&str) -> Option<String>,
    is_right: fn(&str) -> bool,
) -> Option<Located> {
    let name = mapping.optional("name")?;
    let text = name.shaped_as(what, proposal, is_right)?;
    let at = name.place.clone();
    Some(Located { text, at })
}
