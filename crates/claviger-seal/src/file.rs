//! The master key file: the one place of this crate that does I/O.
//!
//! The file holds one line of text and is for its owner alone. It is refused if anybody else could have read it
//! (group or other bits), written it (another owner) or put it there (a symbolic link, something that is not a
//! regular file). The checks are made on the opened file, not on its name, so nothing can be swapped in between.
//!
//! Creating and rotating write a file beside it and move that into place, so that whatever instant the machine stops
//! at, the name holds a whole key or none. Which writes in which order, and what is found after a stop between any
//! two of them, is written at [`create`] and [`begin_rotation`].

mod create;
mod error;
mod read;
mod rotate;
mod write;

pub use create::create;
pub use error::FileError;
pub use read::read;
pub use rotate::{MasterKeys, begin_rotation, finish_rotation};
