//! What stands before every handler; the order is that of the module's page.

use super::answer::Shown;
use super::call::Call;
use super::failure::Failure;
use super::form::Pairs;
use super::page::{Notice, Theme, Trouble, TroublePage};
use super::prove::{self, Carried};
use super::routes::Route;
use super::routes::Verb;
use super::visit::{Unattended, Visit};
use super::{ConsoleState, cookie, csrf, device, reach};
use crate::api::{BodyLimits, ClientAddress, MAX_BODY_BYTES};
use crate::net::body;
use axum::body::Body;
use axum::extract::{FromRequestParts as _, RawPathParams, Request, State};
use axum::response::{IntoResponse as _, Response};
use claviger::manage::{ManageError, admit, notices, refuse};
use http::header::CONTENT_TYPE;
use http::request::Parts;
use std::sync::Arc;

/// Most bytes of a query.
const MAX_QUERY_BYTES: usize = 4096;

pub(super) async fn serve(
    State(state): State<ConsoleState>,
    route: &'static Route,
    request: Request,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let (look, state) = (Look::of(&parts), reach::seen(&state, &parts));
    if route.is_live() {
        parts.extensions.insert(Unattended);
    }
    let visit = match recognise(&state, &parts).await {
        Ok(Some(visit)) => visit,
        Ok(None) => return nobody(route, &parts, look),
        Err(error) => return TroublePage::bare(&Trouble::from(error), look.theme).into_response(),
    };
    if let Err(error) = admit(&state.authority, &visit.caller, route.operation).await {
        return troubled(&state, &visit, look, &Trouble::from(error)).into_response();
    }
    let result = match call(&state, &visit, route, &mut parts, body, look).await {
        Ok(call) => handled(route, call).await,
        Err(trouble) => Err(trouble.into()),
    };
    settled(&state, &visit, route, look, result).await.into_response()
}

/// Does what a call asks for. One that asks again who is there is remembered with it, so that it goes on from there.
async fn handled(route: &Route, call: Call) -> Result<Shown, Failure> {
    let (again, state, visit) = (Carried::of(route, &call), call.state.clone(), call.visit.clone());
    let (host, theme) = (call.host.clone(), call.theme);
    match (route.handle)(call).await {
        Err(Failure::Unproven(carried)) => {
            prove::ask(&state, &visit, &host, theme, carried.unwrap_or(again)).await
        }
        result => result,
    }
}

/// A call that was carried on from the page that asked who is there: judged like any other.
pub(super) async fn carried_on(route: &'static Route, call: Call) -> Shown {
    let (state, visit) = (call.state.clone(), call.visit.clone());
    let look = Look { theme: call.theme, notice: call.notice };
    if let Err(error) = admit(&state.authority, &visit.caller, route.operation).await {
        return troubled(&state, &visit, look, &Trouble::from(error));
    }
    let result = handled(route, call).await;
    let mut shown = settled(&state, &visit, route, look, result).await;
    // Its refusal has its entry; the proof before it was not refused.
    shown.refused = None;
    shown
}

/// Writes the entry of a refusal that has none, and shows what came of it.
async fn settled(
    state: &ConsoleState,
    visit: &Visit,
    route: &Route,
    look: Look,
    result: Result<Shown, Failure>,
) -> Shown {
    if let Some(words) = unwritten(route, &result)
        && let Err(error) = refuse(&state.authority, &visit.caller, route.operation, &words).await
    {
        return troubled(state, visit, look, &Trouble::from(error));
    }
    answered(state, visit, look, result)
}

/// How the browser wants it shown, whoever it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Look {
    pub(super) theme: Theme,
    pub(super) notice: Option<Notice>,
}

impl Look {
    pub(super) fn of(parts: &Parts) -> Self {
        let theme = cookie::get(&parts.headers, cookie::THEME).and_then(Theme::from_name);
        let notice = cookie::get(&parts.headers, cookie::NOTICE).and_then(Notice::from_name);
        Look { theme: theme.unwrap_or_default(), notice }
    }
}

pub(super) async fn recognise(state: &ConsoleState, parts: &Parts) -> Result<Option<Visit>, ManageError> {
    let source = parts.extensions.get::<ClientAddress>().map(|address| address.0);
    state.recognise.recognise(parts, source, device::client(parts)).await
}

/// Nobody is shown a page, not even whether there is one.
fn nobody(route: &Route, parts: &Parts, look: Look) -> Response {
    if route.verb.takes_form() {
        return TroublePage::bare(&Trouble::signed_out(), look.theme).into_response();
    }
    let target = parts.uri.path_and_query().map_or("/", |target| target.as_str());
    let next = form_urlencoded::Serializer::new(String::new()).append_pair("next", target).finish();
    Shown::go(if target == "/" { "/sign-in".to_owned() } else { format!("/sign-in?{next}") }).into_response()
}

