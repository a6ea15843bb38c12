//! A key after its leak, as JSON.

use super::super::history::EntryJson;
use super::super::instant::show;
use super::super::keys::KeyJson;
use super::super::paper::WithdrawalJson;
use super::super::reviews::{SpanJson, names};
use super::super::texts::{
    ActionText, NoveltyText, OriginText, PermissionText, ProgressText, ReasonText, StateText, StoppingText,
};
use super::super::tokens::TokenJson;
use crate::incident::{Step, Told, Withdrawn, steps};
use claviger::core::action::Action;
use claviger::core::key::incident::{FromSource, OfAction};
use claviger::core::key::review::Span;
use claviger::core::time::Timestamp;
use claviger::manage::incidents::{Holding, OtherKey};
use claviger_venue::{Asked, OrderSum};
use serde::Serialize;
use utoipa::ToSchema;

/// A key after its leak.
#[derive(Serialize, ToSchema)]
#[schema(as = Incident)]
pub(in super::super) struct IncidentJson {
    /// The key.
    key: KeyJson,
    /// When it was looked.
    #[schema(format = DateTime)]
    at: String,
    /// The last moment it was known to be in the right hands.
    #[schema(format = DateTime)]
    since: String,
    /// Where that moment comes from.
    #[schema(value_type = OriginText)]
    since_origin: &'static str,
    /// Its calls were looked at from here on only, since there are more than are looked at; null: all of them were.
    #[schema(format = DateTime)]
    cut_at: Option<String>,
    /// What it still lets through.
    #[schema(value_type = StoppingText)]
    stopping: &'static str,
    /// Since when; null if it works, or if that was before the moment.
    #[schema(format = DateTime)]
    stopped_at: Option<String>,
    /// Its calls that were accepted and have no outcome yet.
    open_calls: u32,
    /// The steps of the answer, in their order, each with what is so.
    steps: Vec<StepJson>,
    /// Its accepted calls since; null if there was none.
    allowed: Option<SpanJson>,
    /// Its refused calls since; null if there was none.
    refused: Option<SpanJson>,
    /// Calls under its name that nobody proved to be its own; null if there was none.
    unproven: Option<SpanJson>,
    /// Its calls by address, new ones first.
    sources: Vec<TracedSourceJson>,
    /// Calls from further addresses, beyond the 1024 that are kept apart.
    elsewhere: Option<SpanJson>,
    /// Its calls by action.
    actions: Vec<TracedActionJson>,
    /// Its refused calls by reason.
    reasons: Vec<TracedReasonJson>,
    /// What the built-in exchange has on record since; null without one.
    exchange: Option<ExchangeJson>,
    /// The least that would have allowed what it did before the moment; null if nothing is on record of that.
    #[schema(value_type = Option<Vec<PermissionText>>)]
    least_permissions: Option<Vec<&'static str>>,
    /// Keys of the same holder that were made since it was stopped.
    replacements: Vec<OtherKeyJson>,
    /// Other keys of the same holder.
    others: Vec<OtherKeyJson>,
    /// The person it belongs to; null if it is the account's alone.
    person: Option<HoldingJson>,
    /// Administration tokens that work and were made since, or by whoever the key belongs to; null if that is not yours to know.
    tokens: Option<Vec<TokenJson>>,
    /// The entries since of the key, and of what gives access to the account, newest first.
    entries: Vec<EntryJson>,
    /// There are more of them.
    more_entries: bool,
}

/// A step of the answer to a leak.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentStep)]
struct StepJson {
    /// Which.
    #[schema(example = "stop")]
    name: &'static str,
    /// How far it is.
    #[schema(value_type = ProgressText)]
    progress: &'static str,
    /// What it is.
    title: &'static str,
    /// What is so.
    words: String,
}

/// Calls from one address.
#[derive(Serialize, ToSchema)]
#[schema(as = TracedSource)]
struct TracedSourceJson {
    /// The address; null if it is not on record.
    source: Option<String>,
    /// Whether accepted calls came from it before the moment.
    #[schema(value_type = NoveltyText)]
    novelty: &'static str,
    /// Accepted.
    allowed: Option<SpanJson>,
    /// Refused.
    refused: Option<SpanJson>,
}

