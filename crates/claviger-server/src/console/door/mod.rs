//! The door of the console: as a person, by login and password and whatever second factor is set up; or with an
//! administration token. Whoever comes in has a session; its id is in a cookie that no script reads.
//!
//! A person's session is a record of the store ([`person`]), so it outlives a restart and is ended from elsewhere. That of a
//! token is memory of this process ([`token`]). A browser has one cookie, and so one session, of either kind.
//!
//! # Order
//! Signing in: the form must be of ours (by what the browser says of its origin; there is no visit yet that a token could
//! belong to) → whoever it is is proven → the new session is on record under a fresh id → the session this browser had before
//! ends. So no id from before is good for anything afterwards (session fixation).

pub(super) mod factor;
pub(super) mod forgotten;
mod person;
pub(super) mod sign_in;
pub(super) mod sign_out;
pub(super) mod token;

pub use token::TokenDoor;

use super::guest::Guest;
use super::theme::is_local;
use super::visit::{Recognise, Recognised};
use claviger::Authority;
use claviger::core::text::ClientName;
use claviger::manage::sessions::SignInError;
use http::request::Parts;
use person::PersonDoor;
pub(super) use person::csrf_of;
use std::net::IpAddr;
use std::sync::Arc;

/// Recognises whoever came in by either door.
pub(super) struct Doors {
    tokens: Arc<TokenDoor>,
    people: PersonDoor,
}

impl Doors {
    pub(super) fn new(authority: Arc<Authority>, tokens: Arc<TokenDoor>, secure: bool) -> Self {
        Doors { tokens, people: PersonDoor::new(authority, secure) }
    }
}

impl Recognise for Doors {
    fn recognise<'a>(
        &'a self,
        head: &'a Parts,
        source: Option<IpAddr>,
        client: ClientName,
    ) -> Recognised<'a> {
        Box::pin(async move {
            match self.tokens.recognise(head, source, client).await? {
                Some(visit) => Ok(Some(visit)),
                None => self.people.recognise(head, source, client).await,
            }
        })
    }
}

/// Where to go after signing in: a page of ours.
fn next(text: &str) -> &str {
    Some(text).filter(|path| is_local(path)).unwrap_or("/")
}

/// The same as a query; empty for the first page.
fn next_query(next: &str) -> String {
    let query = || form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
    if next == "/" { String::new() } else { format!("?{}", query()) }
}

/// Ends the session this browser has, of whichever kind. It is over for the browser whatever becomes of the entry.
pub(super) async fn leave(guest: &Guest) {
    let Ok(Some(visit)) = guest.visit().await else { return };
    match visit.signed {
        Some(signed) => {
            if let Err(error) = claviger::manage::sessions::sign_out(&guest.state.authority, &signed).await {
                tracing::warn!(%error, "a session could not be ended");
            }
        }
        None => token::leave(guest, &visit).await,
    }
}

/// Why nobody was let in, for the page. It does not tell a login that is not there from a password that is wrong.
fn refused(error: &SignInError) -> Option<String> {
    match error {
        SignInError::Wrong => {
            Some("That is not right. Look at both again; capitals count in the password.".to_owned())
        }
        SignInError::Throttled { wait_secs } => Some(throttled(*wait_secs)),
        SignInError::Stale => Some("That took too long. Begin again.".to_owned()),
        SignInError::Unavailable | SignInError::Internal => None,
    }
}

/// How long to wait, in words.
pub(super) fn throttled(secs: u32) -> String {
    let wait = super::page::time::span(i64::from(secs.max(1)));
    format!("There were too many tries that were wrong. Wait {wait}, then try again.")
}
