//! No secret is shown, whatever is asked for.

use alibabacloud_live_emulator::{Answer, Emulator};
use live_call::{Order, Signature};

use crate::{order, shown};

const KEY: &str = "wvPN8Zk3sEcReT42";

/// Every way to show a call.
fn ways(order: &Order) -> Vec<Order> {
    let mut ways = Vec::new();
    for signature in [Signature::Acs3, Signature::V1] {
        let mut add = |change: fn(&mut Order)| {
            let mut order = order.clone();
            order.signature = signature;
            change(&mut order);
            ways.push(order);
        };
        add(|order| order.explain = true);
        add(|order| order.dry_run = true);
        add(|order| order.curl = true);
        add(|order| order.raw = true);
    }
    ways
}

#[test]
fn secret_parameters_are_masked_everywhere() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    // Once as a valid value, once as one that does not fit.
    for unchecked in [false, true] {
        let mut order = order(
            "SetSnapshotCallbackAuth",
            &[
                "DomainName=play.example.com",
                "CallbackReqAuth=yes",
                &format!("CallbackAuthKey={KEY}"),
            ],
        );
        order.endpoint = Some(emulator.url());
        order.unchecked = unchecked;
        if unchecked {
            order.parameters[2] = format!("CallbackAuthKey.1={KEY}");
        }
        for order in ways(&order) {
            let shown = shown(&order);
            for text in [&shown.output, &shown.notes] {
                assert!(!text.contains(KEY), "{text}");
                assert!(!text.contains(Emulator::ACCESS_KEY_SECRET), "{text}");
            }
            assert!(
                !order.explain || shown.notes.contains("=***"),
                "{}",
                shown.notes
            );
        }
    }
    assert!(!emulator.requests().is_empty());
}

#[test]
fn secrets_of_responses_are_masked() {
    let emulator = Emulator::builder().start_blocking().unwrap();
    let answer = Answer::documented().set("/CallbackAuthKey", KEY);
    emulator
        .respond("QuerySnapshotCallbackAuth", [answer])
        .unwrap();
    let mut order = order(
        "QuerySnapshotCallbackAuth",
        &["DomainName=play.example.com"],
    );
    order.endpoint = Some(emulator.url());
    for order in ways(&order) {
        let shown = shown(&order);
        assert!(!shown.output.contains(KEY), "{}", shown.output);
        let is_sent = !(order.dry_run || order.curl);
        assert!(!is_sent || shown.output.contains("***"), "{}", shown.output);
    }
}

#[test]
fn secrets_that_do_not_fit_are_not_quoted() {
    let shown = shown(&order(
        "SetSnapshotCallbackAuth",
        &["CallbackAuthKey=hu.nter2", "hu.nter2"],
    ));
    assert!(!shown.succeeded);
    assert!(!shown.notes.contains("nter2"), "{}", shown.notes);
}
