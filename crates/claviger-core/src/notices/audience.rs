//! Whom a channel is for.

use super::event::Event;
use crate::id::UserId;
use crate::text::Holder;
use std::fmt;

/// Whom a channel is for: what is about others does not go there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Audience {
    /// The account: everything goes there.
    #[default]
    Account,
    /// Whoever holds keys under this name: what is about those keys.
    Holder(Holder),
    /// A person: what is about them, and about the keys that belong to them.
    Person(UserId),
}

/// Who holds the key an event is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// By name.
    pub holder: Holder,
    /// The member it belongs to.
    pub member: Option<UserId>,
}

impl Audience {
    /// Whether an event is for them; `held` says who holds the key it is about.
    #[must_use]
    pub fn wants(&self, event: &Event, held: Option<&Held>) -> bool {
        match self {
            Audience::Account => true,
            Audience::Holder(holder) => held.is_some_and(|held| held.holder == *holder),
            Audience::Person(user) => {
                event.user == Some(*user) || held.is_some_and(|held| held.member == Some(*user))
            }
        }
    }
}

impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Audience::Account => f.write_str("everything"),
            Audience::Holder(holder) => write!(f, "keys held by \"{holder}\""),
            Audience::Person(user) => write!(f, "{user} and their keys"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{EventId, EventKind};
    use super::*;
    use crate::id::AccountId;
    use crate::time::Timestamp;

    #[test]
    fn what_is_about_others_is_not_for_them() {
        let now = Timestamp::from_secs(1_800_000_000);
        let event = Event::new(
            EventId::due("x", "y", now),
            EventKind::KeyExpires,
            AccountId::from_u64(1),
            now,
            "It expires.",
        );
        let (ada, bo) = (UserId::from_u64(7), UserId::from_u64(8));
        let held = Held { holder: Holder::parse("vendor X").unwrap(), member: Some(ada) };
        let vendor = |name: &str| Audience::Holder(Holder::parse(name).unwrap());
        assert!(Audience::Account.wants(&event, None));
        assert!(vendor("vendor X").wants(&event, Some(&held)));
        assert!(!vendor("vendor Y").wants(&event, Some(&held)) && !vendor("vendor X").wants(&event, None));
        assert!(Audience::Person(ada).wants(&event, Some(&held)));
        assert!(!Audience::Person(bo).wants(&event, Some(&held)));
        assert!(Audience::Person(bo).wants(&Event { user: Some(bo), ..event }, Some(&held)));
    }
}
