//! What metadata says that it describes. Nothing is read from metadata of another API.

use crate::build::Product;
use crate::json::{MetadataError, ReadResult};

/// The product, its version, and the style of its API, as far as they are stated.
#[derive(Clone, Debug, Default)]
pub(crate) struct Label {
    pub(crate) product: Option<String>,
    pub(crate) version: Option<String>,
    pub(crate) style: Option<String>,
}

/// The style of APIs that specs can describe.
const STYLE: &str = "RPC";

impl Label {
    /// Checks that metadata describes the product of the specs. Metadata without a label passes
    /// only if `unlabelled` says that a person vouches for it.
    pub(crate) fn check(&self, product: &Product, unlabelled: bool) -> ReadResult<()> {
        let found = |message: String| Err(MetadataError::new("", message));
        let expected = format!("{} {}", product.code, product.version);
        let is_other = |stated: &Option<String>, expected: &str| {
            let stated = stated.as_deref();
            stated.is_some_and(|stated| plain(stated) != plain(expected))
        };
        if is_other(&self.product, &product.code) || is_other(&self.version, &product.version) {
            let parts = [&self.product, &self.version];
            let stated: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
            return found(format!(
                "the metadata is of {}, these specs are of {expected}",
                stated.join(" ")
            ));
        }
        if let Some(style) = &self.style
            && !style.eq_ignore_ascii_case(STYLE)
        {
            return found(format!(
                "the metadata is of an API in the style {style}, and specs describe only {STYLE}"
            ));
        }
        if (self.product.is_none() || self.version.is_none()) && !unlabelled {
            return found(format!(
                "the metadata does not say of which product and version it is; if it is of {expected}, add `--unlabelled`"
            ));
        }
        Ok(())
    }
}

/// Returns a name as it is compared: products are written `Ecs` or `ecs`, `r-kvstore` or
/// `r_kvstore`, and versions with or without dashes.
fn plain(name: &str) -> String {
    let letters = name.chars().filter(|c| c.is_alphanumeric());
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn checked(parts: [Option<&str>; 3], unlabelled: bool) -> Result<(), String> {
        let product = Product {
            code: "live".to_owned(),
            version: "2016-11-01".to_owned(),
            operation_reference: None,
        };
        let [product_code, version, style] = parts.map(|part| part.map(str::to_owned));
        let label = Label {
            product: product_code,
            version,
            style,
        };
        let checked = label.check(&product, unlabelled);
        checked.map_err(|error| error.to_string())
    }

    #[test]
    fn metadata_of_another_api_is_refused_by_name() {
        for (product, version, style, message) in [
            ("Sts", "2015-04-01", "RPC", "is of Sts 2015-04-01, these"),
            ("live", "2099-01-01", "RPC", "is of live 2099-01-01, these"),
            ("Live", "2016-11-01", "ROA", "in the style ROA"),
        ] {
            let label = [Some(product), Some(version), Some(style)];
            for unlabelled in [false, true] {
                let error = checked(label, unlabelled).unwrap_err();
                assert!(error.contains(message), "{error}");
            }
        }
        assert_eq!(
            checked([Some("LIVE"), Some("20161101"), Some("rpc")], false),
            Ok(())
        );
    }

    #[test]
    fn metadata_without_a_label_needs_somebody_who_vouches_for_it() {
        let error = checked([Some("live"), None, None], false).unwrap_err();
        assert!(error.ends_with("add `--unlabelled`"), "{error}");
        assert_eq!(checked([None; 3], true), Ok(()));
    }
}
