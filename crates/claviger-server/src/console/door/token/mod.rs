//! Signing in with an administration token. The token is shown once, at the door; the browser keeps an id of the session,
//! and the server keeps a digest of that id in memory ([`sessions`]). Every request recognises the token anew: one that is
//! revoked, rotated or expired ends its sessions at once, and the store makes it a condition of every change besides.

mod sessions;
pub(in super::super) mod sign_in;

use super::super::guest::Guest;
use super::super::visit::{Person, Proof, Recognise, Recognised, Unattended, Visit};
use super::super::{cookie, reach};
use claviger::Authority;
use claviger::core::text::ClientName;
use claviger::core::time::Timestamp;
use claviger::manage::tokens::{AuthenticateError, end_session, recognise_again};
use claviger::manage::{ManageError, accounts};
use http::HeaderMap;
use http::request::Parts;
use parking_lot::Mutex;
use sessions::{Session, Sessions};
use std::net::IpAddr;
use std::sync::Arc;

/// Knows who is visiting by the sessions it has begun.
pub struct TokenDoor {
    authority: Arc<Authority>,
    sessions: Mutex<Sessions>,
    secure: bool,
}

impl TokenDoor {
    /// A door nobody has come through yet. `secure` says whether browsers reach it over TLS.
    #[must_use]
    pub fn new(authority: Arc<Authority>, secure: bool) -> Self {
        TokenDoor { authority, sessions: Mutex::default(), secure }
    }

    fn session(&self, head: &Parts, now: Timestamp) -> Option<Session> {
        let name = cookie::session_name(reach::is_secure(self.secure, head));
        let id = cookie::get(&head.headers, name)?;
        let mut sessions = self.sessions.lock();
        if head.extensions.get::<Unattended>().is_some() {
            sessions.look(id, now)
        } else {
            sessions.touch(id, now)
        }
    }

    /// Ends the session of a request, if it has one.
    fn end(&self, headers: &HeaderMap, secure: bool) {
        if let Some(id) = cookie::get(headers, cookie::session_name(secure)) {
            self.sessions.lock().end(id);
        }
    }

    async fn visit(
        &self,
        session: Session,
        source: Option<IpAddr>,
        client: ClientName,
    ) -> Result<Option<Visit>, ManageError> {
        let again = recognise_again(&self.authority, session.token, source, client).await;
        let Some((caller, name)) = again.map_err(|_: AuthenticateError| ManageError::Unavailable)? else {
            return Ok(None);
        };
        let account = accounts::show(&self.authority, &caller).await?;
        Ok(Some(Visit {
            person: Person {
                name: name.to_string(),
                login: "signed in with an administration token".to_owned(),
            },
            account_name: account.name.to_string(),
            csrf: session.csrf,
            proof: Proof::Fresh,
            signed: None,
            caller,
        }))
    }
}

impl Recognise for TokenDoor {
    fn recognise<'a>(
        &'a self,
        head: &'a Parts,
        source: Option<IpAddr>,
        client: ClientName,
    ) -> Recognised<'a> {
        Box::pin(async move {
            match self.session(head, self.authority.now()) {
                Some(session) => self.visit(session, source, client).await,
                None => Ok(None),
            }
        })
    }
}

/// Ends the session that a token gave this browser. It is over whatever becomes of the entry: a full disk keeps nobody
/// signed in.
pub(super) async fn leave(guest: &Guest, visit: &Visit) {
    let Some(door) = &guest.state.tokens else { return };
    door.end(&guest.head.headers, guest.state.secure);
    if let Err(error) = end_session(&door.authority, &visit.caller).await {
        tracing::warn!(%error, "the end of a session at the console could not be put on record");
    }
}
