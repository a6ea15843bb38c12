//! What a handler answers.

use super::cookie;
use super::page::{Notice, Trouble};
use askama::Template;
use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION, SET_COOKIE};
use http::{HeaderValue, StatusCode};

/// How long the next page has to come to say what was done.
const NOTICE_SECS: u32 = 60;

/// A page, a way to another one, or a stream.
pub(super) struct Shown {
    status: StatusCode,
    kind: Kind,
    cookies: Vec<HeaderValue>,
    /// Why what was asked for was refused, if the page says so: for the entry.
    pub(super) refused: Option<String>,
}

enum Kind {
    Page(String),
    Json(String),
    Go(String),
    Stream { media: &'static str, file: Option<String>, body: Body },
}

impl Shown {
    /// A page.
    pub(super) fn page(template: &impl Template) -> Result<Self, Trouble> {
        let text = template.render().map_err(|error| {
            tracing::error!(%error, "a page could not be written");
            Trouble::internal()
        })?;
        Ok(Shown::new(StatusCode::OK, Kind::Page(text)))
    }

    /// A page that is written already.
    pub(super) fn written(status: StatusCode, text: String) -> Self {
        Shown::new(status, Kind::Page(text))
    }

    /// A few facts for a script of ours, as JSON.
    pub(super) fn json(value: &impl serde::Serialize) -> Result<Self, Trouble> {
        let text = serde_json::to_string(value).map_err(|_| Trouble::internal())?;
        Ok(Shown::new(StatusCode::OK, Kind::Json(text)))
    }

    /// The way to another page, to be asked for with GET.
    pub(super) fn go(to: impl Into<String>) -> Self {
        Shown::new(StatusCode::SEE_OTHER, Kind::Go(to.into()))
    }

    /// Something that is made while it is taken; with a name, it is saved as a file.
    pub(super) fn stream(media: &'static str, file: Option<String>, body: Body) -> Self {
        Shown::new(StatusCode::OK, Kind::Stream { media, file, body })
    }

    const fn new(status: StatusCode, kind: Kind) -> Self {
        Shown { status, kind, cookies: Vec::new(), refused: None }
    }

    /// With another status.
    pub(super) fn status(self, status: StatusCode) -> Self {
        Shown { status, ..self }
    }

    /// A form shown again, with what is wrong with it. `words` are for the entry and hold nothing that was typed.
    pub(super) fn refusing(self, words: impl Into<String>) -> Self {
        Shown { status: StatusCode::UNPROCESSABLE_ENTITY, refused: Some(words.into()), ..self }
    }

    /// The way to another page, though nothing was done; `words` are for the entry.
    pub(super) fn noting(self, words: impl Into<String>) -> Self {
        Shown { refused: Some(words.into()), ..self }
    }

    /// The next page says that this was done.
    pub(super) fn saying(self, notice: Notice, secure: bool) -> Self {
        self.cookie(cookie::set(cookie::NOTICE, notice.name(), NOTICE_SECS, secure))
    }

    /// Whether it is something to be looked at.
    pub(super) const fn is_page(&self) -> bool {
        matches!(self.kind, Kind::Page(_))
    }

    /// With a cookie that gives way to one of the same name that is there already: browsers keep the last.
    pub(super) fn cookie_below(mut self, cookie: Option<HeaderValue>) -> Self {
        self.cookies.splice(0..0, cookie);
        self
    }

    /// With a cookie.
    pub(super) fn cookie(mut self, cookie: Option<HeaderValue>) -> Self {
        self.cookies.extend(cookie);
        self
    }
}

impl IntoResponse for Shown {
    fn into_response(self) -> Response {
        let mut response = match self.kind {
            Kind::Page(text) => with(text.into_response(), "text/html; charset=utf-8"),
            Kind::Json(text) => with(text.into_response(), "application/json"),
            Kind::Go(to) => gone_to(&to),
            Kind::Stream { media, file, body } => saved(with(Response::new(body), media), file),
        };
        *response.status_mut() = self.status;
        for cookie in self.cookies {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
        response
    }
}

fn with(mut response: Response, media: &'static str) -> Response {
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media));
    response
}

fn gone_to(to: &str) -> Response {
    let mut response = Response::new(Body::empty());
    if let Ok(to) = HeaderValue::try_from(to) {
        response.headers_mut().insert(LOCATION, to);
    }
    response
}

/// The name is one of ours: letters, digits, dots and dashes.
fn saved(mut response: Response, file: Option<String>) -> Response {
    let disposition =
        file.and_then(|file| HeaderValue::try_from(format!("attachment; filename=\"{file}\"")).ok());
    if let Some(disposition) = disposition {
        response.headers_mut().insert(CONTENT_DISPOSITION, disposition);
    }
    response
}
