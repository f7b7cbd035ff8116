//! Loaded specs contain what their files state.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

use live_spec::{
    self, Access, ErrorClass, Field, Limit, Location, Method, Operation, PageBy, Period, Service,
    Sources, Style, Type,
};

const SERVICE: &str = "
product: live
version: 2016-11-01
title: Live
reference: https://example.com/live
endpoints:
  default: live.example.com
  regions:
    cn-shanghai: { public: sh.example.com, vpc: vpc.example.com }
    cn-beijing: bj.example.com
errors:
  - { status: 500, code: InternalError, class: transient }
  - { status: 429, code: Throttling, class: throttling, doc: Too fast. }
families:
  stream: Streams.
companions:
  edge: { crate: alibabacloud-live-edge, doc: Signed URLs. }
";

const GLOSSARY: &str = "
fields: { Id: The ID. }
errors: { InternalError: The service failed. }
";

const TYPES: &str = "
Quality:
  doc: Quality of a stream.
  type: long
  enum: { 0: { name: Low, doc: Low. }, 1: { name: High, doc: High. } }
";

const OPERATION: &str = "
operation: FindStreams
summary: Finds streams.
doc: |
  It may take long.

  Be patient.
reference: https://example.com/find
revised: 2024-02-29
method: POST
deprecated: Use another one.
ram: { action: 'live:FindStreams', access: list }
read_only: true
limit: 600/min
why: { limit: The page is wrong., read_only: It only searches. }
request:
  Id: { type: string, required: true, length: ..64, example: 007 }
  Share: { type: double, min: 0, max: 0.50, default: 0.25, example: 1e-2, in: body, doc: A share. }
  Live: { type: boolean, default: true, doc: Whether it is live. }
  Words: { type: array, items: string, style: comma, length: 1.., doc: Words., deprecated: Say nothing. }
  Quality: { type: Quality, default: 1, doc: The quality. }
  Kind: { type: string, enum: { mp4: MP4., '3.50': A version., true: A word. }, doc: The kind., why: { enum: The page has a typing error. } }
  Tags:
    type: array
    style: repeat
    doc: The tags.
    items: { type: object, fields: { Key: { type: string, required: true, doc: A key. } } }
response:
  Streams:
    type: array
    wrapper: Stream
    items: { type: map, values: { type: array, items: Quality } }
    doc: The streams.
  Settings: { type: object, style: json, fields: { Any: { type: any, doc: Anything. } }, doc: The settings. }
errors:
  - { status: 500, code: InternalError }
  - { status: 404, code: Gone, class: request, doc: It is gone. }
";

fn load() -> Service {
    let sources = Sources::from_texts([
        ("service.yaml", SERVICE),
        ("glossary.yaml", GLOSSARY),
        ("stream/types.yaml", TYPES),
        ("stream/FindStreams.yaml", OPERATION),
    ]);
    live_spec::load(&sources)
        .unwrap_or_else(|found| panic!("{}", found.render(&sources, "", false)))
}

fn field<'o>(fields: &'o [Field], name: &str) -> &'o Field {
    fields.iter().find(|field| field.name == name).unwrap()
}

#[test]
fn service_is_loaded() {
    let service = load();
    assert_eq!(
        (service.product.as_str(), service.version.as_str()),
        ("live", "2016-11-01")
    );
    let regions = service.endpoints.regions.iter();
    let regions: Vec<_> = regions
        .map(|region| {
            (
                region.region.as_str(),
                region.public.as_str(),
                region.vpc.as_deref(),
            )
        })
        .collect();
    let expected = [
        ("cn-shanghai", "sh.example.com", Some("vpc.example.com")),
        ("cn-beijing", "bj.example.com", None),
    ];
    assert_eq!(regions, expected);
    let docs: Vec<_> = service
        .errors
        .iter()
        .map(|error| error.doc.as_str())
        .collect();
    assert_eq!(docs, ["The service failed.", "Too fast."]);
    assert_eq!(service.families[0].doc, "Streams.");
    let [edge] = service.companions.as_slice() else {
        panic!("there is one companion");
    };
    assert_eq!(edge.name, "edge");
    assert_eq!(edge.krate, "alibabacloud-live-edge");
    assert_eq!(edge.doc, "Signed URLs.");
}

#[test]
fn operation_is_loaded() {
    let service = load();
    let [
        Operation {
            doc,
            revised,
            method,
            deprecated,
            ram,
            read_only,
            limit,
            why,
            errors,
            ..
        },
    ] = service.families[0].operations.as_slice()
    else {
        panic!("there is one operation");
    };
    assert_eq!(doc.as_deref(), Some("It may take long.\n\nBe patient."));
    assert_eq!(revised.as_deref(), Some("2024-02-29"));
    assert_eq!(*method, Method::Post);
    assert_eq!(deprecated.as_deref(), Some("Use another one."));
    let ram = ram.as_ref().unwrap();
    assert_eq!(
        (ram.action.as_str(), ram.access),
        ("live:FindStreams", Some(Access::List))
    );
    assert_eq!(
        *limit,
        Some(Limit {
            calls: 600,
            per: Period::Minute
        })
    );
    assert!(read_only);
    assert_eq!(why["limit"], "The page is wrong.");
    let errors: Vec<_> = errors
        .iter()
        .map(|error| {
            (
                error.status,
                error.code.as_str(),
                error.class,
                error.doc.as_deref(),
            )
        })
        .collect();
    assert_eq!(
        errors,
        [
            (500, "InternalError", None, None),
            (404, "Gone", Some(ErrorClass::Request), Some("It is gone."))
        ]
    );
}

