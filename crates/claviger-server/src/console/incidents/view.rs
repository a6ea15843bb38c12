//! Parts of the page.

use super::super::keys::{Badge, state_badge};
use super::super::page::time::Moment;
use super::super::page::{counted, number};
use super::super::paper::{money, withdrawal_status};
use crate::incident::{Progress, Step, Told, Withdrawn};
use claviger::core::action::Action;
use claviger::core::key::incident::{FromSource, Novelty, OfAction};
use claviger::core::key::review::Span;
use claviger::core::time::Timestamp;
use claviger::core::token::TokenRecord;
use claviger::manage::incidents::OtherKey;
use claviger_venue::{Address, Asked, Micros, OrderSum, Withdrawal};

/// A step.
pub(super) struct StepView {
    pub(super) name: &'static str,
    pub(super) title: &'static str,
    pub(super) progress: Progress,
    pub(super) badge: Badge,
    pub(super) words: String,
    /// The part of the page that is about it.
    pub(super) part: &'static str,
}

impl StepView {
    pub(super) fn of(step: &Step) -> Self {
        let class = match step.progress {
            Progress::Done => "active",
            Progress::Open => "cancel-only",
            Progress::Look => "read-only",
            Progress::Untold => "revoked",
        };
        StepView {
            name: step.name,
            title: step.title,
            progress: step.progress,
            badge: Badge { label: step.progress.label(), class },
            words: step.words.clone(),
            part: part(step.name),
        }
    }
}

fn part(step: &str) -> &'static str {
    match step {
        "stop" => "stop",
        "replace" | "others" => "replace",
        "password" | "sessions" | "tokens" => "person",
        _ => "did",
    }
}

/// Calls from one address.
pub(super) struct SourceView {
    pub(super) source: String,
    pub(super) novelty: Badge,
    pub(super) allowed: String,
    pub(super) refused: String,
    pub(super) first: Option<Moment>,
    pub(super) last: Option<Moment>,
}

impl SourceView {
    pub(super) fn of(one: &FromSource, now: Timestamp) -> Self {
        let (label, class) = match one.novelty {
            Novelty::New => ("Never seen before", "cancel-only"),
            Novelty::Untold => ("Nothing to compare with", "revoked"),
            Novelty::Known => ("Known before", "active"),
        };
        let both = [one.allowed, one.refused];
        let all = || both.iter().flatten();
        SourceView {
            source: one.source.map_or_else(|| "not on record".to_owned(), |source| source.to_string()),
            novelty: Badge { label, class },
            allowed: number(count(one.allowed)),
            refused: number(count(one.refused)),
            first: all().map(|span| span.first).min().map(|at| Moment::of(at, now)),
            last: all().map(|span| span.last).max().map(|at| Moment::of(at, now)),
        }
    }
}

/// Calls of one action.
pub(super) struct ActionView {
    pub(super) words: &'static str,
    pub(super) name: &'static str,
    pub(super) allowed: String,
    pub(super) refused: String,
    /// What became of those that change something; empty of reads.
    pub(super) outcome: String,
    pub(super) last: Option<Moment>,
}

impl ActionView {
    pub(super) fn of(action: Action, of: &OfAction, now: Timestamp) -> Self {
        let last = [of.allowed, of.refused].iter().flatten().map(|span| span.last).max();
        let outcomes = [(of.done, "done"), (of.not_done, "not done"), (of.unknown, "unknown")];
        let told: Vec<String> = outcomes
            .iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, words)| format!("{} {words}", number(*count)))
            .collect();
        ActionView {
            words: action.words().trim_end_matches('.'),
            name: action.name(),
            allowed: number(count(of.allowed)),
            refused: number(count(of.refused)),
            outcome: told.join(", "),
            last: last.map(|at| Moment::of(at, now)),
        }
    }
}

fn count(span: Option<Span>) -> u64 {
    span.map_or(0, |span| span.calls)
}

/// What the exchange has on record.
pub(super) struct Money {
    pub(super) withdrawals: Vec<WithdrawalView>,
    pub(super) others: Option<String>,
    pub(super) orders: Vec<OrderView>,
    pub(super) addresses: Vec<AddressView>,
    pub(super) is_cut: bool,
}

