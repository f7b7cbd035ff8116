//! All operations by name, with their types erased.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::pin::Pin;

use alibabacloud_live::rpc::serde::{Deserialize, Serialize};
use alibabacloud_live::rpc::{Operation, OperationInfo, Parameters};
use alibabacloud_live::{Client, Error};
use live_spec::{Service, Sources};
use serde_json::Value;

use crate::corpus;

static ALL: &[AnyOperation] = &include!(concat!(env!("OUT_DIR"), "/operations.rs"));

/// The specs that the operations are generated from.
pub(crate) fn service() -> Service {
    let specs = concat!(env!("CARGO_MANIFEST_DIR"), "/../specs");
    live_spec::load(&Sources::read(specs).unwrap()).unwrap()
}

/// An operation with its type erased.
pub(crate) struct AnyOperation {
    pub(crate) info: &'static OperationInfo,
    /// Encodes a request from JSON.
    pub(crate) encode: fn(&Value) -> serde_json::Result<Parameters>,
    /// Deserializes a request from JSON and serializes it again.
    pub(crate) store: fn(&Value) -> serde_json::Result<Value>,
    /// Decodes a response.
    pub(crate) decode: fn(&Value) -> serde_json::Result<Decoded>,
    /// Sends a request from JSON and decodes the response.
    pub(crate) send: for<'a> fn(&'a Client, &Value) -> CallFuture<'a>,
}

/// A decoded response.
pub(crate) struct Decoded {
    /// What serde makes of it.
    pub(crate) value: Value,
    /// Whether fields hold all of it.
    pub(crate) is_documented: bool,
}

pub(crate) type CallFuture<'a> = Pin<Box<dyn Future<Output = Result<(), CallError>> + 'a>>;

/// An error with the type of its code erased.
#[derive(Debug)]
pub(crate) struct CallError {
    /// The variant of the code, as `Debug` prints it.
    pub(crate) variant: Option<String>,
    pub(crate) error: Error,
}

impl AnyOperation {
    const fn of<R>() -> Self
    where
        R: Operation + Serialize + for<'de> Deserialize<'de>,
        R::Response: Serialize + for<'de> Deserialize<'de> + Debug,
    {
        Self {
            info: R::INFO,
            encode: |input| {
                let mut parameters = Parameters::default();
                R::deserialize(input)?.write_parameters(&mut parameters);
                Ok(parameters)
            },
            store: |input| serde_json::to_value(R::deserialize(input)?),
            decode: |response| {
                let response = R::Response::deserialize(response)?;
                Ok(Decoded {
                    value: serde_json::to_value(&response)?,
                    is_documented: !format!("{response:?}").contains("extra_members: {\""),
                })
            },
            send: |client, input| {
                let request = R::deserialize(input).unwrap();
                Box::pin(async {
                    let response = client.send(request).await;
                    response.map(drop).map_err(|error| CallError {
                        variant: error
                            .code_as::<R::ErrorCode>()
                            .map(|code| format!("{code:?}")),
                        error,
                    })
                })
            },
        }
    }

    /// Returns all operations of the client.
    pub(crate) fn all() -> &'static [Self] {
        ALL
    }

    pub(crate) fn named(name: &str) -> &'static Self {
        ALL.iter()
            .find(|operation| operation.info.name == name)
            .unwrap_or_else(|| panic!("{name} is not an operation"))
    }
}

/// Collects parameters by name. Each name must be unique; the order does not matter.
pub(crate) fn map<'a>(pairs: impl Iterator<Item = (&'a str, String)>) -> BTreeMap<String, String> {
    let mut map = BTreeMap::new();
    for (name, value) in pairs {
        let earlier = map.insert(name.to_owned(), value);
        assert_eq!(earlier, None, "{name} occurs twice");
    }
    map
}

#[test]
fn every_operation_of_the_specs_is_listed() {
    let service = service();
    let operations = service
        .families
        .iter()
        .flat_map(|family| &family.operations);
    let specified: BTreeSet<_> = operations.map(|spec| spec.name.as_str()).collect();
    let listed: BTreeSet<_> = ALL.iter().map(|operation| operation.info.name).collect();
    assert_eq!(listed, specified);
}

/// The floor below the tests that go through all specs: a spec that is lost would not be missed by
/// them.
#[test]
fn no_operation_of_the_official_client_is_lost() {
    let known: BTreeSet<_> = corpus::requests()
        .into_iter()
        .map(|case| case.operation)
        .collect();
    let is_lost = |name: &&String| ALL.iter().all(|operation| operation.info.name != **name);
    let lost: Vec<_> = known.iter().filter(is_lost).collect();
    assert!(
        lost.is_empty(),
        "tests/data/conformance/requests.jsonl has operations that no spec describes: {lost:?}"
    );
}
