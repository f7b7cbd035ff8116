//! The subset of the ini format used by credentials files.

/// The keys and values of one section.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Section<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Section<'a> {
    /// Finds a section. Merges sections of the same name.
    ///
    /// Lines that start with `#` or `;` are comments. Lines that are neither sections nor
    /// assignments are ignored.
    pub(super) fn find(text: &'a str, name: &str) -> Option<Self> {
        let mut found = None;
        let mut inside = false;
        for line in text.lines() {
            let line = line.trim();
            if line.starts_with(['#', ';']) {
                continue;
            }
            if let Some(rest) = line.strip_prefix('[') {
                let title = rest.split_once(']').map_or(rest, |(title, _)| title);
                inside = title.trim() == name;
                if inside {
                    found.get_or_insert_with(Self::default);
                }
            } else if let (true, Some((key, rest))) = (inside, line.split_once(['=', ':'])) {
                let section = found.get_or_insert_with(Self::default);
                section.0.push((key.trim(), value(rest)));
            }
        }
        found
    }

    /// Returns the last value of a key, ignoring the case of the key. An empty value counts as
    /// missing.
    pub(super) fn get(&self, key: &str) -> Option<&'a str> {
        let (_, value) = self
            .0
            .iter()
            .rfind(|(other, _)| other.eq_ignore_ascii_case(key))?;
        (!value.is_empty()).then_some(*value)
    }
}

/// Returns the value at the start of a text, without its quotes and without a comment.
fn value(text: &str) -> &str {
    if let Some(inner) = quoted(text.trim()) {
        return inner;
    }
    let comment = text
        .match_indices(['#', ';'])
        .find(|(at, _)| text[..*at].is_empty() || text[..*at].ends_with(char::is_whitespace));
    match comment {
        Some((at, _)) => text[..at].trim(),
        None => text.trim(),
    }
}

/// Returns what is inside the quotes of a text that is quoted, apart from a comment.
fn quoted(text: &str) -> Option<&str> {
    let quote = text
        .chars()
        .next()
        .filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let (inner, rest) = text.strip_prefix(quote)?.split_once(quote)?;
    let rest = rest.trim_start();
    (rest.is_empty() || rest.starts_with(['#', ';'])).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sections_comments_and_line_endings_are_parsed() {
        let text = "stray = 1\r\n[default]   # the usual one\r\ntype = access_key # a comment\r\n\
            Access_Key_Id=a#b;c=\t# comment\r\n; secret = no\r\n# secret = no\r\nempty =\r\njunk\r\n\
            [ other ]\r\ntype = x\r\n[default]\r\nlate = yes\r\nlate = really";
        let section = Section::find(text, "default").unwrap();
        assert_eq!(section.get("type"), Some("access_key"));
        assert_eq!(section.get("access_key_id"), Some("a#b;c="));
        assert_eq!(section.get("late"), Some("really"));
        for absent in ["stray", "secret", "empty", "junk"] {
            assert_eq!(section.get(absent), None, "{absent}");
        }
        assert_eq!(Section::find(text, "other").unwrap().get("type"), Some("x"));
        assert_eq!(Section::find(text, "none"), None);
        assert_eq!(Section::find("[empty]", "empty"), Some(Section::default()));
    }

    #[test]
    fn values_are_read_as_other_sdks_read_them() {
        for (line, expected) in [
            ("k = v", Some("v")),
            ("k: v", Some("v")),
            ("k:v", Some("v")),
            ("k : a=b", Some("a=b")),
            ("k = acs:ram::1:role/r", Some("acs:ram::1:role/r")),
            ("k: acs:ram::1:role/r", Some("acs:ram::1:role/r")),
            ("k = \"v\"", Some("v")),
            ("k='v'", Some("v")),
            ("k = `v`", Some("v")),
            ("k: \"v\" ; comment", Some("v")),
            ("k = \"v\"# comment", Some("v")),
            ("k = \"a # b ; c\"", Some("a # b ; c")),
            ("k = \" v \"", Some(" v ")),
            ("k = \"it's\"", Some("it's")),
            ("k = v ; comment", Some("v")),
            ("k = v\t;comment", Some("v")),
            ("k = v # comment ; more", Some("v")),
            ("k = a;b#c", Some("a;b#c")),
            ("k = # comment", None),
            ("k =;comment", None),
            ("k = \"\"", None),
            ("  k = v", Some("v")),
            ("; k = v", None),
            // These are not quoted.
            ("k = \"v", Some("\"v")),
            ("k = \"a\" \"b\"", Some("\"a\" \"b\"")),
            ("k = {\"a\": \"b\"}", Some("{\"a\": \"b\"}")),
        ] {
            let text = format!("[s]\n{line}\n");
            let section = Section::find(&text, "s").unwrap();
            assert_eq!(section.get("k"), expected, "{line}");
        }
    }
}
