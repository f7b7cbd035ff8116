//! How to write names, dates and other texts of a fixed form, given what was written instead.

/// Months as help pages write them.
const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

/// Returns a name such as `OutputTemplate`.
pub(crate) fn pascal_case(text: &str) -> Option<String> {
    let words = text.split(|c: char| !c.is_ascii_alphanumeric());
    let name: String = words
        .map(|word| {
            let (first, rest) = word.split_at(word.len().min(1));
            first.to_ascii_uppercase() + rest
        })
        .collect();
    let starts_well = name.starts_with(|c: char| c.is_ascii_uppercase());
    (text.is_ascii() && starts_well).then_some(name)
}

/// Returns a name such as `stream_monitor`.
pub(crate) fn snake_case(text: &str) -> Option<String> {
    let mut name = String::new();
    let mut was_lower = false;
    for c in text.chars() {
        if !c.is_ascii_alphanumeric() {
            was_lower = false;
            if !name.is_empty() && !name.ends_with('_') {
                name.push('_');
            }
            continue;
        }
        if c.is_ascii_uppercase() && was_lower {
            name.push('_');
        }
        was_lower = !c.is_ascii_uppercase();
        name.push(c.to_ascii_lowercase());
    }
    let name = name.trim_end_matches('_');
    let starts_well = name.starts_with(|c: char| c.is_ascii_lowercase());
    (text.is_ascii() && starts_well).then(|| name.to_owned())
}

/// Returns the host in an address, such as `live.aliyuncs.com`.
pub(crate) fn host(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("://").unwrap_or(("", text));
    let host = rest.split(['/', ':']).next()?.trim().to_ascii_lowercase();
    let is_host = |c: char| c.is_ascii_alphanumeric() || c == '.' || c == '-';
    (host.contains('.') && host.chars().all(is_host)).then_some(host)
}

/// Returns a date such as `2025-07-11`. The order of day and month is never guessed.
pub(crate) fn date(text: &str) -> Option<String> {
    let words: Vec<_> = text
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let [first, second, third] = words.as_slice() else {
        return None;
    };
    let month = |word: &str| {
        let word = word.to_ascii_lowercase();
        let found = MONTHS.iter().position(|month| word.starts_with(month))?;
        Some(found + 1)
    };
    let number = |word: &str| word.parse::<usize>().ok();
    let (year, month, day) = match (month(first), month(second)) {
        (Some(month), _) => (third, month, number(second)?),
        (_, Some(month)) => (third, month, number(first)?),
        _ => (first, number(second)?, number(third)?),
    };
    let is_year = year.len() == 4 && number(year).is_some();
    let is_date = is_year && (1..=12).contains(&month) && (1..=31).contains(&day);
    is_date.then(|| format!("{year}-{month:02}-{day:02}"))
}

/// Returns a length such as `1..64`, from text with two numbers.
pub(crate) fn length(text: &str) -> Option<String> {
    let numbers: Vec<u64> = text
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|digits| digits.parse().ok())
        .collect();
    match numbers.as_slice() {
        [min, max] if min <= max && !text.starts_with('-') => Some(format!("write `{min}..{max}`")),
        [exact] if text.trim().parse() == Ok(*exact) => Some(format!(
            "write `..{exact}` for at most {exact}, `{exact}..{exact}` for exactly {exact}"
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_put_into_their_form() {
        assert_eq!(pascal_case("lower_a").as_deref(), Some("LowerA"));
        assert_eq!(pascal_case("h264"), Some("H264".to_owned()));
        assert_eq!(pascal_case("1a"), None);
        assert_eq!(snake_case("My-Family").as_deref(), Some("my_family"));
        assert_eq!(snake_case("FooBar").as_deref(), Some("foo_bar"));
        assert_eq!(snake_case("MonitorID").as_deref(), Some("monitor_id"));
        assert_eq!(snake_case("名称"), None);
    }

    #[test]
    fn hosts_are_taken_from_addresses() {
        for text in [
            "https://live.aliyuncs.com",
            "live.aliyuncs.com:443",
            "live.aliyuncs.com/x",
        ] {
            assert_eq!(host(text).as_deref(), Some("live.aliyuncs.com"), "{text}");
        }
        assert_eq!(host("see the docs"), None);
    }

    #[test]
    fn dates_of_pages_are_understood_where_they_are_clear() {
        for text in ["Nov 4, 2024", "4 November 2024", "2024/11/4", "2024-11-4"] {
            assert_eq!(date(text).as_deref(), Some("2024-11-04"), "{text}");
        }
        for text in ["4.11.2024", "11/04/2024", "2024-31-04", "yesterday"] {
            assert_eq!(date(text), None, "{text}");
        }
    }

    #[test]
    fn lengths_are_read_from_their_numbers() {
        assert_eq!(length("1 to 5").as_deref(), Some("write `1..5`"));
        assert_eq!(length("1-5").as_deref(), Some("write `1..5`"));
        assert!(length("5").is_some_and(|help| help.contains("`..5`")));
        for text in ["-1..5", "5..1", "some", "1..99999999999999999999999"] {
            assert_eq!(length(text), None, "{text}");
        }
    }
}
