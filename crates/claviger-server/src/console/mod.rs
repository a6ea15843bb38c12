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
mod deed;
mod device;
mod door;
mod failure;
mod form;
mod guest;
mod headers;
mod help;
mod history;
mod home;
mod incidents;
mod keys;
mod notices;
mod page;
mod paper;
mod people;
mod places;
mod prove;
mod reach;
mod reviews;
mod rotations;
pub mod routes;
mod settings;
mod shell;
mod stream;
mod svg;
mod team;
mod theme;
mod visit;
mod welcome;

pub use assets::Asset;
pub use door::TokenDoor;
pub use headers::POLICY;
pub use paper::Exchange;
pub use places::Places;
pub use reach::OverTls;
pub use visit::{Person, Proof, Recognise, Recognised, Visit};

use axum::Router;
use axum::routing::{MethodFilter, get, on};
use claviger::Authority;
use std::sync::Arc;

use crate::config::PublicUrl;
use crate::telemetry::Readiness;

/// What the console works on.
#[derive(Clone)]
pub struct ConsoleState {
    /// The authority.
    pub authority: Arc<Authority>,
    /// Who tells who is visiting.
    pub recognise: Arc<dyn Recognise>,
    /// Who knows the sessions that were begun with a token; none where nobody signs in with one.
    pub tokens: Option<Arc<TokenDoor>>,
    /// Whether browsers reach it over TLS, so that cookies may say so.
    pub secure: bool,
    /// Where they reach it; none for wherever they say they asked.
    pub public_url: Option<PublicUrl>,
    /// Places for exports and live views.
    pub streams: Arc<Places>,
    /// Knows when the server stops, which ends them.
    pub readiness: Arc<Readiness>,
    /// The built-in exchange; without one there are no pages of it.
    pub paper: Option<Exchange>,
}

/// The console as a service. The client's address and the limits of a body are expected among the extensions of a
/// request, as the API expects them; and [`OverTls`], where a proxy may say that TLS is spoken with it.
pub fn router(state: ConsoleState) -> Router {
    let open = Router::new().route("/assets/{name}", get(assets::show));
    let open = routes::OPEN.iter().fold(open, |router, route| {
        router.route(
            route.path,
            on(filter(route.verb), move |state, request| guest::serve(state, route, request)),
        )
    });
    let pages = routes::ROUTES.iter().fold(open, |router, route| {
        router.route(
            route.path,
            on(filter(route.verb), move |state, request| shell::serve(state, route, request)),
        )
    });
    pages
        .method_not_allowed_fallback(shell::no_such_method)
        .fallback(shell::no_such_page)
        .with_state(state)
        .layer(axum::middleware::map_response(headers::guard))
}

/// The same with the doors to come in by: as a person, or with an administration token.
/// `streams` are the places for exports and live views.
pub fn router_with_door(
    authority: Arc<Authority>,
    readiness: Arc<Readiness>,
    secure: bool,
    public_url: Option<PublicUrl>,
    streams: Places,
    paper: Option<Exchange>,
) -> Router {
    let secure = secure || public_url.as_ref().is_some_and(PublicUrl::is_encrypted);
    let tokens = Arc::new(TokenDoor::new(authority.clone(), secure));
    let recognise = Arc::new(door::Doors::new(authority.clone(), tokens.clone(), secure));
    let streams = Arc::new(streams);
    let tokens = Some(tokens);
    router(ConsoleState { authority, recognise, tokens, secure, public_url, streams, readiness, paper })
}

/// Only the methods of the table are ever asked for.
const fn filter(verb: routes::Verb) -> MethodFilter {
    match verb {
        routes::Verb::Get => MethodFilter::GET,
        routes::Verb::Ask | routes::Verb::Post => MethodFilter::POST,
    }
}
