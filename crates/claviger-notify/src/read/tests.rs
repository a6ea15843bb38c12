use super::*;
use claviger_core::entry::Place;
use claviger_core::id::{AccountId, LogId, TokenId};
use claviger_core::text::ClientName;
use claviger_core::time::Timestamp;

fn draft(action: Action, outcome: Outcome) -> EntryDraft {
    EntryDraft {
        account: AccountId::from_u64(1),
        actor: Actor::Token(TokenId::from_u64(2)),
        action,
        target: Target::Key(KeyId::from_u64(3)),
        revision: 1,
        source: Some("192.0.2.7".parse().unwrap()),
        client: ClientName::default(),
        outcome,
        reason: Reason::None,
        detail: Detail::Change("name: \"a\" → \"b\"".into()),
        nonce: None,
        otp_step: None,
        digest: [0; 32],
    }
}

/// Every act that was done is an event, or is named here as none.
#[test]
fn no_act_is_passed_over_unseen() {
    let quiet: Vec<&str> = Action::ALL
        .iter()
        .filter(|action| {
            action.class() == Class::Manage && read(&draft(**action, Outcome::Changed)).is_none()
        })
        .map(|action| action.name())
        .collect();
    insta::assert_snapshot!(quiet.join("\n"));
}

#[test]
fn an_edit_that_widens_is_told_from_one_that_does_not() {
    let mut edit = draft(Action::KeyEdit, Outcome::Changed);
    assert_eq!(read(&edit), Some(Reading::Event(EventKind::KeyChanged)));
    edit.detail = Detail::Change(format!("{WIDENED}permissions: +withdraw-funds").into());
    assert_eq!(read(&edit), Some(Reading::Event(EventKind::KeyWidened)));
}

#[test]
fn a_dead_key_that_is_used_is_told_from_refusals() {
    let refused = |outcome, reason| {
        read(&EntryDraft { reason, detail: Detail::None, ..draft(Action::Balance, outcome) })
    };
    let one = |kind| Some(Reading::Refused { kind, count: 1 });
    assert_eq!(refused(Outcome::Refused, Reason::Revoked), one(EventKind::KeyTried));
    assert_eq!(refused(Outcome::Refused, Reason::Retired), one(EventKind::KeyTried));
    assert_eq!(refused(Outcome::Refused, Reason::PermissionMissing), one(EventKind::Refusals));
    assert_eq!(refused(Outcome::Folded, Reason::BadSignature), one(EventKind::Refusals));
}

#[test]
fn an_event_says_who_did_what_from_where() {
    let place = Place { log: LogId(0), epoch: 2, sequence: 9, time: Timestamp::from_secs(1_800_000_000) };
    let entry = Entry { place, draft: draft(Action::KeyEdit, Outcome::Changed) };
    let names = Names {
        key: Some("grid bot".to_owned()),
        holder: "desk 2".to_owned(),
        actor: "Ada (user_000000000009)".to_owned(),
        person: None,
    };
    insta::assert_debug_snapshot!(event(&entry, EventKind::KeyChanged, &names));
}

#[test]
fn money_is_told_with_how_much_and_where_to() {
    let place = Place { log: LogId(0), epoch: 2, sequence: 9, time: Timestamp::from_secs(1_800_000_000) };
    let names = Names { actor: "ada".to_owned(), ..Names::default() };
    let told = |action, outcome, detail| {
        let draft = EntryDraft { detail, ..draft(action, outcome) };
        let Some(Reading::Event(kind)) = read(&draft) else { panic!("{draft:?}") };
        format!("{:?}", event(&Entry { place, draft }, kind, &names))
    };
    let said = "REF: 0.5 XBT to cold, bc1q";
    let sent = told(Action::Withdraw, Outcome::Done, Detail::Upstream { claim: 8, said: said.into() });
    assert!(sent.contains(said), "{sent}");
    let trusted = Detail::Change("addresses may be used at once".into());
    let trusted = told(Action::PaperSettings, Outcome::Changed, trusted);
    assert!(trusted.contains("Ada decided: addresses may be used at once."), "{trusted}");
}

#[test]
fn a_key_that_ends_itself_is_told() {
    let ended = draft(Action::RevokeApiKey, Outcome::Changed);
    assert_eq!(read(&ended), Some(Reading::Event(EventKind::KeyEndedItself)));
    assert_eq!(read(&draft(Action::RevokeApiKey, Outcome::Allowed)), None, "it was ended before");
}
