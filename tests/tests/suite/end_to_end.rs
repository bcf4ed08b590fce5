//! The library over real HTTP against the emulator, with contexts from real files.

mod bad_input;
mod blocking;
mod contexts;
mod cost;
mod ensure;
pub(crate) mod fixture;
mod lifecycle;
mod logs;
mod many;
mod started;
mod watching;
