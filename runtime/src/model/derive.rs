//! Derive macros for generated types.

#[cfg(doc)]
use crate::{Parameters, WriteParameters};

/// Implements reading a struct from a response and writing it to a request. With the feature
/// `serde`, also implements `Serialize` and `Deserialize`.
///
/// The name of a field in the API defaults to the field name in PascalCase. `#[rpc(name = "…")]`
/// overrides it. Some older operations wrap a list in an object with a single field;
/// `#[rpc(within = "…")]` names that field.
///
/// A field `extra_members` of the type [`ExtraMembers`](crate::ExtraMembers) keeps what the other
/// fields cannot hold. Without one, undocumented members are skipped, and a value of an unexpected
/// type is an error.
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
///
/// Unknown settings do not compile:
///
/// ```compile_fail
/// #[derive(Default, alibabacloud_rpc::Object)]
/// pub struct Streams {
///     #[rpc(rename = "Total")] // The setting is called `name`.
///     pub total: Option<i32>,
/// }
/// ```
pub use alibabacloud_rpc_derive::Object;

/// Implements the parts that all request builders share.
///
/// These are `Clone`, `Debug`, `IntoFuture`, the method `param` for undocumented parameters, the
/// function `builder` of the request, and the method of the blocking client named by
/// `#[rpc(method = …)]`. `#[rpc(deprecated = "…")]` marks the latter as deprecated.
///
/// `#[rpc(pages = (A, _))]` adds the methods `items` and `pages`. The tuple has the trait of each
/// required parameter, or `_` for the one that names the first page, which then need not be set.
///
/// The builder is a tuple struct around a [`Builder`](struct@crate::Builder). Its first type
/// parameter is the client; the others are the states of the required parameters.
///
/// # How builders are used
///
/// Each setter of a required parameter changes the type of the builder. What depends on a condition
/// is therefore decided before the builder is made, or is a whole call:
///
/// ```ignore
/// let id = match id {
///     Some(id) => id,
///     None => create(&client).await?,
/// };
/// client.start_live_stream_monitor().monitor_id(id).send().await?;
/// ```
///
/// Optional numbers and booleans can be passed on as they are. For other optional values there is
/// [`IfSome`](crate::IfSome): `.if_some(app, |call, app| call.app(app))`.
///
/// A function that takes a builder and returns it with more parameters names the states of the
/// required parameters. A type parameter leaves a state as it is, and [`Set`](crate::Set) says that
/// the function sets the parameter:
///
/// ```ignore
/// fn of_today<C, Domain>(call: ListBuilder<C, Domain, Unset>) -> ListBuilder<C, Domain, Set> {
///     call.start_time(today())
/// }
/// ```
///
/// A function for many operations takes the request instead: `fn log<R: Operation>(request: &R)`.
///
/// A builder is used up when it is sent. To make a call several times, send clones of the builder,
/// or `build` the request and pass clones of it to the client.
///
/// Rust cannot infer the type of the items of an empty list. State it: `Vec::<Input>::new()`.
pub use alibabacloud_rpc_derive::Builder;

/// Defines a trait for each required parameter. The state of a parameter implements its trait after
/// the setter was called. The compiler prints the name of the parameter if it does not.
///
/// It would print the whole path of a type whose name another type has too. A text in an attribute
/// stays short.
///
/// ```
/// alibabacloud_rpc::required!(DoorId, Guests);
///
/// /// Available once the ID is set.
/// fn open<State: DoorId>() {}
///
/// open::<alibabacloud_rpc::Set>();
/// ```
pub use alibabacloud_rpc_derive::required;

/// Adds a setter for each field of an object in a request. Each field must be an `Option`, except
/// `extra_members`, whose setter `extra_member` adds one.
///
/// Objects of generated crates are `#[non_exhaustive]`, so they are made with `default()` and
/// setters, not with struct literals.
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

/// Implements [`WriteParameters`] for a request. With the feature `serde`, also implements
/// `Serialize` and `Deserialize`.
///
/// The name of a parameter defaults to the field name in PascalCase. `#[rpc(name = "…")]` overrides
/// it. The encoding defaults to [`Parameters::query`]; `#[rpc(form_json)]`, for example, selects
/// another method of [`Parameters`]. The last field must be `extra_parameters` and holds
/// undocumented parameters.
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
///
/// A parameter has only one encoding:
///
/// ```compile_fail
/// #[derive(Clone, alibabacloud_rpc::Request)]
/// pub struct OpenDoorRequest {
///     #[rpc(query, form)]
///     pub door_id: String,
///     pub extra_parameters: alibabacloud_rpc::ExtraParameters,
/// }
/// ```
pub use alibabacloud_rpc_derive::Request;

/// Implements [`ErrorCode`](trait@crate::ErrorCode), `Display` and `Eq` for an enum of error codes.
///
/// A code defaults to the name of its variant. `#[rpc(value = "…")]` overrides it.
///
/// ```
/// use alibabacloud_rpc::ErrorCode as _;
///
/// /// Error codes of OpenDoor.
/// #[derive(Clone, Copy, Debug, PartialEq, alibabacloud_rpc::ErrorCode)]
/// pub enum OpenDoorErrorCode {
///     /// There is no such door. HTTP status 404.
///     #[rpc(value = "Door.NotFound")]
///     DoorNotFound,
/// }
///
/// assert_eq!(OpenDoorErrorCode::DoorNotFound.to_string(), "Door.NotFound");
/// assert_eq!(OpenDoorErrorCode::from_code("Door.NotFound"), Some(OpenDoorErrorCode::DoorNotFound));
/// assert_eq!(OpenDoorErrorCode::from_code("Door.Stuck"), None);
/// ```
pub use alibabacloud_rpc_derive::ErrorCode;

/// Implements `Eq` and the conversions of an enum of documented texts or integers. The last variant
/// holds undocumented values. With the feature `serde`, also implements `Serialize` and
/// `Deserialize`.
///
/// A text defaults to the name of its variant. `#[rpc(value = …)]` overrides it; integers require
/// it.
///
/// Undocumented values are made from text, or from a number, like any other: `Color::from("red")`.
///
/// A later version may add a variant for an undocumented value. To stay compatible, match such a
/// value with a guard on its text, after the variants:
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
///     /// An undocumented value.
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
/// let wanted = Some(color);
/// assert!(wanted.is_some_and(|color| color == "red"));
/// ```
pub use alibabacloud_rpc_derive::OpenEnum;