/// A withdrawal the key asked for.
pub(super) struct WithdrawalView {
    pub(super) amount: String,
    pub(super) key: String,
    pub(super) address: String,
    pub(super) reference: String,
    pub(super) status: (&'static str, &'static str),
    pub(super) at: Moment,
}

/// Orders it placed.
pub(super) struct OrderView {
    pub(super) market: String,
    pub(super) side: &'static str,
    pub(super) orders: String,
    pub(super) open: String,
    pub(super) volume: String,
    pub(super) filled: String,
    pub(super) cost: String,
}

/// An address that was saved since.
pub(super) struct AddressView {
    pub(super) name: String,
    pub(super) asset: &'static str,
    pub(super) address: String,
    pub(super) by: String,
    pub(super) badge: Badge,
    pub(super) at: Moment,
}

impl Money {
    pub(super) fn of(told: &Told, asked: &Asked, now: Timestamp) -> Self {
        let withdrawn = Withdrawn::of(told);
        let others = withdrawn.by_others.len() as u64;
        Money {
            withdrawals: withdrawn.by_it.iter().map(|one| WithdrawalView::of(one, now)).collect(),
            others: (others > 0).then(|| counted(others, "withdrawal")),
            orders: asked.orders.iter().map(OrderView::of).collect(),
            addresses: asked.addresses.iter().map(|one| AddressView::of(one, now)).collect(),
            is_cut: asked.is_cut,
        }
    }
}

impl WithdrawalView {
    fn of(one: &Withdrawal, now: Timestamp) -> Self {
        WithdrawalView {
            amount: money::named(one.asset, one.amount),
            key: one.key.to_string(),
            address: one.address.to_string(),
            reference: one.id.to_string(),
            status: withdrawal_status(one.status),
            at: moment(one.at, now),
        }
    }
}

impl OrderView {
    fn of(sum: &OrderSum) -> Self {
        let (base, quote) = (sum.pair.base(), sum.pair.quote());
        OrderView {
            market: sum.pair.wsname(),
            side: sum.side.as_str(),
            orders: number(sum.orders),
            open: number(sum.open),
            volume: money::named(base, sum.volume),
            filled: money::named(base, sum.filled),
            cost: money::named(quote, sum.cost),
        }
    }
}

impl AddressView {
    fn of(one: &Address, now: Timestamp) -> Self {
        let (label, class) = if one.verified { ("Confirmed", "cancel-only") } else { ("Waits", "revoked") };
        AddressView {
            name: one.key.to_string(),
            asset: one.asset.code(),
            address: one.address.to_string(),
            by: format!("{} {}", one.origin.as_str(), one.by),
            badge: Badge { label, class },
            at: moment(one.added_at, now),
        }
    }
}

fn moment(at: Micros, now: Timestamp) -> Moment {
    Moment::of(Timestamp::from_micros(at.0), now)
}

/// Another key of the same holder.
pub(super) struct KeyLine {
    pub(super) href: String,
    pub(super) name: String,
    pub(super) badge: Badge,
    pub(super) made: Moment,
    pub(super) anywhere: bool,
    pub(super) takes: Vec<String>,
}

impl KeyLine {
    pub(super) fn of(other: &OtherKey, now: Timestamp) -> Self {
        KeyLine {
            href: format!("/keys/{}", other.record.id),
            name: other.record.name.to_string(),
            badge: state_badge(other.record.state),
            made: Moment::of(other.record.created_at, now),
            anywhere: other.anywhere,
            takes: other.takes.iter().map(ToString::to_string).collect(),
        }
    }
}

/// A token to be looked at.
pub(super) struct TokenView {
    pub(super) name: String,
    pub(super) role: &'static str,
    pub(super) made: Moment,
}

impl TokenView {
    pub(super) fn of(token: &TokenRecord, now: Timestamp) -> Self {
        TokenView {
            name: token.name.to_string(),
            role: token.role.name(),
            made: Moment::of(token.created_at, now),
        }
    }
}