/// Calls of one action.
#[derive(Serialize, ToSchema)]
#[schema(as = TracedAction)]
struct TracedActionJson {
    /// The action.
    #[schema(value_type = ActionText)]
    action: &'static str,
    /// Accepted.
    allowed: Option<SpanJson>,
    /// Refused.
    refused: Option<SpanJson>,
    /// Carried out. Reads leave no outcome.
    done: u64,
    /// Refused by the exchange, too late to be sent, or not executed.
    not_done: u64,
    /// Nobody knows what became of it.
    unknown: u64,
}

/// Refused calls of one reason.
#[derive(Serialize, ToSchema)]
#[schema(as = TracedReason)]
struct TracedReasonJson {
    /// The reason.
    #[schema(value_type = ReasonText)]
    reason: &'static str,
    /// The calls.
    calls: SpanJson,
}

/// What the exchange has on record.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentExchange)]
struct ExchangeJson {
    /// Withdrawals the key asked for, newest first.
    withdrawals: Vec<WithdrawalJson>,
    /// Withdrawals that others asked for, or of which it is not on record who did.
    other_withdrawals: Vec<WithdrawalJson>,
    /// Orders it placed, by market and side.
    orders: Vec<OrderSumJson>,
    /// Withdrawal addresses that were saved since, whoever saved them.
    addresses: Vec<SavedSinceJson>,
    /// There is more than is looked at: this is the latest.
    cut: bool,
}

/// Orders of one market and side. Amounts are decimals in texts.
#[derive(Serialize, ToSchema)]
#[schema(as = OrderSum)]
struct OrderSumJson {
    /// The market.
    #[schema(example = "XBTUSD")]
    pair: String,
    /// `buy` or `sell`.
    #[schema(example = "sell")]
    side: &'static str,
    /// How many.
    orders: u64,
    /// Those that have not ended.
    open: u64,
    /// Volume ordered, in the base asset.
    volume: String,
    /// Volume filled.
    filled: String,
    /// What that cost, in the quote asset.
    cost: String,
    /// The first of them.
    #[schema(format = DateTime)]
    first_at: String,
    /// The last of them.
    #[schema(format = DateTime)]
    last_at: String,
}

/// A withdrawal address that was saved since.
#[derive(Serialize, ToSchema)]
#[schema(as = SavedSince)]
struct SavedSinceJson {
    /// When.
    #[schema(format = DateTime)]
    added_at: String,
    /// The asset it takes.
    asset: &'static str,
    /// Its name.
    key: String,
    /// The address.
    address: String,
    /// Whether it may be withdrawn to.
    verified: bool,
    /// Who saved it: a `member`, or a `key`.
    origin: &'static str,
    /// The id of who saved it; empty if that is not known.
    by: String,
}

/// Another key of the same holder.
#[derive(Serialize, ToSchema)]
#[schema(as = OtherKey)]
struct OtherKeyJson {
    /// Its id.
    #[schema(example = "key_0123456789ab")]
    id: String,
    /// Its name.
    name: String,
    /// Its state.
    #[schema(value_type = StateText)]
    state: &'static str,
    /// When it was made.
    #[schema(format = DateTime)]
    created_at: String,
    /// Whether it takes calls from any address.
    anywhere: bool,
    /// The new addresses of the leaked key that it would take calls from.
    takes: Vec<String>,
}

/// The person a key belongs to.
#[derive(Serialize, ToSchema)]
#[schema(as = IncidentPerson)]
struct HoldingJson {
    /// The person's id.
    #[schema(example = "user_0123456789ab")]
    user: String,
    /// Whether they are a member of the account still.
    member: bool,
    /// What they are called; null, like all that follows, if that is not yours to know.
    name: Option<String>,
    /// When their password was set.
    #[schema(format = DateTime)]
    password_changed_at: Option<String>,
    /// Their open sessions.
    sessions: Option<usize>,
    /// Those of them that were begun before the moment.
    sessions_before: Option<usize>,
}

