//! Invitations: links that let somebody in, once.

mod accept;
mod create;
mod first_owner;
mod list;
mod look;
mod revoke;

pub use accept::{AcceptError, Newcomer, accept, accept_as};
pub use create::{Invited, create};
pub use first_owner::first_owner;
pub use list::{list, page};
pub use look::{InvitationView, look};
pub use revoke::revoke;

pub use claviger_core::credential::InvitationToken;
