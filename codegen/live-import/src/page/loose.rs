//! Reads rows whose cells are lines or parts of lines.

use crate::page::kinds::{self, Stated};
use crate::page::layout::{Header, Table};
use crate::page::line::Line;
use crate::page::row::{Row, is_nothing, unnested};
use crate::page::run_together;
use crate::page::words::{self, Column};

/// The start of a row among lines.
#[derive(Debug)]
struct Start {
    name: String,
    depth: usize,
    stated: Option<Stated>,
    required: Option<bool>,
    /// What follows on the same line.
    rest: String,
    /// Index of the line after the start.
    next: usize,
}

struct Loose<'a> {
    lines: &'a [Line],
    columns: &'a [Column],
    header: Header,
    /// Whether examples and descriptions follow on the line of the name.
    is_spaced: bool,
}

/// Reads the rows of a table from lines.
pub(crate) fn loose_rows(
    lines: &[Line],
    table: &Table,
    odd: &mut Vec<(usize, String)>,
) -> Vec<Row> {
    let mut loose = Loose {
        lines,
        columns: &table.columns,
        header: table.header,
        is_spaced: false,
    };
    let counted = |loose: &Loose<'_>| {
        let starts = (0..lines.len()).filter_map(|at| loose.start(at, None));
        starts.filter(|start| !start.name.is_empty()).count()
    };
    let alone = counted(&loose);
    loose.is_spaced = true;
    if table.header != Header::Spaced && counted(&loose) <= alone * 2 && alone > 0 {
        loose.is_spaced = false;
    }
    loose.rows(odd)
}

