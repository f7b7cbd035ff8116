//! Reads tables in Markdown.

/// A table.
pub(crate) struct Table {
    /// The line of its header, counted from 1.
    pub(crate) line: usize,
    /// The cells of its header.
    pub(crate) header: Vec<String>,
    /// Its rows, each with its line.
    pub(crate) rows: Vec<(usize, Vec<String>)>,
}

/// Returns the lines outside of fenced code, each with its number, counted from 1.
pub(crate) fn prose(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut is_code = false;
    (1..).zip(text.lines()).filter(move |(_, line)| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    })
}

/// Returns the tables whose rows start with `|`.
pub(crate) fn tables(text: &str) -> Vec<Table> {
    let mut tables: Vec<Table> = Vec::new();
    let mut next = 0;
    for (number, line) in prose(text).filter(|(_, line)| line.starts_with('|')) {
        let cells: Vec<_> = line
            .trim()
            .trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().to_owned())
            .collect();
        let is_delimiter = cells
            .iter()
            .all(|cell| cell.chars().all(|c| matches!(c, '-' | ':')) && cell.contains('-'));
        match tables.last_mut() {
            Some(_) if next == number && is_delimiter => {}
            Some(table) if next == number => table.rows.push((number, cells)),
            _ => tables.push(Table {
                line: number,
                header: cells,
                rows: Vec::new(),
            }),
        }
        next = number + 1;
    }
    tables
}

/// Returns the text of a cell that is nothing but code.
pub(crate) fn code(cell: &str) -> Option<&str> {
    cell.strip_prefix('`')?.strip_suffix('`')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_read() {
        let text = "| a | b |\n| --- | :-: |\n| `x` | |\n\n```text\n| no |\n```\n\n| c |\n|---|\n| 1 |\n| 2 |\n";
        let tables = tables(text);
        let [first, second] = tables.as_slice() else {
            panic!("{}", tables.len());
        };
        assert_eq!(
            (first.line, first.header.as_slice()),
            (1, ["a", "b"].map(String::from).as_slice())
        );
        assert_eq!(first.rows, [(3, vec!["`x`".to_owned(), String::new()])]);
        assert_eq!((second.line, second.rows.len()), (9, 2));
        assert_eq!(code(&first.rows[0].1[0]), Some("x"));
        assert_eq!(code("x"), None);
    }
}
