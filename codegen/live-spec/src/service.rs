//! Reads `service.yaml` and `glossary.yaml`.

use crate::companions;
use crate::diagnostics::Diagnostic;
use crate::doubts;
use crate::model::{
    Companion, Endpoints, ErrorClass, GatewayError, Glossary, Meaning, RegionEndpoints,
};
use crate::names::is_family_name;
use crate::operation::{code, is_date};
use crate::place::Place;
use crate::product;
use crate::reader::{Entry, Value};
use crate::rust_names::type_name;
use crate::shapes;
use crate::words::Word;

impl Word for ErrorClass {
    const WHAT: &'static str = "class of errors";
    const WORDS: &'static [(&'static str, Self)] = &[
        ("throttling", Self::Throttling),
        ("transient", Self::Transient),
        ("auth", Self::Auth),
        ("clock_skew", Self::ClockSkew),
        ("replayed", Self::Replayed),
        ("request", Self::Request),
    ];
}

/// Content of `service.yaml`.
#[derive(Debug, Default)]
pub(crate) struct ServiceFile {
    pub(crate) product: String,
    pub(crate) version: String,
    pub(crate) title: String,
    pub(crate) reference: String,
    pub(crate) operation_reference: Option<String>,
    pub(crate) endpoints: Endpoints,
    pub(crate) errors: Vec<GatewayError>,
    /// Families: name, purpose and place of the key.
    pub(crate) families: Vec<(String, String, Place)>,
    pub(crate) companions: Vec<Companion>,
}

/// Reads `service.yaml`.
pub(crate) fn service(root: &Value<'_>, glossary: Option<&Glossary>) -> Option<ServiceFile> {
    let mapping = root.mapping()?;
    let file = ServiceFile {
        product: mapping
            .required("product")
            .and_then(product)
            .unwrap_or_default(),
        version: mapping
            .required("version")
            .and_then(version)
            .unwrap_or_default(),
        title: mapping
            .required("title")
            .and_then(Value::line)
            .unwrap_or_default(),
        reference: mapping
            .required("reference")
            .and_then(Value::address)
            .unwrap_or_default(),
        operation_reference: mapping
            .optional("operation_reference")
            .and_then(operation_reference),
        endpoints: mapping
            .required("endpoints")
            .and_then(endpoints)
            .unwrap_or_default(),
        errors: mapping
            .optional("errors")
            .map(|errors| gateway_errors(errors, glossary))
            .unwrap_or_default(),
        families: mapping
            .required("families")
            .and_then(Value::entries)
            .unwrap_or_default()
            .iter()
            .map(family)
            .collect(),
        companions: mapping
            .optional("companions")
            .map(companions::companions)
            .unwrap_or_default(),
    };
    mapping.finish();
    companions::check(
        &file.companions,
        &file.families,
        &file.product,
        root.report(),
    );
    Some(file)
}

/// Reads the pattern for the addresses of operations.
fn operation_reference(value: &Value<'_>) -> Option<String> {
    let pattern = value.address()?;
    if !pattern.contains("{operation}") {
        value.error(format!(
            "`{pattern}` has no `{{operation}}`, which stands for the name of the operation"
        ));
        return None;
    }
    Some(pattern)
}

/// Reads the version of the API. Requests with another are refused by the service.
fn version(value: &Value<'_>) -> Option<String> {
    value.shaped_as("a version, such as `2016-11-01`", shapes::date, is_date)
}

fn product(value: &Value<'_>) -> Option<String> {
    let code = value.text()?;
    let message = match product::check(code) {
        Ok(()) => return Some(code.to_owned()),
        Err(product::Fault::Malformed) => format!(
            "`{code}` is not a product code: lower-case letters, digits and single dashes between them, \
             with a letter first"
        ),
        Err(product::Fault::Taken) => format!(
            "the crate of a product `{code}` would be `alibabacloud-{code}`, which is the name of another crate \
             of this project"
        ),
    };
    value.error(message);
    None
}

fn family(entry: &Entry<'_>) -> (String, String, Place) {
    if !is_family_name(entry.name) {
        let what = "the name of a family, such as `stream_monitor`";
        let wrong = Diagnostic::new(
            entry.value.label.clone(),
            format!("`{}` is not {what}", entry.name),
        );
        entry
            .value
            .report()
            .add(match shapes::snake_case(entry.name) {
                Some(name) => wrong.help(format!("write `{name}`, and name the folder so")),
                None => wrong,
            });
    }
    doubts::prose(Some(&entry.value));
    (
        entry.name.to_owned(),
        entry.value.line().unwrap_or_default(),
        entry.value.label.clone(),
    )
}

