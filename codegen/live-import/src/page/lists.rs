//! Reads the known values that prose lists.

/// What marks a value as the default, beside it.
const IS_DEFAULT: &[&str] = &[
    "this is the default value",
    "(default)",
    "（default）",
    "the default value.",
    "(默认值)",
    "（默认值）",
    "(默认)",
    "（默认）",
    "(預設值)",
    "（預設值）",
    "(预设值)",
    "，默认)",
    ", default)",
    "，默认）",
    "默认值)",
    "默认值）",
];

/// Reads the values that a line lists.
pub(crate) fn inline(line: &str) -> Vec<(String, String)> {
    let line = sentence(line.trim());
    if line.is_empty() {
        return Vec::new();
    }
    let mut found: Vec<(String, String)> = Vec::new();
    for part in parts(line) {
        let part = part
            .trim()
            .trim_start_matches("and ")
            .trim_start_matches("or ")
            .trim();
        if part.is_empty() || part == "and" || part == "or" {
            continue;
        }
        match value(part) {
            Some(value) => found.push(value),
            None if found.is_empty() => return Vec::new(),
            None => {}
        }
    }
    found
}

/// Returns the first sentence.
fn sentence(line: &str) -> &str {
    let mut end = line.len();
    for (at, c) in line.char_indices() {
        let next = line
            .get(at + c.len_utf8()..)
            .and_then(|rest| rest.chars().next());
        if c == '。' || c == '.' && next.is_none_or(char::is_whitespace) {
            end = at;
            break;
        }
    }
    line.get(..end).unwrap_or(line)
}

/// Splits a list, but not inside brackets.
fn parts(line: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    let words = [" and ", " or ", "和", "或", "或者"];
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let Some(c) = rest.chars().next() else { break };
        let width = c.len_utf8();
        match c {
            '(' | '（' => depth += 1,
            ')' | '）' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let separator = match c {
            ',' | '，' | '、' | ';' | '；' | '|' => width,
            '/' if !rest.starts_with("//") => width,
            _ => words
                .iter()
                .find(|word| rest.starts_with(**word))
                .map_or(0, |word| word.len()),
        };
        if depth == 0 && separator > 0 {
            parts.extend(line.get(from..at));
            from = at + separator;
            at = from;
        } else {
            at += width;
        }
    }
    parts.extend(line.get(from..));
    parts
}

/// Reads a value, and what is said about it.
fn value(text: &str) -> Option<(String, String)> {
    let text = text.trim();
    let bare = text
        .strip_prefix(['•', '·'])
        .or_else(|| text.strip_prefix("- "))
        .or_else(|| text.strip_prefix("* "));
    let text = bare.unwrap_or(text).trim();
    let end = text
        .find([':', '：', '(', '（', ' ', '，', '。', '—', '='])
        .filter(|end| *end > 0);
    let (word, note) = match end {
        Some(end) => text.split_at(end),
        None => (text, ""),
    };
    // `16:9` is a value.
    let (word, note) = match note.strip_prefix(':') {
        Some(rest)
            if word.parse::<u32>().is_ok() && rest.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            let end = rest
                .find(|c: char| !c.is_ascii_digit())
                .unwrap_or(rest.len());
            text.split_at(word.len() + 1 + end)
        }
        _ => (word, note),
    };
    let word = word
        .trim_matches(['"', '`', '\'', '*', '“', '”', '‘', '’'])
        .trim_end_matches('.');
    let note = note.trim();
    let is_word = !word.is_empty()
        && word.len() <= 64
        && word.chars().all(|c| {
            c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | '/' | ':' | '+' | '*')
        });
    let is_noted =
        note.is_empty() || note.starts_with([':', '：', '(', '（', '，', '—', '-', '=', '–']);
    let is_other = matches!(
        word.to_lowercase().as_str(),
        "note" | "other" | "others" | "the" | "if" | "for" | "this" | "default"
    );
    (is_word && is_noted && !is_other).then(|| (word.to_owned(), note.to_owned()))
}

/// Reads values on the lines below a marker. Returns the default among them too.
pub(crate) fn below_marker(below: &str) -> (Vec<(String, String)>, Option<String>) {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut default = None;
    let mut is_bulleted = None;
    for line in below.lines() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let bullet = line.starts_with(['•', '·', '-', '*']) && !line.starts_with("**");
        match is_bulleted {
            Some(true) if !bullet => {
                // The rest of an item, or the text after the list.
                if is_default(line) && default.is_none() {
                    default = found.last().map(|(value, _)| value.clone());
                }
                continue;
            }
            None => is_bulleted = Some(bullet),
            _ => {}
        }
        let Some(value) = value(line) else {
            if bullet {
                continue;
            }
            break;
        };
        if !bullet && value.1.is_empty() && found.is_empty() && line.contains(' ') {
            break;
        }
        if is_default(line) {
            default = Some(value.0.clone());
        }
        found.push(value);
    }
    (found, default)
}

pub(crate) fn is_default(text: &str) -> bool {
    let lower = text.to_lowercase();
    IS_DEFAULT.iter().any(|mark| lower.contains(mark))
}
