//! The console: the pages in which people look after keys. Server-rendered HTML, a little script of our own where it
//! helps, and every form works without it.
//!
//! A resource is a folder, a verb is a file, named as in the API. [`routes`] is the one table of what there is: each line
//! names method, path and [`Operation`](claviger::manage::Operation), and the operation names what it needs. [`shell`]
//! stands before every handler:
//!
//! 1. **Who.** [`Recognise`] gives a [`Visit`], or the browser is sent to sign in. There is no page without one.
//! 2. **May they.** The role is compared with the operation's need; a refusal leaves its entry.
//! 3. **Whose form.** What changes something must come from a page of ours ([`csrf`]): by what the browser says of its
//!    origin, and by a token that only a page of this visit has.
//! 4. **What.** A bounded body, of known fields.
//!
//! Answers carry a strict Content-Security-Policy ([`headers`]): no inline script or style, no other host, no frame. Pages are
//! `no-store`; [`assets`] have names that change with what is in them, and are kept for a year.
//!
//! Promises it carries: P7 (a secret is in the one page that shows it once), P10 (an operation without a need has no
//! page), P3 (what is refused to somebody known leaves an entry).

mod answer;
mod assets;
mod call;
mod cookie;
pub mod csrf;
mod door;
mod failure;
mod form;
mod headers;
mod help;
mod history;
mod home;
mod keys;
mod page;
mod paper;
mod people;
pub mod routes;
mod shell;
mod stream;
mod svg;
mod theme;
mod visit;

pub use assets::Asset;
pub use door::TokenDoor;
pub use headers::POLICY;
pub use paper::Exchange;
pub use visit::{Person, Proof, Recognise, Recognised, Visit};

use axum::Router;
use axum::routing::{MethodFilter, get, on};
use claviger::Authority;
use std::sync::Arc;
use tokio::sync::Semaphore;

use crate::telemetry::Readiness;

/// What the console works on.
#[derive(Clone)]
pub struct ConsoleState {
    /// The authority.
    pub authority: Arc<Authority>,
    /// Who tells who is visiting.
    pub recognise: Arc<dyn Recognise>,
    /// Whether browsers reach it over TLS, so that cookies may say so.
    pub secure: bool,
    /// Places for exports and live views.
    pub streams: Arc<Semaphore>,
    /// Knows when the server stops, which ends them.
    pub readiness: Arc<Readiness>,
    /// The built-in exchange; without one there are no pages of it.
    pub paper: Option<Exchange>,
}

/// The console as a service. The client's address and the limits of a body are expected among the extensions of a
/// request, as the API expects them.
pub fn router(state: ConsoleState) -> Router {
    build(state, Router::new())
}

/// The same with a door to come in by: sign in with an administration token.
/// `streams` is how many exports and live views there may be at once.
pub fn router_with_door(
    authority: Arc<Authority>,
    readiness: Arc<Readiness>,
    secure: bool,
    streams: usize,
    paper: Option<Exchange>,
) -> Router {
    let door = Arc::new(TokenDoor::new(authority.clone(), secure));
    let routes = door::routes(&door);
    let streams = Arc::new(Semaphore::new(streams));
    build(ConsoleState { authority, recognise: door, secure, streams, readiness, paper }, routes)
}

fn build(state: ConsoleState, door: Router<ConsoleState>) -> Router {
    let open = door.route("/assets/{name}", get(assets::show));
    let pages = routes::ROUTES.iter().fold(open, |router, route| {
        router.route(route.path, on(filter(route), move |state, request| shell::serve(state, route, request)))
    });
    pages
        .method_not_allowed_fallback(shell::no_such_method)
        .fallback(shell::no_such_page)
        .with_state(state)
        .layer(axum::middleware::map_response(headers::guard))
}

/// Only the methods of the table are ever asked for.
const fn filter(route: &routes::Route) -> MethodFilter {
    match route.verb {
        routes::Verb::Get => MethodFilter::GET,
        routes::Verb::Ask | routes::Verb::Post => MethodFilter::POST,
    }
}
