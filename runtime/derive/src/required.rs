//! `required!`: a trait for each required parameter.

use proc_macro::{TokenStream, TokenTree};

/// Writes a trait for each name in a list. Whatever is not a name separates names.
pub(crate) fn required(names: TokenStream) -> String {
    let name = |token| match token {
        TokenTree::Ident(name) => Some(name.to_string()),
        _ => None,
    };
    names.into_iter().filter_map(name).map(define).collect()
}

fn define(name: String) -> String {
    format!(
        "/// The parameter `{name}` is set.
        #[diagnostic::on_unimplemented(
            message = \"the required parameter `{name}` is not set\",
            label = \"call the setter of `{name}` first\",
            note = \"`build` and `send` are available once all required parameters are set\"
        )]
        pub trait {name} {{}}
        #[diagnostic::do_not_recommend]
        impl {name} for ::alibabacloud_rpc::Set {{}}"
    )
}
