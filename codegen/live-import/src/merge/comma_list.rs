//! Lists whose items metadata describes as one text, joined by commas.

use live_spec::yaml::Node;

/// Returns the field of the metadata as a list if it is text that the spec describes as a list.
/// Both send the same, so that the spec needs no reason.
pub(super) fn of_text(ours: &Node, theirs: &Node) -> Option<Node> {
    let (Node::Map(ours), Node::Map(entries)) = (ours, theirs) else {
        return None;
    };
    let has = |entries: &[(String, Node)], key: &str, word: &str| {
        let mut entries = entries.iter();
        entries
            .any(|(name, value)| name == key && matches!(value, Node::Text(text) if text == word))
    };
    if !has(ours, "style", "comma") || !has(entries, "type", "string") {
        return None;
    }
    let mut list = vec![
        ("type".to_owned(), Node::Text("array".to_owned())),
        ("style".to_owned(), Node::Text("comma".to_owned())),
    ];
    let mut item = Vec::new();
    for (key, value) in entries {
        match (key.as_str(), value) {
            ("type" | "enum", _) => item.push((key.clone(), value.clone())),
            ("example", Node::Text(text)) => {
                let items: Vec<_> = text.split(',').collect();
                list.push((
                    key.clone(),
                    Node::Text(serde_json::json!(items).to_string()),
                ));
            }
            // The length is that of the text, and a list cannot state a default.
            ("length" | "default", _) => {}
            _ => list.push((key.clone(), value.clone())),
        }
    }
    list.push(("items".to_owned(), Node::Map(item)));
    Some(Node::Map(list))
}

#[cfg(test)]
mod tests {
    use live_spec::yaml::parse_json;

    use super::*;

    #[test]
    fn text_becomes_a_list_only_where_the_spec_says_so() {
        let text = r#"{"type": "string", "required": true, "length": "..99", "example": "a,b"}"#;
        let list = r#"{"type": "array", "style": "comma", "required": true, "example": "[\"a\",\"b\"]",
            "items": {"type": "string"}}"#;
        let [text, list] = [text, list].map(|json| parse_json(json).unwrap());
        assert_eq!(of_text(&list, &text).as_ref(), Some(&list));
        assert_eq!(of_text(&text, &text), None);
        assert_eq!(of_text(&list, &list), None);
    }
}
