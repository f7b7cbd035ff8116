//! Makes the call.

use std::error::Error;

use alibabacloud_rpc::endpoint::Endpoint;
use alibabacloud_rpc::transport::ReqwestTransport;
use alibabacloud_rpc::{Parameters, RpcClient, ServiceInfo, SignatureMethod};
use live_spec::{Service, Sources};

use crate::called::Called;
use crate::curl::curl;
use crate::description;
use crate::explain::explain;
use crate::order::{Order, Signature};
use crate::parameters::encode;
use crate::report::{self, Ignored, WithCode};
use crate::request::SentRequest;
use crate::screen::Screen;
use crate::tap::{Heard, Listener, Tap};
use crate::target::{self, Target};

/// Reads the specs, makes the call that is ordered, and shows how it ended. Returns whether it
/// succeeded.
pub async fn call(order: &Order, screen: &Screen) -> bool {
    match load(order, screen) {
        Ok(service) => call_of(&service, order, screen).await,
        Err(error) => {
            screen.note(format_args!("error: {error}"));
            false
        }
    }
}

/// Makes a call of a service whose specs were read already.
pub async fn call_of(service: &Service, order: &Order, screen: &Screen) -> bool {
    match make(service, order, screen).await {
        Ok(succeeded) => succeeded,
        Err(error) => {
            screen.note(format_args!("error: {error}"));
            false
        }
    }
}

fn load(order: &Order, screen: &Screen) -> Result<Service, Box<dyn Error>> {
    let sources = Sources::read(&order.specs)?;
    live_spec::load(&sources).map_err(|mistakes| {
        screen.notes(&mistakes.render(&sources, &order.specs, false));
        "the specs have mistakes, so nothing was sent".into()
    })
}

async fn make(service: &Service, order: &Order, screen: &Screen) -> Result<bool, Box<dyn Error>> {
    let called = Called::find(service, &order.operation)?;
    let encoded = match encode(called, &order.parameters, &order.folder, order.unchecked) {
        Ok(encoded) => encoded,
        Err(misfits) => {
            for misfit in misfits {
                screen.note(format_args!("error: {misfit}"));
            }
            screen.note("nothing was sent; `--unchecked` sends what does not fit the spec");
            return Ok(false);
        }
    };
    for misfit in &encoded.misfits {
        screen.note(format_args!("warning: {misfit}"));
    }
    send(order, called, &encoded.parameters, screen).await
}

async fn send(
    order: &Order,
    called: Called<'_>,
    parameters: &Parameters,
    screen: &Screen,
) -> Result<bool, Box<dyn Error>> {
    let is_sent = !(order.dry_run || order.curl);
    let service = description::service(called);
    let target = Target::of(order).await?;
    let endpoint = endpoint(order, &target, service)?;
    announce(order, called, &target, &endpoint, screen)?;

    let heard = Heard::default();
    let mut builder = RpcClient::builder(service)
        .endpoint(endpoint.url())
        .credentials(target::credentials(order, &endpoint, called.operation.signed).await?)
        .signature_method(match order.signature {
            Signature::Acs3 => SignatureMethod::Acs3HmacSha256,
            Signature::V1 => SignatureMethod::HmacSha1,
        })
        .observer(Listener {
            heard: heard.clone(),
            screen: screen.clone(),
        });
    if order.explain || !is_sent {
        builder = builder.transport(Tap {
            heard: heard.clone(),
            show: show(order, screen.clone()),
            transport: match is_sent {
                true => Some(
                    ReqwestTransport::builder()
                        .build()
                        .map_err(|error| error.to_string())?,
                ),
                false => None,
            },
        });
    }
    let client = builder.build()?;
    let operation = description::operation(called);
    // The response documents a `Code` of its own.
    let mut fields = called.operation.response.iter();
    let outcome = match fields.any(|field| field.name == "Code") {
        true => client
            .send_untyped::<WithCode>(operation, parameters)
            .await
            .map(drop),
        false => client
            .send_untyped::<Ignored>(operation, parameters)
            .await
            .map(drop),
    };
    if let Some(emulator) = target.emulator {
        emulator.shutdown().await;
    }
    let received = heard.response();
    match (outcome, received) {
        (Err(error), _) if !is_sent && !heard.has_request() => Err(error.into()),
        _ if !is_sent => Ok(true),
        (Ok(()), Some(received)) => {
            report::success(&received, order.raw, screen);
            Ok(true)
        }
        (Ok(()), None) => Ok(true),
        (Err(error), received) => {
            let is_local = endpoint.is_loopback();
            report::failure(
                called,
                &error,
                received.as_ref(),
                is_local,
                order.raw,
                screen,
            );
            Ok(false)
        }
    }
}

/// Returns the endpoint that the client will call.
fn endpoint(
    order: &Order,
    target: &Target,
    service: &'static ServiceInfo,
) -> Result<Endpoint, Box<dyn Error>> {
    // The client decides, by the environment too. It sends nothing while it is built.
    let mut builder = RpcClient::builder(service).allow_http(true);
    if let Some(endpoint) = &target.endpoint {
        builder = builder.endpoint(endpoint);
    }
    if let Some(region) = &order.region {
        builder = builder.region(region);
    }
    let client = builder.build()?;
    let endpoint = client.config().endpoint().clone();
    if !endpoint.is_https() && !endpoint.is_loopback() {
        return Err(format!("{endpoint} is not encrypted: use `https`").into());
    }
    Ok(endpoint)
}

/// Says what will be called, and refuses to write to the real service unasked.
fn announce(
    order: &Order,
    called: Called<'_>,
    target: &Target,
    endpoint: &Endpoint,
    screen: &Screen,
) -> Result<(), Box<dyn Error>> {
    let name = &called.operation.name;
    let (does, effect) = match called.operation.read_only {
        true => ("only reads", ""),
        false => ("writes", ", and may be billed"),
    };
    let place = target.describe(endpoint);
    if order.dry_run || order.curl {
        screen.note(format_args!(
            "{name} ({does}), for {place}; nothing is sent"
        ));
        return Ok(());
    }
    if !called.operation.read_only && !endpoint.is_loopback() && !order.yes {
        return Err(format!(
            "{name} writes{effect}: `--yes` calls {place}, `--dry-run` shows the request"
        )
        .into());
    }
    screen.note(format_args!("calling {name} ({does}) at {place}"));
    Ok(())
}

/// Returns what shows a request before it is sent.
fn show(order: &Order, screen: Screen) -> Box<dyn Fn(&SentRequest) + Send + Sync> {
    match (order.curl, order.dry_run) {
        (true, _) => {
            let explains = order.explain;
            Box::new(move |request| {
                if explains {
                    screen.notes(&explain(request));
                }
                screen.output(&curl(request));
            })
        }
        (false, true) => Box::new(move |request| screen.output(&explain(request))),
        (false, false) => Box::new(move |request| screen.notes(&explain(request))),
    }
}
