//! Notices: what an entry of the log comes to, whom it is told, how it is written down and sent.
//!
//! Purpose: [`read`] makes an event of an entry, [`rules`] says where it goes, [`digest`] folds what would be a flood,
//! [`pace`] says when a failed delivery is tried again, [`render`] writes an event as a mail, as signed JSON or as a message
//! of a chat, [`sign`] signs by Standard Webhooks, [`guard`] judges addresses, and [`send`] carries a message. All but the
//! last is pure: entries, names, secrets and times are arguments.
//!
//! It must not know: stores, lanes, people's sessions, who may set up what. It is given channels and opened secrets, and
//! gives answers.
//!
//! Promises it carries: P13 (nothing is sent to private addresses unless allowed; a signature that receivers can check), P7
//! (no secret of a channel in an answer, a message or an error).

pub mod digest;
pub mod guard;
pub mod pace;
pub mod read;
pub mod render;
pub mod rules;
pub mod send;
pub mod sign;
