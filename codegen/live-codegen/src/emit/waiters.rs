//! The methods of a builder that wait for states.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::source::{docs, ident};
use crate::model::{Operation, Waiter};

/// Writes a method for each wait. `sendable` states that the request has a client and all its
/// required parameters.
pub(super) fn methods(operation: &Operation, sendable: &TokenStream) -> Vec<TokenStream> {
    let request = ident(&operation.request.name);
    let method = |waiter: &Waiter| {
        let (docs, name) = (docs(1, &waiter.docs), ident(&waiter.method_name));
        let set = waiter.set.iter().map(|(setter, text)| {
            let setter = ident(setter);
            quote! { .#setter(#text) }
        });
        let set = quote! { #(#set)* };
        let waiter = constant(waiter);
        quote! {
            #docs
            pub fn #name(self) -> rpc::Wait<#request, C> #sendable {
                self #set .0.wait(#waiter)
            }
        }
    };
    operation.waiters.iter().map(method).collect()
}

/// Writes a wait as a constant expression.
fn constant(waiter: &Waiter) -> TokenStream {
    let (goal, state) = (&waiter.goal, &waiter.state);
    let item = waiter.item.as_ref().map(|item| quote! { .item(#item) });
    let list = |setter: &str, texts: &[String]| {
        let setter = ident(setter);
        (!texts.is_empty()).then(|| quote! { .#setter(&[#(#texts),*]) })
    };
    let done = list("done", &waiter.done);
    let failed = list("failed", &waiter.failed);
    let codes = list("absent_codes", &waiter.absent_codes);
    let absent = waiter.absent.map(ident);
    let absent = absent.map(|absent| quote! { .#absent() });
    let (interval, limit) = waiter.seconds;
    let [interval, limit] = [interval, limit].map(Literal::u64_unsuffixed);
    quote! {
        rpc::Waiter::new(#goal, #state) #item #done #failed #absent #codes
            .seconds(#interval, #limit)
    }
}
