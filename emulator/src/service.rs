//! The service: passes a request through gate, fault, rate limit, validation and operation.

pub(crate) mod monitor;
pub(crate) mod rate;
pub(crate) mod log;
pub(crate) mod lists;
pub(crate) mod support;
mod notify;

use std::sync::{Arc, Mutex};
use std::time::Instant;

use serde_json::Value;
use tokio::runtime::Handle;

use self::lists::ListItems;
use self::log::{Headers, Log, ServedRequest};
use self::monitor::{MonitorCall, Monitors};
use self::rate::Rates;
use crate::answer::AnswerError;
use crate::answer::scripts::{self, Scripts};
use crate::catalog::pages;
use crate::catalog::synthesize;
use crate::catalog::validate::{self, RawParameters};
use crate::catalog::{Catalog, CatalogEntry};
use crate::fault::Fault;
use crate::fault::queue::Faults;
use crate::gate::{self, Gate};
use crate::notify::addresses::Addresses;
use crate::notify::sent::SentNotification;
use crate::request::call::{Call, Format, Signature};
use crate::request::received::Received;
use crate::response::delivery::Delivery;
use crate::response::service_error::ServiceError;
use crate::response::{Envelope, Fields, new_request_id};
use crate::support::clock::Clock;
use crate::support::lock::lock;

/// A callback that receives every served request.
pub(crate) type Observer = Box<dyn Fn(&ServedRequest) + Send + Sync>;

/// A callback that receives every notification that was sent, with its outcome.
pub(crate) type NotificationObserver = Box<dyn Fn(&SentNotification) + Send + Sync>;

/// The configuration and state of the service.
pub(crate) struct Service {
    pub(crate) catalog: Arc<Catalog>,
    pub(crate) gate: Gate,
    pub(crate) clock: Clock,
    pub(crate) faults: Arc<Mutex<Faults>>,
    pub(crate) monitors: Mutex<Monitors>,
    pub(crate) scripts: Mutex<Scripts>,
    pub(crate) lists: Mutex<ListItems>,
    pub(crate) addresses: Mutex<Addresses>,
    /// `None` if rate limits are off.
    pub(crate) rates: Option<Mutex<Rates>>,
    pub(crate) log: Log,
    pub(crate) observer: Option<Observer>,
    pub(crate) notification_observer: Option<NotificationObserver>,
    /// The threads on which notifications are sent.
    pub(crate) runtime: Handle,
    /// The maximum size of a request body in bytes.
    pub(crate) body_limit: usize,
}

/// What happened to a call until its response.
#[derive(Debug, Default)]
struct Trace {
    executed: bool,
    fault: Option<&'static str>,
    code: Option<String>,
    unknown: Vec<String>,
    scripted: bool,
}

impl Service {
    /// Serves a request and logs it.
    pub(crate) fn serve(&self, received: &Received) -> Delivery {
        let started = Instant::now();
        let mut call = Call::read(received);
        let mut envelope = Envelope {
            request_id: new_request_id(),
            product: Arc::clone(self.catalog.product()),
            operation: call.operation.clone().unwrap_or_default(),
            host: received.host(),
            now: self.clock.now(),
            xml: call.format != Format::Json,
        };
        let mut trace = Trace::default();
        let account = self.gate.account(&call);
        let admitted = self
            .gate
            .admit(received, &mut call, &self.catalog, &self.clock);
        let is_rejected = admitted.is_err();
        let delivery = match admitted {
            Ok(entry) => {
                let target = received.target.to_string();
                let account = account.as_deref().unwrap_or(gate::NO_ACCOUNT);
                self.run(&entry, &call, account, &mut envelope, &target, &mut trace)
            }
            Err(error) => fail(&envelope, &error, &mut trace),
        };
        let entry = call.operation.as_deref();
        let entry = entry.and_then(|operation| self.catalog.operation(operation));
        let secret_parameters = entry.map(CatalogEntry::secrets).unwrap_or_default();
        let mut served = ServedRequest {
            time: envelope.now,
            method: received.method.to_string(),
            operation: call.operation,
            version: call.version,
            query: call.query,
            form: call.form,
            unknown_parameters: trace.unknown,
            secret_parameters,
            headers: Headers(received.header_pairs()),
            signature: call.signature.as_ref().and_then(Signature::kind),
            nonce: call.nonce,
            date: call.date,
            access_key_id: call.access_key_id,
            account,
            executed: trace.executed,
            scripted: trace.scripted,
            fault: trace.fault,
            status: delivery.status().map(|status| status.as_u16()),
            code: trace.code,
            request_id: envelope.request_id,
            duration: started.elapsed(),
        };
        if is_rejected {
            served.forget_body();
        }
        if let Some(observer) = &self.observer {
            observer(&served);
        }
        self.log.record(served);
        delivery
    }

