//! The door of the console: sign in with an administration token, and sign out.
//!
//! The token is shown once, here; the browser keeps an id of the session in a cookie that no script reads, and the
//! server keeps a digest of that id in memory ([`sessions`]). Every request recognises the token anew: one that is revoked,
//! rotated or expired ends its sessions at once, and the store makes it a condition of every change besides.
//!
//! # Order
//! Signing in: the form must be of ours (by what the browser says of its origin; there is no visit yet that a token could
//! belong to) → the token is recognised → the session of the same browser, if any, ends → the entry is durable → the session
//! begins under a fresh id. So no id from before is good for anything afterwards (session fixation).

mod sessions;
mod sign_in;
mod sign_out;

use super::ConsoleState;

use super::cookie;
use super::visit::{Person, Proof, Recognise, Recognised, Visit};
use axum::Router;
use axum::routing::{get, post};
use claviger::Authority;
use claviger::core::text::ClientName;
use claviger::core::time::Timestamp;
use claviger::manage::tokens::{AuthenticateError, recognise_again};
use claviger::manage::{ManageError, accounts};
use http::request::Parts;
use http::{HeaderMap, HeaderValue};
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

    /// The name of the session's cookie. Over TLS it is one that no other host and no page without TLS can set.
    const fn cookie_name(&self) -> &'static str {
        if self.secure { "__Host-claviger" } else { "claviger-session" }
    }

    /// The cookie that holds an id until the browser is closed; an empty one is taken back.
    fn cookie(&self, id: &str) -> Option<HeaderValue> {
        let secure = if self.secure { "; Secure" } else { "" };
        let ended = if id.is_empty() { "; Max-Age=0" } else { "" };
        let name = self.cookie_name();
        HeaderValue::try_from(format!("{name}={id}; Path=/; HttpOnly; SameSite=Lax{secure}{ended}")).ok()
    }

    fn session(&self, headers: &HeaderMap, now: Timestamp) -> Option<Session> {
        let id = cookie::get(headers, self.cookie_name())?;
        self.sessions.lock().touch(id, now)
    }

    /// Ends the session of a request, if it has one.
    fn end(&self, headers: &HeaderMap) {
        if let Some(id) = cookie::get(headers, self.cookie_name()) {
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

/// The pages on both sides of the door.
pub(super) fn routes(door: &Arc<TokenDoor>) -> Router<ConsoleState> {
    let (inside, outside, way_out) = (door.clone(), door.clone(), door.clone());
    Router::new()
        .route(
            "/sign-in",
            get(move |request| sign_in::form(inside, request))
                .post(move |request| sign_in::sign_in(outside, request)),
        )
        .route("/sign-out", post(move |request| sign_out::sign_out(way_out, request)))
}

impl Recognise for TokenDoor {
    fn recognise<'a>(
        &'a self,
        head: &'a Parts,
        source: Option<IpAddr>,
        client: ClientName,
    ) -> Recognised<'a> {
        Box::pin(async move {
            match self.session(&head.headers, self.authority.now()) {
                Some(session) => self.visit(session, source, client).await,
                None => Ok(None),
            }
        })
    }
}
