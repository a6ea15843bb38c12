//! `/keys/{id}/incident`: what the key did, and what is left to do.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::history::{EntryView, drafts};
use super::super::keys::{Chip, Errors, KeyView, LIST, chip, optional, state_badge};
use super::super::page::time::{Moment, exact, iso, local};
use super::super::page::{Frame, Section, Trouble, counted, number};
use super::stop::STATES;
use super::view::{ActionView, KeyLine, Money, SourceView, StepView, TokenView};
use crate::api::paper::PaperDesk;
use crate::incident::{Progress, Told, steps};
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::KeyState;
use claviger::core::key::review::Span;
use claviger::core::time::Timestamp;
use claviger::manage::history::names;
use claviger::manage::incidents::{Holding, Stopping, show as look};
use claviger::manage::{ManageError, Operation, Thing};

/// Entries that are shown; the report has more of them.
const MAX_ENTRIES: usize = 20;

#[derive(Template)]
#[template(path = "incidents/show.html")]
struct Page {
    frame: Frame,
    key: KeyView,
    /// The last good moment, and what it is.
    since: Moment,
    origin: &'static str,
    /// As the field of the form has it, and as forms carry it on.
    since_field: String,
    since_text: String,
    cut: Option<Moment>,
    steps: Vec<StepView>,
    /// As in *3 of 10 done*.
    done: String,
    /// It can be stopped further.
    may_stop: bool,
    is_ended: bool,
    states: Vec<StateChoice>,
    may_cancel: bool,
    cancels: bool,
    open: Option<String>,
    allowed: String,
    refused: String,
    unproven: Option<String>,
    sources: Vec<SourceView>,
    /// As in *2 addresses*, never seen before; none if there is none.
    new_sources: Option<String>,
    elsewhere: Option<String>,
    actions: Vec<ActionView>,
    money: Option<Money>,
    may_create: bool,
    works: bool,
    like: String,
    /// The form of a new key with the least, and what that is.
    least: Option<(String, Vec<Chip>)>,
    replacements: Vec<KeyLine>,
    others: Vec<KeyLine>,
    person: Person,
    tokens: Option<Vec<TokenView>>,
    entries: Vec<EntryView>,
    more_entries: bool,
    may_report: bool,
    errors: Errors,
}

struct StateChoice {
    name: &'static str,
    label: &'static str,
    meaning: &'static str,
    chosen: bool,
}

/// What there is to do about the person.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Person {
    /// It is who looks at the page.
    Own,
    /// Somebody else of the account.
    Other,
    /// Nobody who signs in here.
    Nobody,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    let since = since(call.query(&["since"], &[])?)?;
    page(&call, since, Errors::default()).await
}

/// The moment that is meant.
pub(super) fn since(fields: &Pairs) -> Result<Option<Timestamp>, Trouble> {
    let wrong = |words: &str| Trouble::malformed(format!("the last good moment {words}"));
    optional(fields.text("since")).map_err(wrong)
}

/// The page of a key, with the moment kept.
pub(super) fn address(id: KeyId, since: Option<Timestamp>) -> String {
    let moment = since.map(|at| format!("?since={}", iso(at))).unwrap_or_default();
    format!("/keys/{id}/incident{moment}")
}

/// The exchange, if there is one here.
pub(super) fn desk(call: &Call) -> Option<&dyn PaperDesk> {
    call.state.paper.as_ref().map(|exchange| &*exchange.desk)
}

pub(super) async fn page(
    call: &Call,
    since: Option<Timestamp>,
    mut errors: Errors,
) -> Result<Shown, Failure> {
    let id: KeyId = call.id(Thing::Key)?;
    let (authority, caller) = (&call.state.authority, call.caller());
    let (incident, is_wrong) = match look(authority, caller, id, since).await {
        Err(ManageError::Since(error)) => {
            errors.add("since", error);
            (look(authority, caller, id, None).await?, true)
        }
        looked => (looked?, false),
    };
    let told = Told::of(desk(call), incident).await?;
    let names = names(authority, caller, drafts(&told.incident.acts)).await?;
    let role = caller.role;
    let shown = told.incident.acts.iter().take(MAX_ENTRIES);
    let entries = shown.map(|act| EntryView::of(act, &names, call.now(), role)).collect();
    let page = Shown::page(&Page { entries, ..Page::of(call, &told, since.filter(|_| !is_wrong), errors) })?;
    Ok(if is_wrong { page.status(http::StatusCode::UNPROCESSABLE_ENTITY) } else { page })
}

