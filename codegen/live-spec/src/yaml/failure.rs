//! What the YAML parser says about a text that it does not accept.

/// A failure of the parser.
#[derive(Debug)]
pub(super) struct Failure {
    /// What the parser met, in its own words.
    pub(super) problem: String,
    /// Where it met that.
    pub(super) offset: usize,
    /// What it was reading, in its own words.
    pub(super) reading: String,
    /// Where that started.
    pub(super) start: usize,
}

impl Failure {
    /// Takes an error apart. The problem may be one of ours, which the parser only passed on.
    pub(super) fn new(text: &str, error: &serde_yaml::Error, ours: Option<&str>) -> Self {
        let at = error.location();
        let offset = at.as_ref().map_or(0, |at| boundary(text, at.index()));
        let mut message = error.to_string();
        if let Some(at) = at {
            let position = format!(" at line {} column {}", at.line(), at.column());
            message = message.replacen(&position, "", 1);
        }
        let (problem, context) = message.split_once(", while ").unwrap_or((&message, ""));
        let (reading, start) = match context.split_once(" at line ") {
            Some((reading, position)) => (reading, position_of(text, position)),
            None => (context, None),
        };
        // The parser does not state the start of the file.
        let unstated = if reading.starts_with("parsing a block") {
            0
        } else {
            offset
        };
        Self {
            problem: ours.unwrap_or(problem).to_owned(),
            offset,
            reading: reading.to_owned(),
            start: start.unwrap_or(unstated),
        }
    }
}

/// Returns the offset of a position written `3 column 7`.
fn position_of(text: &str, position: &str) -> Option<usize> {
    let (line, column) = position.split_once(" column ")?;
    let (line, column): (usize, usize) = (line.parse().ok()?, column.parse().ok()?);
    // The parser also ends lines at a lone carriage return and at some rare characters.
    let mut rest = text;
    for _ in 1..line {
        let end = rest.find(['\n', '\r', '\u{85}', '\u{2028}', '\u{2029}'])?;
        let rest_of_line = rest.get(end..)?;
        let length = if rest_of_line.starts_with("\r\n") {
            2
        } else {
            rest_of_line.chars().next()?.len_utf8()
        };
        rest = rest_of_line.get(length..)?;
    }
    let start = text.len() - rest.len();
    let within = rest
        .char_indices()
        .nth(column.saturating_sub(1))
        .map_or(rest.len(), |(at, _)| at);
    Some(start + within)
}

/// Returns an offset, or the end of the text if the offset is inside a character or after the end.
fn boundary(text: &str, offset: usize) -> usize {
    if text.is_char_boundary(offset) {
        offset
    } else {
        text.len()
    }
}
