//! One key: what it is, how it is used, and every act on it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::history::{EntryView, drafts};
use super::super::page::time::{Moment, exact};
use super::super::page::{Frame, Section, Trouble, counted, number, sentence};
use super::super::svg::{HourOf, chart, sums, table};
use super::ask::methods;
use super::concern::ConcernView;
use super::fields::Typed;
use super::marks::{Badge, Chip, badge, chip, kind, state_badge};
use super::pair::{Pair, pair};
use super::revoke::Stops;
use super::summary::{GapView, gap, limits};
use crate::api::cursor::{before, read_before};
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::advice::{Judged, gaps};
use claviger::core::key::{KeyKind, KeyRecord, KeyState};
use claviger::core::permission::PermissionSet;
use claviger::core::store::{Cursor, Which};
use claviger::core::time::Timestamp;
use claviger::manage::history::{HistoryFilter, list, names};
use claviger::manage::keys::{self, Activity, KeyActivity};
use claviger::manage::{Operation, Thing};

/// Entries of a page of its history.
const PAGE: usize = 20;
/// Hours of the day that is counted.
const DAY: usize = 24;

#[derive(Template)]
#[template(path = "keys/show.html")]
struct Page {
    frame: Frame,
    key: KeyView,
    concerns: Vec<ConcernView>,
    may_rotate: bool,
    /// When it is to be rotated.
    due: Option<Moment>,
    pair: Option<Pair>,
    may_edit: bool,
    states: Vec<StateView>,
    /// What one press puts it back to.
    back: Option<(&'static str, Badge)>,
    limits: Vec<(&'static str, String)>,
    gaps: Vec<GapView>,
    permissions: Vec<PermissionView>,
    /// Fields of the edit that takes away what was not needed.
    narrowed: Vec<(&'static str, String)>,
    use_: Option<UseView>,
    stops: Option<Stops>,
    entries: Vec<EntryView>,
    may_see_history: bool,
    older: Option<String>,
    newest: Option<String>,
    live: Option<String>,
    errors: super::fields::Errors,
    typed_name: String,
    may_review: bool,
    reviewed: Option<Moment>,
    review_due: Option<Moment>,
    /// Its nonces show that two processes share it.
    shared: Option<String>,
    methods: Vec<&'static str>,
}

/// What is on record, in words.
pub(in super::super) struct KeyView {
    pub(in super::super) id: String,
    pub(in super::super) name: String,
    pub(in super::super) holder: String,
    pub(in super::super) application: String,
    /// Where all keys of its application are listed.
    pub(in super::super) alike: String,
    pub(in super::super) description: String,
    pub(in super::super) public: String,
    pub(in super::super) kind: &'static str,
    pub(in super::super) is_private: bool,
    pub(in super::super) badge: Badge,
    pub(in super::super) meaning: String,
    pub(in super::super) created: Moment,
    pub(in super::super) modified: Moment,
    pub(in super::super) revoked: Option<Moment>,
    pub(in super::super) is_revoked: bool,
    pub(in super::super) is_held: bool,
    pub(in super::super) revision: u64,
}

struct StateView {
    name: &'static str,
    badge: Badge,
    meaning: &'static str,
    current: bool,
}

struct PermissionView {
    chip: Chip,
    risk: &'static str,
    needed: Option<Moment>,
}

struct UseView {
    chart: String,
    table: Vec<HourOf>,
    day: String,
    last: Option<Moment>,
    source: String,
    refused: Option<(Moment, String, String)>,
    since: Option<String>,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    let query = call.query(&["cursor"], &[])?;
    let no_such = || Trouble::malformed("there is no such place in the list".to_owned());
    let cursor = query.given("cursor").map(|text| read_before(text).ok_or_else(no_such)).transpose()?;
    let id: KeyId = call.id(Thing::Key)?;
    let known = known(&call, id).await?;
    let page = page(&call, known, cursor).await?;
    Ok(Shown::page(&page)?)
}

/// What may be known of a key by whoever asks.
pub(super) struct Known {
    pub(super) record: KeyRecord,
    pub(super) activity: Option<Activity>,
    concerns: Vec<keys::Concern>,
    due_at: Option<Timestamp>,
    stepped_from: Option<KeyState>,
}

pub(super) async fn known(call: &Call, id: KeyId) -> Result<Known, Failure> {
    let (authority, caller) = (&call.state.authority, call.caller());
    if Operation::KeyActivity.allows(caller.role) {
        let KeyActivity { record, activity, concerns, due_at } =
            keys::activity(authority, caller, id).await?;
        let stepped_from = activity.stepped_from;
        return Ok(Known { record, activity: Some(activity), concerns, due_at, stepped_from });
    }
    let keys::ShownKey { record, concerns, due_at, stepped_from, .. } =
        keys::show(authority, caller, id).await?;
    Ok(Known { record, activity: None, concerns, due_at, stepped_from })
}

async fn page(call: &Call, known: Known, cursor: Option<Cursor>) -> Result<Page, Failure> {
    let pair = pair(call, &known.record).await?;
    let (record, now) = (&known.record, call.now());
    let may_edit = Operation::KeyEdit.allows(call.caller().role) && record.state != KeyState::Revoked;
    let judged = Judged {
        kind: record.kind,
        permissions: record.permissions,
        restrictions: &record.restrictions,
        has_holder: !record.holder.as_str().is_empty(),
    };
    let since = call.state.authority.lane().next_sequence();
    let log = entries(call, record, cursor).await?;
    let path = format!("/keys/{}", record.id);
    let is_live = cursor.is_none() && log.is_some() && record.state != KeyState::Revoked;
    let (entries, next) = log.clone().unwrap_or_default();
    let told = |what: fn(&Activity) -> Option<Timestamp>| {
        known.activity.as_ref().and_then(what).map(|at| Moment::of(at, now))
    };
    Ok(Page {
        frame: call.frame(Section::Keys, record.name.to_string()),
        concerns: known.concerns.iter().map(|concern| ConcernView::of(*concern, record, now)).collect(),
        may_edit,
        may_rotate: may_edit && record.successor.is_none(),
        due: known.due_at.map(|at| Moment::of(at, now)),
        pair,
        states: states(record),
        back: known.stepped_from.map(|state| (state.name(), state_badge(state))),
        limits: limits(&record.restrictions, now),
        gaps: if may_edit { gaps(&judged, now).into_iter().map(gap).collect() } else { Vec::new() },
        permissions: permissions(record, known.activity.as_ref(), now),
        narrowed: if may_edit { narrowed(record, known.activity.as_ref(), now) } else { Vec::new() },
        use_: known.activity.as_ref().map(|activity| use_view(activity, now)),
        stops: known.activity.as_ref().map(Stops::of),
        may_see_history: log.is_some(),
        older: next.map(|next| format!("{path}?cursor={}#history", before(next))),
        newest: cursor.map(|_| format!("{path}#history")),
        live: is_live.then(|| super::waiting_for(record.id, since)),
        entries,
        errors: super::fields::Errors::default(),
        typed_name: String::new(),
        may_review: Operation::KeyReviewShow.allows(call.caller().role),
        reviewed: told(|activity| activity.reviewed_at),
        review_due: told(|activity| activity.review_due_at),
        shared: known
            .activity
            .as_ref()
            .and_then(|activity| activity.shared)
            .map(|shared| sentence(&shared.words())),
        methods: methods(),
        key: KeyView::of(record, now),
    })
}

impl KeyView {
    pub(in super::super) fn of(record: &KeyRecord, now: Timestamp) -> Self {
        let badge = badge(record);
        let meaning = if record.held && record.state != KeyState::Revoked {
            "refuses every call until it is readmitted, since the server was restored from a backup"
        } else {
            record.state.meaning()
        };
        KeyView {
            id: record.id.to_string(),
            name: record.name.to_string(),
            holder: record.holder.to_string(),
            application: record.application.to_string(),
            alike: alike(record),
            description: record.description.to_string(),
            public: record.api_key.to_string(),
            kind: kind(record.kind),
            is_private: record.kind == KeyKind::Private,
            badge,
            meaning: sentence(meaning),
            created: Moment::of(record.created_at, now),
            modified: Moment::of(record.modified_at, now),
            revoked: record.revoked_at.map(|at| Moment::of(at, now)),
            is_revoked: record.state == KeyState::Revoked,
            is_held: record.held,
            revision: record.revision,
        }
    }
}

/// The list of the keys of its application, whatever their states.
fn alike(record: &KeyRecord) -> String {
    let query = form_urlencoded::Serializer::new(String::new())
        .append_pair("state", "all")
        .append_pair("application", record.application.as_str())
        .finish();
    format!("/keys?{query}")
}

fn states(record: &KeyRecord) -> Vec<StateView> {
    let steps = KeyState::ALL.into_iter().filter(|state| *state != KeyState::Revoked);
    let view = |state: KeyState| StateView {
        name: state.name(),
        badge: state_badge(state),
        meaning: state.meaning(),
        current: state == record.state,
    };
    steps.map(view).collect()
}

fn permissions(record: &KeyRecord, activity: Option<&Activity>, now: Timestamp) -> Vec<PermissionView> {
    let needed = |permission| {
        let all = activity.iter().flat_map(|activity| &activity.permissions);
        all.clone().find(|(known, _)| *known == permission).and_then(|(_, at)| *at)
    };
    let view = |permission: claviger::core::permission::Permission| PermissionView {
        chip: chip(permission),
        risk: permission.risk(),
        needed: needed(permission).map(|at| Moment::of(at, now)),
    };
    record.permissions.iter().map(view).collect()
}

/// The fields of an edit without what was not needed for a day or longer; none if everything was, or nothing is known yet.
fn narrowed(record: &KeyRecord, activity: Option<&Activity>, now: Timestamp) -> Vec<(&'static str, String)> {
    let Some(activity) = activity else { return Vec::new() };
    let known_since = activity.counted_since.map(|since| since.max(record.created_at));
    let long = known_since.is_some_and(|since| now.secs() - since.secs() >= 86_400);
    let needed: PermissionSet = activity
        .permissions
        .iter()
        .filter(|(_, at)| at.is_some())
        .map(|(permission, _)| *permission)
        .collect();
    if !long || needed.is_empty() || needed == record.permissions {
        return Vec::new();
    }
    Typed { permissions: needed, ..Typed::of(record) }.pairs()
}

fn use_view(activity: &Activity, now: Timestamp) -> UseView {
    let from = activity.hours.len() - DAY;
    let (allowed, refused) = sums(activity.hours.get(from..).unwrap_or_default());
    let source =
        |source: Option<std::net::IpAddr>| source.map(|source| source.to_string()).unwrap_or_default();
    UseView {
        chart: chart(&activity.hours, now),
        table: table(&activity.hours, now),
        day: format!(
            "{} accepted, {} refused in the last 24 hours",
            counted(allowed, "call"),
            number(refused)
        ),
        last: activity.last.map(|last| Moment::of(last.at, now)),
        source: activity.last.map(|last| source(last.source)).unwrap_or_default(),
        refused: activity.refused.map(|refused| {
            (Moment::of(refused.at, now), refused.reason.code().replace('-', " "), source(refused.source))
        }),
        since: activity.counted_since.filter(|since| now.secs() - since.secs() < 172_000).map(exact),
    }
}

type Entries = (Vec<EntryView>, Option<Cursor>);

/// A page of its history; none for whoever may not read it.
async fn entries(
    call: &Call,
    record: &KeyRecord,
    cursor: Option<Cursor>,
) -> Result<Option<Entries>, Failure> {
    let (authority, caller) = (&call.state.authority, call.caller());
    if !Operation::KeyHistory.allows(caller.role) {
        return Ok(None);
    }
    let filter = HistoryFilter { key: Some(record.id), which: Which::All, ..HistoryFilter::default() };
    let page = list(authority, caller, Operation::KeyHistory, filter, cursor, PAGE).await?;
    let names = names(authority, caller, drafts(&page.items)).await?;
    let views =
        page.items.iter().map(|entry| EntryView::of(entry, &names, call.now(), call.caller().role)).collect();
    Ok(Some((views, page.next)))
}