impl Page {
    fn of(call: &Call, told: &Told, asked: Option<Timestamp>, errors: Errors) -> Self {
        let (incident, now) = (&told.incident, call.now());
        let (record, traced, role) = (&incident.record, &incident.traced, call.caller().role);
        let steps: Vec<StepView> = steps(told, exact).iter().map(StepView::of).collect();
        let is_ended = incident.stopping == Stopping::Ended;
        let new =
            incident.sources.iter().filter(|one| one.novelty == claviger::core::key::incident::Novelty::New);
        let new = new.count() as u64;
        Page {
            frame: call.frame(Section::Keys, format!("After a leak: {}", record.name)),
            key: KeyView::of(record, now),
            since: Moment::of(incident.since.at, now),
            origin: incident.since.origin.words(),
            since_field: local(incident.since.at),
            since_text: asked.map(iso).unwrap_or_default(),
            cut: incident.cut_at.map(|at| Moment::of(at, now)),
            done: format!(
                "{} of {} done",
                steps.iter().filter(|step| step.progress == Progress::Done).count(),
                steps.len()
            ),
            steps,
            may_stop: Operation::KeyStop.allows(role) && !is_ended,
            is_ended,
            states: STATES
                .into_iter()
                .filter(|to| !record.state.within(*to))
                .map(|to| StateChoice::of(to, call.form.text("state")))
                .collect(),
            cancels: call.form.given("cancel_orders").is_some(),
            may_cancel: call.state.paper.is_some() && Operation::PaperOrderCancelAll.allows(role),
            open: (incident.open_calls > 0).then(|| counted(incident.open_calls.into(), "call")),
            allowed: counted(calls(traced.allowed()), "call"),
            refused: number(calls(traced.refusals())),
            unproven: traced.unproven.map(|span| counted(span.calls, "call")),
            sources: incident.sources.iter().map(|one| SourceView::of(one, now)).collect(),
            new_sources: (new > 0)
                .then(|| if new == 1 { "1 address".to_owned() } else { format!("{new} addresses") }),
            elsewhere: traced.elsewhere.map(|span| counted(span.calls, "call")),
            actions: traced.actions.iter().map(|(action, of)| ActionView::of(*action, of, now)).collect(),
            money: told.exchange.as_ref().map(|asked| Money::of(told, asked, now)),
            may_create: Operation::KeyCreate.allows(role),
            works: !incident.stopping.is_done(),
            like: format!("/keys/new?like={}", record.id),
            least: incident.least.filter(|least| *least != record.permissions && !least.is_empty()).map(
                |least| {
                    let named: String = least.iter().map(|one| format!("&{LIST}={}", one.name())).collect();
                    (format!("/keys/new?like={}{named}", record.id), least.iter().map(chip).collect())
                },
            ),
            replacements: incident.replacements.iter().map(|key| KeyLine::of(key, now)).collect(),
            others: incident.others.iter().map(|key| KeyLine::of(key, now)).collect(),
            person: match &incident.holding {
                Holding::Member(person) if person.is_caller => Person::Own,
                Holding::Member(_) | Holding::Untold(_) => Person::Other,
                Holding::Account | Holding::Gone(_) => Person::Nobody,
            },
            tokens: incident
                .tokens
                .as_ref()
                .map(|all| all.iter().map(|one| TokenView::of(one, now)).collect()),
            entries: Vec::new(),
            more_entries: incident.more_acts || incident.acts.len() > MAX_ENTRIES,
            may_report: Operation::IncidentReport.allows(role),
            errors,
        }
    }

    /// The words of a step, for the part of the page that is about it.
    fn step(&self, name: &str) -> Option<&StepView> {
        self.steps.iter().find(|step| step.name == name)
    }
}

impl StateChoice {
    fn of(state: KeyState, chosen: &str) -> Self {
        StateChoice {
            name: state.name(),
            label: state_badge(state).label,
            meaning: state.meaning(),
            chosen: state.name() == chosen,
        }
    }
}

fn calls(span: Option<Span>) -> u64 {
    span.map_or(0, |span| span.calls)
}
