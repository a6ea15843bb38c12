//! How safe the account is: what is done, and what is still to do, with where.

use super::super::help;
use super::super::page::{counted, number};
use claviger::core::key::KeyState;
use claviger::core::people::HelpPage;
use claviger::manage::keys::{Lack, Survey};

/// The list.
pub(super) struct Checklist {
    pub(super) items: Vec<Item>,
    /// As in *3 of 4 done*.
    pub(super) summary: String,
}

/// One thing to see to.
pub(super) struct Item {
    pub(super) done: bool,
    pub(super) words: String,
    /// What to do about it, and where.
    pub(super) act: Option<(&'static str, &'static str)>,
    /// What to read about it.
    pub(super) help: &'static str,
}

impl Checklist {
    pub(super) fn of(survey: &Survey) -> Self {
        let in_force = in_force(survey);
        // Of no keys everything could be said.
        let lacking = Lack::ALL.into_iter().zip(survey.lacking).filter(|_| in_force > 0);
        let items: Vec<Item> = lacking.map(about_keys).collect();
        let done = items.iter().filter(|item| item.done).count();
        Checklist { summary: format!("{} of {} done", number(done as u64), number(items.len() as u64)), items }
    }
}

fn in_force(survey: &Survey) -> usize {
    let states = KeyState::ALL.iter().zip(survey.by_state);
    states.filter(|(state, _)| **state != KeyState::Revoked).map(|(_, count)| count).sum()
}

fn about_keys((lack, count): (Lack, usize)) -> Item {
    let (done, open, page) = words(lack);
    Item {
        done: count == 0,
        words: if count == 0 { done.to_owned() } else { format!("{} {open}", counted(count as u64, "key")) },
        act: (count > 0).then_some(("Show them", href(lack))),
        help: help::path(page),
    }
}

const fn words(lack: Lack) -> (&'static str, &'static str, HelpPage) {
    match lack {
        Lack::Allowlist => {
            ("Every private key has an allowlist", "without an allowlist", HelpPage::SecuringKeys)
        }
        Lack::Expiry => ("Every key expires", "without an expiry", HelpPage::Rotation),
        Lack::Separation => {
            ("No key both trades and withdraws", "both trading and withdrawing", HelpPage::SeparateKeys)
        }
        Lack::Holder => ("Every key has a holder of its own", "without a holder", HelpPage::SeparateKeys),
    }
}

const fn href(lack: Lack) -> &'static str {
    match lack {
        Lack::Allowlist => "/keys?lacks=allowlist",
        Lack::Expiry => "/keys?lacks=expiry",
        Lack::Separation => "/keys?lacks=separation",
        Lack::Holder => "/keys?lacks=holder",
    }
}
