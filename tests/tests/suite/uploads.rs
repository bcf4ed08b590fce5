//! Uploads of contexts: over failing networks, into failing stores, and by processes that are
//! killed.

mod built;
mod conformance;
mod documented;
mod killed;
mod network;
mod proxy;
mod refused;
mod setting;
