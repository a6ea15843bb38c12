//! The use cases of management: one verb per file, with the same names as in the core.
//!
//! # Default deny
//! Each use case names its [`Operation`]; the operation names what it needs; [`Caller::require`]
//! compares that with the caller's role before anything else happens. There is no other way in.
//!
//! # Evidence
//! A change is committed together with its entry. A refused request of somebody known leaves one
//! [`AdminRefused`](claviger_core::action::Action::AdminRefused) entry, which is durable before
//! the refusal is answered. No entry ever holds a secret.
//!
//! # Once
//! A request that names an idempotency key carries it in its [`Caller`]; [`Caller::mutation`], by
//! which every use case makes its change, puts its record into the same transaction ([`once`]).
//!
//! # Whose
//! The account is the caller's, never part of the input. An id of another account and one that
//! does not exist give the same [`ManageError::NotFound`].

pub mod accounts;
mod bootstrap;
mod caller;
pub mod channels;
pub mod deliveries;
mod entry;
mod error;
pub mod factors;
mod guard;
pub mod history;
pub mod incidents;
pub mod invitations;
pub mod keys;
pub mod master_key;
pub mod members;
pub mod notices;
pub mod once;
mod operation;
mod page;
pub(crate) mod people;
mod reach;
mod read;
pub mod resets;
pub mod reviews;
pub mod rotation_policy;
pub mod rules;
mod second_factor;
pub mod sessions;
pub mod tokens;
mod words;

pub use bootstrap::{Bootstrapped, bootstrap};
pub use caller::Caller;
pub use entry::{act, host_act};
pub use error::{ManageError, Thing};
pub use guard::{admit, guarded, refuse};
pub use once::Asked;
pub use operation::Operation;
pub use page::{MAX_PAGE, Page};
pub use reach::Reach;
pub use second_factor::{MIN_PASSWORD_CHARS, NewSecondFactor, PasswordError, TotpOnce};
