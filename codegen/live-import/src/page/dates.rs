//! Reads the date of a page.

use crate::page::line::Page;

/// Reads the date of the page.
pub(crate) fn date(page: &Page) -> Option<String> {
    const MARKERS: &[&str] = &[
        "last updated",
        "last update",
        "updated at",
        "更新时间",
        "更新時間",
        "最后更新",
        "最近更新",
        "最終更新日",
        "更新于",
    ];
    let lines = page.lines.iter();
    for (index, line) in lines.enumerate() {
        let text = if line.is_row() {
            line.cells.join(" ")
        } else {
            line.text.clone()
        };
        let lower = text.to_lowercase();
        for marker in MARKERS {
            let Some((_, after)) = lower.split_once(marker) else {
                continue;
            };
            let after = after.trim_start_matches(['时', '間', '间', ' ', ':', '：']);
            let after = after.strip_prefix("on ").unwrap_or(after);
            let below = page
                .lines
                .iter()
                .skip(index + 1)
                .find(|line| !line.is_blank());
            let found = date_in(after).or_else(|| {
                date_in(&below?.text.to_lowercase()).filter(|_| after.trim().is_empty())
            });
            if found.is_some() {
                return found;
            }
        }
    }
    None
}

/// Reads a date at the start of a text in lower case.
fn date_in(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric() || matches!(c, '年' | '月' | '日'))
        .filter(|word| !word.is_empty())
        .take(4)
        .collect();
    let month = |word: &str| {
        let start = word.get(..3)?;
        MONTHS
            .iter()
            .position(|month| *month == start)
            .map(|index| index as u32 + 1)
    };
    let number = |word: &str| {
        word.trim_end_matches(|c: char| c.is_ascii_alphabetic())
            .parse::<u32>()
            .ok()
    };
    let (year, month, day) = match words.as_slice() {
        [first, day, year, ..] if month(first).is_some() => {
            (number(year)?, month(first)?, number(day)?)
        }
        [day, second, year, ..] if month(second).is_some() => {
            (number(year)?, month(second)?, number(day)?)
        }
        [year, month, day, ..] => (
            number(year)?,
            number(month)?,
            number(day.get(..2).filter(|_| day.contains('t')).unwrap_or(day))?,
        ),
        _ => return None,
    };
    let days = match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    };
    let is_date =
        (2009..2100).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_in_every_form() {
        for (text, date) in [
            ("jul 11, 2025", Some("2025-07-11")),
            ("july 4, 2023", Some("2023-07-04")),
            ("11 nov 2024", Some("2024-11-11")),
            ("2025-07-11t17:00:00z", Some("2025-07-11")),
            ("2025-07-11 17:00:00", Some("2025-07-11")),
            ("2025年7月11日", Some("2025-07-11")),
            ("feb 29, 2024", Some("2024-02-29")),
            ("feb 30, 2024", None),
            ("2924-11-14", None),
            ("yesterday", None),
        ] {
            assert_eq!(date_in(text).as_deref(), date, "{text}");
        }
    }
}
