//! Mistakes and doubts about operations as parts of a service.

use std::collections::BTreeMap;

use crate::diagnostics::Diagnostic;
use crate::model::{Family, Operation, Service};
use crate::reader::Report;

/// Parameters that a client adds to every request.
const SENT_BY_CLIENT: &[&str] = &[
    "AccessKeyId",
    "Action",
    "BearerToken",
    "Format",
    "SecurityToken",
    "Signature",
    "SignatureMethod",
    "SignatureNonce",
    "SignatureType",
    "SignatureVersion",
    "Timestamp",
    "Version",
];

/// Reports parameters that the client sends by itself.
pub(crate) fn reserved_parameters(families: &[Family], report: &Report) {
    for operation in families.iter().flat_map(|family| &family.operations) {
        let is_reserved = |name: &str| SENT_BY_CLIENT.contains(&name);
        for field in operation
            .request
            .iter()
            .filter(|field| is_reserved(&field.name))
        {
            let message = format!("`{}` is not a parameter of the operation", field.name);
            let reserved = Diagnostic::new(field.at.clone(), message);
            report.add(reserved.help("leave it out: the client sends it with every request"));
        }
    }
}

/// Reports operations whose names differ only by case.
pub(crate) fn names_that_differ_by_case(families: &[Family], report: &Report) {
    let mut seen: BTreeMap<String, &Operation> = BTreeMap::new();
    for operation in families.iter().flat_map(|family| &family.operations) {
        let first = seen
            .entry(operation.name.to_lowercase())
            .or_insert(operation);
        if first.name != operation.name {
            let message = format!(
                "`{}` differs from `{}` only by case",
                operation.name, first.name
            );
            let similar = Diagnostic::new(operation.at.clone(), message);
            let similar =
                similar.help("remove one of them: on many systems their files would be the same");
            report.add(similar.related(first.at.clone(), "the other operation"));
        }
    }
}

/// Reports RAM actions and addresses of pages that belong to another operation.
pub(crate) fn borrowed_facts(service: &Service, report: &Report) {
    for operation in service
        .families
        .iter()
        .flat_map(|family| &family.operations)
    {
        ram_action(service, operation, report);
        reference(service, operation, report);
    }
}

fn ram_action(service: &Service, operation: &Operation, report: &Report) {
    let Some(ram) = &operation.ram else { return };
    let Some((product, action)) = ram.action.split_once(':') else {
        return;
    };
    if operation.why.contains_key("ram") || service.product.is_empty() {
        return;
    }
    let message = if product != service.product {
        format!("the RAM action is one of the product `{product}`")
    } else if action != operation.name {
        format!("the RAM action is that of `{action}`")
    } else {
        return;
    };
    let found = Diagnostic::warning(ram.at.clone(), message).help(format!(
        "write `{}:{}`; if the documentation has this one, give the reason: `why: {{ ram: … }}`",
        service.product, operation.name
    ));
    report.add(found);
}

fn reference(service: &Service, operation: &Operation, report: &Report) {
    let Some(expected) = service.reference_of(&operation.name) else {
        return;
    };
    if operation.why.contains_key("reference") {
        return;
    }
    let at = operation.reference_at.as_ref().unwrap_or(&operation.at);
    let doubt = |message| Diagnostic::warning(at.clone(), message);
    report.add(match &operation.reference {
        Some(stated) if *stated == expected => return,
        Some(stated) => {
            let message = if host(stated) == host(&expected) {
                "this is not the address of the operation's page"
            } else {
                "this address is on another host than those of other operations"
            };
            doubt(message).help(format!(
                "write `{expected}`; if the page is elsewhere, \
                 give the reason: `why: {{ reference: … }}`"
            ))
        }
        // An address that is wrong is reported already.
        None if operation.reference_at.is_some() => return,
        None => doubt("`reference` is missing").help(format!(
            "state it: `reference: {expected}`; if there is no page, \
             give the reason: `why: {{ reference: … }}`"
        )),
    });
}

fn host(address: &str) -> Option<&str> {
    address.strip_prefix("https://")?.split('/').next()
}
