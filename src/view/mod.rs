//! How is a value put into words?
//!
//! Domain values become [`text::Text`] here: roles, never colours; nothing is read, nothing is
//! printed.

pub mod card;
pub mod changes;
pub mod comparison;
pub mod diagnostic;
pub mod exam;
pub mod feedback;
pub mod help;
pub mod keys;
mod letters;
pub mod manual;
pub mod plan;
pub mod report;
pub mod schema;
pub mod session;
pub mod summary;
pub mod text;
pub mod when;
