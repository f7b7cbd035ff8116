//! The macros that generated types are derived with.

#[cfg(doc)]
use crate::{Parameters, WriteParameters};

/// Implements reading a struct from a response and writing it to a request, and with the feature
/// `serde` its traits.
///
/// The name of a field in the API is its own in PascalCase, or given by `#[rpc(name = "…")]`. A list
/// that old responses wrap in an object with a single field has the name of that field in
/// `#[rpc(within = "…")]`.
///
/// ```
/// /// Streams that are being published.
/// #[derive(Clone, Debug, Default, PartialEq, alibabacloud_rpc::Object)]
/// pub struct Streams {
///     /// The number of streams.
///     pub total: Option<i32>,
///     /// The names of the streams.
///     #[rpc(name = "StreamNames", within = "Name")]
///     pub names: Vec<String>,
/// }
///
/// let mut streams = Streams::default();
/// streams.total = Some(1);
/// streams.names.push("morning".into());
/// # #[cfg(feature = "serde")]
/// assert_eq!(serde_json::to_string(&streams).unwrap(), r#"{"StreamNames":{"Name":["morning"]},"Total":1}"#);
/// ```
pub use alibabacloud_rpc_derive::Object;

/// Implements `Clone` and `Debug` for the builder of a request, and adds what is the same for all
/// builders: `param` for undocumented parameters, `builder` of the request, and the method of the
/// blocking client that is named by `#[rpc(method = …)]`.
///
/// The builder is a tuple struct around a [`Builder`](struct@crate::Builder). Its first type parameter is
/// the client, the others are the states of required parameters.
pub use alibabacloud_rpc_derive::Builder;

/// Adds a setter for each field of an object in a request. All of them are an `Option`.
///
/// ```
/// /// A guest.
/// #[derive(Debug, Default, PartialEq, alibabacloud_rpc::Object, alibabacloud_rpc::Setters)]
/// pub struct Guest {
///     /// The name of the guest.
///     pub name: Option<String>,
///     /// The languages that the guest speaks.
///     pub languages: Option<Vec<String>>,
///     /// The age in years.
///     pub age: Option<i32>,
/// }
///
/// let guest = Guest::default().name("Ada").languages(["en", "fr"]).age(36);
/// assert_eq!(guest.name.as_deref(), Some("Ada"));
/// assert_eq!(guest.languages, Some(vec!["en".to_owned(), "fr".to_owned()]));
/// assert_eq!(guest.age, Some(36));
/// ```
pub use alibabacloud_rpc_derive::Setters;

/// Implements [`WriteParameters`] for a request, and with the feature `serde` its traits.
///
/// The name of a parameter is the field's own in PascalCase, or given by `#[rpc(name = "…")]`. Its
/// encoding is [`Parameters::query`], or the method of [`Parameters`] named in `#[rpc(…)]`. The last
/// field, `extra_parameters`, has the parameters that are not documented.
///
/// ```
/// use alibabacloud_rpc::{ExtraParameters, Parameters, WriteParameters};
///
/// /// Parameters of OpenDoor.
/// #[derive(Clone, Debug, PartialEq, alibabacloud_rpc::Request)]
/// pub struct OpenDoorRequest {
///     /// The ID of the door.
///     #[rpc(name = "DoorID")]
///     pub door_id: String,
///     /// The people to let in.
///     #[rpc(form_json)]
///     pub guests: Option<Vec<String>>,
///     /// Undocumented parameters.
///     pub extra_parameters: ExtraParameters,
/// }
///
/// let request = OpenDoorRequest {
///     door_id: "front".into(),
///     guests: Some(vec!["Ada".into()]),
///     extra_parameters: ExtraParameters::default(),
/// };
/// let mut parameters = Parameters::default();
/// request.write_parameters(&mut parameters);
/// assert_eq!(parameters.canonical_query(), "DoorID=front");
/// assert_eq!(parameters.canonical_form(), "Guests=%5B%22Ada%22%5D");
/// ```
pub use alibabacloud_rpc_derive::Request;

/// Implements the conversions of an enum of error codes that also holds any other code.
///
/// A code is the name of its variant, or given by `#[rpc(value = "…")]`.
///
/// ```
/// use alibabacloud_rpc::Unrecognized;
///
/// /// Error codes of OpenDoor.
/// #[derive(Clone, Debug, PartialEq, alibabacloud_rpc::ErrorCode)]
/// pub enum OpenDoorErrorCode {
///     /// There is no such door. HTTP status 404.
///     #[rpc(value = "Door.NotFound")]
///     DoorNotFound,
///     /// A code that this version does not know.
///     Unrecognized(Unrecognized<String>),
/// }
///
/// assert_eq!(OpenDoorErrorCode::from("Door.NotFound"), OpenDoorErrorCode::DoorNotFound);
/// assert_eq!(OpenDoorErrorCode::from("Door.Stuck").as_str(), "Door.Stuck");
/// ```
pub use alibabacloud_rpc_derive::ErrorCode;

/// Implements the conversions of an enum of documented texts or integers that also holds any other
/// value, and with the feature `serde` its traits.
///
/// A value is the name of its variant, or given by `#[rpc(value = …)]`.
///
/// To stay compatible with values that become variants later, match on variants and end with a guard
/// on the text:
///
/// ```
/// use alibabacloud_rpc::Unrecognized;
///
/// /// Fill colour of a screen.
/// #[derive(Clone, Debug, PartialEq, alibabacloud_rpc::OpenEnum)]
/// pub enum Color {
///     /// Green.
///     #[rpc(value = "green")]
///     Green,
///     /// Blue.
///     #[rpc(value = "blue")]
///     Blue,
///     /// A value that this version does not know.
///     Unrecognized(Unrecognized<String>),
/// }
///
/// let color = Color::from("red");
/// match &color {
///     Color::Green => panic!(),
///     other if other.as_str() == "red" => {}
///     _ => panic!(),
/// }
/// assert_eq!(Color::from("blue"), Color::Blue);
/// assert_eq!(Color::VALUES, [Color::Green, Color::Blue]);
/// ```
pub use alibabacloud_rpc_derive::OpenEnum;
