//! A link that lets somebody in, in the one answer that shows it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble};
use askama::Template;
use claviger::manage::invitations::Invited;
use http::StatusCode;

#[derive(Template)]
#[template(path = "team/link.html")]
struct Page {
    frame: Frame,
    heading: String,
    words: String,
    link: String,
    expires: Moment,
    back: String,
}

/// The page with the link.
pub(super) fn show(
    call: &Call,
    invited: &Invited,
    heading: String,
    words: &str,
    back: String,
) -> Result<Shown, Trouble> {
    let page = Page {
        frame: call.frame(Section::Team, heading.clone()),
        heading,
        words: words.to_owned(),
        link: format!("{}/welcome/{}", call.origin(), invited.token.reveal().as_str()),
        expires: Moment::of(invited.invitation.expires_at, call.now()),
        back,
    };
    Ok(Shown::page(&page)?.status(StatusCode::CREATED))
}
