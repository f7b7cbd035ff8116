//! The service itself: takes a request through gate, fault, rate limit, validation and operation.

use std::sync::{Arc, Mutex};
use std::time::Instant;

use crate::answer::{Envelope, Fields, new_request_id};
use crate::call::Call;
use crate::catalog::{Catalog, Known};
use crate::clock::Clock;
use crate::delivery::Delivery;
use crate::fault::queue::Faults;
use crate::gate::Gate;
use crate::lock::lock;
use crate::log::{Headers, Log, ServedRequest};
use crate::monitor::{MonitorCall, Monitors};
use crate::rate::Rates;
use crate::received::Received;
use crate::refusal::Refusal;
use crate::synthesize;
use crate::validate::{self, Sent};

/// Told of every request served.
pub(crate) type Observer = Box<dyn Fn(&ServedRequest) + Send + Sync>;

/// Everything the service knows and remembers.
pub(crate) struct Service {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) gate: Gate,
    pub(crate) clock: Clock,
    pub(crate) faults: Mutex<Faults>,
    pub(crate) monitors: Mutex<Monitors>,
    /// Absent if calls are not limited.
    pub(crate) rates: Option<Mutex<Rates>>,
    pub(crate) log: Log,
    pub(crate) observer: Option<Observer>,
    /// Largest request body that is taken.
    pub(crate) body_limit: usize,
}

/// What happened to a call on its way to an answer.
#[derive(Debug, Default)]
struct Trace {
    executed: bool,
    fault: Option<&'static str>,
    code: Option<String>,
    unknown: Vec<String>,
}

impl Service {
    /// Serves a request and puts it on record.
    pub(crate) fn serve(&self, received: &Received) -> Delivery {
        let begun = Instant::now();
        let mut call = Call::read(received);
        let envelope = Envelope {
            request_id: new_request_id(),
            operation: call.operation.clone().unwrap_or_default(),
            host: received.host(),
            now: self.clock.now(),
            xml: call.xml,
        };
        let mut trace = Trace::default();
        let account = self.gate.account(&call);
        let admitted = self
            .gate
            .admit(received, &mut call, &self.catalog, &self.clock);
        let delivery = match (admitted, &account) {
            (Ok(known), Some(account)) => {
                let target = received.target.to_string();
                self.run(&known, &call, account, &envelope, &target, &mut trace)
            }
            (Ok(_), None) => refuse(&envelope, &Refusal::internal("No account."), &mut trace),
            (Err(refusal), _) => refuse(&envelope, &refusal, &mut trace),
        };
        let served = ServedRequest {
            time: envelope.now,
            method: received.method.to_string(),
            operation: call.operation,
            version: call.version,
            query: call.query,
            form: call.form,
            unknown_parameters: trace.unknown,
            headers: Headers(received.header_pairs()),
            signature: call.proof.as_ref().and_then(crate::call::Proof::kind),
            nonce: call.nonce,
            date: call.date,
            access_key_id: call.access_key_id,
            account,
            executed: trace.executed,
            fault: trace.fault,
            status: delivery.status().map(|status| status.as_u16()),
            code: trace.code,
            request_id: envelope.request_id,
            duration: begun.elapsed(),
        };
        if let Some(observer) = &self.observer {
            observer(&served);
        }
        self.log.record(served);
        delivery
    }

    /// Answers a call that the gate let through.
    fn run(
        &self,
        known: &Known,
        call: &Call,
        account: &str,
        envelope: &Envelope,
        target: &str,
        trace: &mut Trace,
    ) -> Delivery {
        let fault = lock(&self.faults).take(&known.operation.name);
        let executes = fault.as_ref().is_none_or(crate::Fault::executes);
        let answer = if executes {
            match self.execute(known, call, account, envelope, trace) {
                Ok(fields) => envelope.success(fields),
                Err(refusal) => {
                    trace.code = Some(refusal.code.clone());
                    envelope.refusal(&refusal)
                }
            }
        } else {
            envelope.success(Fields::new())
        };
        let Some(fault) = fault else {
            return Delivery::whole(answer);
        };
        trace.fault = Some(fault.name());
        if let Some(code) = fault.code() {
            trace.code = Some(code.to_owned());
        }
        fault.strike(answer, envelope, target)
    }

    /// Executes a call, if it is not too early and its parameters are right.
    fn execute(
        &self,
        known: &Known,
        call: &Call,
        account: &str,
        envelope: &Envelope,
        trace: &mut Trace,
    ) -> Result<Fields, Refusal> {
        let operation = &*known.operation;
        if let (Some(rates), Some(limit)) = (&self.rates, operation.limit) {
            lock(rates)
                .take(account, &operation.name, limit, Instant::now())
                .map_err(|wait| Refusal::throttled(Some(wait)))?;
        }
        let mut arguments = validate::check(known, &Sent::new(operation, call))?;
        trace.unknown = std::mem::take(&mut arguments.unknown);
        trace.executed = true;
        let mut pairs = call.query.iter().chain(&call.form);
        let owner_id = pairs
            .find(|(name, _)| name == "OwnerId")
            .map(|(_, value)| value.as_str());
        let call = MonitorCall {
            operation,
            account,
            owner_id,
            arguments: &arguments,
            now: envelope.now,
        };
        match lock(&self.monitors).answer(call) {
            Some(answer) => answer,
            None => Ok(synthesize::answer(known)),
        }
    }
}

fn refuse(envelope: &Envelope, refusal: &Refusal, trace: &mut Trace) -> Delivery {
    trace.code = Some(refusal.code.clone());
    Delivery::whole(envelope.refusal(refusal))
}
