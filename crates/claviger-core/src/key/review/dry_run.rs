//! What a changed key would have said to the recorded calls of the key as it is.
//!
//! Each call is judged by the rules of [`decide`](crate::decide::rules), as of its own time, by what is on record of it: action,
//! address, time. Nonces, rates and second factors are not tried again. Not on record are the dates a call asked for, and which
//! orders or report: where they would tip the scales, the call *may* have been refused, and is counted apart.

use super::needs::plausible;
use super::recorded::{Recorded, Span};
use crate::action::Action;
use crate::call::QueryDates;
use crate::decide::rules::{Thought, alive, weigh_alive};
use crate::key::{KeyRecord, KeySnapshot, KeyState};
use crate::reason::Reason;
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;

/// Most calls shown of a line.
pub const MAX_EXAMPLES: usize = 3;
/// Most judgements remembered: calls are judged anew beyond that, so that many addresses take time and no room.
const MAX_MEMO: usize = 65_536;

/// The actions that may ask for dates.
const DATED: [Action; 8] = [
    Action::ClosedOrders,
    Action::TradesHistory,
    Action::Ledgers,
    Action::DepositStatus,
    Action::WithdrawStatus,
    Action::AddExport,
    Action::FundingDeposits,
    Action::FundingWithdrawals,
];

/// A dry run under way.
pub struct DryRun {
    present: KeySnapshot,
    changed: KeySnapshot,
    dates_narrow: bool,
    memo: HashMap<(Action, Option<IpAddr>), Verdict>,
    lines: BTreeMap<(Action, Reason, bool), Line>,
    calls: u64,
    gone: u64,
    let_in: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Allowed,
    Maybe(Reason),
    Refused(Reason),
    /// The key as it is refuses it, too.
    Gone,
}

/// Allowed calls of one action that would be refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What they asked for.
    pub action: Action,
    /// Why they would be refused.
    pub reason: Reason,
    /// They would be for sure; else it depends on what is not on record.
    pub certain: bool,
    /// How many, from when to when.
    pub span: Span,
    /// The latest of them, at most [`MAX_EXAMPLES`] if they were shown newest first.
    pub examples: Vec<Recorded>,
}

/// What came of a dry run.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DryRunTold {
    /// Allowed calls that were looked at.
    pub calls: u64,
    /// Of those, the ones that would have been refused.
    pub would_refuse: u64,
    /// Of those, the ones that may have been refused: it depends on what is not on record.
    pub may_refuse: u64,
    /// Calls that were allowed then and that the key as it is refuses already: it was narrowed since.
    pub already_refused: u64,
    /// Calls that were refused for what the change takes away.
    pub would_allow: u64,
    /// By action and reason, the most first.
    pub lines: Vec<Line>,
}

impl DryRun {
    /// Begins: `present` is the key as it is, `changed` as it would be.
    #[must_use]
    pub fn new(present: &KeyRecord, changed: &KeyRecord) -> Self {
        let (was, is) = (&present.restrictions, &changed.restrictions);
        let later = is.query_from.is_some_and(|from| was.query_from.is_none_or(|was| was < from));
        let earlier = is.query_to.is_some_and(|to| was.query_to.is_none_or(|was| to < was));
        DryRun {
            present: KeySnapshot::new(present, None, None),
            changed: KeySnapshot::new(changed, None, None),
            dates_narrow: later || earlier,
            memo: HashMap::new(),
            lines: BTreeMap::new(),
            calls: 0,
            gone: 0,
            let_in: 0,
        }
    }

    /// Judges a recorded call.
    pub fn look(&mut self, call: &Recorded) {
        if !call.is_allowed() {
            let takes_part = is_a_rule(call.reason) && self.verdict(call) == Verdict::Allowed;
            self.let_in += if takes_part { call.calls } else { 0 };
            return;
        }
        let verdict = self.verdict(call);
        let count = if verdict == Verdict::Gone { &mut self.gone } else { &mut self.calls };
        *count = count.saturating_add(call.calls);
        match verdict {
            Verdict::Allowed | Verdict::Gone => {}
            Verdict::Maybe(reason) => self.add(call, reason, false),
            Verdict::Refused(reason) => self.add(call, reason, true),
        }
    }

