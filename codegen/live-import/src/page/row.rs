//! A row of a table of fields.

use crate::page::kinds::Stated;

/// A row of a table of fields.
#[derive(Clone, Debug, Default)]
pub(crate) struct Row {
    pub(crate) line: usize,
    /// How far it is moved to the right, in some unit.
    pub(crate) indent: usize,
    /// The name, or nothing for the items of a list.
    pub(crate) name: String,
    pub(crate) stated: Option<Stated>,
    /// The type in the words of the page, if it is not understood.
    pub(crate) odd_type: Option<String>,
    pub(crate) required: Option<bool>,
    pub(crate) example: Option<String>,
    pub(crate) prose: String,
}

/// Splits marks of nesting from a name. Returns the depth they mean.
pub(crate) fn unnested(name: &str) -> (&str, usize) {
    let bare =
        name.trim_start_matches(['└', '├', '─', '│', '»', '>', '∟', '·', '•', '-', ' ', '+']);
    let marks = name.chars().count() - bare.chars().count();
    let depth = name
        .chars()
        .take(marks)
        .filter(|c| matches!(c, '└' | '├' | '»' | '>' | '∟' | '-' | '+'))
        .count();
    (bare, depth)
}

/// Returns whether an example says that there is none.
pub(crate) fn is_nothing(example: &str) -> bool {
    matches!(
        example,
        "-" | "--" | "无" | "無" | "暂无" | "N/A" | "None" | "none" | "null"
    )
}
