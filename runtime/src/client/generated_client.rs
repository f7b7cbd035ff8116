//! The trait of generated clients.

use super::rpc_client::RpcClient;
use crate::info::ServiceInfo;

/// A generated client, which wraps an [`RpcClient`].
pub trait GeneratedClient {
    /// The description of the service.
    const INFO: &'static ServiceInfo;

    /// Wraps an [`RpcClient`].
    fn from_rpc(client: RpcClient) -> Self;
}
