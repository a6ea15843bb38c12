//! People: who signs in, in which accounts they are, what they are signed in with.
//!
//! A [`User`] is a person; a [`Member`] is their place in one account, with its role; a [`Session`] is
//! a browser that is signed in; an [`Invitation`] is a link that lets somebody in, once; a [`Passkey`]
//! is a second factor kept by a device. Each is kept as one [`Record`](crate::store::Record): `record`
//! makes it, `TryFrom<&Record>` reads it. No secret is in any of them: passwords are hashed, tokens are
//! digests, the secret of a time-based code is sealed.
//!
//! # Bodies
//! What the store need not see stands in the body as JSON with a version. Every field a release knows
//! is in it, and a field it does not know is an error, so that an older release cannot drop what a newer
//! one wrote. A field that is added after a release has a default; a change of meaning is a new version.

pub(crate) mod body;
mod help;
mod invitation;
mod login;
mod member;
mod passkey;
mod password;
mod session;
mod user;

pub use body::RecordError;
pub use help::HelpPage;
pub use invitation::{Invitation, Purpose};
pub use login::{Login, MAX_LOGIN_CHARS};
pub use member::Member;
pub use passkey::{MAX_CREDENTIAL_BYTES, Passkey};
pub use password::{MAX_HASH_BYTES, PasswordHash, PasswordHashError};
pub use session::{STEP_UP_SECS, Session, SessionLimits};
pub use user::User;
