//! `/sign-in`: a token is given for a session.

use super::super::answer::Shown;
use super::super::assets::{self, Asset};
use super::super::form::Pairs;
use super::super::page::{Notice, Theme, Trouble, TroublePage};
use super::super::theme::is_local;
use super::super::{cookie, csrf};
use super::TokenDoor;
use crate::api::{BodyLimits, ClientAddress};
use crate::net::body;
use askama::Template;
use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse as _, Response};
use claviger::OsEntropy;
use claviger::core::store::Standing;
use claviger::core::text::ClientName;
use claviger::manage::tokens::{AuthenticateError, authenticate, begin_session};
use claviger::manage::{Caller, ManageError};
use http::StatusCode;
use http::header::USER_AGENT;
use http::request::Parts;
use std::sync::Arc;
use zeroize::Zeroizing;

/// A token and the page to go to, with room to spare.
const MAX_FORM_BYTES: usize = 4096;

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    theme: Theme,
    style: &'static str,
    mark: &'static str,
    next: String,
    wrong: Option<&'static str>,
}

/// Shows the form. Whoever is signed in already may sign in anew.
pub(super) async fn form(_: Arc<TokenDoor>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let query = Pairs::parse(parts.uri.query().unwrap_or_default().as_bytes()).unwrap_or_default();
    show(theme(&parts), query.text("next"), None)
}

/// Takes the token and begins a session.
pub(super) async fn sign_in(door: Arc<TokenDoor>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let theme = theme(&parts);
    let form = match fields(&parts, body).await {
        Ok(form) => form,
        Err(trouble) => return TroublePage::bare(&trouble, theme).into_response(),
    };
    let token = Zeroizing::new(form.text("token").trim().to_owned());
    let source = parts.extensions.get::<ClientAddress>().map(|address| address.0);
    let client = parts.headers.get(USER_AGENT).map(|value| ClientName::from_bytes(value.as_bytes()));
    match authenticate(&door.authority, token.as_bytes(), source, client.unwrap_or_default()).await {
        Ok(caller) => match begin(&door, &parts, &caller).await {
            Ok(id) => go_on(&door, &id, form.text("next")),
            Err(error) => TroublePage::bare(&Trouble::from(error), theme).into_response(),
        },
        Err(AuthenticateError::Unknown) => {
            let wrong = "This is not a token that works here: mistyped, expired, rotated or revoked.";
            show(theme, form.text("next"), Some(wrong))
        }
        Err(AuthenticateError::Unavailable) => {
            TroublePage::bare(&Trouble::from(ManageError::Unavailable), theme).into_response()
        }
    }
}

/// The session of this browser from before ends; the new one begins once its entry is durable.
async fn begin(door: &TokenDoor, parts: &Parts, caller: &Caller) -> Result<String, ManageError> {
    door.end(&parts.headers);
    let Some(Standing::Token { token, revision }) = caller.by else { return Err(ManageError::Internal) };
    begin_session(&door.authority, caller).await?;
    let begun = door.sessions.lock().begin((token, revision), door.authority.now(), &mut OsEntropy);
    begun.map_err(|_| ManageError::Internal)
}

fn go_on(door: &TokenDoor, id: &str, next: &str) -> Response {
    let next = Some(next).filter(|path| is_local(path)).unwrap_or("/");
    Shown::go(next).cookie(door.cookie(id)).saying(Notice::SignedIn, door.secure).into_response()
}

fn show(theme: Theme, next: &str, wrong: Option<&'static str>) -> Response {
    let next = Some(next).filter(|path| is_local(path)).unwrap_or("/").to_owned();
    let (style, mark) = (assets::path(Asset::Style), assets::path(Asset::Mark));
    let page = Shown::page(&Page { theme, style, mark, next, wrong });
    match page {
        Ok(page) if wrong.is_some() => page.status(StatusCode::UNPROCESSABLE_ENTITY).into_response(),
        Ok(page) => page.into_response(),
        Err(trouble) => TroublePage::bare(&trouble, theme).into_response(),
    }
}

pub(super) fn theme(parts: &Parts) -> Theme {
    cookie::get(&parts.headers, cookie::THEME).and_then(Theme::from_name).unwrap_or_default()
}

/// The fields of a form that a page of ours sent.
pub(super) async fn fields(parts: &Parts, body: Body) -> Result<Pairs, Trouble> {
    if !csrf::is_ours(&parts.headers) {
        return Err(Trouble::not_ours());
    }
    let limits = parts.extensions.get::<BodyLimits>().copied().unwrap_or_default();
    let bytes = body::read(&parts.headers, body, limits.bytes.min(MAX_FORM_BYTES), limits.time).await;
    let form = Pairs::parse(&bytes.map_err(Trouble::unread)?).map_err(Trouble::malformed)?;
    form.only(&["token", "next", csrf::FIELD], &[]).map_err(Trouble::malformed)?;
    Ok(form)
}
