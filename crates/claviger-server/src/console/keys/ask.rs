//! Whether a call of a key would be allowed now, and by which rule not.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::history::remedy::{Remedy, remedy};
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble};
use super::fields::Errors;
use super::show::KeyView;
use askama::Template;
use claviger::core::decide::rules::Thought;
use claviger::core::id::KeyId;
use claviger::core::reason::Detail;
use claviger::core::time::Timestamp;
use claviger::manage::keys::{Asked, ask as judge};
use claviger::manage::{Operation, Thing};
use claviger_kraken::method::PrivateMethod;
use std::net::IpAddr;

#[derive(Template)]
#[template(path = "keys/ask.html")]
struct Page {
    frame: Frame,
    key: KeyView,
    methods: Vec<&'static str>,
    method: String,
    source: String,
    answer: Option<Answer>,
    errors: Errors,
}

/// What would become of the call.
struct Answer {
    allowed: bool,
    detail: String,
    why: Option<Remedy>,
    /// When it stops being allowed, if its successor has taken over by then.
    until: Option<Moment>,
    /// When the key is to be rotated.
    due: Option<Moment>,
    /// It must carry a second factor besides.
    wants_factor: bool,
}

/// The names of all methods of the exchange that keys call.
pub(in super::super) fn methods() -> Vec<&'static str> {
    PrivateMethod::ALL.iter().filter(|method| !method.is_own()).map(|method| method.name()).collect()
}

/// Shows the form, and the answer if something was asked.
pub(in super::super) async fn ask(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["method", "source"], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    let mut errors = Errors::default();
    let parse = |text: &str| text.parse::<IpAddr>().map_err(|_| "an address such as 203.0.113.7");
    let source = errors.take("source", query.given("source").map(parse).transpose()).flatten();
    let method = query.given("method").unwrap_or("Balance");
    let known = PrivateMethod::from_name(method);
    let known = known.ok_or_else(|| Trouble::malformed("there is no such method".to_owned()))?;
    let thought = Thought::of(known.action(), source);
    let asked = judge(&call.state.authority, call.caller(), id, &thought).await?;
    let is_asked = query.given("method").is_some() && errors.is_empty();
    let page = Page {
        frame: call.frame(Section::Keys, format!("Would a call of {} be allowed?", asked.record.name)),
        key: KeyView::of(&asked.record, call.now()),
        methods: methods(),
        method: method.to_owned(),
        source: query.text("source").to_owned(),
        answer: is_asked
            .then(|| Answer::of(&asked, Operation::KeyEdit.allows(call.caller().role), call.now())),
        errors,
    };
    Ok(Shown::page(&page)?)
}

impl Answer {
    /// Who changes nothing is offered no change.
    fn of(asked: &Asked, may_edit: bool, now: Timestamp) -> Self {
        let denial = asked.denial.as_ref();
        let detail = denial.map(|denial| &denial.detail).filter(|detail| **detail != Detail::None);
        Answer {
            allowed: denial.is_none(),
            detail: detail.map(ToString::to_string).unwrap_or_default(),
            why: denial.and_then(|denial| remedy(denial.reason, Some(asked.record.id).filter(|_| may_edit))),
            until: asked.record.retires_at.filter(|at| *at > now).map(|at| Moment::of(at, now)),
            due: asked.due_at.map(|at| Moment::of(at, now)),
            wants_factor: asked.record.restrictions.second_factor.is_some(),
        }
    }
}
