//! Passkeys as a second factor: what WebAuthn Level 3 asks of a relying party, and nothing else.
//!
//! **Purpose.** To make the options that a browser is asked with ([`CreationOptions`], [`RequestOptions`]), and to judge
//! what it gives back ([`register`], §7.1; [`assert`](fn@assert), §7.2). Both directions are the JSON forms of §5.1.8 to §5.1.10
//! (`PublicKeyCredential.parseCreationOptionsFromJSON`, `credential.toJSON()`).
//!
//! **What is asked for.** Attestation `none`: which make a device is of does not matter, only that it is the same one the
//! next time. User verification `preferred`: the password comes first, so a device that only asks for a touch is a second
//! factor. Algorithms ES256, EdDSA (Ed25519) and RS256; the last for devices that sign with a TPM and know no other.
//!
//! **What it must not know.** Stores, people, sessions, clocks, sources of randomness. The challenge is an argument; that
//! it is fresh and used once is its maker's part.
//!
//! **Promises it carries.** P8: hostile input is only an error, within limits of [`limits`]. What counts is what was
//! signed: the convenience copies of browsers (`publicKey`, `authenticatorData` of a registration) are not looked at.
//!
//! # Why no library
//! Looked at in November 2026. `webauthn-rs` needs OpenSSL, which a machine with Rust and a C compiler has not.
//! `webauthn_rp`, and `structured-webauthn` that descends from it, bring in `rsa`, which `deny.toml` bans, and P-384 and
//! ML-DSA, which nothing here asks for. `passkey-rp` is young, knows ES256 alone and makes no options. What is needed is
//! one short list of comparisons behind two small parsers. The part that must not be written at home, signatures, is
//! `aws-lc-rs`, which TLS rests on already: so no crate is new, and RS256 comes with it, which it would not with `p256`
//! and `ed25519-dalek`.
//!
//! | module | what |
//! |---|---|
//! | `creation`, `request` | the options, as JSON |
//! | `response` | what comes back, as JSON; `client_data` and `authenticator_data` in it |
//! | `cbor`, `cose` | the bounded reader, and public keys |
//! | `register`, `assert` | the judgement |
#![forbid(unsafe_code)]

mod assert;
mod attestation;
mod authenticator_data;
mod base64url;
mod cbor;
mod client_data;
mod cose;
mod creation;
mod error;
mod judge;
pub mod limits;
mod party;
mod register;
mod request;
mod response;
#[cfg(any(test, feature = "soft-device"))]
pub mod soft_device;

pub use assert::{Asserted, Expected, Known, assert};
pub use base64url::encode;
pub use cose::{Algorithm, PublicKey};
pub use creation::{CreationOptions, Person};
pub use error::{Part, PasskeyError};
pub use party::RelyingParty;
pub use register::{Registered, register};
pub use request::RequestOptions;
pub use response::credential_id;
