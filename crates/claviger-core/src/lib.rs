//! The pure heart of Claviger: what a key is, what it may do, and whether a call is allowed.
//!
//! Purpose: ids, permissions, restrictions, key states, credential formats, the signature scheme,
//! the nonce rules, [`decide::decide`], the life of a key as a pure state machine, people and the
//! rules of their sessions, the audit entry as a value, and the [`store`] contract every engine
//! keeps.
//!
//! It must not know: clocks, randomness, files, sockets, SQL, HTTP, or any exchange's wire. Time
//! and randomness are arguments ([`time::Timestamp`], [`entropy::Entropy`]).
//!
//! Promises it carries: P1 (the nonce rule), P2 (a decision names the revision it was made from
//! and a deadline), P10 (no permission, no action), P12 (constant-time compare), P15 (decisions
//! take the later of two clocks).

pub mod account;
pub mod action;
pub mod allowlist;
pub mod call;
pub mod credential;
pub mod decide;
pub mod entropy;
pub mod entry;
pub mod id;
pub mod key;
pub mod nonce;
pub mod notices;
pub mod otp;
pub mod people;
pub mod permission;
pub mod principal;
pub mod reason;
pub mod restriction;
pub mod role;
pub mod signature;
pub mod store;
pub mod text;
pub mod time;
pub mod token;
