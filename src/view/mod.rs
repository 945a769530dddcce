//! How is a value put into words?
//!
//! Domain values become [`text::Text`] here: roles, never colours; nothing is read, nothing is
//! printed.

pub mod card;
pub mod diagnostic;
pub mod feedback;
pub mod keys;
pub mod plan;
pub mod report;
pub mod session;
pub mod summary;
pub mod text;
pub mod when;
