//! The OpenAPI document, generated from the handlers.

mod common;

use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use common::Common;
use http::HeaderValue;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use std::sync::LazyLock;
use utoipa::OpenApi;

/// Everything the API offers.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Claviger management API",
        description = "Issues, restricts, steps down and revokes API keys, and shows what they did.\n\nThe account is \
            always that of the token. Instants are RFC 3339 in UTC. Numbers that may exceed 2^53 are texts. Unknown and \
            repeated members of a body and unknown parameters are refused. Lists are pages: send `next` as `cursor` \
            until it is null. Problems are RFC 9457, with a stable `code`.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0")
    ),
    servers((url = "/api/v1")),
    tags(
        (name = "account", description = "The account of the token, and opening others"),
        (name = "keys", description = "API keys, from creation to revocation"),
        (name = "incidents", description = "After a leak: what a key did, how far the answer has come, and a report to keep"),
        (name = "reviews", description = "What keys were used for, what a change would have refused, signing off and undoing"),
        (name = "log", description = "What keys did, and what was done to them"),
        (name = "tokens", description = "Administration tokens"),
        (name = "members", description = "The people of the account, and the links that let them in"),
        (name = "paper", description = "The built-in paper exchange"),
        (name = "market", description = "Prices of the paper exchange"),
        (name = "alerts", description = "Price alerts, and what they fired"),
        (name = "notices", description = "What happened that somebody should know, and whom it is told"),
        (name = "master-key", description = "What protects the secrets at rest"),
        (name = "reference", description = "Closed lists in words")
    ),
    paths(
        super::account::show::show,
        super::accounts::list::list,
        super::accounts::create::create,
        super::permissions::list::list,
        super::reasons::list::list,
        super::keys::list::list,
        super::keys::create::create,
        super::keys::stop::stop,
        super::keys::show::show,
        super::keys::edit::edit,
        super::keys::step::step,
        super::keys::revoke::revoke,
        super::keys::readmit::readmit,
        super::keys::due::due,
        super::keys::rotate::rotate,
        super::keys::retire::retire,
        super::keys::roll_back::roll_back,
        super::keys::rotation::rotation,
        super::rotation_policy::show::show,
        super::rotation_policy::edit::edit,
        super::keys::history::history,
        super::history::list::list,
        super::audit::list::list,
        super::tokens::list::list,
        super::tokens::create::create,
        super::tokens::rotate::rotate,
        super::tokens::revoke::revoke,
        super::paper::deposit::deposit,
        super::paper::list::list,
        super::paper::add::add,
        super::paper::confirm::confirm,
        super::paper::remove::remove,
        super::paper::settings::show,
        super::paper::settings::edit,
        super::paper::balances::list::list,
        super::paper::orders::list::list,
        super::paper::orders::place::place,
        super::paper::orders::cancel_all::cancel_all,
        super::paper::orders::cancel::cancel,
        super::paper::fills::list::list,
        super::paper::withdrawals::list::list,
        super::ticker::list::list,
        super::alerts::list::list,
        super::alerts::create::create,
        super::alerts::fired::fired,
        super::alerts::show::show,
        super::alerts::edit::edit,
        super::alerts::remove::remove,
        super::master_key::rotate::rotate,
        super::keys::hand_over::hand_over,
        super::members::list::list,
        super::members::show::show,
        super::members::edit::edit,
        super::members::remove::remove,
        super::members::reset::reset,
        super::members::sessions::sessions,
        super::sessions::end::end,
        super::invitations::list::list,
        super::invitations::create::create,
        super::invitations::revoke::revoke,
        super::reviews::show::show,
        super::reviews::sign_off::sign_off,
        super::reviews::dry_run::dry_run,
        super::reviews::undo::undo,
        super::reviews::list::list,
        super::reviews::policy::show,
        super::reviews::policy::edit,
        super::channels::list::list,
        super::channels::create::create,
        super::channels::show::show,
        super::channels::edit::edit,
        super::channels::remove::remove,
        super::channels::rotate::rotate,
        super::channels::confirm::confirm,
        super::channels::code::code,
        super::channels::test::test,
        super::rules::list::list,
        super::rules::set::set,
        super::deliveries::list::list,
        super::deliveries::show::show,
        super::deliveries::resend::resend,
        super::notices::list::list,
        super::incidents::show::show,
        super::incidents::report::report,
    ),
    components(schemas(crate::problem::ProblemBody)),
    modifiers(&Common)
)]
struct Document;

/// The document as pretty JSON, ending in a line feed.
#[must_use]
pub fn document() -> String {
    let mut text = Document::openapi().to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

/// Made once: whoever asks needs no token.
static DOCUMENT: LazyLock<Bytes> = LazyLock::new(|| document().into());

/// Shows the document; needs no token.
pub(super) async fn show() -> Response {
    let mut response = DOCUMENT.clone().into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
