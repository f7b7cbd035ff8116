//! What a generated client has to be.

use super::rpc_client::RpcClient;
use crate::info::ServiceInfo;

/// A generated client: a thin layer over an [`RpcClient`].
pub trait GeneratedClient {
    /// Description of the API.
    const INFO: &'static ServiceInfo;

    /// Makes the client.
    fn from_rpc(client: RpcClient) -> Self;
}
