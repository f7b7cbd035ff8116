//! Rust names for names of the API.

use std::collections::HashSet;

use heck::{ToSnakeCase, ToUpperCamelCase};

/// A field, parameter or method: `DingTalkWebHookUrl` becomes `ding_talk_web_hook_url`.
///
/// The name is a valid identifier; one that is a keyword is written raw.
pub(crate) fn snake(wire: &str) -> String {
    identifier(&ascii(wire).to_snake_case(), "field")
}

/// A type or variant: `InvalidUserId.Malformed` becomes `InvalidUserIdMalformed`.
pub(crate) fn pascal(wire: &str) -> String {
    identifier(&ascii(wire).to_upper_camel_case(), "Value")
}

/// The name of the crate that is the client of a product.
pub(crate) fn package(product: &str) -> String {
    format!("alibabacloud-{product}")
}

/// The same name as Rust source has it.
pub(crate) fn library(product: &str) -> String {
    package(product).replace('-', "_")
}

/// The name of the file of a module, without its extension: a keyword needs no marking there.
pub(crate) fn module_file(module: &str) -> &str {
    module.trim_start_matches("r#")
}

/// What keeps a name from being that of a family, which becomes a module, a folder of sources and a cargo feature.
pub(crate) fn family_clash(name: &str) -> Option<&'static str> {
    match name {
        "default" | "full" | "mock" | "serde" => Some("a feature that the client has already"),
        "blocking" | "client" | "gateway" | "required" | "rpc" => {
            Some("a module that the client has already")
        }
        "bin" | "lib" | "main" => Some("a file that means something to cargo"),
        _ if is_crate(name) => Some("a crate that the client uses"),
        _ if syn::parse_str::<syn::Ident>(name).is_err() => {
            Some("a word that Rust keeps for itself")
        }
        _ => None,
    }
}

/// What keeps a method's name from being that of an operation, whose module has the same name.
pub(crate) fn method_clash(name: &str) -> Option<&'static str> {
    match name {
        "builder" | "clone" | "config" | "from_env" | "send" | "with" => {
            Some("a method that the client has already")
        }
        "types" => Some("the module of the family's own types"),
        "r#mod" => Some("a file that means something to Rust"),
        _ if is_crate(name) => Some("a crate that the client uses"),
        _ => None,
    }
}

/// Whether Rust could take a module for a crate.
fn is_crate(name: &str) -> bool {
    matches!(name, "alibabacloud_rpc" | "core" | "std")
}

/// What stands between words in the API stands for a gap; other characters that no identifier holds are dropped.
fn ascii(wire: &str) -> String {
    wire.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

fn identifier(name: &str, fallback: &str) -> String {
    if name.is_empty() {
        return fallback.to_owned();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    match name {
        // These keywords cannot be written raw.
        "self" | "Self" | "super" | "crate" => format!("{name}_"),
        name if syn::parse_str::<syn::Ident>(name).is_err() => format!("r#{name}"),
        name => name.to_owned(),
    }
}

/// The name that a derive macro of the runtime takes a field to have in the API.
pub(crate) fn derived_wire(field: &str) -> String {
    let words = field.trim_start_matches("r#").split('_');
    words
        .map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().collect::<String>() + characters.as_str()
        })
        .collect()
}

/// The names of one scope, each given out once.
#[derive(Default)]
pub(crate) struct Scope {
    taken: HashSet<String>,
}

impl Scope {
    /// A scope in which some names have a meaning of their own already.
    pub(crate) fn with_reserved(reserved: &[&str]) -> Self {
        Self {
            taken: reserved.iter().map(|name| (*name).to_owned()).collect(),
        }
    }

    /// Whether a name was given out.
    pub(crate) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(name)
    }

    /// The name itself, or where that is taken the name with the first number that makes it free.
    pub(crate) fn claim(&mut self, name: String) -> String {
        let bare = name.trim_start_matches("r#").to_owned();
        let gap = if bare.starts_with(|c: char| c.is_ascii_uppercase()) {
            ""
        } else {
            "_"
        };
        let mut candidate = name;
        let mut number = 2;
        while !self.taken.insert(candidate.clone()) {
            candidate = format!("{bare}{gap}{number}");
            number += 1;
        }
        candidate
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields() {
        for (wire, name) in [
            ("MonitorId", "monitor_id"),
            ("DingTalkWebHookUrl", "ding_talk_web_hook_url"),
            ("fpsLowThres", "fps_low_thres"),
            ("HTTPSOption", "https_option"),
            ("Key.Sub-Name", "key_sub_name"),
            ("Type", "r#type"),
            ("Self", "self_"),
            ("4kRate", "_4k_rate"),
            ("", "field"),
            ("中文", "field"),
        ] {
            assert_eq!(snake(wire), name, "{wire}");
        }
    }

    #[test]
    fn names_in_the_api_that_fields_tell() {
        for (field, wire) in [
            ("monitor_id", "MonitorId"),
            ("r#type", "Type"),
            ("_4k_rate", "4kRate"),
            ("https_option", "HttpsOption"),
        ] {
            assert_eq!(derived_wire(field), wire, "{field}");
        }
    }

    #[test]
    fn types_and_variants() {
        for (wire, name) in [
            ("lp_ud", "LpUd"),
            ("topLeft", "TopLeft"),
            ("InvalidUserId.Malformed", "InvalidUserIdMalformed"),
            ("Cannot find task", "CannotFindTask"),
            ("1080P", "_1080p"),
            ("400", "_400"),
            ("H.264", "H264"),
            ("self", "Self_"),
            ("*", "Value"),
        ] {
            assert_eq!(pascal(wire), name, "{wire}");
        }
    }

    #[test]
    fn names_that_are_taken() {
        for name in ["type", "self", "crate", "client", "lib", "full", "std", "_"] {
            assert!(family_clash(name).is_some(), "{name}");
        }
        for name in ["send", "clone", "types", "r#mod", "core"] {
            assert!(method_clash(name).is_some(), "{name}");
        }
        assert_eq!(family_clash("types"), None);
        assert_eq!(method_clash("r#move"), None);
        assert_eq!(module_file("r#move"), "move");
    }

    #[test]
    fn all_methods_of_the_client_are_taken() {
        let client = include_str!("../goldens/generated/src/client.rs");
        let methods = client.lines().filter_map(|line| {
            let line = line.trim_start().strip_prefix("pub ")?;
            let line = line.strip_prefix("async ").unwrap_or(line);
            line.strip_prefix("fn ")?.split(['(', '<']).next()
        });
        let methods: Vec<_> = methods.collect();
        assert!(methods.contains(&"send"), "{methods:?}");
        for method in methods {
            assert!(method_clash(method).is_some(), "{method}");
        }
    }

    #[test]
    fn a_taken_name_gets_a_number() {
        let mut scope = Scope::with_reserved(&["send"]);
        let names = [
            "send", "status", "status", "r#type", "r#type", "H264", "H264",
        ];
        let claimed = names.map(|name| scope.claim(name.to_owned()));
        assert_eq!(
            claimed,
            [
                "send_2", "status", "status_2", "r#type", "type_2", "H264", "H2642"
            ]
        );
    }
}
