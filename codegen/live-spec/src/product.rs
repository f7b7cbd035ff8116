//! Product codes, and the names that follow from them.

/// Codes whose crate would be one that is written by hand, such as `alibabacloud-rpc`.
const TAKEN: &[&str] = &["live-edge", "live-emulator", "rpc", "rpc-derive", "secret"];

/// What is wrong with a product code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is no code.
    Malformed,
    /// Its crate would have the name of one of ours.
    Taken,
}

/// Checks a product code. It becomes part of a crate's name and of an environment variable.
pub(crate) fn check(code: &str) -> Result<(), Fault> {
    let is_part = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    if !code.starts_with(|c: char| c.is_ascii_lowercase()) || !code.split('-').all(is_part) {
        return Err(Fault::Malformed);
    }
    if TAKEN.contains(&code) {
        return Err(Fault::Taken);
    }
    Ok(())
}

/// Returns the environment variable that overrides the endpoint of a product's client. A shell can
/// set it, so it has no dashes.
pub(crate) fn endpoint_variable(code: &str) -> String {
    let code = code.to_ascii_uppercase().replace('-', "_");
    format!("ALIBABA_CLOUD_{code}_ENDPOINT")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::*;

    #[test]
    fn codes_of_letters_digits_and_single_dashes_are_valid() {
        for code in ["live", "sts", "r-kvstore", "ddos2", "dms-enterprise"] {
            assert_eq!(check(code), Ok(()), "{code}");
        }
        for code in [
            "",
            "-",
            "-ram",
            "ram-",
            "ram--x-",
            "2ram",
            "Ram",
            "r_kvstore",
            "ram.x",
            "rám",
            "ram x",
        ] {
            assert_eq!(check(code), Err(Fault::Malformed), "{code}");
        }
    }

    #[test]
    fn no_product_has_the_crate_name_of_a_crate_written_by_hand() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
        let mut by_hand = 0;
        for line in manifest.lines().filter(|line| line.contains("path = ")) {
            let code = line.strip_prefix("alibabacloud-");
            let code = code.and_then(|rest| rest.split_whitespace().next());
            if let Some(code) = code.filter(|_| !line.contains("generated")) {
                assert_eq!(check(code), Err(Fault::Taken), "{code}");
                by_hand += 1;
            }
        }
        assert!(by_hand > 0);
    }

    #[test]
    fn variables_can_be_set_by_a_shell() {
        assert_eq!(endpoint_variable("live"), "ALIBABA_CLOUD_LIVE_ENDPOINT");
        let dashed = endpoint_variable("r-kvstore");
        assert_eq!(dashed, "ALIBABA_CLOUD_R_KVSTORE_ENDPOINT");
    }
}