async fn call(
    state: &ConsoleState,
    visit: &Visit,
    route: &Route,
    parts: &mut Parts,
    body: Body,
    look: Look,
) -> Result<Call, Trouble> {
    let form = if route.verb.takes_form() { form(visit, parts, body).await? } else { Pairs::default() };
    let query = parts.uri.query().unwrap_or_default();
    if query.len() > MAX_QUERY_BYTES {
        return Err(Trouble::malformed(format!("a query has at most {MAX_QUERY_BYTES} bytes")));
    }
    let query = Pairs::parse(query.as_bytes()).map_err(Trouble::malformed)?;
    let params = RawPathParams::from_request_parts(parts, &()).await.ok();
    let id = params.as_ref().and_then(|params| params.iter().next()).map(|(_, value)| value.to_owned());
    // A count is no reason to withhold a page.
    let unread = notices::unread(&state.authority, &visit.caller).await.unwrap_or_default();
    Ok(Call {
        state: state.clone(),
        visit: visit.clone(),
        id,
        query,
        form,
        theme: look.theme,
        notice: look.notice,
        unread,
        head: Arc::new(parts.clone()),
        target: parts.uri.path_and_query().map_or("/", |target| target.as_str()).to_owned(),
        host: reach::host(parts),
    })
}

/// The fields of a form that a page of this visit sent.
async fn form(visit: &Visit, parts: &Parts, body: Body) -> Result<Pairs, Trouble> {
    if !csrf::is_ours(parts) {
        return Err(Trouble::not_ours());
    }
    let limits = parts.extensions.get::<BodyLimits>().copied().unwrap_or_default();
    let bytes = body::read(&parts.headers, body, limits.bytes.min(MAX_BODY_BYTES), limits.time).await;
    let bytes = bytes.map_err(Trouble::unread)?;
    if !is_form(parts) {
        return Err(Trouble::malformed("a form is sent as application/x-www-form-urlencoded".to_owned()));
    }
    let mut form = Pairs::parse(&bytes).map_err(Trouble::malformed)?;
    if !visit.csrf.is(form.take(csrf::FIELD).as_deref()) {
        return Err(Trouble::not_ours());
    }
    Ok(form)
}

pub(super) fn is_form(parts: &Parts) -> bool {
    let mut all = parts.headers.get_all(CONTENT_TYPE).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return false };
    let essence = value.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default();
    essence.trim_ascii().eq_ignore_ascii_case(b"application/x-www-form-urlencoded")
}

/// The words of a refusal whose entry no use case has written.
fn unwritten(route: &Route, result: &Result<Shown, Failure>) -> Option<String> {
    let words = match result {
        Ok(shown) => shown.refused.clone(),
        Err(Failure::Managed(_) | Failure::Unproven(_)) => None,
        Err(Failure::Troubled(trouble)) => trouble.for_the_log().map(str::to_owned),
    };
    words.filter(|_| route.verb == Verb::Post)
}

fn answered(state: &ConsoleState, visit: &Visit, look: Look, result: Result<Shown, Failure>) -> Shown {
    let shown = match result {
        Ok(shown) => shown,
        Err(Failure::Managed(error)) => return troubled(state, visit, look, &Trouble::from(error)),
        Err(Failure::Troubled(trouble)) => return troubled(state, visit, look, &trouble),
        Err(Failure::Unproven(_)) => return troubled(state, visit, look, &Trouble::prove_again("/")),
    };
    // What was just done is told by one page only.
    let told = look.notice.filter(|_| shown.is_page());
    shown.cookie(told.and_then(|_| cookie::set(cookie::NOTICE, "", 0, state.secure)))
}

fn troubled(state: &ConsoleState, visit: &Visit, look: Look, trouble: &Trouble) -> Shown {
    TroublePage::within(trouble, state, visit, look.theme).into_shown()
}

pub(super) async fn no_such_page(State(state): State<ConsoleState>, request: Request) -> Response {
    elsewhere(&state, request, &Trouble::no_such_page()).await
}

pub(super) async fn no_such_method(State(state): State<ConsoleState>, request: Request) -> Response {
    elsewhere(&state, request, &Trouble::no_such_method()).await
}

/// Somebody known keeps the way back at hand; for everybody else there is nothing here.
async fn elsewhere(state: &ConsoleState, request: Request, trouble: &Trouble) -> Response {
    let (parts, _) = request.into_parts();
    let look = Look::of(&parts);
    match recognise(state, &parts).await {
        Ok(Some(visit)) => troubled(state, &visit, look, trouble).into_response(),
        _ => TroublePage::bare(trouble, look.theme).into_response(),
    }
}
