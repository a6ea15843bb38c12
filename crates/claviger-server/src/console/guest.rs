//! A request of whoever stands before the door: there is no visit yet that anything could belong to.

use super::answer::Shown;
use super::form::Pairs;
use super::page::{Outside, Theme, Trouble, TroublePage};
use super::routes::OpenRoute;
use super::shell::{self, Look};
use super::visit::Visit;
use super::{ConsoleState, csrf, device, reach};
use crate::api::{BodyLimits, ClientAddress};
use crate::net::body;
use axum::body::Body;
use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::response::{IntoResponse as _, Response};
use claviger::manage::sessions::{NewSession, Origin, Place};
use http::request::Parts;
use std::sync::Arc;

/// What is typed before the door, and a passkey's answer, with room to spare.
const MAX_FORM_BYTES: usize = 32 * 1024;
/// Most bytes of a query.
const MAX_QUERY_BYTES: usize = 4096;

/// The request.
pub(super) struct Guest {
    pub(super) state: ConsoleState,
    /// What the path names.
    pub(super) id: Option<String>,
    pub(super) query: Pairs,
    pub(super) form: Pairs,
    pub(super) theme: Theme,
    pub(super) head: Arc<Parts>,
}

/// Answers a page before the door.
pub(super) async fn serve(
    State(state): State<ConsoleState>,
    route: &'static OpenRoute,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let (theme, state) = (Look::of(&parts).theme, reach::seen(&state, &parts));
    let result = match guest(state, route, &mut parts, body, theme).await {
        Ok(guest) => (route.handle)(guest).await,
        Err(trouble) => Err(trouble),
    };
    result.unwrap_or_else(|trouble| TroublePage::bare(&trouble, theme).into_shown()).into_response()
}

async fn guest(
    state: ConsoleState,
    route: &OpenRoute,
    parts: &mut Parts,
    body: Body,
    theme: Theme,
) -> Result<Guest, Trouble> {
    let form = if route.verb.takes_form() { form(parts, body).await? } else { Pairs::default() };
    let query = parts.uri.query().unwrap_or_default();
    if query.len() > MAX_QUERY_BYTES {
        return Err(Trouble::malformed(format!("a query has at most {MAX_QUERY_BYTES} bytes")));
    }
    let query = Pairs::parse(query.as_bytes()).map_err(Trouble::malformed)?;
    let params = RawPathParams::from_request_parts(parts, &()).await.ok();
    let id = params.as_ref().and_then(|params| params.iter().next()).map(|(_, value)| value.to_owned());
    Ok(Guest { state, id, query, form, theme, head: Arc::new(parts.clone()) })
}

/// The fields of a form that a page of ours sent, by what the browser says of its origin.
async fn form(parts: &Parts, body: Body) -> Result<Pairs, Trouble> {
    if !csrf::is_ours(parts) {
        return Err(Trouble::not_ours());
    }
    let limits = parts.extensions.get::<BodyLimits>().copied().unwrap_or_default();
    let bytes = body::read(&parts.headers, body, limits.bytes.min(MAX_FORM_BYTES), limits.time).await;
    let bytes = bytes.map_err(Trouble::unread)?;
    if !shell::is_form(parts) {
        return Err(Trouble::malformed("a form is sent as application/x-www-form-urlencoded".to_owned()));
    }
    Pairs::parse(&bytes).map_err(Trouble::malformed)
}

impl Guest {
    /// The form, of which only these fields are known.
    pub(super) fn form(&self, known: &[&str]) -> Result<&Pairs, Trouble> {
        self.form.only(known, &[]).map_err(Trouble::malformed)?;
        Ok(&self.form)
    }

    /// The query, likewise.
    pub(super) fn query(&self, known: &[&str]) -> Result<&Pairs, Trouble> {
        self.query.only(known, &[]).map_err(Trouble::malformed)?;
        Ok(&self.query)
    }

    /// Where it asks from.
    pub(super) fn place(&self) -> Place {
        let source = self.head.extensions.get::<ClientAddress>().map(|address| address.0);
        Place { source, client: device::client(&self.head) }
    }

    /// Where this console is reached.
    pub(super) fn site(&self) -> Origin {
        reach::origin(&self.state, &reach::host(&self.head))
    }

    /// Who it is, if it is somebody.
    pub(super) async fn visit(&self) -> Result<Option<Visit>, Trouble> {
        Ok(shell::recognise(&self.state, &self.head).await?)
    }

    /// What stands around a page.
    pub(super) const fn outside(&self, title: &'static str) -> Outside {
        Outside { title, theme: self.theme }
    }

    /// Goes on to a page with the session that was begun. The one this browser had before ends.
    pub(super) async fn go_in(&self, session: &NewSession, to: &str) -> Shown {
        super::door::leave(self).await;
        let cookie = super::cookie::session(&session.token.reveal(), self.state.secure);
        Shown::go(to).cookie(cookie)
    }
}
