//! Reads the facts that descriptions state in words: defaults, ranges, lengths and known values.

use crate::page::lists::{below_marker, inline, is_default};
use crate::page::numbers::{number, range};

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
            let tail: String = {
                let last: Vec<char> = before.chars().rev().take(48).collect();
                last.into_iter().rev().collect()
            };
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
            if let Some((thousands, _)) =
                number(line).filter(|(_, rest)| rest.len() < line.len() - end)
                && line.get(end..).is_some_and(|rest| rest.starts_with(','))
            {
                return Some(thousands);
            }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values_are_read_from_lines_and_lists() {
        for (prose, known, default) in [
            (
                "What. Valid values: 1, 5, and 15. Default value: 1.",
                "1 5 15",
                "1",
            ),
            ("What. Valid values: **on** and **off**.", "on off", ""),
            (
                "What. Valid values:\n• on (default): yes.\n• off: no.\nMore.",
                "on off",
                "on",
            ),
            (
                "What. Valid values:\n- a: one.\n- b: two. This is the default value.",
                "a b",
                "b",
            ),
            (
                "What. Valid values:\nipaddr: one.\ndomain: two.",
                "ipaddr domain",
                "",
            ),
            (
                "先后。取值：\n• asc：前。\n• desc（默认值）：后。",
                "asc desc",
                "desc",
            ),
            (
                "取值范围：domestic(国内，默认)，overseas(国外)。",
                "domestic overseas",
                "domestic",
            ),
            ("哪个。取值：true|false", "true false", ""),
            ("The ratio. Valid values: 16:9 and 4:3.", "16:9 4:3", ""),
        ] {
            let values = read(prose, false);
            assert_eq!(values.known.join(" "), known, "{prose}");
            assert_eq!(values.default.unwrap_or_default(), default, "{prose}");
        }
    }

    #[test]
    fn values_that_a_copy_lost_are_missed() {
        assert!(read("The state. Valid values:", false).lacks_values);
        assert!(!read("The state.", false).lacks_values);
    }

    #[test]
    fn ranges_and_limits_belong_to_numbers() {
        for (prose, minimum, maximum) in [
            ("Valid values: 1 to 100.", "1", "100"),
            ("取值范围：5~3600，默认值：10。", "5", "3600"),
            ("The maximum value is 50.", "", "50"),
            ("每页大小。最大值：100", "", "100"),
            ("Valid values of N: 1 to 20.", "", ""),
        ] {
            let values = read(prose, true);
            assert_eq!(values.minimum.unwrap_or_default(), minimum, "{prose}");
            assert_eq!(values.maximum.unwrap_or_default(), maximum, "{prose}");
            assert_eq!(read(prose, false).maximum, None, "{prose}");
        }
    }

    #[test]
    fn lengths_are_read_in_every_wording() {
        for (prose, length) in [
            (
                "It must be 2 to 128 characters in length.",
                (Some(2), Some(128)),
            ),
            ("It can be up to 64 characters in length.", (None, Some(64))),
            ("It cannot exceed 1,024 characters.", (None, Some(1024))),
            ("长度为2~128个字符。", (Some(2), Some(128))),
            ("不超过 255 字符，支持数字。", (None, Some(255))),
            ("最大长度32个字符。", (None, Some(32))),
            ("Letters and 5 special characters.", (None, None)),
        ] {
            let values = read(prose, false);
            assert_eq!((values.min_length, values.max_length), length, "{prose}");
        }
    }

    #[test]
    fn defaults_are_values_and_not_sentences() {
        for (prose, default) in [
            ("How many. Default value: **20**.", "20"),
            ("How many. The default value is 2,000.", "2000"),
            ("By default, all are meant.", ""),
            ("Default value: the value of another parameter.", ""),
            ("页码。默认值为1。", "1"),
            ("默认：asc", "asc"),
        ] {
            let found = read(prose, false).default.unwrap_or_default();
            assert_eq!(found, default, "{prose}");
        }
    }
}
