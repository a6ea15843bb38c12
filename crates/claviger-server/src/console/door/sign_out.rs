//! `/sign-out`: the session ends, here and at once.

use super::super::answer::Shown;
use super::super::csrf;
use super::super::page::{Trouble, TroublePage};
use super::TokenDoor;
use super::sign_in::{fields, theme};
use crate::api::ClientAddress;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use claviger::core::text::ClientName;
use claviger::manage::tokens::end_session;
use http::header::USER_AGENT;
use std::sync::Arc;

/// Ends the session of the browser that asks. Without one there is nothing to do, and it goes to the door all the same.
pub(super) async fn sign_out(door: Arc<TokenDoor>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let form = match fields(&parts, body).await {
        Ok(form) => form,
        Err(trouble) => return TroublePage::bare(&trouble, theme(&parts)).into_response(),
    };
    if let Some(session) = door.session(&parts.headers, door.authority.now()) {
        if !session.csrf.is(Some(form.text(csrf::FIELD))) {
            return TroublePage::bare(&Trouble::not_ours(), theme(&parts)).into_response();
        }
        door.end(&parts.headers);
        let source = parts.extensions.get::<ClientAddress>().map(|address| address.0);
        let client = parts.headers.get(USER_AGENT).map(|value| ClientName::from_bytes(value.as_bytes()));
        // The session is over whatever becomes of the entry: a full disk keeps nobody signed in.
        if let Ok(Some(visit)) = door.visit(session, source, client.unwrap_or_default()).await
            && let Err(error) = end_session(&door.authority, &visit.caller).await
        {
            tracing::warn!(%error, "the end of a session at the console could not be put on record");
        }
    }
    Shown::go("/sign-in").cookie(door.cookie("")).into_response()
}