    /// Runs a call that passed the gate.
    fn run(
        &self,
        entry: &CatalogEntry,
        call: &Call,
        account: &str,
        envelope: &mut Envelope,
        target: &str,
        trace: &mut Trace,
    ) -> Delivery {
        let fault = lock(&self.faults).take(&entry.operation.name);
        let executes = fault.as_ref().is_none_or(Fault::executes);
        let response = if executes {
            match self.execute(entry, call, account, envelope, trace) {
                Ok(fields) => {
                    if let Some(Value::String(id)) = fields.get("RequestId")
                        && !id.is_empty()
                    {
                        envelope.request_id.clone_from(id);
                    }
                    envelope.success(fields)
                }
                Err(error) => {
                    trace.code = Some(error.code.clone());
                    envelope.error(&error)
                }
            }
        } else {
            envelope.success(Fields::new())
        };
        let Some(fault) = fault else {
            return Delivery::whole(response);
        };
        trace.fault = Some(fault.name());
        if let Some(code) = fault.code() {
            trace.code = Some(code.to_owned());
        }
        fault.apply(response, envelope, target)
    }

    /// Executes a call if its rate limit permits it and its parameters are valid.
    fn execute(
        &self,
        entry: &CatalogEntry,
        call: &Call,
        account: &str,
        envelope: &Envelope,
        trace: &mut Trace,
    ) -> Result<Fields, ServiceError> {
        let operation = &entry.operation;
        if let (Some(rates), Some(limit)) = (&self.rates, operation.limit) {
            lock(rates)
                .take(account, &operation.name, limit, Instant::now())
                .map_err(|wait| ServiceError::throttled(Some(wait)))?;
        }
        let mut arguments = validate::check(entry, &RawParameters::new(operation, call))?;
        trace.unknown = std::mem::take(&mut arguments.unknown);
        trace.executed = true;
        let mut pairs = call.query.iter().chain(&call.form);
        let owner_id = pairs
            .find(|(name, _)| name == "OwnerId")
            .map(|(_, value)| value.as_str());
        let modelled = MonitorCall {
            entry,
            account,
            owner_id,
            arguments: &arguments,
            now: envelope.now,
        };
        let usual = || self.answer(modelled);
        let pairs = call.query.iter().chain(&call.form);
        let scripted = lock(&self.scripts).next(&operation.name, pairs, Instant::now());
        let fields = match scripted {
            Some(scripted) => {
                trace.scripted = true;
                scripted.answer(entry, usual)
            }
            None => usual(),
        }?;
        lock(&self.addresses).follow(&self.catalog, &operation.name, &arguments);
        Ok(fields)
    }

    /// Sets how many items the list of an operation has.
    pub(crate) fn set_list_items_of(
        &self,
        operation: &str,
        items: usize,
    ) -> Result<(), AnswerError> {
        let entry = scripts::operation(&self.catalog, operation)?;
        let is_own = entry.operation.pages.is_some() && !monitor::models(operation);
        if !is_own {
            let reason = match monitor::models(operation) {
                true => "is modelled: create what it is to list",
                false => "has no pages",
            };
            return Err(AnswerError(format!("{operation} {reason}")));
        }
        lock(&self.lists).set_of(operation, items);
        Ok(())
    }

    /// Answers a call as the emulator does by itself.
    fn answer(&self, call: MonitorCall<'_>) -> Result<Fields, ServiceError> {
        if let Some(response) = lock(&self.monitors).respond(call) {
            return response;
        }
        let operation = &call.entry.operation;
        let mut fields = match &operation.pages {
            Some(pages) => {
                let items = lock(&self.lists).of(&operation.name);
                pages::respond(call.entry, pages, call.arguments, items)?
            }
            None => synthesize::respond(call.entry),
        };
        // The documented one is not an ID of this call.
        fields.remove("RequestId");
        Ok(fields)
    }
}

fn fail(envelope: &Envelope, error: &ServiceError, trace: &mut Trace) -> Delivery {
    trace.code = Some(error.code.clone());
    Delivery::whole(envelope.error(error))
}
