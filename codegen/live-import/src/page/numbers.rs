//! Reads numbers and ranges from prose.

/// Reads a range such as `1 to 100`, `[1, 100]` or `5~3600`.
pub(crate) fn range(text: &str) -> Option<(String, String)> {
    const BETWEEN: &[&str] = &["to ", "~", "～", "-", "–", "—", "至", "到", ".."];
    let text = text.trim().trim_start_matches([' ', '：', ':']);
    let bare = text.trim_start_matches(['[', '(', '（', '【', ' ']);
    let is_bracketed = bare.len() < text.len();
    let is_between = bare.starts_with("between ");
    let bare = bare
        .strip_prefix("from ")
        .or_else(|| bare.strip_prefix("between "))
        .unwrap_or(bare);
    let (low, rest) = number(bare)?;
    let rest = rest.trim_start();
    let rest = BETWEEN
        .iter()
        .find_map(|word| rest.strip_prefix(word))
        .or_else(|| rest.strip_prefix("and ").filter(|_| is_between))
        .or_else(|| rest.strip_prefix([',', '，']).filter(|_| is_bracketed))?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_read_in_every_wording() {
        for (text, low, high) in [
            ("1 to 100", "1", "100"),
            ("from 5 to 3,600.", "5", "3600"),
            ("[1, 100]", "1", "100"),
            ("5~3600", "5", "3600"),
            ("**0**-**100**", "0", "100"),
            ("-90 to 90", "-90", "90"),
            ("0.1～2.5", "0.1", "2.5"),
            ("between 1 and 9", "1", "9"),
        ] {
            let found = range(text);
            assert_eq!(found, Some((low.to_owned(), high.to_owned())), "{text}");
        }
        for text in [
            "1, 5, and 15",
            "true and false",
            "20 and 30",
            "9 to 1",
            "mp4",
        ] {
            assert_eq!(range(text), None, "{text}");
        }
    }
}
