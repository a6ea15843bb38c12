//! Invitations: links that let somebody in, once.
//!
//! Using a link, taking it back and its expiry all end it the same way: it is off the record, and reads like
//! one that never was. Whoever made it must have a say over what it makes of somebody until it is used.

mod accept;
mod accept_as;
mod create;
mod first_owner;
mod list;
mod look;
mod open;
mod revoke;

pub use accept::{AcceptError, Newcomer, accept};
pub use accept_as::accept_as;
pub use create::{Invited, MAX_DAYS, create};
pub use first_owner::{HostLink, first_owner, first_owner_link, has_people};
pub use list::{list, page};
pub use look::{InvitationView, look};
pub use revoke::revoke;

pub use claviger_core::credential::InvitationToken;

pub(super) use create::new_link;
pub(super) use open::{Leads, Open, open};
