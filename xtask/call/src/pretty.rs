//! JSON on several lines.

/// Returns JSON text with a line for each member and item. Order, numbers and texts stay as they
/// are.
pub(crate) fn pretty(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let mut depth = 0_usize;
    let mut rest = json.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '"' => end_of_text(rest),
            _ => c.len_utf8(),
        };
        let (token, after) = rest.split_at(length);
        rest = after.trim_start();
        match c {
            '{' | '[' if rest.starts_with(['}', ']']) => out.push(c),
            '{' | '[' => {
                depth += 1;
                out.push(c);
                new_line(&mut out, depth);
            }
            '}' | ']' => {
                if !out.ends_with(['{', '[']) {
                    depth = depth.saturating_sub(1);
                    new_line(&mut out, depth);
                }
                out.push(c);
            }
            ',' => {
                out.push(c);
                new_line(&mut out, depth);
            }
            ':' => out.push_str(": "),
            _ => out.push_str(token),
        }
    }
    out.push('\n');
    out
}

fn new_line(out: &mut String, depth: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", depth));
}

/// Returns the length of the text in quotes at the start.
fn end_of_text(json: &str) -> usize {
    let mut is_escaped = false;
    for (at, c) in json.char_indices().skip(1) {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_numbers_and_texts_stay() {
        let json = r#" {"b" : 1.10,"a":[ ],"é\"{": "[1, 2] \\","c":[{},{"d":[12345678901234567890,null]}]}"#;
        let expected = r#"{
  "b": 1.10,
  "a": [],
  "é\"{": "[1, 2] \\",
  "c": [
    {},
    {
      "d": [
        12345678901234567890,
        null
      ]
    }
  ]
}
"#;
        assert_eq!(pretty(json), expected);
    }

    #[test]
    fn what_is_no_json_does_not_break_it() {
        for text in ["", "\"", "]}", "{\"a", "\"\\"] {
            assert!(pretty(text).ends_with('\n'), "{text}");
        }
    }
}
