//! Calls by name against the emulator, over real HTTP, and what is shown of them.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

mod commands;
mod explained;
mod misfits;
mod over_http;
mod secrets;

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock};

use live_call::{Order, Screen, call, call_of};
use live_spec::{Service, Sources};

/// What a call wrote.
struct Shown {
    succeeded: bool,
    output: String,
    notes: String,
}

/// The folder of the specs.
fn specs() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../specs")
}

/// The specs, which are read once.
fn service() -> &'static Service {
    static SERVICE: OnceLock<Service> = OnceLock::new();
    SERVICE.get_or_init(|| live_spec::load(&Sources::read(specs()).unwrap()).unwrap())
}

/// Returns an order of a call with parameters.
fn order(operation: &str, parameters: &[&str]) -> Order {
    let mut order = Order::default();
    order.operation = operation.to_owned();
    order.parameters = parameters.iter().map(|it| (*it).to_owned()).collect();
    order.specs = specs();
    order
}

/// Makes a call, and returns what it wrote.
fn shown(order: &Order) -> Shown {
    let texts: [Arc<Mutex<String>>; 2] = Default::default();
    let [output, notes] = texts.clone();
    let screen = Screen::new(
        move |text| output.lock().unwrap().push_str(text),
        move |text| notes.lock().unwrap().push_str(text),
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let succeeded = match order.specs == specs() {
        true => runtime.block_on(call_of(service(), order, &screen)),
        false => runtime.block_on(call(order, &screen)),
    };
    let [output, notes] = texts.map(|text| text.lock().unwrap().clone());
    Shown {
        succeeded,
        output,
        notes,
    }
}
