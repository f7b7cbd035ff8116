//! Errors that are compared or converted.

use alibabacloud_live::casters::DescribeCastersErrorCode;
use alibabacloud_live::stream_monitor::StartLiveStreamMonitorErrorCode;
use alibabacloud_live::{Client, Error, GatewayErrorCode};

fn compared_with_a_variant(error: Error) -> bool {
    error.code() == StartLiveStreamMonitorErrorCode::StreamMonitorNotExist
}

fn compared_with_some_variant(error: Error) -> bool {
    error.code() == Some(StartLiveStreamMonitorErrorCode::StreamMonitorNotExist)
}

fn compared_with_text(error: Error) -> bool {
    error.code() == "StreamMonitorNotExist"
}

fn text_as_a_code(error: Error) -> bool {
    error.is("StreamMonitorNotExist")
}

fn reference_as_a_code(error: Error) -> bool {
    error.is(&StartLiveStreamMonitorErrorCode::StreamMonitorNotExist)
}

fn variant_compared_with_text(code: StartLiveStreamMonitorErrorCode) -> bool {
    code == "StreamMonitorNotExist"
}

fn match_with_codes_of_two_enums(error: Error) {
    match error.code_as() {
        Some(StartLiveStreamMonitorErrorCode::StreamMonitorNotExist) => {}
        Some(GatewayErrorCode::ThrottlingUser) => {}
        _ => {}
    }
}

fn code_as_without_a_type(error: Error) {
    if error.code_as().is_some() {}
}

fn match_of_the_error(error: Error) {
    match error {
        StartLiveStreamMonitorErrorCode::StreamMonitorNotExist => {}
        _ => {}
    }
}

async fn error_code_as_the_error(client: Client) -> Result<(), DescribeCastersErrorCode> {
    client.describe_casters().await?;
    Ok(())
}

struct OwnError;

async fn own_error_without_from(client: Client) -> Result<(), OwnError> {
    client.describe_casters().await?;
    Ok(())
}

fn main() {}