impl Loose<'_> {
    fn rows(&self, odd: &mut Vec<(usize, String)>) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut index = 0;
        while index < self.lines.len() {
            let last = rows.last().and_then(|row| row.stated.clone());
            let Some(start) = self.start(index, last.as_ref()) else {
                if let Some(line) = self.lines.get(index).filter(|line| !line.is_blank()) {
                    odd.push((line.number, line.text.clone()));
                }
                index += 1;
                continue;
            };
            let number = self.lines.get(index).map_or(0, |line| line.number);
            let indent = self.lines.get(index).map_or(0, |line| line.indent);
            let mut end = start.next;
            while end < self.lines.len() && self.start(end, start.stated.as_ref()).is_none() {
                end += 1;
            }
            let body = self.lines.get(start.next..end).unwrap_or_default();
            let (example, prose) = self.body(&start, body);
            rows.push(Row {
                line: number,
                indent: indent + start.depth * 2,
                name: start.name,
                stated: start.stated,
                odd_type: None,
                required: start.required,
                example,
                prose,
            });
            index = end.max(index + 1);
        }
        rows
    }

    /// Reads the start of a row at a line. `last` is the type of the row before it.
    fn start(&self, at: usize, last: Option<&Stated>) -> Option<Start> {
        let line = self.lines.get(at)?;
        if line.is_blank() {
            return None;
        }
        let (text, depth) = unnested(&line.text);
        let is_bullet = line.text.starts_with('•') || line.text.starts_with("- ");
        if is_bullet {
            return None;
        }
        let start = |name: &str, stated, required, rest: &str, next| Start {
            name: name.to_owned(),
            depth,
            stated,
            required,
            rest: rest.to_owned(),
            next,
        };
        if let Some(stated) = kinds::plain(text).filter(|_| text.chars().all(|c| !c.is_uppercase()))
            && (matches!(stated, Stated::Object(_))
                || matches!(
                    last,
                    Some(Stated::Array(None) | Stated::Repeated(None) | Stated::Map(None))
                ))
        {
            let (required, next) = self.answer(at + 1);
            return Some(start("", Some(stated), required, "", next));
        }
        if words::is_field_name(text) {
            let (next, below) = self.below(at + 1)?;
            let (kind, glued) = match words::split_answer(below) {
                (kind, Some(required)) if kinds::plain(kind).is_some() => (kind, Some(required)),
                _ => (below, None),
            };
            if let Some(stated) = kinds::plain(kind) {
                let (required, next) = match glued {
                    Some(required) => (Some(required), next + 1),
                    None => self.answer(next + 1),
                };
                return Some(start(text, Some(stated), required, "", next));
            }
            if last.and_then(Stated::type_name) == Some(text) {
                return Some(start(text, None, None, "", at + 1));
            }
        }
        if self.header == Header::Glued {
            let (body, required) = words::split_answer(text);
            for (text, required) in [(body, required), (text, None)] {
                if let Some((name, stated)) = kinds::at_end(text) {
                    let (required, next) = match required {
                        Some(_) => (required, at + 1),
                        None => self.answer(at + 1),
                    };
                    return Some(start(name, Some(stated), required, "", next));
                }
            }
            if let Some((name, stated, rest)) = kinds::at_start(text) {
                let (required, rest) = self.answer_at_start(rest);
                return Some(start(name, Some(stated), required, rest, at + 1));
            }
            let is_item = matches!(
                last,
                None | Some(Stated::Array(None) | Stated::Repeated(None) | Stated::Array(Some(_)))
            );
            if let Some((stated, rest)) = kinds::unnamed(text).filter(|_| is_item) {
                let (required, rest) = self.answer_at_start(rest);
                return Some(start("", Some(stated), required, rest, at + 1));
            }
        }
        self.spaced(text, at).map(|found| Start { depth, ..found })
    }

    /// Reads `Name Type Required`, with blanks between them.
    fn spaced(&self, text: &str, at: usize) -> Option<Start> {
        let (name, after) = text.split_once(' ')?;
        if !words::is_field_name(name) {
            return None;
        }
        let after = after.trim_start();
        let ends: Vec<_> = after
            .match_indices(' ')
            .map(|(end, _)| end)
            .chain([after.len()])
            .take(4)
            .collect();
        let (end, stated) = ends.iter().rev().find_map(|end| {
            let kind = after.get(..*end)?;
            let is_named = kind.contains(' ') && *end < after.len();
            let stated = kinds::plain(kind)?;
            (!is_named || stated.is_container()).then_some((*end, stated))
        })?;
        let rest = after.get(end..)?.trim();
        let (word, others) = rest.split_once(' ').unwrap_or((rest, ""));
        let (required, rest) = match words::answer(word) {
            Some(required) if self.columns.contains(&Column::Required) => (Some(required), others),
            _ => (None, rest),
        };
        if !rest.is_empty() && !self.is_spaced {
            return None;
        }
        // In a sentence, words such as "long" are in lower case, and so is what follows.
        let is_lower = |text: &str| text.starts_with(|c: char| c.is_ascii_lowercase());
        if required.is_none() && is_lower(after) && is_lower(rest) {
            return None;
        }
        let is_article = matches!(name, "A" | "An" | "The" | "This" | "Each" | "Note" | "One");
        if is_article && !rest.is_empty() {
            return None;
        }
        Some(Start {
            name: name.to_owned(),
            depth: 0,
            stated: Some(stated),
            required,
            rest: rest.trim().to_owned(),
            next: at + 1,
        })
    }

    /// Returns the next line with text, and its index.
    fn below(&self, from: usize) -> Option<(usize, &str)> {
        let lines = self.lines.iter().enumerate().skip(from);
        let (index, line) = lines.take(3).find(|(_, line)| !line.is_blank())?;
        Some((index, &line.text))
    }

    /// Reads whether a field is required on the next line with text. Returns the index after it.
    fn answer(&self, from: usize) -> (Option<bool>, usize) {
        if !self.columns.contains(&Column::Required) {
            return (None, from);
        }
        match self.below(from) {
            Some((index, text)) => match words::answer(text) {
                Some(required) => (Some(required), index + 1),
                None => (None, from),
            },
            None => (None, from),
        }
    }

    /// Splits whether a field is required from the start of what follows its type.
    fn answer_at_start<'t>(&self, rest: &'t str) -> (Option<bool>, &'t str) {
        if self.columns.contains(&Column::Required) {
            for (word, answer) in [("Yes", true), ("No", false), ("是", true), ("否", false)] {
                let is_word = |after: &str| !after.starts_with(|c: char| c.is_ascii_lowercase());
                if let Some(after) = rest.strip_prefix(word).filter(|after| is_word(after)) {
                    return (Some(answer), after.trim());
                }
            }
        }
        (None, rest)
    }

    /// Splits what follows the start of a row into its example and description.
    fn body(&self, start: &Start, body: &[Line]) -> (Option<String>, String) {
        let rest = start.rest.as_str();
        let position = |column| self.columns.iter().position(|found| *found == column);
        let example = position(Column::Example);
        let is_first = example.is_some() && example < position(Column::Description);
        let mut texts: Vec<&str> = body
            .iter()
            .map(|line| line.text.as_str())
            .filter(|text| !text.is_empty())
            .collect();
        let halves = if self.header == Header::Glued && texts.is_empty() && is_first {
            run_together::example_at_start(rest, is_value)
        } else if self.header == Header::Glued && texts.is_empty() && example.is_some() {
            run_together::example_at_end(rest, start.stated.as_ref(), is_value)
        } else {
            split_rest(rest, is_first)
        };
        if !rest.is_empty() {
            match &halves {
                Some((first, second)) => {
                    texts.splice(0..0, [*first, *second]);
                }
                None => texts.insert(0, rest),
            }
        }
        let join = |texts: &[&str]| texts.join("\n");
        // Newer pages head neither the types nor the examples, but have both.
        let is_unnamed = example.is_none() && position(Column::Type).is_none();
        if example.is_none() && !is_unnamed || texts.is_empty() {
            return (None, join(&texts));
        }
        if is_first {
            return match texts.split_first() {
                Some((first, others))
                    if !words::is_prose(first)
                        && !is_bullet(first)
                        && (!others.is_empty() || is_value(first)) =>
                {
                    (Some((*first).to_owned()), join(others))
                }
                _ => (None, join(&texts)),
            };
        }
        let json = json_start(&texts).unwrap_or(texts.len() - 1);
        let (prose, last) = texts.split_at(json);
        let shown = last.join("\n");
        let is_example = if prose.is_empty() {
            is_value(&shown)
        } else {
            !is_bullet(&shown) && !words::is_prose(&shown) && !shown.starts_with("Note")
        };
        if is_example && is_nothing(&shown) {
            (None, join(prose))
        } else if is_example {
            (Some(shown), join(prose))
        } else {
            (None, join(&texts))
        }
    }
}

