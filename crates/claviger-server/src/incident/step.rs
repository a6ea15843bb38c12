//! The steps of the answer to a leak, each with what is so: nobody ticks them.

use super::{Told, Withdrawn};
use claviger::core::key::incident::Novelty;
use claviger::core::time::Timestamp;
use claviger::manage::incidents::{Holding, Incident, Stopping};

/// How far a step is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Progress {
    /// Nothing is left to do.
    Done,
    /// Something is left to do.
    Open,
    /// Somebody has to look at it and judge.
    Look,
    /// It cannot be told from here.
    Untold,
}

impl Progress {
    pub(crate) const ALL: [Progress; 4] = [Progress::Done, Progress::Open, Progress::Look, Progress::Untold];

    /// The stable machine-readable text.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Progress::Done => "done",
            Progress::Open => "open",
            Progress::Look => "look",
            Progress::Untold => "untold",
        }
    }

    /// In a word or two.
    pub(crate) const fn label(self) -> &'static str {
        match self {
            Progress::Done => "Done",
            Progress::Open => "To do",
            Progress::Look => "Look at it",
            Progress::Untold => "Not known here",
        }
    }
}

/// A step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Step {
    /// The stable machine-readable text.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) title: &'static str,
    pub(crate) progress: Progress,
    /// What is so.
    pub(crate) words: String,
}

/// How an instant is written.
type When = fn(Timestamp) -> String;

/// All of them, in the order they are taken.
pub(crate) fn steps(told: &Told, when: When) -> Vec<Step> {
    let incident = &told.incident;
    let step = |name, title, (progress, words)| Step { name, title, progress, words };
    vec![
        step("stop", "Stop the key", stop(incident, when)),
        step("addresses", "Explain the addresses it was used from", addresses(incident)),
        step("withdrawals", "Stop its withdrawals", withdrawals(told)),
        step("orders", "Cancel its open orders", orders(told)),
        step("withdrawal-addresses", "Look at saved withdrawal addresses", saved(told)),
        step("replace", "Replace the key", replace(incident)),
        step("others", "Look at the holder's other keys", others(incident)),
        step("password", "Change the password", password(incident, when)),
        step("sessions", "End other sessions", sessions(incident)),
        step("tokens", "Look at administration tokens", tokens(incident)),
    ]
}

fn some(count: usize, one: &str, more: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {more}") }
}

fn stop(incident: &Incident, when: When) -> (Progress, String) {
    let at = incident.stopped_at.map_or_else(String::new, |at| format!(" since {}", when(at)));
    let open = match incident.open_calls {
        0 => String::new(),
        open => format!("; {} still open", some(open as usize, "call is", "calls are")),
    };
    match incident.stopping {
        Stopping::Ended => (
            Progress::Done,
            format!("Nothing is accepted of it any more{at}, and nothing brings it back{open}."),
        ),
        Stopping::Frozen => (
            Progress::Done,
            format!("It is frozen{at}: nothing is accepted until somebody steps it up{open}."),
        ),
        Stopping::SteppedDown => (
            Progress::Open,
            format!("It is {}{at}: whoever has it can still do that{open}.", incident.record.state),
        ),
        Stopping::Works => (Progress::Open, "It works: whoever has it can do all that it may.".to_owned()),
    }
}

fn addresses(incident: &Incident) -> (Progress, String) {
    let of = |novelty| {
        incident.sources.iter().filter(|one| one.novelty == novelty && one.source.is_some()).count()
    };
    let (new, untold) = (of(Novelty::New), of(Novelty::Untold));
    match (new, untold, incident.sources.len()) {
        (_, _, 0) => (Progress::Done, "No call of it is on record since.".to_owned()),
        (0, 0, _) => (Progress::Done, "Every address was known before.".to_owned()),
        (0, untold, _) => (
            Progress::Look,
            format!(
                "{}: no earlier call is on record to compare with.",
                some(untold, "address", "addresses")
            ),
        ),
        (new, _, _) => (Progress::Look, format!("{} never seen before.", some(new, "address", "addresses"))),
    }
}

fn withdrawals(told: &Told) -> (Progress, String) {
    if told.exchange.is_none() {
        return (Progress::Untold, "There is no built-in exchange here: ask yours.".to_owned());
    }
    let withdrawn = Withdrawn::of(told);
    match (withdrawn.cancellable(), withdrawn.gone()) {
        (0, 0) => (Progress::Done, "It sent nothing that was not cancelled.".to_owned()),
        (0, gone) => (
            Progress::Look,
            format!("{} too late to be cancelled.", some(gone, "withdrawal is", "withdrawals are")),
        ),
        (open, _) => (
            Progress::Open,
            format!(
                "{} not sent yet: a key that may withdraw cancels with WithdrawCancel.",
                some(open, "withdrawal is", "withdrawals are")
            ),
        ),
    }
}

