//! Reads the rows of a table of fields, however they are written.

use crate::page::kinds;
use crate::page::layout::Table;
use crate::page::line::Line;
use crate::page::loose::loose_rows;
use crate::page::row::{Row, is_nothing, unnested};
use crate::page::words::{self, Column};

/// Reads the rows of a table. Lines that are not understood are added to `odd`.
pub(crate) fn read(table: &Table, odd: &mut Vec<(usize, String)>) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut loose = Vec::new();
    for line in &table.body {
        if line.is_row() {
            rows.extend(loose_rows(&loose, table, odd));
            loose.clear();
            rows.extend(cells_row(line, &table.columns, odd));
        } else if !is_footer(&line.text) {
            loose.push(line.clone());
        }
    }
    rows.extend(loose_rows(&loose, table, odd));
    rows
}

/// Returns whether a line under a table points to parameters of all operations.
fn is_footer(text: &str) -> bool {
    let lower = text.to_lowercase();
    (lower.contains("common request param") || lower.contains("公共请求参数"))
        && !words::is_field_name(text)
}

fn cells_row(line: &Line, columns: &[Column], odd: &mut Vec<(usize, String)>) -> Option<Row> {
    let mut row = Row {
        line: line.number,
        indent: line.indent,
        ..Row::default()
    };
    let mut cells = line.cells.clone();
    if cells.iter().all(String::is_empty) {
        return None;
    }
    // A cell may hold the name with its type, and whether it is required, below it.
    if let Some(first) = cells.first().cloned()
        && let Some((name, rest)) = first.split_once('\n')
    {
        if let Some(cell) = cells.first_mut() {
            name.trim().clone_into(cell);
        }
        for part in rest.split('\n').map(str::trim) {
            if row.stated.is_none() && kinds::plain(part).is_some() {
                row.stated = kinds::plain(part);
            } else if row.required.is_none() {
                row.required = words::answer(part);
            }
        }
    }
    for (index, column) in columns.iter().enumerate() {
        let cell = cells.get(index).map(|cell| cell.trim()).unwrap_or_default();
        if cell.is_empty() {
            continue;
        }
        match column {
            Column::Name => {
                let (name, depth) = unnested(cell);
                row.indent += depth;
                row.name = name
                    .split(['（', '('])
                    .next()
                    .unwrap_or(name)
                    .trim()
                    .replace(' ', "");
            }
            Column::Type => {
                row.stated = kinds::any(cell);
                if row.stated.is_none() && cell != "-" {
                    row.odd_type = Some(cell.to_owned());
                }
            }
            Column::Required => row.required = words::answer(cell),
            Column::Example => row.example = Some(cell.to_owned()).filter(|cell| !is_nothing(cell)),
            Column::Description | Column::Message => cell.clone_into(&mut row.prose),
            Column::Status | Column::Code => {}
        }
    }
    // Some copies lose empty cells, so that the description comes where the example should be.
    if row.prose.is_empty() && row.example.as_deref().is_some_and(words::is_prose) {
        row.prose = row.example.take().unwrap_or_default();
    }
    if row.name.is_empty() && row.stated.is_none() {
        odd.push((line.number, cells.join(" | ")));
        return None;
    }
    if kinds::plain(&row.name).is_some() && row.stated.is_none() {
        row.stated = kinds::plain(&row.name);
        row.name.clear();
    }
    if !row.name.is_empty() && !words::is_field_name(&row.name) {
        odd.push((line.number, cells.join(" | ")));
        return None;
    }
    Some(row)
}
