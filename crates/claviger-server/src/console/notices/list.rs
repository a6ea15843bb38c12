//! What is in the inbox, newest first.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section};
use askama::Template;
use claviger::core::id::NoticeId;
use claviger::core::notices::{Level, Notice};
use claviger::manage::{ManageError, Operation, Thing, notices};

/// Notices on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "notices/list.html")]
struct Page {
    frame: Frame,
    notices: Vec<Line>,
    next: Option<String>,
    /// The newest one that is shown, up to which the inbox can be marked as read; none if all of it is, or a token asks.
    up_to: Option<String>,
    may_set_up: bool,
}

/// A notice as it is shown.
pub(in super::super) struct Line {
    sentence: String,
    /// The class and the word of its level.
    class: &'static str,
    level: &'static str,
    facts: Vec<(String, String)>,
    at: Moment,
    key: Option<String>,
    is_new: bool,
}

/// Shows it.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&["after"], &[])?;
    let after = call.query.given("after").map(str::parse::<NoticeId>).transpose();
    let after = after.map_err(|_| ManageError::NotFound(Thing::Cursor))?;
    let inbox = notices::list(&call.state.authority, call.caller(), after, PAGE).await?;
    let seen = inbox.seen_up_to;
    let is_new = |notice: &Notice| seen.is_none_or(|seen| notice.created_at > seen);
    let newest = inbox.page.items.first().filter(|notice| after.is_none() && is_new(notice));
    let up_to = newest.filter(|_| call.caller().person().is_some()).map(|notice| notice.id.to_string());
    let page = Page {
        frame: call.frame(Section::Notices, "Notices"),
        notices: inbox.page.items.iter().map(|notice| line(notice, is_new(notice), &call)).collect(),
        next: inbox.page.next.map(|next| format!("/notices?after={next}")),
        up_to,
        may_set_up: Operation::ChannelList.allows(call.caller().role),
    };
    Ok(Shown::page(&page)?)
}

fn line(notice: &Notice, is_new: bool, call: &Call) -> Line {
    let event = &notice.event;
    let (class, level) = badge(event.level);
    Line {
        sentence: event.sentence.clone(),
        class,
        level,
        facts: event.facts.iter().filter(|(label, _)| label != "key id").cloned().collect(),
        at: Moment::of(event.at, call.now()),
        key: event.key.map(|key| format!("/keys/{key}")),
        is_new,
    }
}

/// The class and the word of a level.
pub(in super::super) const fn badge(level: Level) -> (&'static str, &'static str) {
    match level {
        Level::Alarm => ("alarm", "Alarm"),
        Level::Warning => ("held", "Warning"),
        Level::Info => ("read-only", "Info"),
    }
}
