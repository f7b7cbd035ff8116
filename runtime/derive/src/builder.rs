//! `#[derive(Builder)]`: request builders.

use crate::error::Error;
use crate::input::{Input, Kind};

pub(crate) fn builder(input: &Input) -> Result<String, Error> {
    let name = &input.name;
    let (request, client, states) = parts(input)?;
    input
        .settings
        .check(&["method", "required", "deprecated", "pages"], &[])?;
    let method = input
        .settings
        .value("method")
        .ok_or_else(|| input.error(format!("`{name}` needs `#[rpc(method = …)]`")))?;
    let doc = format!(
        "Blocking version of [`Client::{0}`](crate::Client::{0}).",
        method.trim_start_matches("r#")
    );
    let deprecated = input.settings.value("deprecated");
    let deprecated = deprecated.map(|note| format!("#[deprecated(note = {note})]"));
    let deprecated = deprecated.unwrap_or_default();
    let bounds = bounds(input, states)?;
    let complete = match states {
        [] => String::new(),
        _ => format!("<{bounds}>"),
    };
    let send_docs = send_docs(request);
    let pages = match input.settings.value("pages") {
        Some(markers) => pages(input, markers, request, client, states)?,
        None => String::new(),
    };
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

            /// Returns the request, for use with [`Client::send`](crate::Client::send).
            #[inline]
            pub fn build(self) -> {request}
            where
                {bounds}
            {{
                self.0.request
            }}

            #[doc = {send_docs:?}]
            #[inline]
            pub fn send(self) -> {client}::Call<{request}>
            where
                {client}: ::alibabacloud_rpc::SendRequest,
                {bounds}
            {{
                self.0.send()
            }}
        }}
        impl{complete} ::std::future::IntoFuture for {name}<crate::Client{states}> {{
            type Output = ::std::result::Result<
                <{request} as ::alibabacloud_rpc::Operation>::Response,
                ::alibabacloud_rpc::Error,
            >;
            type IntoFuture = ::alibabacloud_rpc::CallFuture<{request}>;

            #[inline]
            fn into_future(self) -> Self::IntoFuture {{
                self.0.send()
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
        }}
        {pages}"
    ))
}

/// Returns the methods that fetch the pages of a list. `markers` is a tuple with the marker of each
/// required parameter, or `_` for the one that names the first page, which has a default.
fn pages(
    input: &Input,
    markers: &str,
    request: &str,
    client: &str,
    states: &[String],
) -> Result<String, Error> {
    let markers = names(markers);
    if markers.len() != states.len() {
        let message = "`pages` needs a tuple with a marker for each required parameter";
        return Err(input.error(message));
    }
    let bound = |(state, marker): (&String, &str)| match marker {
        "_" => String::new(),
        _ => format!("{state}: crate::required::{marker},"),
    };
    let bounds: String = states.iter().zip(markers).map(bound).collect();
    let (name, states) = (&input.name, states.join(", "));
    Ok(format!(
        "impl<{client}, {states}> {name}<{client}, {states}> {{
            /// Fetches page after page, from the one that the request names, and returns their items
            /// one by one.
            pub fn items(self) -> {client}::Items<{request}>
            where
                {client}: ::alibabacloud_rpc::FetchPages,
                {bounds}
            {{
                self.0.items()
            }}

            /// Fetches page after page, from the one that the request names, and returns each as a
            /// whole.
            pub fn pages(self) -> {client}::Pages<{request}>
            where
                {client}: ::alibabacloud_rpc::FetchPages,
                {bounds}
            {{
                self.0.pages()
            }}
        }}"
    ))
}

/// Returns the bounds on the states of a request whose required parameters are all set. The markers
/// of the parameters have the names of the states unless `required` names them.
fn bounds(input: &Input, states: &[String]) -> Result<String, Error> {
    let markers: Vec<&str> = match input.settings.value("required") {
        None => states.iter().map(String::as_str).collect(),
        Some(list) => names(list),
    };
    if markers.len() != states.len() {
        let message = format!("`required` must name {} parameters", states.len());
        return Err(input.error(message));
    }
    let bounds = states
        .iter()
        .zip(markers)
        .map(|(state, marker)| format!("{state}: crate::required::{marker},"));
    Ok(bounds.collect())
}

/// Returns the names in a tuple.
fn names(tuple: &str) -> Vec<&str> {
    let names = tuple.trim().trim_matches(['(', ')']).split(',');
    names
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect()
}

/// Describes the method `send`.
fn send_docs(request: &str) -> String {
    let operation = request.strip_suffix("Request").unwrap_or(request);
    format!(
        "Sends the request. Returns [`{operation}Response`] or fails with an error whose code may be one of \
         [`{operation}ErrorCode`]."
    )
}

/// Returns the source text of the request type, and the names of the type parameters for the client
/// and for the states.
fn parts(input: &Input) -> Result<(&str, &str, &[String]), Error> {
    let request = match &input.members[..] {
        [inner] if input.kind == Kind::TupleStruct => request_of(&inner.ty),
        _ => None,
    };
    match (request, &input.generics[..]) {
        (Some(request), [client, states @ ..]) => Ok((request, client, states)),
        _ => Err(input.error(format!(
            "`{}` must be a tuple struct around a `Builder`, with a type parameter for the client",
            input.name
        ))),
    }
}

/// Returns the first argument of a `Builder<…>`.
fn request_of(builder: &str) -> Option<&str> {
    let (path, arguments) = builder.split_once('<')?;
    let (request, _) = arguments.split_once(',')?;
    path.trim_end().ends_with("Builder").then(|| request.trim())
}
