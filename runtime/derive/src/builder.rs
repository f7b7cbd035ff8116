//! Builders of requests.

use crate::input::Input;

pub(crate) fn builder(input: &Input) -> Result<String, String> {
    let name = &input.name;
    let ([inner], [client, states @ ..]) = (&input.members[..], &input.generics[..]) else {
        return Err(format!(
            "`{name}` must be a tuple struct around a `Builder`, with a type parameter for the client"
        ));
    };
    let request = inner.ty.split_once('<').map(|(_, parameters)| parameters);
    let request = request.and_then(|parameters| parameters.split(',').next());
    let request = request
        .ok_or_else(|| format!("`{name}` must be a tuple struct around a `Builder`"))?
        .trim();
    let method = input
        .setting("method")
        .ok_or_else(|| format!("`{name}` needs `#[rpc(method = …)]`"))?;
    let doc = format!(
        "Blocking version of [`Client::{0}`](crate::Client::{0}).",
        method.trim_start_matches("r#")
    );
    let deprecated = input.setting("deprecated");
    let deprecated = deprecated.map(|note| format!("#[deprecated(note = {note})]"));
    let deprecated = deprecated.unwrap_or_default();
    let states: String = states.iter().map(|state| format!(", {state}")).collect();
    Ok(format!(
        "impl<{client}: ::std::clone::Clone{states}> ::std::clone::Clone for {name}<{client}{states}> {{
            #[inline]
            fn clone(&self) -> Self {{
                Self(self.0.clone())
            }}
        }}
        impl<{client}{states}> ::std::fmt::Debug for {name}<{client}{states}> {{
            #[inline]
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {{
                ::std::fmt::Debug::fmt(&self.0, f)
            }}
        }}
        impl<{client}{states}> {name}<{client}{states}> {{
            /// Sets an undocumented parameter.
            #[inline]
            pub fn param(
                mut self,
                name: impl ::std::convert::Into<::std::string::String>,
                value: impl ::std::convert::Into<::std::string::String>,
            ) -> Self {{
                self.0.request.extra_parameters.set(name, value);
                self
            }}
        }}
        impl {request} {{
            /// Starts a request without a client.
            #[inline]
            pub fn builder() -> {name}<()> {{
                {name}(::alibabacloud_rpc::Builder::new(()))
            }}
        }}
        #[cfg(feature = \"blocking\")]
        impl crate::blocking::Client {{
            #[doc = {doc:?}]
            #[inline]
            {deprecated}
            pub fn {method}(&self) -> {name}<Self> {{
                {name}(::alibabacloud_rpc::Builder::new(self.clone()))
            }}
        }}"
    ))
}