/// Splits an example and a description on one line.
fn split_rest(rest: &str, is_first: bool) -> Option<(&str, &str)> {
    if !words::is_prose(rest) {
        return None;
    }
    if is_first {
        let (value, prose) = rest.split_once(' ')?;
        return (is_value(value) && value.len() > 1 || value.parse::<f64>().is_ok())
            .then_some((value, prose.trim()))
            .filter(|(_, prose)| prose.starts_with(|c: char| !c.is_ascii_lowercase()));
    }
    let (prose, value) = rest.rsplit_once(' ')?;
    (prose.ends_with(['.', '。']) && !value.ends_with('.')).then_some((prose, value))
}

fn is_bullet(text: &str) -> bool {
    text.starts_with(['•', '·']) || text.starts_with("- ") || text.starts_with("* ")
}

/// Returns whether a text that stands alone is a value, rather than a description.
fn is_value(text: &str) -> bool {
    let is_structure = text.starts_with(['{', '[', '"']);
    let is_foreign = words::is_foreign(text);
    is_structure
        || !is_bullet(text)
            && !words::is_prose(text)
            && !is_foreign
            && (text.split_whitespace().count() < 3
                && !matches!(
                    text,
                    "The" | "A" | "An" | "Specifies" | "Indicates" | "Whether"
                )
                || text.contains(['*', '=']))
}

/// Returns the index at which a value in JSON starts that the texts end with.
fn json_start(texts: &[&str]) -> Option<usize> {
    let last = texts.last()?;
    if !last.ends_with(['}', ']']) {
        return None;
    }
    let mut depth = 0_i64;
    for (index, text) in texts.iter().enumerate().rev() {
        for c in text.chars() {
            match c {
                '{' | '[' => depth -= 1,
                '}' | ']' => depth += 1,
                _ => {}
            }
        }
        if depth <= 0 {
            return text.starts_with(['{', '[']).then_some(index);
        }
    }
    None
}