impl IncidentJson {
    pub(super) fn of(told: &Told) -> Self {
        let (incident, traced) = (&told.incident, &told.incident.traced);
        IncidentJson {
            key: KeyJson::of(&incident.record),
            at: incident.at.to_string(),
            since: incident.since.at.to_string(),
            since_origin: incident.since.origin.name(),
            cut_at: show(incident.cut_at),
            stopping: incident.stopping.name(),
            stopped_at: show(incident.stopped_at),
            open_calls: incident.open_calls,
            steps: steps(told, |at| at.to_string()).iter().map(StepJson::of).collect(),
            allowed: span(traced.allowed()),
            refused: span(traced.refusals()),
            unproven: span(traced.unproven),
            sources: incident.sources.iter().map(TracedSourceJson::of).collect(),
            elsewhere: span(traced.elsewhere),
            actions: traced.actions.iter().map(TracedActionJson::of).collect(),
            reasons: traced
                .refused
                .iter()
                .map(|(reason, span)| TracedReasonJson { reason: reason.code(), calls: SpanJson::of(span) })
                .collect(),
            exchange: told.exchange.as_ref().map(|asked| ExchangeJson::of(told, asked)),
            least_permissions: incident.least.map(names),
            replacements: incident.replacements.iter().map(OtherKeyJson::of).collect(),
            others: incident.others.iter().map(OtherKeyJson::of).collect(),
            person: HoldingJson::of(&incident.holding),
            tokens: incident.tokens.as_ref().map(|tokens| tokens.iter().map(TokenJson::of).collect()),
            entries: incident.acts.iter().map(EntryJson::of).collect(),
            more_entries: incident.more_acts,
        }
    }
}

fn span(span: Option<Span>) -> Option<SpanJson> {
    span.as_ref().map(SpanJson::of)
}

impl StepJson {
    fn of(step: &Step) -> Self {
        let Step { name, title, progress, words } = step;
        StepJson { name, title, progress: progress.name(), words: words.clone() }
    }
}

impl TracedSourceJson {
    fn of(one: &FromSource) -> Self {
        TracedSourceJson {
            source: one.source.map(|source| source.to_string()),
            novelty: one.novelty.name(),
            allowed: span(one.allowed),
            refused: span(one.refused),
        }
    }
}

impl TracedActionJson {
    fn of((action, of): (&Action, &OfAction)) -> Self {
        TracedActionJson {
            action: action.name(),
            allowed: span(of.allowed),
            refused: span(of.refused),
            done: of.done,
            not_done: of.not_done,
            unknown: of.unknown,
        }
    }
}

impl ExchangeJson {
    fn of(told: &Told, asked: &Asked) -> Self {
        let withdrawn = Withdrawn::of(told);
        let saved = |address: &claviger_venue::Address| SavedSinceJson {
            added_at: Timestamp::from_micros(address.added_at.0).to_string(),
            asset: address.asset.altname(),
            key: address.key.to_string(),
            address: address.address.to_string(),
            verified: address.verified,
            origin: address.origin.as_str(),
            by: address.by.to_string(),
        };
        ExchangeJson {
            withdrawals: withdrawn.by_it.iter().map(|one| WithdrawalJson::of(one)).collect(),
            other_withdrawals: withdrawn.by_others.iter().map(|one| WithdrawalJson::of(one)).collect(),
            orders: asked.orders.iter().map(OrderSumJson::of).collect(),
            addresses: asked.addresses.iter().map(saved).collect(),
            cut: asked.is_cut,
        }
    }
}

impl OrderSumJson {
    fn of(sum: &OrderSum) -> Self {
        let (base, quote) = (sum.pair.base(), sum.pair.quote());
        OrderSumJson {
            pair: sum.pair.altname(),
            side: sum.side.as_str(),
            orders: sum.orders,
            open: sum.open,
            volume: base.format(sum.volume),
            filled: base.format(sum.filled),
            cost: quote.format(sum.cost),
            first_at: Timestamp::from_micros(sum.first.0).to_string(),
            last_at: Timestamp::from_micros(sum.last.0).to_string(),
        }
    }
}

impl OtherKeyJson {
    fn of(other: &OtherKey) -> Self {
        OtherKeyJson {
            id: other.record.id.to_string(),
            name: other.record.name.to_string(),
            state: other.record.state.name(),
            created_at: other.record.created_at.to_string(),
            anywhere: other.anywhere,
            takes: other.takes.iter().map(ToString::to_string).collect(),
        }
    }
}

impl HoldingJson {
    fn of(holding: &Holding) -> Option<Self> {
        let bare = |user: &claviger::core::id::UserId, member| HoldingJson {
            user: user.to_string(),
            member,
            name: None,
            password_changed_at: None,
            sessions: None,
            sessions_before: None,
        };
        match holding {
            Holding::Account => None,
            Holding::Gone(user) => Some(bare(user, false)),
            Holding::Untold(user) => Some(bare(user, true)),
            Holding::Member(person) => Some(HoldingJson {
                name: Some(person.name.to_string()),
                password_changed_at: show(person.password_changed_at),
                sessions: Some(person.sessions_open),
                sessions_before: Some(person.sessions_before),
                ..bare(&person.user, true)
            }),
        }
    }
}
