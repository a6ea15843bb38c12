//! A request of somebody who may do what is asked.

use super::failure::Failure;
use super::form::Pairs;
use super::page::{Frame, Notice, Section, Theme, Trouble};
use super::visit::{Proof, Visit};
use super::{ConsoleState, cookie, reach};
use claviger::core::time::Timestamp;
use claviger::manage::sessions::{NewSession, Origin, Place, Signed};
use claviger::manage::{Caller, Thing};
use http::HeaderValue;
use http::request::Parts;
use std::str::FromStr;
use std::sync::Arc;

/// The request.
pub(super) struct Call {
    pub(super) state: ConsoleState,
    pub(super) visit: Visit,
    /// The id in the path.
    pub(super) id: Option<String>,
    /// The parameters of the query.
    pub(super) query: Pairs,
    /// The fields of the form, but for the token.
    pub(super) form: Pairs,
    pub(super) theme: Theme,
    pub(super) notice: Option<Notice>,
    /// Notices that were not read, up to a hundred.
    pub(super) unread: usize,
    /// The head of the request, by which its visit is recognised again.
    pub(super) head: Arc<Parts>,
    /// The path and query that were asked for.
    pub(super) target: String,
    /// The host that was asked, as the browser named it.
    pub(super) host: String,
}

impl Call {
    /// The id in the path. What is not an id names nothing.
    pub(super) fn id<T: FromStr>(&self, thing: Thing) -> Result<T, Trouble> {
        self.id.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| Trouble::no_such(thing))
    }

    /// Goes on only if somebody proved lately who they are; else that is asked for, and the request goes on behind it.
    pub(super) fn proven(&self) -> Result<(), Failure> {
        match self.visit.proof {
            Proof::Fresh => Ok(()),
            Proof::Stale => Err(Failure::Unproven(None)),
        }
    }

    /// The session of the person who asks. Whoever came with a token has none.
    pub(super) fn signed(&self) -> Result<&Signed, Trouble> {
        self.visit.signed.as_deref().ok_or_else(Trouble::no_person)
    }

    /// Where it asks from.
    pub(super) fn place(&self) -> Place {
        Place { source: self.caller().source, client: self.caller().client }
    }

    /// The cookie of a session that takes the place of the one there was.
    pub(super) fn goes_on_as(&self, session: &NewSession) -> Option<HeaderValue> {
        cookie::session(&session.token.reveal(), self.state.secure)
    }

    /// The time that pages speak of.
    pub(super) fn now(&self) -> Timestamp {
        self.state.authority.now()
    }

    /// Who asks.
    pub(super) const fn caller(&self) -> &Caller {
        &self.visit.caller
    }

    /// What stands around a page.
    pub(super) fn frame(&self, section: Section, title: impl Into<String>) -> Frame {
        Frame::new(self, section, title.into())
    }

    /// The form, of which only these fields are known; those of `lists` may be repeated.
    pub(super) fn form(&self, known: &[&str], lists: &[&str]) -> Result<&Pairs, Trouble> {
        self.form.only(known, lists).map_err(Trouble::malformed)?;
        Ok(&self.form)
    }

    /// The query, likewise.
    pub(super) fn query(&self, known: &[&str], lists: &[&str]) -> Result<&Pairs, Trouble> {
        self.query.only(known, lists).map_err(Trouble::malformed)?;
        Ok(&self.query)
    }

    /// Where this console is reached, as in `https://keys.example`.
    pub(super) fn origin(&self) -> String {
        self.site().origin
    }

    /// The same, as passkeys know it.
    pub(super) fn site(&self) -> Origin {
        reach::origin(&self.state, &self.host)
    }
}
