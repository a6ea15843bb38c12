//! The management API: `/api/v1`, REST with JSON.
//!
//! A resource is a folder, a verb is a file. [`routes`] is the one table of what there is: each
//! line names method, path and operation, and the operation names what it needs, so that a route
//! without a need cannot be written down. [`shell`] stands before every handler: it recognises the
//! token, refuses by role, bounds the body, and sees that every refusal of somebody known leaves
//! one entry.
//!
//! The account is always the token's; no body names it. Request bodies refuse unknown and repeated
//! members; all problems are RFC 9457. Everything is answered with `cache-control: no-store`.

mod account;
mod accounts;
pub mod alerts;
mod audit;
mod body;
mod channels;
pub(crate) mod cursor;
mod decimal;
mod deliveries;
mod failure;
pub(crate) mod history;
mod incidents;
pub(crate) mod instant;
mod invitations;
mod keys;
pub mod links;
pub mod master_key;
mod members;
mod notices;
mod once;
mod openapi;
pub mod paper;
mod permissions;
mod query;
mod reasons;
mod reply;
mod reviews;
mod rotation_policy;
pub mod routes;
mod rules;
mod sessions;
mod shell;
mod texts;
mod ticker;
mod tokens;

pub use openapi::document;
pub use shell::{BodyLimits, ClientAddress, MAX_BODY_BYTES};

use axum::Router;
use axum::response::IntoResponse as _;
use axum::routing::{MethodFilter, on};
use claviger::Authority;
use claviger_venue::Market;
use std::sync::Arc;

use crate::problem::{Code, Problem};

/// Where the API lives.
pub const BASE: &str = "/api/v1";

/// What the API works on.
#[derive(Clone)]
pub struct ApiState {
    /// The authority.
    pub authority: Arc<Authority>,
    /// The paper exchange.
    pub paper: Arc<dyn paper::PaperDesk>,
    /// The alerts of the paper exchange.
    pub alerts: Arc<dyn alerts::AlertDesk>,
    /// The market of the paper exchange, which depends on nothing but time.
    pub market: Arc<Market>,
    /// Links that are given out.
    pub links: links::Links,
    /// Who owns the master key file.
    pub master_key: Arc<dyn master_key::MasterKeyDesk>,
}

/// The API as a service, under [`BASE`]. The client's address is expected as a
/// [`ClientAddress`] among the extensions of the request; without it, entries name no source.
pub fn router(state: ApiState) -> Router {
    let open = Router::new().route("/openapi.json", axum::routing::get(openapi::show));
    let api = routes::ROUTES.iter().fold(open, |router, route| {
        router.route(route.path, on(filter(route), move |state, request| shell::serve(state, route, request)))
    });
    let api = api.method_not_allowed_fallback(no_such_method).fallback(no_such_path).with_state(state);
    Router::new().nest(BASE, api).fallback(no_such_path)
}

/// Only the methods of the table are ever asked for; anything else would match nothing.
fn filter(route: &routes::Route) -> MethodFilter {
    match route.method {
        routes::Verb::Get => MethodFilter::GET,
        routes::Verb::Post => MethodFilter::POST,
        routes::Verb::Patch => MethodFilter::PATCH,
        routes::Verb::Delete => MethodFilter::DELETE,
    }
}

async fn no_such_path() -> axum::response::Response {
    Problem::new(Code::NotFound, "there is no such path").into_response()
}

async fn no_such_method() -> axum::response::Response {
    Problem::new(Code::MethodNotAllowed, "this path does not take this method").into_response()
}