    /// What came of it.
    #[must_use]
    pub fn told(self) -> DryRunTold {
        let mut lines: Vec<Line> = self.lines.into_values().collect();
        lines.sort_by_key(|line| (!line.certain, std::cmp::Reverse(line.span.calls)));
        let sum =
            |certain| lines.iter().filter(|line| line.certain == certain).map(|line| line.span.calls).sum();
        DryRunTold {
            calls: self.calls,
            would_refuse: sum(true),
            may_refuse: sum(false),
            already_refused: self.gone,
            would_allow: self.let_in,
            lines,
        }
    }

    fn verdict(&mut self, call: &Recorded) -> Verdict {
        if let Err(denial) = alive(&self.changed, call.at) {
            return if alive(&self.present, call.at).is_ok() {
                self.refused(call, denial.reason)
            } else {
                Verdict::Gone
            };
        }
        let alike = (call.action, call.source);
        if let Some(known) = self.memo.get(&alike) {
            return *known;
        }
        let verdict = match self.judge(call, &self.changed) {
            Verdict::Refused(reason) => self.refused(call, reason),
            Verdict::Allowed if self.dates_narrow && DATED.contains(&call.action) => {
                Verdict::Maybe(Reason::QueryOutsideRange)
            }
            verdict => verdict,
        };
        if self.memo.len() < MAX_MEMO {
            self.memo.insert(alike, verdict);
        }
        verdict
    }

    /// What the changed key refuses counts unless the present one does, too.
    fn refused(&self, call: &Recorded, reason: Reason) -> Verdict {
        match self.judge(call, &self.present) {
            Verdict::Refused(_) => Verdict::Gone,
            _ => Verdict::Refused(reason),
        }
    }

    fn judge(&self, call: &Recorded, key: &KeySnapshot) -> Verdict {
        if call.action == Action::PublicData {
            return judge_public(call, key);
        }
        let (mut allowed, mut refused) = (false, None);
        for orders in plausible(call.action, self.present.permissions) {
            let thought =
                Thought { action: call.action, source: call.source, dates: QueryDates::default(), orders };
            match weigh_alive(&thought, key) {
                Ok(_) => allowed = true,
                Err(denial) => refused = refused.or(Some(denial.reason)),
            }
        }
        match (refused, allowed) {
            (Some(reason), false) => Verdict::Refused(reason),
            (Some(reason), true) => Verdict::Maybe(reason),
            (None, _) => Verdict::Allowed,
        }
    }

    fn add(&mut self, call: &Recorded, reason: Reason, certain: bool) {
        let span = Span::of(call);
        let new = || Line { action: call.action, reason, certain, span, examples: Vec::new() };
        let known = self.lines.entry((call.action, reason, certain));
        let line = known.and_modify(|line| line.span.add(&span)).or_insert_with(new);
        if line.examples.len() < MAX_EXAMPLES {
            line.examples.push(*call);
        }
    }
}

impl DryRunTold {
    /// In words, as in *would have refused 14 calls*.
    #[must_use]
    pub fn words(&self) -> String {
        let calls = |count: u64| if count == 1 { "1 call".to_owned() } else { format!("{count} calls") };
        let mut words = match self.would_refuse {
            0 => format!("would have refused none of {}", calls(self.calls)),
            some => format!("would have refused {} of {}", some, calls(self.calls)),
        };
        if self.may_refuse > 0 {
            words.push_str(&format!("; may have refused {} more", self.may_refuse));
        }
        if self.already_refused > 0 {
            words.push_str(&format!(
                "; {} more would be refused by the key as it is already",
                self.already_refused
            ));
        }
        if self.would_allow > 0 {
            words.push_str(&format!("; would have allowed {} that were refused", calls(self.would_allow)));
        }
        words
    }
}

/// A public key asks for market data, which takes no permission.
fn judge_public(call: &Recorded, key: &KeySnapshot) -> Verdict {
    let outside = call.source.is_some_and(|source| !key.allows(source));
    match key.state {
        KeyState::Frozen => Verdict::Refused(Reason::Frozen),
        _ if outside => Verdict::Refused(Reason::SourceNotAllowed),
        _ => Verdict::Allowed,
    }
}

/// Whether a refusal rests on a rule that a change of the key can take away.
const fn is_a_rule(reason: Reason) -> bool {
    matches!(
        reason,
        Reason::PermissionMissing
            | Reason::SourceNotAllowed
            | Reason::ReadOnly
            | Reason::CancelOnly
            | Reason::Frozen
            | Reason::Expired
            | Reason::NotYetValid
            | Reason::QueryOutsideRange
    )
}
