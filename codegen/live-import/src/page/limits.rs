//! Reads the limit of calls.

use live_spec::{Limit, Period};

use crate::page::layout::Layout;
use crate::page::numbers;
use crate::page::words::Part;

/// Reads the limit of calls.
pub(crate) fn limit(layout: &Layout) -> Option<(Limit, usize)> {
    let lines = layout.prose.iter();
    let mut lines = lines.filter(|(part, _)| !matches!(part, Part::Samples | Part::Errors));
    lines.find_map(|(_, line)| Some((limit_in(&line.text)?, line.number)))
}

fn limit_in(text: &str) -> Option<Limit> {
    const SECOND: &[&str] = &[
        "per second",
        "/second",
        "/s ",
        "每秒",
        "次/秒",
        "/秒",
        "qps",
        "a second",
        "per 1 second",
        "each second",
    ];
    const MINUTE: &[&str] = &[
        "per minute",
        "/minute",
        "每分钟",
        "每分鐘",
        "次/分",
        "/分钟",
        "/分鐘",
        "a minute",
        "/min",
    ];
    let lower = text.to_lowercase();
    for sentence in lower
        .split(['。', '!', '\n'])
        .flat_map(|part| part.split(". "))
    {
        let has = |words: &[&str]| words.iter().any(|word| sentence.contains(word));
        let per = if has(MINUTE) {
            Period::Minute
        } else if has(SECOND) {
            Period::Second
        } else {
            continue;
        };
        let is_about_calls = ["call", "request", "quer", "times", "qps", "次", "limit"]
            .iter()
            .any(|word| sentence.contains(word));
        if !is_about_calls {
            continue;
        }
        if let Some(calls) = count(sentence) {
            return Some(Limit { calls, per });
        }
    }
    None
}

/// Returns the first count in a sentence: a number that is not part of a word or of the period.
fn count(sentence: &str) -> Option<u32> {
    let mut before = ' ';
    let mut at = 0;
    while let Some(rest) = sentence.get(at..) {
        let c = rest.chars().next()?;
        if c.is_ascii_digit() && !before.is_ascii_alphanumeric() && before != '.' {
            let (digits, after) = numbers::number(rest)?;
            let after = after.trim_start();
            let is_period = digits == "1"
                && ["second", "minute", "秒", "分", "user", "account"]
                    .iter()
                    .any(|unit| after.starts_with(unit));
            if let (false, Ok(calls)) = (is_period, digits.parse()) {
                return Some(calls);
            }
            at += rest.len()
                - rest
                    .trim_start_matches(|c: char| c.is_ascii_digit() || c == ',')
                    .len();
            before = '0';
            continue;
        }
        before = c;
        at += c.len_utf8();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn limits_are_read_in_every_wording() {
        let limit = |calls, per| Some(Limit { calls, per });
        for (text, found) in [
            (
                "You can call this operation up to 10 times per second per account. Requests that exceed this limit are dropped.",
                limit(10, Period::Second),
            ),
            (
                "A single user can perform a maximum of 10 QPS.",
                limit(10, Period::Second),
            ),
            (
                "The limit of this operation is 20 calls per second.",
                limit(20, Period::Second),
            ),
            (
                "Up to 6,000 calls per minute are served.",
                limit(6000, Period::Minute),
            ),
            (
                "The number of calls of each user per second is 100.",
                limit(100, Period::Second),
            ),
            (
                "The limit is 30 requests/second for 1 account.",
                limit(30, Period::Second),
            ),
            (
                "本接口的单用户 QPS 限制为 50 次/秒。超过限制，会被限流。",
                limit(50, Period::Second),
            ),
            (
                "单用户调用频率：6000 次/分钟。",
                limit(6000, Period::Minute),
            ),
            ("每个用户每 1 秒最多调用 5 次。", None),
            ("For more information, see QPS limits.", None),
            ("A stream has 30 frames per second.", None),
        ] {
            assert_eq!(limit_in(text), found, "{text}");
        }
    }
}
