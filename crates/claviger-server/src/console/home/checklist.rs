//! How safe the account is: what is done, and what is still to do, with where.

use super::super::help;
use super::super::page::{counted, number};
use super::super::routes::opens;
use claviger::core::key::KeyState;
use claviger::core::people::HelpPage;
use claviger::core::role::Role;
use claviger::manage::factors::PersonView;
use claviger::manage::keys::{Lack, Survey};

/// The list.
pub(super) struct Checklist {
    pub(super) items: Vec<Item>,
    /// As in *3 of 4 done*.
    pub(super) summary: String,
}

/// One thing to see to.
pub(super) struct Item {
    pub(super) standing: Standing,
    pub(super) words: String,
    /// What to do about it, and where.
    pub(super) act: Option<(&'static str, &'static str)>,
    /// What to read about it.
    pub(super) help: Option<&'static str>,
}

/// How far a thing is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// Nothing is left to do.
    Done,
    /// Something is.
    Open,
    /// Only a person can tell.
    Asked,
}

impl Standing {
    const fn of(missing: usize) -> Self {
        if missing == 0 { Standing::Done } else { Standing::Open }
    }

    /// The class of the style sheet.
    pub(super) const fn class(self) -> &'static str {
        match self {
            Standing::Done => "done",
            Standing::Open => "open",
            Standing::Asked => "asked",
        }
    }

    /// For those who do not see signs.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Standing::Done => "Done",
            Standing::Open => "To do",
            Standing::Asked => "Ask yourself",
        }
    }
}

impl Checklist {
    /// Of an account without keys and members nothing is said.
    pub(super) fn of(survey: &Survey, people: Option<&[PersonView]>, role: Role) -> Self {
        let mut items: Vec<Item> =
            people.filter(|people| !people.is_empty()).map(of_people).unwrap_or_default();
        if in_force(survey) > 0 {
            items.extend(Lack::ALL.into_iter().zip(survey.lacking).map(of_keys));
        }
        for item in &mut items {
            item.act = item.act.filter(|(_, href)| opens(href, role, false));
        }
        let is = |standing| items.iter().filter(|item| item.standing == standing).count();
        let (done, open) = (is(Standing::Done), is(Standing::Open));
        Checklist {
            summary: format!("{} of {} done", number(done as u64), number((done + open) as u64)),
            items,
        }
    }
}

fn in_force(survey: &Survey) -> usize {
    let states = KeyState::ALL.iter().zip(survey.by_state);
    states.filter(|(state, _)| **state != KeyState::Revoked).map(|(_, count)| count).sum()
}

fn of_keys((lack, count): (Lack, usize)) -> Item {
    let (done, open, page) = words(lack);
    Item {
        standing: Standing::of(count),
        words: if count == 0 { done.to_owned() } else { format!("{} {open}", counted(count as u64, "key")) },
        act: (count > 0).then_some(("Show them", href(lack))),
        help: (count > 0).then_some(help::path(page)),
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
        Lack::Holder => ("Every key has a holder by name", "without a holder", HelpPage::SeparateKeys),
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

fn of_people(people: &[PersonView]) -> Vec<Item> {
    let bare = people.iter().filter(|person| !person.has_second_factor()).count();
    let read_all =
        |person: &&PersonView| HelpPage::ALL.iter().all(|page| person.help_read.contains_key(page));
    let unread = people.len() - people.iter().filter(read_all).count();
    let members = counted(people.len() as u64, "member");
    vec![
        Item {
            standing: Standing::of(bare),
            words: match bare {
                0 => "Every member has a second factor".to_owned(),
                bare => format!("{} without a second factor", counted(bare as u64, "member")),
            },
            act: (bare > 0).then_some(("The team", "/team")),
            help: None,
        },
        Item {
            standing: Standing::Asked,
            words: format!("{members}: does everybody still belong, in the role they have?"),
            act: Some(("Review", "/team")),
            help: None,
        },
        Item {
            standing: Standing::of(unread),
            words: match unread {
                0 => "Every member has read the help".to_owned(),
                unread => format!("{} of {members} still to read all of the help", number(unread as u64)),
            },
            act: (unread > 0).then_some(("Who and what", "/help")),
            help: None,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger::core::id::{AccountId, MemberId, UserId};
    use claviger::core::people::{Login, Member};
    use claviger::core::text::Name;
    use claviger::core::time::Timestamp;

    fn person(id: u64, totp: bool, read: &[HelpPage]) -> PersonView {
        let member = Member {
            id: MemberId::from_u64(id),
            user: UserId::from_u64(id),
            account: AccountId::from_u64(1),
            role: Role::Viewer,
            leaving: false,
            heir: None,
            revision: 1,
            created_at: Timestamp::from_secs(1),
        };
        PersonView {
            member,
            name: Name::parse("Ada").unwrap(),
            login: Login::parse("ada").unwrap(),
            totp,
            passkeys: 0,
            recovery_left: 0,
            help_read: read.iter().map(|page| (*page, Timestamp::from_secs(2))).collect(),
        }
    }

    #[test]
    fn members_count_among_what_makes_an_account_safe() {
        let told = |people: &[PersonView]| -> Vec<(Standing, String)> {
            of_people(people).into_iter().map(|item| (item.standing, item.words)).collect()
        };
        let mixed = told(&[person(1, true, &HelpPage::ALL), person(2, false, &[HelpPage::Leak])]);
        assert_eq!(mixed[0], (Standing::Open, "1 member without a second factor".to_owned()));
        assert_eq!(mixed[1].0, Standing::Asked, "no machine can tell who still belongs");
        assert_eq!(mixed[2], (Standing::Open, "1 of 2 members still to read all of the help".to_owned()));
        let fine = told(&[person(1, true, &HelpPage::ALL)]);
        assert_eq!((fine[0].0, fine[2].0), (Standing::Done, Standing::Done));
    }
}
