//! Sessions: browsers that are signed in.
//!
//! # A rise of privilege gives another token
//! Signing in, proving a factor again, turning to another account and changing a password or a factor
//! each give the session another token, and the old one is dead in the same transaction. So a token that
//! somebody else planted or saw before is worth nothing afterwards.
//!
//! # Once
//! What was proved is used up in the transaction that rests on it: the step of a time-based code, a
//! recovery code and the count of a passkey are written from exactly the revision that was judged, so a
//! second use of the same proof, at the same time or later, conflicts and gets nobody in.
//!
//! # Nobody is told who exists
//! An unknown login costs the same look-ups and the same slow hash as a known one with a wrong password,
//! and is answered the same.

pub(super) mod attempt;
pub(super) mod begin;
mod end;
mod list;
mod origin;
pub(super) mod person;
pub(super) mod proof;
pub(super) mod prove;
mod recognise;
pub(super) mod sign_in;
mod sign_out;
pub(super) mod step_up;
mod switch;
pub(super) mod ticket;

pub use end::{end, end_others};
pub(super) use list::own_session;
pub use list::{SessionView, list};
pub use origin::{Origin, Place};
pub use prove::{FactorWanted, Given, prove_sign_in};
pub use recognise::{Signed, recognise, watch};
pub use sign_in::{NewSession, SignInError, SignedIn, sign_in};
pub use sign_out::sign_out;
pub use step_up::{step_up, step_up_options};
pub use switch::switch;

pub use claviger_core::credential::SessionToken;
