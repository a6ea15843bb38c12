//! Canaries: secrets that are looked for in everything that comes out.
//!
//! A [`Secret`] is known in every form in which it could leave: as it is, as hexadecimal, as base64 at each of the
//! three alignments and in both alphabets, percent-encoded, as a JSON string, and in pieces of sixteen characters, so
//! that a line that was cut short is found, too. A [`Scanner`] looks for all forms of all secrets at once.

mod forms;
mod scan;

pub use forms::Secret;
pub use scan::{Leak, Scanner};