#[test]
fn request_is_loaded() {
    let service = load();
    let request = &service.families[0].operations[0].request;
    let names: Vec<_> = request.iter().map(|field| field.name.as_str()).collect();
    assert_eq!(
        names,
        ["Id", "Share", "Live", "Words", "Quality", "Kind", "Tags"]
    );

    let id = field(request, "Id");
    assert!(id.required && id.location == Location::Query && id.doc.is_none());
    assert_eq!((id.length.min, id.length.max), (None, Some(64)));
    assert_eq!(id.example.as_deref(), Some("007"));

    let share = field(request, "Share");
    assert!(!share.required && share.location == Location::Body);
    assert_eq!((share.range.min, share.range.max), (Some(0.0), Some(0.5)));
    assert_eq!(
        (share.default.as_deref(), share.example.as_deref()),
        (Some("0.25"), Some("0.01"))
    );

    assert_eq!(field(request, "Live").default.as_deref(), Some("true"));

    let words = field(request, "Words");
    assert!(matches!(&words.ty, Type::Array(array) if matches!(*array.items, Type::String)));
    assert_eq!(
        (words.style, words.length.min, words.length.max),
        (Some(Style::Comma), Some(1), None)
    );
    assert_eq!(words.deprecated.as_deref(), Some("Say nothing."));

    assert!(matches!(&field(request, "Quality").ty, Type::Named(name) if name == "Quality"));

    let kind = field(request, "Kind");
    let Type::Enum(known) = &kind.ty else {
        panic!("`Kind` is an enum")
    };
    let values: Vec<_> = known
        .values
        .iter()
        .map(|value| value.value.as_str())
        .collect();
    assert_eq!(
        (known.integer, values),
        (false, vec!["mp4", "3.50", "true"])
    );
    assert_eq!(kind.why["enum"], "The page has a typing error.");

    let Type::Array(tags) = &field(request, "Tags").ty else {
        panic!("`Tags` is an array")
    };
    assert!(matches!(tags.items.as_ref(), Type::Object(fields) if field(fields, "Key").required));
}

#[test]
fn response_is_loaded() {
    let service = load();
    let response = &service.families[0].operations[0].response;
    let Type::Array(streams) = &field(response, "Streams").ty else {
        panic!("`Streams` is an array")
    };
    assert_eq!(streams.wrapper.as_deref(), Some("Stream"));
    let Type::Map(values) = streams.items.as_ref() else {
        panic!("its items are maps")
    };
    let Type::Array(qualities) = values.as_ref() else {
        panic!("of arrays")
    };
    assert!(matches!(qualities.items.as_ref(), Type::Named(name) if name == "Quality"));
    assert_eq!(field(response, "Settings").style, Some(Style::Json));

    let Type::Enum(quality) = &service.families[0].types[0].ty else {
        panic!("`Quality` is an enum")
    };
    let names: Vec<_> = quality
        .values
        .iter()
        .map(|value| {
            (
                value.value.as_str(),
                value.name_in_rust.as_ref().map(|name| name.text.as_str()),
            )
        })
        .collect();
    assert_eq!(
        (quality.integer, names),
        (true, vec![("0", Some("Low")), ("1", Some("High"))])
    );
}

const PAGED: &str = "
operation: ListShots
summary: Lists shots.
reference: https://example.com/list
method: POST
pages: { page: PageNo, size: PageSize, items: Result.Shots, total_pages: Result.Pages }
request:
  PageNo: { type: integer, doc: The page. }
  PageSize: { type: string, doc: The size. }
response:
  Result:
    type: object
    doc: The page.
    fields:
      Shots: { type: array, items: string, doc: The shots. }
      Pages: { type: string, doc: How many pages there are. }
";

#[test]
fn pages_are_loaded_with_the_paths_of_their_fields() {
    let texts = [
        ("service.yaml", SERVICE),
        ("glossary.yaml", GLOSSARY),
        ("stream/types.yaml", TYPES),
        ("stream/FindStreams.yaml", OPERATION),
        ("stream/ListShots.yaml", PAGED),
    ];
    let service = live_spec::load(&Sources::from_texts(texts)).unwrap();
    let [unpaged, paged] = service.families[0].operations.as_slice() else {
        panic!("there are two operations");
    };
    assert!(unpaged.pages.is_none());
    let pages = paged.pages.as_ref().unwrap();
    let PageBy::Number(number) = &pages.by else {
        panic!("the pages have numbers");
    };
    assert_eq!(number.to_string(), "PageNo");
    assert_eq!(pages.size.as_ref().unwrap().to_string(), "PageSize");
    assert_eq!(pages.items.names, ["Result", "Shots"]);
    assert_eq!(
        pages.total_pages.as_ref().unwrap().to_string(),
        "Result.Pages"
    );
    assert!(pages.total.is_none() && pages.more.is_none());
}