fn host(value: &Value<'_>) -> Option<String> {
    value.shaped_as(
        "the name of a host, such as `product.aliyuncs.com`",
        shapes::host,
        |text| {
            let is_label = |label: &str| {
                !label.is_empty()
                    && label
                        .bytes()
                        .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
            };
            text.split('.').all(is_label)
        },
    )
}

fn endpoints(value: &Value<'_>) -> Option<Endpoints> {
    let mapping = value.mapping()?;
    let endpoints = Endpoints {
        default: mapping
            .required("default")
            .and_then(host)
            .unwrap_or_default(),
        regions: mapping
            .optional("regions")
            .and_then(Value::entries)
            .unwrap_or_default()
            .iter()
            .filter_map(region)
            .collect(),
    };
    mapping.reasons();
    mapping.finish();
    Some(endpoints)
}

/// Returns whether a text is the ID of a region, such as `cn-shanghai`.
fn is_region(text: &str) -> bool {
    let is_part = |part: &str| {
        let mut bytes = part.bytes();
        !part.is_empty() && bytes.all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    };
    text.split('-').all(is_part)
}

/// Reads the hosts of a region: only its public host, or a mapping.
fn region(entry: &Entry<'_>) -> Option<RegionEndpoints> {
    let region = entry.name.to_owned();
    if !is_region(&region) {
        let message = format!("`{region}` is not the ID of a region, such as `cn-shanghai`");
        let help = "write the ID as requests have it: lower-case letters, digits and dashes";
        let wrong = Diagnostic::new(entry.value.label.clone(), message).help(help);
        entry.value.report().add(wrong);
    }
    if entry.value.is_text() {
        return Some(RegionEndpoints {
            region,
            public: host(&entry.value)?,
            vpc: None,
        });
    }
    let mapping = entry.value.mapping()?;
    let (public, vpc) = (
        mapping.required("public").and_then(host),
        mapping.optional("vpc").and_then(host),
    );
    // Sources may state other hosts. Only people read why.
    mapping.reasons();
    mapping.finish();
    Some(RegionEndpoints {
        region,
        public: public?,
        vpc,
    })
}

fn gateway_errors(value: &Value<'_>, glossary: Option<&Glossary>) -> Vec<GatewayError> {
    let mut errors: Vec<GatewayError> = Vec::new();
    for item in value.list().unwrap_or_default() {
        let Some(mapping) = item.mapping() else {
            continue;
        };
        let status = mapping.required("status").and_then(Value::status);
        let code = mapping
            .required("code")
            .and_then(|value| Some((code(value)?, value.place.clone())));
        let name_in_rust = type_name(&mapping);
        let class = mapping.required("class").and_then(Value::word);
        doubts::prose(mapping.optional("doc"));
        let doc = mapping.optional("doc").and_then(Value::line);
        mapping.finish();
        let (Some(status), Some((code, at)), Some(class)) = (status, code, class) else {
            continue;
        };
        if let Some(earlier) = errors.iter().find(|earlier| earlier.code == code) {
            let repeated = Diagnostic::new(at, format!("`{code}` is stated twice"));
            let repeated = repeated.related(earlier.at.clone(), "first stated here");
            value.report().add(repeated.help("remove one of them"));
            continue;
        }
        let meaning = || Some(glossary?.error(&code)?.to_owned());
        let doc = doc.or_else(meaning).unwrap_or_else(|| {
            if glossary.is_some() {
                value.report().add(unexplained(&code, &at, "errors"));
            }
            String::new()
        });
        errors.push(GatewayError {
            status,
            code,
            name_in_rust,
            class,
            doc,
            at,
        });
    }
    errors
}

/// Reads a `glossary.yaml`, either the top-level one or that of a family.
pub(crate) fn glossary(root: &Value<'_>) -> Option<Glossary> {
    let mapping = root.mapping()?;
    let [fields, errors] = ["fields", "errors"].map(|key| {
        let entries = mapping
            .optional(key)
            .and_then(Value::entries)
            .unwrap_or_default();
        doubts::order(&entries);
        let entry = |entry: &Entry<'_>| {
            doubts::prose(Some(&entry.value));
            let (doc, at) = (entry.value.line()?, entry.value.label.clone());
            Some((entry.name.to_owned(), Meaning { doc, at }))
        };
        entries.iter().filter_map(entry).collect()
    });
    mapping.finish();
    Some(Glossary { fields, errors })
}

/// Returns the diagnostic for a name without an explanation.
pub(crate) fn unexplained(name: &str, at: &Place, part: &str) -> Diagnostic {
    let doubt = match name.contains(' ') && part == "errors" {
        true => "few codes have spaces: check that this is not the message; if it is the code, ",
        false => "",
    };
    Diagnostic::new(at.clone(), format!("`{name}` has no explanation")).help(format!(
        "{doubt}add `doc:` here if the explanation is specific to this place, or `{name}` under `{part}:` in a glossary.yaml"
    ))
}
