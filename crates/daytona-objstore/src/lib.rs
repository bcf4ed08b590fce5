//! Build contexts for Daytona: what the builder receives, byte for byte, and how it gets there.

mod layout;

pub use layout::object_key;
