//! Reads the facts that descriptions state in words: defaults, ranges, lengths and known values.

/// Facts from a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Values {
    pub(crate) default: Option<String>,
    pub(crate) minimum: Option<String>,
    pub(crate) maximum: Option<String>,
    pub(crate) min_length: Option<u64>,
    pub(crate) max_length: Option<u64>,
    /// Known values.
    pub(crate) known: Vec<String>,
    /// Whether values are announced but none was found.
    pub(crate) lacks_values: bool,
}

const MARKERS: &[&str] = &[
    "valid values",
    "valid value",
    "possible values",
    "available values",
    "allowed values",
    "supported values",
    "value range",
    "values",
    "the value can be",
    "有效取值",
    "有效值",
    "取值范围",
    "取值範圍",
    "可选值",
    "枚举值",
    "取值说明",
    "取值如下",
    "取值包括",
    "取值為",
    "取值为",
    "范围",
    "取值",
];
const DEFAULTS: &[&str] = &[
    "the default value is",
    "default value:",
    "default value is",
    "default value：",
    "defaults to",
    "default:",
    "the default is",
    "默认值为",
    "默认值是",
    "默认值：",
    "默认值:",
    "默认值",
    "預設值為",
    "預設值：",
    "預設值:",
    "默认为",
    "默认：",
    "默认:",
    "預設為",
];
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

/// Reads a description.
pub(crate) fn read(prose: &str, is_number: bool) -> Values {
    let mut values = Values::default();
    let lower = prose.to_lowercase();
    values.default = default(prose, &lower);
    lengths(&lower, &mut values);
    if is_number {
        limits(&lower, &mut values);
    }
    let marked = MARKERS
        .iter()
        .filter_map(|marker| marked(&lower, marker))
        .min();
    let Some(start) = marked else {
        return values;
    };
    let after = prose.get(start..).filter(|_| lower.len() == prose.len());
    let Some(after) = after.or_else(|| lower.get(start..)) else {
        return values;
    };
    let (line, below) = after.split_once('\n').unwrap_or((after, ""));
    if let Some((low, high)) = range(line) {
        if is_number {
            values.minimum = Some(low);
            values.maximum = Some(high);
        }
        return values;
    }
    let listed = inline(line);
    let (known, default) = if listed.is_empty() {
        below_marker(below)
    } else {
        (listed, None)
    };
    let inline_default = known
        .iter()
        .find(|(_, note)| is_default(note))
        .map(|(value, _)| value.clone());
    if values.default.is_none()
        || values.default.as_deref().is_some_and(|default| {
            !known.iter().any(|(value, _)| value == default) && !known.is_empty()
        })
    {
        values.default = default.or(inline_default).or(values.default.take());
    }
    values.known = known.into_iter().map(|(value, _)| value).collect();
    values.known.dedup();
    values.lacks_values = values.known.is_empty() && line.trim().is_empty();
    values
}

/// Returns where the text after a marker and its colon starts.
fn marked(lower: &str, marker: &str) -> Option<usize> {
    for (at, _) in lower.match_indices(marker) {
        let after = lower.get(at + marker.len()..)?;
        let before = lower.get(..at)?;
        let is_word = marker.is_ascii();
        if is_word && before.ends_with(|c: char| c.is_ascii_alphanumeric())
            || before.ends_with("默认")
        {
            continue;
        }
        let trimmed = after.trim_start_matches([' ', '*']);
        if trimmed.starts_with("of n") {
            continue;
        }
        if let Some(rest) = trimmed.strip_prefix([':', '：', '为', '為']) {
            return Some(lower.len() - rest.len());
        }
        // In Chinese, the colon may be missing.
        if !is_word && marker != "取值" {
            return Some(lower.len() - trimmed.len());
        }
    }
    None
}

/// Reads a range such as `1 to 100`, `[1, 100]` or `5~3600`.
pub(crate) fn range(text: &str) -> Option<(String, String)> {
    let text = text
        .trim()
        .trim_start_matches(['[', '(', '（', '【', ' ', '：', ':']);
    let text = text
        .strip_prefix("from ")
        .or_else(|| text.strip_prefix("between "))
        .unwrap_or(text);
    let (low, rest) = number(text)?;
    let rest = rest.trim_start();
    const BETWEEN: &[&str] = &[
        "to ", "and ", "~", "～", "-", "–", "—", "至", "到", "..", ",",
    ];
    let is_bracketed = text.contains([']', ')']);
    let rest = BETWEEN.iter().find_map(|word| {
        let is_list = matches!(*word, "," | "and ");
        rest.strip_prefix(word)
            .filter(|_| !is_list || is_bracketed && *word == ",")
    })?;
    let (high, rest) = number(rest.trim_start())?;
    let is_list = rest.trim_start().starts_with([',', '、']) && !is_bracketed;
    let order = (low.parse::<f64>().ok()?, high.parse::<f64>().ok()?);
    (!is_list && order.0 <= order.1).then_some((low, high))
}

/// Reads a number at the start of a text, with commas between thousands.
pub(crate) fn number(text: &str) -> Option<(String, &str)> {
    let text = text.trim_start_matches(['*', '`', '"']);
    let (sign, digits) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text),
    };
    let mut end = 0;
    let bytes = digits.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    while is_digit(end) {
        end += 1;
        let is_thousand = bytes.get(end) == Some(&b',')
            && (1..4).all(|next| is_digit(end + next))
            && !is_digit(end + 4);
        if is_thousand || bytes.get(end) == Some(&b'.') && is_digit(end + 1) {
            end += 1;
        }
    }
    if end == 0 {
        return None;
    }
    let found = digits.get(..end)?.replace(',', "");
    let rest = digits.get(end..)?.trim_start_matches(['*', '`', '"']);
    Some((format!("{sign}{found}"), rest))
}

