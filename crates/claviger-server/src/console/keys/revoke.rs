//! A key is taken back, for ever: what will stop is shown first, and its name is to be typed.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Notice, Section, counted};
use super::fields::Errors;
use super::show::{KeyView, known};
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::text::Name;
use claviger::manage::keys::{Activity, revoke as end};
use claviger::manage::{ManageError, Thing};

/// Sources that are named.
const MAX_SOURCES: usize = 5;

/// What stops when the key does.
#[derive(Debug, Clone)]
pub(in super::super) struct Stops {
    /// As in *12 calls in the last hour*.
    pub(in super::super) calls: String,
    /// Address and count, the most first.
    pub(in super::super) sources: Vec<(String, String)>,
    pub(in super::super) more: usize,
    /// Calls that were accepted and have no outcome yet.
    pub(in super::super) open: Option<String>,
}

#[derive(Template)]
#[template(path = "keys/revoke.html")]
struct Page {
    frame: Frame,
    key: KeyView,
    stops: Option<Stops>,
    errors: Errors,
    typed_name: String,
}

impl Stops {
    pub(super) fn of(activity: &Activity) -> Self {
        let calls: usize = activity.lately.iter().map(|(_, count)| count).sum();
        let at_least = if activity.lately_is_cut { "More than " } else { "" };
        let source = |(source, count): &(Option<std::net::IpAddr>, usize)| {
            let source = source.map_or_else(|| "an unknown address".to_owned(), |source| source.to_string());
            (source, counted(*count as u64, "call"))
        };
        Stops {
            calls: format!("{at_least}{} in the last hour", counted(calls as u64, "call")),
            sources: activity.lately.iter().take(MAX_SOURCES).map(source).collect(),
            more: activity.lately.len().saturating_sub(MAX_SOURCES),
            open: (activity.open_calls > 0).then(|| counted(activity.open_calls.into(), "call")),
        }
    }
}

/// The page that asks; the dialog of the key's page has the same form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    ask(&call, Errors::default(), "").await
}

async fn ask(call: &Call, errors: Errors, typed: &str) -> Result<Shown, Failure> {
    let known = known(call, call.id(Thing::Key)?).await?;
    if known.record.state == KeyState::Revoked {
        return Ok(Shown::go(format!("/keys/{}", known.record.id)));
    }
    let page = Page {
        frame: call.frame(Section::Keys, format!("Revoke {}", known.record.name)),
        key: KeyView::of(&known.record, call.now()),
        stops: known.activity.as_ref().map(Stops::of),
        errors,
        typed_name: typed.to_owned(),
    };
    Ok(Shown::page(&page)?)
}

/// Revokes it, if its name was typed.
pub(in super::super) async fn revoke(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["name"], &[])?;
    let id: KeyId = call.id(Thing::Key)?;
    let record = known(&call, id).await?.record;
    if record.state != KeyState::Revoked && !is_name(form.text("name"), &record) {
        let mut errors = Errors::default();
        errors.add("name", "that is not the name of this key");
        return Ok(ask(&call, errors, form.text("name")).await?.refusing("the name typed is another"));
    }
    match end(&call.state.authority, call.caller(), id, None).await {
        Ok(_) => Ok(Shown::go(format!("/keys/{id}")).saying(Notice::Revoked, call.state.secure)),
        // Whoever presses twice wanted nothing else.
        Err(ManageError::Life(claviger::core::key::life::LifeError::Revoked)) => {
            Ok(Shown::go(format!("/keys/{id}")))
        }
        Err(error) => Err(error.into()),
    }
}

/// Case counts, spaces around it do not.
pub(in super::super) fn is_name(typed: &str, record: &KeyRecord) -> bool {
    Name::parse(typed).is_ok_and(|typed| typed == record.name)
}
