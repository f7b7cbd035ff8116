//! Lines that are indented by the wrong number of spaces.

use super::super::error::SyntaxError;
use super::super::scan::Line;
use super::source::Source;

/// A number of spaces with which a line could start, and a line that does.
#[derive(Clone, Copy)]
struct Level<'t> {
    indent: usize,
    is_item: bool,
    line: Line<'t>,
}

pub(super) fn explain(source: &Source<'_>) -> Option<SyntaxError> {
    let is_indentation = source.says("mapping values are not allowed")
        || source.says("did not find expected key")
        || source.says("did not find expected '-' indicator");
    let index = source.scan.line_of(source.failure.offset)?;
    let line = *source.scan.lines.get(index).filter(|_| is_indentation)?;
    if line.inside {
        return block(source, index);
    }
    if !line.counts() {
        return None;
    }
    let levels = levels(source, index);
    above(source, index, &levels)
        .or_else(|| child(source, index))
        .or_else(|| misplaced(&line, &levels))
        .or_else(|| unlike(&line, &levels))
        .or_else(|| bare_item(source, &line))
}

/// Finds a line of a block of text that is indented less than the first one.
fn block(source: &Source<'_>, index: usize) -> Option<SyntaxError> {
    let line = source.scan.lines.get(index)?;
    let earlier = source.scan.lines.get(..index)?;
    let header = earlier.iter().rposition(|line| line.counts())?;
    let first = earlier.get(header + 1..)?;
    let first = first.iter().find(|line| !line.text.trim().is_empty())?;
    if first.indent() <= line.indent() {
        return None;
    }
    let message = "this line is indented less than the first line of its text";
    let error = SyntaxError::new(line.body(), message).related(first.body(), "the first line");
    Some(error.help(spaces(first.indent())))
}

/// Returns the levels that are open at a line, the innermost first.
fn levels<'t>(source: &Source<'t>, index: usize) -> Vec<Level<'t>> {
    let mut levels: Vec<Level<'t>> = Vec::new();
    let earlier = source.scan.lines.get(..index).unwrap_or_default();
    for line in earlier.iter().rev().filter(|line| line.counts()) {
        let mut add = |indent: usize, is_item: bool| {
            if levels.last().is_none_or(|last| indent < last.indent) {
                levels.push(Level {
                    indent,
                    is_item,
                    line: *line,
                });
            }
        };
        if let Some(indent) = line.item_indent() {
            add(indent, false);
        }
        add(line.indent(), line.is_item());
        if levels.last().is_some_and(|last| last.indent == 0) {
            break;
        }
    }
    levels
}

/// Finds a first line below a key that is indented by an odd number, where the next one is not.
fn above(source: &Source<'_>, index: usize, levels: &[Level<'_>]) -> Option<SyntaxError> {
    const STEP: usize = 2;
    let line = source.scan.lines.get(index)?;
    let first = levels.first()?;
    let before = source.scan.before(index)?;
    let parent = source.scan.before(source.scan.line_of(before.start)?);
    let is_only = parent.is_none_or(|parent| parent.indent() < before.indent());
    let is_odd = first.indent % STEP != 0 && line.indent() % STEP == 0;
    let is_new = levels.iter().all(|level| level.indent != line.indent());
    let is_child = parent.is_some_and(|parent| line.indent() > parent.indent());
    if !is_only || !is_odd || !is_new || !is_child || first.is_item != line.is_item() {
        return None;
    }
    Some(differs(&before, first.indent, line.indent(), line))
}

/// Finds a key that is not indented below the key that it belongs to.
fn child(source: &Source<'_>, index: usize) -> Option<SyntaxError> {
    let line = source.scan.lines.get(index)?;
    let before = source.scan.before(index)?;
    let parent = source.scan.before(source.scan.line_of(before.start)?)?;
    let is_bare = parent.text.trim_end().ends_with(':');
    let is_sibling = parent.indent() == before.indent() && line.indent() > before.indent();
    if !is_bare || !is_sibling || before.is_item() {
        return None;
    }
    let (name, _) = parent.key()?;
    let message = format!("this line belongs to `{name}`, but is not indented below it");
    let error = SyntaxError::new(before.head(), message).related(parent.head(), "the key above");
    Some(error.help(spaces(line.indent())))
}

/// Finds a line whose indentation is that of no line above.
fn unlike(line: &Line<'_>, levels: &[Level<'_>]) -> Option<SyntaxError> {
    let indent = line.indent();
    let fits = |level: &&Level<'_>| level.is_item == line.is_item();
    if levels
        .iter()
        .filter(fits)
        .any(|level| level.indent == indent)
    {
        return None;
    }
    // Of two levels that are equally near, the inner one comes first.
    let nearest = |levels: &mut dyn Iterator<Item = &Level<'_>>| -> Option<(usize, Range)> {
        levels
            .min_by_key(|level| level.indent.abs_diff(indent))
            .map(|level| (level.indent, level.line.head()))
    };
    let (expected, head) =
        nearest(&mut levels.iter().filter(fits)).or_else(|| nearest(&mut levels.iter()))?;
    if expected == indent {
        return None;
    }
    let error = SyntaxError::new(line.head(), title(indent, expected));
    let error = error.help(spaces(expected));
    Some(error.related(head, label(expected)))
}

type Range = std::ops::Range<usize>;

/// Describes a line that is indented unlike another one.
fn differs(wrong: &Line<'_>, indent: usize, expected: usize, right: &Line<'_>) -> SyntaxError {
    let error = SyntaxError::new(wrong.head(), title(indent, expected));
    let error = error.help(spaces(expected));
    error.related(right.head(), label(expected))
}

fn title(indent: usize, expected: usize) -> &'static str {
    if indent > expected {
        "this line is indented too much"
    } else {
        "this line is indented too little"
    }
}

fn label(indent: usize) -> String {
    match indent {
        0 => "this line is not indented".to_owned(),
        1 => "this line is indented by 1 space".to_owned(),
        _ => format!("this line is indented by {indent} spaces"),
    }
}

fn spaces(indent: usize) -> String {
    match indent {
        0 => "remove the spaces in front of it".to_owned(),
        1 => "indent it by 1 space".to_owned(),
        _ => format!("indent it by {indent} spaces"),
    }
}

/// Explains a line that follows list items without being one, at whatever indentation.
fn bare_item(source: &Source<'_>, line: &Line<'_>) -> Option<SyntaxError> {
    if !source.says("did not find expected '-' indicator") {
        return None;
    }
    let message = "this line stands among list items, but starts with no `- `";
    Some(SyntaxError::new(line.head(), message).help("start it with `- `, below the one above"))
}

/// Finds a key among list items, or a list item among keys.
fn misplaced(line: &Line<'_>, levels: &[Level<'_>]) -> Option<SyntaxError> {
    let level = levels.iter().find(|level| level.indent == line.indent())?;
    if level.is_item && !line.is_item() {
        let message = "this line stands among list items, but starts with no `- `";
        let error = SyntaxError::new(line.head(), message);
        let error = error.related(level.line.head(), "a list item");
        return Some(error.help(
            "start it with `- `; or indent it, if it belongs to the item above; or write all of these lines without `- `",
        ));
    }
    if !level.is_item && line.is_item() {
        let message = "this list item stands among keys";
        let error = SyntaxError::new(line.head(), message);
        let error = error.related(level.line.head(), "a key");
        return Some(error.help("remove the `- `, or indent it below the key of its list"));
    }
    None
}