/// Reads maximum and minimum values that are stated on their own.
fn limits(lower: &str, values: &mut Values) {
    let after = |marker: &&str| {
        let (_, rest) = lower.split_once(*marker)?;
        number(rest.trim_start_matches([' ', ':', '：', '为', '為'])).map(|(number, _)| number)
    };
    const LARGEST: &[&str] = &[
        "maximum value:",
        "maximum value is",
        "the maximum is",
        "最大值",
        "最大为",
    ];
    const SMALLEST: &[&str] = &[
        "minimum value:",
        "minimum value is",
        "the minimum is",
        "最小值",
        "最小为",
    ];
    values.maximum = LARGEST.iter().find_map(after);
    values.minimum = SMALLEST.iter().find_map(after);
    if values.maximum.is_none() {
        for marker in ["ranges from ", "range is from ", "in the range of "] {
            if let Some((_, rest)) = lower.split_once(marker)
                && let Some((low, high)) = range(rest)
            {
                (values.minimum, values.maximum) = (Some(low), Some(high));
            }
        }
    }
}

/// Reads the length of a text.
fn lengths(lower: &str, values: &mut Values) {
    for unit in ["characters", "字符", "个字元", "字元", "bytes in length"] {
        for (at, _) in lower.match_indices(unit) {
            let before = lower.get(..at).unwrap_or_default();
            let before = before.trim_end().trim_end_matches('个').trim_end();
            let start = before
                .rfind(|c: char| {
                    !(c.is_ascii_digit()
                        || matches!(
                            c,
                            ',' | '~' | '～' | '-' | '–' | ' ' | 't' | 'o' | '到' | '至'
                        ))
                })
                .map_or(0, |at| {
                    at + before
                        .get(at..)
                        .and_then(|rest| rest.chars().next())
                        .map_or(1, char::len_utf8)
                });
            let words = before
                .get(start..)
                .unwrap_or_default()
                .trim()
                .trim_start_matches(['t', 'o', ' ']);
            if let Some((low, high)) = range(words) {
                values.min_length = low.parse().ok();
                values.max_length = high.parse().ok();
                return;
            }
            let context = before.get(..start).unwrap_or_default();
            let tail: String = context
                .chars()
                .rev()
                .take(40)
                .collect::<String>()
                .chars()
                .rev()
                .collect();
            let is_most = [
                "up to",
                "at most",
                "exceed",
                "maximum",
                "a max",
                "longer than",
                "more than",
                "less than or equal",
                "最大",
                "最多",
                "最长",
                "不超过",
                "不能超过",
                "不得超过",
                "不可超过",
                "不超過",
                "限制",
            ]
            .iter()
            .any(|word| tail.contains(word));
            if is_most
                && let Some((most, rest)) = number(words)
                && rest.trim().is_empty()
                && !tail.contains("supports up to")
            {
                values.max_length = most.parse().ok();
                return;
            }
        }
    }
}

/// Reads the values that a line lists.
fn inline(line: &str) -> Vec<(String, String)> {
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
fn below_marker(below: &str) -> (Vec<(String, String)>, Option<String>) {
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

fn is_default(text: &str) -> bool {
    let lower = text.to_lowercase();
    IS_DEFAULT.iter().any(|mark| lower.contains(mark))
}

/// Reads the default.
fn default(prose: &str, lower: &str) -> Option<String> {
    for marker in DEFAULTS {
        for (at, _) in lower.match_indices(marker) {
            let before = lower.get(..at).unwrap_or_default();
            if before.ends_with(['(', '（']) && marker.ends_with(['值']) {
                continue;
            }
            let from = at + marker.len();
            let rest = prose
                .get(from..)
                .filter(|_| prose.len() == lower.len())
                .or_else(|| lower.get(from..))?;
            let rest =
                rest.trim_start_matches([' ', ':', '：', '为', '為', '*', '`', '"', '“', '\'']);
            let line = rest.lines().next().unwrap_or_default();
            let end = line
                .char_indices()
                .find(|(at, c)| {
                    let next = line
                        .get(at + c.len_utf8()..)
                        .and_then(|rest| rest.chars().next());
                    matches!(
                        c,
                        '。' | '，'
                            | '；'
                            | '、'
                            | ','
                            | ';'
                            | ')'
                            | '）'
                            | ' '
                            | '（'
                            | '('
                            | '”'
                            | '"'
                            | '`'
                            | '*'
                    ) || *c >= '\u{2e80}'
                        || *c == '.' && next.is_none_or(char::is_whitespace)
                })
                .map_or(line.len(), |(at, _)| at);
            let value = line
                .get(..end)?
                .trim_matches(['"', '`', '*', '\'', '“', '”']);
            let rest = line
                .get(end..)
                .unwrap_or_default()
                .trim_start_matches(['*', '`', '"', '”']);
            let is_sentence = rest.starts_with(' ')
                && rest
                    .trim_start()
                    .starts_with(|c: char| c.is_ascii_lowercase());
            let is_unit = ["seconds", "minutes", "ms", "kbps", "bytes"]
                .iter()
                .any(|unit| rest.trim_start().starts_with(unit));
            if !value.is_empty()
                && value.is_ascii()
                && (!is_sentence || is_unit)
                && !matches!(value, "the" | "a" | "an")
            {
                return Some(value.to_owned());
            }
        }
    }
    None
}