fn orders(told: &Told) -> (Progress, String) {
    let Some(asked) = &told.exchange else {
        return (Progress::Untold, "There is no built-in exchange here: ask yours.".to_owned());
    };
    let open: u64 = asked.orders.iter().map(|sum| sum.open).sum();
    match usize::try_from(open).unwrap_or(usize::MAX) {
        0 => (Progress::Done, "No order that it placed since is open.".to_owned()),
        open => (
            Progress::Open,
            format!("{} open.", some(open, "order that it placed is", "orders that it placed are")),
        ),
    }
}

fn saved(told: &Told) -> (Progress, String) {
    let Some(asked) = &told.exchange else {
        return (Progress::Untold, "There is no built-in exchange here: ask yours.".to_owned());
    };
    match asked.addresses.len() {
        0 => (Progress::Done, "None was saved since.".to_owned()),
        count => {
            let verified = asked.addresses.iter().filter(|address| address.verified).count();
            let saved = some(count, "was saved since", "were saved since");
            (Progress::Look, format!("{saved}, {verified} of them confirmed."))
        }
    }
}

fn replace(incident: &Incident) -> (Progress, String) {
    match incident.replacements.as_slice() {
        [] if incident.stopping == Stopping::Works => (
            Progress::Open,
            "Stop it first: a new key beside a leaked one that works helps nobody.".to_owned(),
        ),
        [] => (Progress::Open, "No key of the same holder was made since it was stopped.".to_owned()),
        [one] => (Progress::Done, format!("\"{}\" was made since.", one.record.name)),
        more => (Progress::Done, format!("{} keys of the same holder were made since.", more.len())),
    }
}

fn others(incident: &Incident) -> (Progress, String) {
    let open = incident.others.iter().filter(|other| other.anywhere || !other.takes.is_empty()).count();
    match (incident.others.len(), open) {
        (0, _) => (Progress::Done, "There is no other key of the same holder.".to_owned()),
        (count, 0) => (
            Progress::Look,
            format!(
                "{}, none of which takes calls from a new address.",
                some(count, "other key works", "other keys work")
            ),
        ),
        (count, open) => (
            Progress::Look,
            format!(
                "{}, {open} of which would take calls from an address like those.",
                some(count, "other key works", "other keys work")
            ),
        ),
    }
}

fn password(incident: &Incident, when: When) -> (Progress, String) {
    match &incident.holding {
        Holding::Account => (
            Progress::Untold,
            "The key belongs to no member: whoever kept it changes what else lay beside it.".to_owned(),
        ),
        Holding::Gone(user) => {
            (Progress::Done, format!("{user} is no member any more, and cannot sign in here."))
        }
        Holding::Untold(user) => (Progress::Untold, format!("It is {user}'s; ask them, or an admin.")),
        Holding::Member(person) => match person.password_changed_at {
            Some(at) if person.password_changed_since(incident.since.at) => {
                (Progress::Done, format!("{} changed it: {}.", person.name, when(at)))
            }
            Some(at) => (Progress::Open, format!("{} has had it since {}.", person.name, when(at))),
            None => (Progress::Done, format!("{} has none.", person.name)),
        },
    }
}

fn sessions(incident: &Incident) -> (Progress, String) {
    match &incident.holding {
        Holding::Account => (Progress::Untold, "The key belongs to no member.".to_owned()),
        Holding::Gone(_) => (Progress::Done, "None can be open here.".to_owned()),
        Holding::Untold(user) => (Progress::Untold, format!("It is {user}'s; ask them, or an admin.")),
        Holding::Member(person) => match (person.sessions_open, person.sessions_before) {
            (0, _) if person.is_caller => (Progress::Done, "You have no other session open.".to_owned()),
            (0, _) => (Progress::Done, format!("{} is not signed in here.", person.name)),
            (open, 0) => (
                Progress::Look,
                format!("{} has {} open, begun since.", person.name, some(open, "session", "sessions")),
            ),
            (open, before) => (
                Progress::Open,
                format!(
                    "{} has {} open, {before} of them from before that moment.",
                    person.name,
                    some(open, "session", "sessions")
                ),
            ),
        },
    }
}

fn tokens(incident: &Incident) -> (Progress, String) {
    match incident.tokens.as_deref() {
        None => (Progress::Untold, "Ask an admin which there are.".to_owned()),
        Some([]) => (Progress::Done, "None was made since, nor by whoever holds the key.".to_owned()),
        Some(tokens) => (
            Progress::Look,
            format!(
                "{} made since, or by whoever holds the key.",
                some(tokens.len(), "that works was", "that work were")
            ),
        ),
    }
}
