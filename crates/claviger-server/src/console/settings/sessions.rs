//! Sessions: where somebody is signed in, and the end of it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::device::shown;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{Frame, Notice, Section};
use super::super::theme::is_local;
use super::tabs::{Tab, tabs};
use askama::Template;
use claviger::core::id::SessionId;
use claviger::core::people::Session;
use claviger::core::time::Timestamp;
use claviger::manage::Thing;
use claviger::manage::sessions::{self, SessionView};

/// A session as it is shown.
pub(in super::super) struct SessionLine {
    pub(in super::super) id: String,
    pub(in super::super) device: String,
    pub(in super::super) source: String,
    pub(in super::super) began: Moment,
    pub(in super::super) used: Option<Moment>,
    pub(in super::super) current: bool,
    pub(in super::super) may_end: bool,
}

impl SessionLine {
    pub(in super::super) fn of(view: &SessionView, call: &Call, may_end: bool) -> Self {
        let session = &view.session;
        SessionLine {
            id: session.id.to_string(),
            device: shown(session.client.as_str()),
            source: session.source.map(|source| source.to_canonical().to_string()).unwrap_or_default(),
            began: Moment::of(session.created_at, call.now()),
            used: used(session, call).map(|at| Moment::of(at, call.now())),
            current: view.current,
            may_end,
        }
    }
}

/// When it was used last, to about a minute: what is on record is when it ends if it is not used again.
fn used(session: &Session, call: &Call) -> Option<Timestamp> {
    let idle = i64::from(call.state.authority.limits().session_idle_secs);
    Some(session.expires_at.plus_secs(-idle)).filter(|at| *at > session.created_at)
}

#[derive(Template)]
#[template(path = "settings/sessions.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    sessions: Vec<SessionLine>,
}

/// One's own.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let own = sessions::list(&call.state.authority, call.caller(), None).await?;
    let page = Page {
        frame: call.frame(Section::Settings, "Sessions"),
        tabs: tabs(&call, "/settings/sessions"),
        sessions: own.iter().map(|session| SessionLine::of(session, &call, true)).collect(),
    };
    Ok(Shown::page(&page)?)
}

/// Ends one: one's own, or that of a member.
pub(in super::super) async fn end(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["back"], &[])?;
    let id: SessionId = call.id(Thing::Session)?;
    let back = Some(form.text("back")).filter(|path| is_local(path)).unwrap_or("/settings/sessions");
    sessions::end(&call.state.authority, call.caller(), id).await?;
    Ok(Shown::go(back).saying(Notice::SessionEnded, call.state.secure))
}

/// Ends all but this one.
pub(in super::super) async fn end_others(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    sessions::end_others(&call.state.authority, call.caller()).await?;
    Ok(Shown::go("/settings/sessions").saying(Notice::SessionsEnded, call.state.secure))
}
