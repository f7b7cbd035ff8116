//! Collects the fields and errors from all tables of a page.

use std::collections::BTreeSet;

use live_spec::yaml::{self, Node};

use crate::page::entry::{self, Entry};
use crate::page::errors::{self, PageError};
use crate::page::kinds::Stated;
use crate::page::layout::{Layout, Table};
use crate::page::line::{Line, Page};
use crate::page::row::Row;
use crate::page::rows;
use crate::page::sample;
use crate::page::tree::{self, Hints};
use crate::page::words::{self, Column, Part};

/// Parameters that every request has, which the client sets.
const COMMON: &[&str] = &[
    "Action",
    "AccessKeyId",
    "OwnerAccount",
    "OwnerId",
    "ResourceOwnerAccount",
    "ResourceOwnerId",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureVersion",
];
/// Common parameters whose names can also mean something else.
const PERHAPS_COMMON: &[&str] = &["Format", "Timestamp", "Version"];

/// The fields of a page.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    pub(crate) request: Vec<Entry>,
    pub(crate) response: Vec<Entry>,
    /// Common parameters, which are left out.
    pub(crate) left_out: Vec<String>,
    /// Whether the page says of any parameter whether it is required.
    pub(crate) has_answers: bool,
    /// Whether the page has a column for it, but the copy lost what is in it.
    pub(crate) lost_answers: bool,
}

/// Collects the fields.
pub(crate) fn fields(
    page: &Page,
    layout: &Layout,
    sample: Option<&Node>,
    odd: &mut Vec<(usize, String)>,
) -> Fields {
    let mut fields = Fields::default();
    let mut request = Vec::new();
    let mut response = Vec::new();
    let mut own: Vec<(&Table, Vec<Row>)> = Vec::new();
    for table in layout
        .tables
        .iter()
        .filter(|table| words::lists_fields(&table.columns))
    {
        let rows = rows::read(table, odd);
        let list = match table.part {
            Part::Request => &mut request,
            Part::Response => &mut response,
            _ => {
                if table.columns.contains(&Column::Type) {
                    own.push((table, rows));
                }
                continue;
            }
        };
        if list.is_empty() || named(&table.caption).is_empty() {
            list.extend(rows);
        } else {
            own.push((table, rows));
        }
    }
    let is_signed = request
        .iter()
        .any(|row: &Row| matches!(row.name.as_str(), "AccessKeyId" | "Signature"));
    request.retain(|row| {
        let name = row.name.as_str();
        let is_common = COMMON.contains(&name) || is_signed && PERHAPS_COMMON.contains(&name);
        if is_common {
            fields.left_out.push(name.to_owned());
        }
        !is_common
    });
    let has_column = layout
        .tables
        .iter()
        .any(|table| table.part == Part::Request && table.columns.contains(&Column::Required));
    fields.has_answers = request.iter().any(|row| row.required.is_some());
    fields.lost_answers = has_column && !fields.has_answers && !request.is_empty();
    let shown = sample::request(page, &request);
    let explained: Vec<String> = own
        .iter()
        .flat_map(|(table, _)| named(&table.caption))
        .collect();
    let hints = |outer| Hints {
        outer,
        explained: &explained,
    };
    fields.request = tree::nest(request, Some(&shown), hints(&["ClientToken", "RegionId"]));
    fields.response = tree::nest(response, sample, hints(&["RequestId"]));
    for (table, rows) in own {
        let names = named(&table.caption);
        let first = rows.first().map_or(table.line, |row| row.line);
        let is_request = matches!(table.part, Part::Request | Part::Other)
            && attach(&mut fields.request, &names, &rows, None, true);
        let is_response = table.part != Part::Request
            && attach(&mut fields.response, &names, &rows, sample, false);
        if !is_request && !is_response {
            let text = format!(
                "the table after `{}` belongs to no field that is known",
                table.caption
            );
            odd.push((first, text));
        }
    }
    fields
}

/// Returns the names that a caption may mean.
fn named(caption: &str) -> Vec<String> {
    let words = caption.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let is_short = caption.chars().count() <= 80;
    let common = [
        "Table",
        "The",
        "Parameter",
        "Parameters",
        "Note",
        "Request",
        "Response",
        "Description",
    ];
    words
        .filter(|word| {
            is_short && word.len() > 1 && !common.contains(word) && words::is_field_name(word)
        })
        .map(str::to_owned)
        .collect()
}

/// Adds the rows of a table to the fields that it explains.
fn attach(
    entries: &mut [Entry],
    names: &[String],
    rows: &[Row],
    sample: Option<&Node>,
    is_request: bool,
) -> bool {
    let mut is_attached = false;
    for entry in entries {
        let own = entry.row.name.clone();
        let view = sample.and_then(|sample| entry::member(sample, &own));
        let kind = entry
            .row
            .stated
            .as_ref()
            .and_then(Stated::type_name)
            .unwrap_or_default();
        let is_meant = names.iter().any(|name| *name == own || *name == kind);
        let is_text = matches!(entry.row.stated, Some(Stated::String) | None);
        if is_meant && entry.fields.is_empty() && (is_request || !is_text) {
            let example = entry
                .row
                .example
                .as_deref()
                .and_then(|text| yaml::parse_json(text).ok());
            if is_text {
                entry.is_json = true;
                entry.row.stated = Some(structure(entry));
            }
            entry.fields = tree::nest(rows.to_vec(), example.as_ref().or(view), Hints::default());
            is_attached = true;
        } else {
            is_attached |= attach(&mut entry.fields, names, rows, view, is_request);
        }
    }
    is_attached
}

/// Decides whether a text in JSON is a list or an object.
fn structure(entry: &Entry) -> Stated {
    let prose = entry.row.prose.to_lowercase();
    let example = entry.row.example.as_deref().unwrap_or_default();
    let is_list = example.starts_with('[')
        || !example.starts_with('{')
            && (prose.contains("array") || prose.contains("数组") || prose.contains("列表"));
    if is_list {
        Stated::Array(Some(Box::new(Stated::Object(None))))
    } else {
        Stated::Object(None)
    }
}

/// Collects the errors.
pub(crate) fn errors(
    layout: &Layout,
    codes: &BTreeSet<String>,
    odd: &mut Vec<(usize, String)>,
) -> Vec<PageError> {
    let mut errors: Vec<PageError> = Vec::new();
    let mut add = |found: Vec<PageError>| {
        for error in found {
            let is_known = errors.iter().any(|known| {
                known.code == error.code && (known.status == error.status || error.status.is_none())
            });
            if !is_known {
                errors.push(error);
            }
        }
    };
    for table in layout
        .tables
        .iter()
        .filter(|table| words::lists_errors(&table.columns))
    {
        add(errors::read(table, codes, odd));
    }
    let loose: Vec<&Line> = layout
        .prose
        .iter()
        .filter(|(part, line)| *part == Part::Errors && !line.is_blank())
        .map(|(_, line)| line)
        .collect();
    add(errors::without_header(&loose, codes));
    errors
}
