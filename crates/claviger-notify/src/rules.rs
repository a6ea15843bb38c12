//! Where an event goes.

use claviger_core::notices::{Channel, Event, EventKind, Held, Rule, Verdict};

/// What is done with an event: what the narrowest rule about it says, else what its level calls for. A test goes where it was
/// sent, whatever rules say; and that a channel is made, changed or failing is told in the inbox at least, so that nobody is
/// kept from learning of it by the channel itself.
#[must_use]
pub fn verdict(rules: &[Rule], event: &Event) -> Verdict {
    let fitting =
        rules.iter().filter_map(|rule| Some((rule.fits(event.kind, event.key, event.user)?, rule.verdict)));
    let told = fitting.max_by_key(|(narrow, _)| *narrow).map(|(_, verdict)| verdict);
    match told {
        Some(Verdict::Nowhere) if is_kept(event.kind) => Verdict::Inbox,
        Some(verdict) => verdict,
        None => Verdict::unless_told(event.level),
    }
}

/// The channels it goes to; `held` says who holds the key it is about.
pub fn channels<'a>(
    channels: &'a [Channel],
    event: &'a Event,
    held: Option<&'a Held>,
    verdict: Verdict,
) -> impl Iterator<Item = &'a Channel> {
    let all = verdict == Verdict::Channels;
    channels.iter().filter(move |channel| {
        all && channel.takes() && event.level >= channel.least && channel.audience.wants(event, held)
    })
}

/// Of what nobody may keep the others from learning.
const fn is_kept(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::ChannelChanged | EventKind::ChannelFailing | EventKind::NoticesLost | EventKind::Recovered
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use claviger_core::id::{AccountId, KeyId, RuleId};
    use claviger_core::notices::{EventId, Level, Scope};
    use claviger_core::time::Timestamp;

    const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);

    fn event(kind: EventKind) -> Event {
        let id = EventId::due("x", "y", NOW);
        Event {
            key: Some(KeyId::from_u64(7)),
            ..Event::new(id, kind, AccountId::from_u64(1), NOW, "It was so.")
        }
    }

    fn rule(scope: Scope, kind: EventKind, verdict: Verdict) -> Rule {
        let id = RuleId::from_u64(1);
        Rule { id, account: AccountId::from_u64(1), scope, kind, verdict, revision: 1, created_at: NOW }
    }

    #[test]
    fn what_matters_goes_everywhere_without_setting_anything() {
        for kind in EventKind::ALL.iter().copied() {
            let expected = if kind.level() == Level::Info { Verdict::Inbox } else { Verdict::Channels };
            assert_eq!(verdict(&[], &event(kind)), expected, "{kind}");
        }
    }

    #[test]
    fn the_narrowest_rule_decides() {
        let kind = EventKind::KeyCreated;
        let rules = [
            rule(Scope::Key(7), kind, Verdict::Inbox),
            rule(Scope::Account, kind, Verdict::Nowhere),
            rule(Scope::Key(8), kind, Verdict::Channels),
        ];
        assert_eq!(verdict(&rules, &event(kind)), Verdict::Inbox);
        assert_eq!(verdict(&rules[1..], &event(kind)), Verdict::Nowhere);
        assert_eq!(verdict(&rules, &event(EventKind::KeyRevoked)), Verdict::Channels, "of another kind");
    }

    #[test]
    fn nobody_hides_that_channels_were_changed() {
        let kind = EventKind::ChannelChanged;
        let rules = [rule(Scope::Account, kind, Verdict::Nowhere)];
        assert_eq!(verdict(&rules, &event(kind)), Verdict::Inbox);
    }
}
