//! Conversion of API names to Rust names.

use heck::{ToSnakeCase, ToUpperCamelCase};

/// Returns the name of a field, parameter or method: `DingTalkWebHookUrl` becomes
/// `ding_talk_web_hook_url`.
///
/// The name is a valid identifier; keywords become raw identifiers.
pub(crate) fn snake(wire: &str) -> String {
    identifier(&ascii(wire).to_snake_case(), "field")
}

/// Returns the name of a type or variant: `InvalidUserId.Malformed` becomes
/// `InvalidUserIdMalformed`.
pub(crate) fn pascal(wire: &str) -> String {
    identifier(&ascii(wire).to_upper_camel_case(), "Value")
}

/// Joins the name of an operation or type with that of a field in it. Words at the end of the one
/// that start the other occur once.
pub(crate) fn joined(outer: &str, field: &str) -> String {
    if field.starts_with(outer) {
        return field.to_owned();
    }
    let starts_word = |text: &str| text.starts_with(|c: char| c.is_ascii_uppercase());
    let rest = field
        .char_indices()
        .rev()
        .map(|(index, _)| field.split_at(index))
        .find(|(common, rest)| {
            let before = outer.strip_suffix(common);
            starts_word(rest)
                && starts_word(common)
                && before.is_some_and(|before| !before.ends_with(|c: char| c.is_ascii_uppercase()))
        })
        .map_or(field, |(_, rest)| rest);
    format!("{outer}{rest}")
}

/// Returns the package name of a product's client.
pub(crate) fn package(product: &str) -> String {
    format!("alibabacloud-{product}")
}

/// Returns the crate name of a product's client in Rust source.
pub(crate) fn library(product: &str) -> String {
    package(product).replace('-', "_")
}

/// Returns the file name of a module without its extension. File names have no `r#` prefix.
pub(crate) fn module_file(module: &str) -> &str {
    module.trim_start_matches("r#")
}

/// Returns what a family name clashes with, if anything. A family becomes a module, a source folder
/// and a cargo feature.
pub(crate) fn family_clash(name: &str) -> Option<&'static str> {
    match name {
        "chrono" | "default" | "full" | "jiff" | "mock" | "serde" | "time" => {
            Some("an existing feature of the client")
        }
        "blocking" | "client" | "gateway" | "required" | "rpc" => {
            Some("an existing module of the client")
        }
        "bin" | "lib" | "main" => Some("a file name with a special meaning to cargo"),
        _ if is_crate(name) => Some("a crate that the client uses"),
        _ if is_keyword(name) => Some("a word that Rust reserves"),
        _ => None,
    }
}

/// Returns what the method name of an operation clashes with, if anything. The module of the
/// operation has the same name.
pub(crate) fn method_clash(name: &str) -> Option<&'static str> {
    match name {
        "builder" | "clone" | "config" | "from_env" | "items" | "pages" | "send"
        | "with_settings" => Some("an existing method of the client"),
        "notifications" => Some("the module of the family's notifications"),
        "types" => Some("the module of the family's own types"),
        "r#mod" => Some("a file name with a special meaning to Rust"),
        _ if is_crate(name) => Some("a crate that the client uses"),
        _ => None,
    }
}

/// Returns whether a module of this name would be ambiguous with a crate.
fn is_crate(name: &str) -> bool {
    matches!(name, "alibabacloud_rpc" | "core" | "std")
}

/// Replaces all characters that are not ASCII letters or digits by spaces, which separate words.
fn ascii(wire: &str) -> String {
    wire.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

/// Returns whether an API name has anything that a Rust name can be made of.
pub(crate) fn has_words(wire: &str) -> bool {
    wire.contains(|c: char| c.is_ascii_alphanumeric())
}

/// Returns whether a name is a word that Rust reserves.
pub(crate) fn is_keyword(name: &str) -> bool {
    syn::parse_str::<syn::Ident>(name).is_err()
}

fn identifier(name: &str, fallback: &str) -> String {
    if name.is_empty() {
        return fallback.to_owned();
    }
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return format!("_{name}");
    }
    match name {
        // These keywords cannot be raw identifiers.
        "self" | "Self" | "super" | "crate" => format!("{name}_"),
        name if is_keyword(name) => format!("r#{name}"),
        name => name.to_owned(),
    }
}

/// Returns the name in the API that the derive macros of the runtime assume for a field.
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

/// Names of the types that every operation has.
pub(crate) struct TypeNames {
    pub(crate) builder: String,
    pub(crate) request: String,
    pub(crate) response: String,
    pub(crate) error_code: String,
}

impl TypeNames {
    pub(crate) fn of(operation: &str) -> Self {
        Self {
            builder: format!("{operation}Builder"),
            request: format!("{operation}Request"),
            response: format!("{operation}Response"),
            error_code: format!("{operation}ErrorCode"),
        }
    }

    pub(crate) fn into_array(self) -> [String; 4] {
        [self.builder, self.request, self.response, self.error_code]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_words_of_a_type_and_its_field_occur_once() {
        for (outer, field, name) in [
            (
                "DescribePeakData",
                "PeakDataDetails",
                "DescribePeakDataDetails",
            ),
            ("DescribePeakData", "PeakData", "DescribePeakDataPeakData"),
            ("DescribePeakData", "DescribePeakDatas", "DescribePeakDatas"),
            ("ListData", "DataCenter", "ListDataCenter"),
            ("ListMetadata", "DataCenter", "ListMetadataDataCenter"),
            ("ListRTSData", "SDataCenter", "ListRTSDataSDataCenter"),
            ("ListRules", "RuleState", "ListRulesRuleState"),
        ] {
            assert_eq!(joined(outer, field), name);
        }
    }

    #[test]
    fn field_names_are_snake_case() {
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
    fn derived_names_are_pascal_case() {
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
    fn type_and_variant_names_are_pascal_case() {
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
    fn clashing_names_are_detected() {
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
    fn all_features_of_the_client_clash() {
        let manifest = include_str!("../goldens/generated/Cargo.toml");
        let features = manifest.split("[features]").nth(1).unwrap_or_default();
        let features = features.split("\n[").next().unwrap_or_default();
        let features = features.lines().filter_map(|line| line.split_once(" = "));
        // Those of families are listed alone, and enable nothing. Those of companions are stated.
        let own = features.filter(|(_, enables)| *enables != "[]" && !enables.is_empty());
        let own = own.filter(|(_, enables)| !enables.starts_with("[\"dep:"));
        let own: Vec<_> = own.map(|(name, _)| name).collect();
        assert!(own.contains(&"serde"), "{own:?}");
        for name in own.into_iter().filter(|name| !name.contains('-')) {
            assert!(family_clash(name).is_some(), "{name}");
        }
    }

    #[test]
    fn all_methods_of_the_client_clash() {
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
}
