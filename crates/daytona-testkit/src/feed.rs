//! The notification feed: Socket.IO over WebSocket.

mod event;
mod filter;
mod frame;
pub(crate) mod query;
mod server;
mod tunnel;

pub(crate) use self::{server::Feed, tunnel::Tunnel};
