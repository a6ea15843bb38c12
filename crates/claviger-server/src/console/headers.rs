//! What every answer of the console carries, whoever made it.

use axum::response::Response;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderValue};

/// The Content-Security-Policy of every page: what is not named is forbidden. Nothing comes from another host, no script
/// or style stands in a page, no text becomes markup by script (Trusted Types), nobody puts a page into a frame.
pub const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'";

/// Features of browsers that no page uses. Copying is allowed to our own pages.
const FEATURES: &str = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), clipboard-write=(self)";

static PERMISSIONS_POLICY: HeaderName = HeaderName::from_static("permissions-policy");
static OPENER_POLICY: HeaderName = HeaderName::from_static("cross-origin-opener-policy");
static RESOURCE_POLICY: HeaderName = HeaderName::from_static("cross-origin-resource-policy");

/// Writes them over whatever is there. A page is kept nowhere, unless its maker said how long it may be.
pub(super) async fn guard(mut response: Response) -> Response {
    let headers = response.headers_mut();
    set(headers, CONTENT_SECURITY_POLICY, POLICY);
    set(headers, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(headers, X_FRAME_OPTIONS, "DENY");
    // Not `no-referrer`: with that, browsers send forms with the origin `null`.
    set(headers, REFERRER_POLICY, "same-origin");
    set(headers, OPENER_POLICY.clone(), "same-origin");
    set(headers, RESOURCE_POLICY.clone(), "same-origin");
    set(headers, PERMISSIONS_POLICY.clone(), FEATURES);
    if !headers.contains_key(CACHE_CONTROL) {
        set(headers, CACHE_CONTROL, "no-store");
    }
    response
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
