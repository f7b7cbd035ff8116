//! Reads the methods of a client.

/// How an operation is called.
#[derive(Debug, Default)]
pub(super) struct Call {
    pub(super) action: String,
    /// Class of the request.
    pub(super) request: Option<String>,
    pub(super) is_deprecated: bool,
    /// Whether the answer is a stream of events.
    pub(super) is_streamed: bool,
    /// Names of the parameters in the body.
    body: Vec<String>,
    /// Styles of parameters.
    styles: Vec<(String, String)>,
    /// What else is stated: `version`, `method`, `auth_type`, …
    params: Vec<(String, String)>,
}

impl Call {
    pub(super) fn param(&self, key: &str) -> Option<&str> {
        value(&self.params, key)
    }

    pub(super) fn style(&self, parameter: &str) -> Option<&str> {
        value(&self.styles, parameter)
    }

    pub(super) fn is_in_body(&self, parameter: &str) -> bool {
        self.body.iter().any(|name| name == parameter)
    }

    pub(super) fn has_body(&self) -> bool {
        !self.body.is_empty()
    }
}

fn value<'v>(values: &'v [(String, String)], key: &str) -> Option<&'v str> {
    let found = values.iter().find(|(known, _)| known == key);
    found.map(|(_, value)| value.as_str())
}

/// What starts the list of facts about an operation.
const PARAMS: &str = "Params(";
/// What turns a structure into text.
const STYLED: &str = "array_to_string_with_specified_style(";

/// Returns the calls of a client, one for each operation.
pub(super) fn calls(client: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = Vec::new();
    let mut call: Option<Call> = None;
    let mut in_params = false;
    for line in client.lines().map(str::trim) {
        let is_method = line.starts_with("def ") || line.starts_with("async def ");
        if is_method {
            finish(call.take(), &mut calls);
            in_params = false;
            // The other methods of an operation call this one.
            if line.starts_with("def ") && line.contains("with_options(") {
                call = Some(Call::default());
            }
        }
        let Some(call) = &mut call else { continue };
        if let Some(class) = argument(line) {
            call.request.get_or_insert(class);
        } else if let Some(name) = assigned(line, "body") {
            call.body.push(name);
        } else if line.contains(STYLED) {
            if let [name, style] = quoted(line).as_slice() {
                call.styles.push((name.clone(), style.clone()));
            }
        } else if line.contains("sse") && line.contains("call_") {
            call.is_streamed = true;
        } else if line.contains("@deprecated") || line.to_lowercase().contains("is deprecated") {
            call.is_deprecated = true;
        } else if line.ends_with(PARAMS) {
            in_params = true;
        } else if in_params {
            match line.split_once('=') {
                Some((key, _)) => {
                    let value = quoted(line).into_iter().next().unwrap_or_default();
                    call.params.push((key.trim().to_owned(), value));
                }
                None => in_params = false,
            }
        }
    }
    finish(call, &mut calls);
    calls
}

/// Adds a call that names its operation.
fn finish(call: Option<Call>, calls: &mut Vec<Call>) {
    let Some(mut call) = call else { return };
    if let Some(action) = call.param("action").map(str::to_owned)
        && !calls.iter().any(|earlier| earlier.action == action)
    {
        call.action = action;
        calls.push(call);
    }
}

/// Returns the class of a request: `tmp_req: main_models.StopRequest,`. The name `tmp_req` comes
/// instead of `request` where the client changes the request before it is sent.
fn argument(line: &str) -> Option<String> {
    let rest = ["request:", "tmp_req:"]
        .iter()
        .find_map(|name| line.strip_prefix(name))?;
    let class = rest.trim().trim_end_matches([',', ')']);
    Some(class.rsplit('.').next().unwrap_or(class).to_owned())
}

/// Returns the name that a line assigns in a dictionary: `body['Url'] = request.url`.
fn assigned(line: &str, dictionary: &str) -> Option<String> {
    let rest = line.strip_prefix(dictionary)?.strip_prefix('[')?;
    let (name, rest) = rest.split_once(']')?;
    rest.trim_start().starts_with('=').then_some(())?;
    Some(name.trim_matches(['\'', '"']).to_owned())
}

/// Returns the texts in quotes on a line.
pub(super) fn quoted(line: &str) -> Vec<String> {
    let parts = line.split(['\'', '"']);
    parts.skip(1).step_by(2).map(str::to_owned).collect()
}
