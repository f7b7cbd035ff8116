//! A fictitious service for tests, with parameters and fields of every type.

use std::sync::Arc;

use live_spec::Sources;

use super::{Catalog, CatalogEntry};

const SERVICE: &str = "
product: live
version: 2016-11-01
title: Fixture
reference: https://example.com
endpoints:
  default: live.example.com
  regions: {}
errors: []
families:
  things: Things.
";

const TYPES: &str = r"
Colour:
  doc: A colour.
  type: string
  enum:
    red: Red.
    blue: Blue.
Level:
  doc: A level.
  type: integer
  enum:
    0: { name: Low, doc: Low. }
    5: { name: High, doc: High. }
Box:
  doc: A box.
  type: object
  fields:
    Name: { type: string, required: true, doc: D. }
    Width: { type: float, min: 0, max: 1, doc: D., example: 0.5 }
    Tags: { type: array, items: string, doc: D. }
";

const PUT: &str = r"
operation: PutThing
summary: Puts a thing.
reference: https://example.com
method: POST
request:
  Text: { type: string, length: 1..3, doc: D. }
  Count: { type: integer, min: 1, max: 10, doc: D. }
  Size: { type: long, doc: D. }
  Ratio: { type: double, doc: D. }
  Flag: { type: boolean, doc: D. }
  Colour: { type: Colour, doc: D. }
  Level: { type: Level, doc: D. }
  Names: { type: array, items: string, style: repeat, length: 1..2, doc: D. }
  Numbers: { type: array, items: integer, style: comma, doc: D. }
  Boxes: { type: array, items: Box, style: repeat, doc: D. }
  Box: { type: Box, style: json, doc: D. }
  Fallback: { type: integer, doc: D. }
  Time: { type: string, format: date-time, doc: D. }
  Unix: { type: long, format: unix-seconds, doc: D. }
  Pause: { type: integer, format: seconds, doc: D. }
errors:
  - { status: 400, code: InvalidText, doc: D. }
  - { status: 403, code: InvalidCount.Malformed, doc: D. }
  - { status: 400, code: InvalidSize.OutOfRange, doc: D. }
  - { status: 404, code: InvalidRatio.NotFound, doc: D. }
response:
  RequestId: { type: string, doc: D. }
";

const GET: &str = r#"
operation: GetThing
summary: Gets a thing.
reference: https://example.com
method: GET
request:
  Key: { type: string, required: true, doc: D. }
response:
  RequestId: { type: string, doc: D., example: abc }
  Text: { type: string, doc: D., example: hello }
  Plain: { type: string, doc: D. }
  Time: { type: string, format: date-time, doc: D. }
  Count: { type: integer, doc: D., example: 7 }
  Size: { type: long, doc: D., example: 9007199254740993 }
  Ratio: { type: double, doc: D., example: 0.25 }
  Flag: { type: boolean, doc: D., example: false }
  Colour: { type: Colour, doc: D., example: blue }
  Level: { type: Level, doc: D., example: 5 }
  Wrapped: { type: array, items: Box, wrapper: Item, doc: D. }
  Names: { type: array, items: string, doc: D., example: a }
  Numbers: { type: array, items: integer, doc: D., example: '[1, 2]' }
  Extra: { type: map, values: string, doc: D. }
  Setting: { type: Box, style: json, doc: D., example: '{"Name": "n"}' }
  Unset: { type: Box, style: json, doc: D. }
  Shown: { type: Box, doc: D., example: '{"Name": "n", "Tags": ["a", "b"]}' }
  Listed: { type: array, items: Box, doc: D., example: '[{"Name": "m", "Width": 1}, {"Name": "o"}]' }
errors: []
"#;

const SEND: &str = r"
operation: SendThing
summary: Sends a thing.
reference: https://example.com
method: POST
request:
  Key.Id: { type: string, in: body, required: true, doc: D. }
  Text: { type: string, doc: D. }
response: {}
errors: []
";

/// Returns an operation of the fictitious service.
pub(crate) fn operation(name: &str) -> CatalogEntry {
    let sources = Sources::from_texts([
        ("service.yaml", SERVICE),
        ("glossary.yaml", "fields: {}\nerrors: {}\n"),
        ("things/types.yaml", TYPES),
        ("things/PutThing.yaml", PUT),
        ("things/GetThing.yaml", GET),
        ("things/SendThing.yaml", SEND),
    ]);
    let service = live_spec::load(&sources)
        .unwrap_or_else(|wrong| panic!("{}", wrong.render(&sources, "fixture", false)));
    let catalog = Arc::new(Catalog::new(service));
    catalog.operation(name).unwrap().clone()
}
