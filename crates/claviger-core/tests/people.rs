//! People as records: what is written is read again, and nothing else is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use claviger_core::id::{AccountId, InvitationId, MemberId, PasskeyId, SessionId, TokenId, UserId};
use claviger_core::key::RotationPolicy;
use claviger_core::key::review::SignedOff;
use claviger_core::notices::{Channel, Delivery, Mark, Notice, Rule};
use claviger_core::people::{
    HelpPage, Invitation, Login, Member, Passkey, PasswordHash, Purpose, RecordError, Session, User,
};
use claviger_core::principal::Principal;
use claviger_core::role::Role;
use claviger_core::store::{MAX_BODY_BYTES, MAX_HANDLE_BYTES, Record, RecordKind, SealedBytes};
use claviger_core::text::{ClientName, Description, Name};
use claviger_core::time::Timestamp;
use claviger_core::token::TokenDigest;

const NOW: Timestamp = Timestamp::from_secs(1_800_000_000);
const PHC: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$aGFzaGhhc2hoYXNoaGFzaGhhc2hoYXNoaGFzaGg";

fn user() -> User {
    User {
        id: UserId::from_u64(1),
        login: Login::parse("Ada@example.com").unwrap(),
        name: Name::parse("Ada 🤖 <b>").unwrap(),
        password: Some(PasswordHash::from_phc(PHC).unwrap()),
        password_long: true,
        password_changed_at: Some(NOW),
        totp: Some(SealedBytes(vec![7; 90].into())),
        totp_last_step: Some(u64::MAX),
        recovery: vec![TokenDigest([1; 32]), TokenDigest([2; 32])],
        help_read: HelpPage::ALL.into_iter().map(|page| (page, NOW)).collect(),
        revision: 3,
        created_at: NOW,
    }
}

fn bare_user() -> User {
    User {
        password: None,
        password_long: false,
        password_changed_at: None,
        totp: None,
        totp_last_step: None,
        recovery: Vec::new(),
        help_read: Default::default(),
        ..user()
    }
}

fn member(role: Role) -> Member {
    let (id, user, account) = (MemberId::from_u64(5), UserId::from_u64(1), AccountId::from_u64(2));
    let heir = (role == Role::Viewer).then_some(UserId::from_u64(7));
    Member { id, user, account, role, leaving: role == Role::Viewer, heir, revision: 1, created_at: NOW }
}

fn session() -> Session {
    Session {
        id: SessionId::from_u64(6),
        user: UserId::from_u64(1),
        digest: TokenDigest([6; 32]),
        account: Some(AccountId::from_u64(2)),
        proof_at: Some(NOW),
        source: Some("2001:db8::7".parse().unwrap()),
        client: ClientName::from_bytes(b"Firefox on Linux"),
        revision: 1,
        created_at: NOW,
        expires_at: NOW.plus_secs(60),
    }
}

fn invitation(purpose: Purpose, made_by: Option<Principal>) -> Invitation {
    Invitation {
        id: InvitationId::from_u64(8),
        digest: TokenDigest([8; 32]),
        purpose,
        note: Description::parse("for Bo").unwrap(),
        made_by,
        revision: 1,
        created_at: NOW,
        expires_at: NOW.plus_secs(86_400),
    }
}

fn passkey() -> Passkey {
    Passkey {
        id: PasskeyId::from_u64(9),
        user: UserId::from_u64(1),
        name: Name::parse("phone").unwrap(),
        credential: vec![9; 1023].into(),
        public_key: vec![4; 300].into(),
        counter: u32::MAX,
        used_at: Some(NOW),
        revision: 1,
        created_at: NOW,
    }
}

/// Reads a record and writes it again.
fn again(record: &Record) -> Result<Record, RecordError> {
    match record.kind {
        RecordKind::User => User::try_from(record)?.record(),
        RecordKind::Member => Member::try_from(record)?.record(),
        RecordKind::Session => Session::try_from(record)?.record(),
        RecordKind::Invitation => Invitation::try_from(record)?.record(),
        RecordKind::Passkey => Passkey::try_from(record)?.record(),
        RecordKind::RotationPolicy => RotationPolicy::try_from(record)?.record(),
        RecordKind::Review => SignedOff::try_from(record)?.record(),
        RecordKind::Channel => Channel::try_from(record)?.record(),
        RecordKind::Rule => Rule::try_from(record)?.record(),
        RecordKind::Notice => Notice::try_from(record)?.record(),
        RecordKind::Delivery => Delivery::try_from(record)?.record(),
        RecordKind::Cursor => Mark::try_from(record)?.record(record.id, record.revision, record.created_at),
    }
}

fn records() -> Vec<Record> {
    let (user_id, account) = (UserId::from_u64(1), AccountId::from_u64(2));
    let purposes = [
        (Purpose::Join { account, role: Role::Auditor }, Some(Principal::User(user_id))),
        (Purpose::FirstOwner { account }, None),
        (
            Purpose::Reset { user: user_id, account: Some(account), without_factors: false },
            Some(Principal::Token(TokenId::from_u64(3))),
        ),
        (Purpose::Reset { user: user_id, account: None, without_factors: true }, None),
    ];
    let bare = Session { account: None, proof_at: None, source: None, ..session() };
    let mut all = vec![user().record(), bare_user().record(), session().record(), bare.record()];
    all.extend(Role::OF_MEMBERS.map(|role| member(role).record()));
    all.extend(purposes.map(|(purpose, by)| invitation(purpose, by).record()));
    all.push(passkey().record());
    all.into_iter().map(Result::unwrap).collect()
}

#[test]
fn what_is_written_is_read_again() {
    for record in records() {
        assert_eq!(again(&record).as_ref(), Ok(&record));
        assert!(record.body.len() <= MAX_BODY_BYTES);
        assert!(record.handle.as_ref().unwrap().len() <= MAX_HANDLE_BYTES);
    }
    let [all, none] = [user(), bare_user()].map(|user| User::try_from(&user.record().unwrap()).unwrap());
    assert_eq!((all.login.as_str(), all.name.as_str()), ("ada@example.com", "Ada 🤖 <b>"));
    assert_eq!(all.password.unwrap().expose(), PHC);
    assert!(none.password.is_none() && none.recovery.is_empty() && none.help_read.is_empty());
    assert_eq!(Member::try_from(&member(Role::Owner).record().unwrap()).unwrap(), member(Role::Owner));
    assert_eq!(Passkey::try_from(&passkey().record().unwrap()).unwrap(), passkey());
}

/// What the store finds, counts and forgets them by.
#[test]
fn the_columns_are_those_of_the_contract() {
    let user = user().record().unwrap();
    assert_eq!((user.account, user.owner, user.handle.as_deref()), (None, 0, Some(&b"ada@example.com"[..])));
    let member = member(Role::Admin).record().unwrap();
    assert_eq!((member.account, member.owner), (Some(AccountId::from_u64(2)), 1));
    assert_eq!(member.handle.unwrap()[..], [[0, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 0, 0, 0, 0, 2]].concat());
    let session = session().record().unwrap();
    assert_eq!((session.owner, session.expires_at), (1, Some(NOW.plus_secs(60))));
    assert_eq!(session.handle.as_deref(), Some(&[6; 32][..]));
    let reset = Purpose::Reset { user: UserId::from_u64(1), account: None, without_factors: true };
    assert_eq!(invitation(reset, None).record().unwrap().owner, 1, "it ends with what ends the person's");
}

/// Bodies as they are on disks: a change of this is a new version.
#[test]
fn bodies_stay_as_they_are() {
    let text = |record: Record| String::from_utf8(record.body.into()).unwrap();
    assert_eq!(
        text(bare_user().record().unwrap()),
        r#"{"v":1,"body":{"login":"ada@example.com","name":"Ada 🤖 <b>","password":null,"password_long":false,"password_changed_at":null,"totp":null,"totp_last_step":null,"recovery":[],"help_read":{}}}"#
    );
    assert_eq!(
        text(member(Role::KeyManager).record().unwrap()),
        r#"{"v":1,"body":{"role":"key-manager","leaving":false,"heir":null}}"#
    );
    assert_eq!(
        text(session().record().unwrap()),
        r#"{"v":1,"body":{"account":2,"proof_at":1800000000000000,"source":"2001:db8::7","client":"Firefox on Linux"}}"#
    );
    let account = AccountId::from_u64(2);
    let by = Some(Principal::Token(TokenId::from_u64(3)));
    assert_eq!(
        text(invitation(Purpose::Join { account, role: Role::Owner }, by).record().unwrap()),
        r#"{"v":1,"body":{"purpose":{"join":{"role":"owner"}},"note":"for Bo","made_by":{"token":3}}}"#
    );
    let passkey = Passkey { credential: vec![1, 2, 3].into(), public_key: vec![4].into(), ..passkey() };
    assert_eq!(
        text(passkey.record().unwrap()),
        r#"{"v":1,"body":{"name":"phone","credential":"AQID","public_key":"BA==","counter":4294967295,"used_at":1800000000000000}}"#
    );
}

#[test]
fn what_was_not_written_is_not_read() {
    let member = member(Role::Owner).record().unwrap();
    let with = |body: &str| Record { body: body.as_bytes().into(), ..member.clone() };
    for bad in [
        "",
        "{}",
        r#"{"v":1}"#,
        r#"{"v":2,"body":{"role":"owner","leaving":false,"heir":null}}"#,
        r#"{"v":1,"body":{"role":"operator","leaving":false,"heir":null}}"#,
        r#"{"v":1,"body":{"role":"owner"}}"#,
        r#"{"v":1,"body":{"role":"owner","leaving":false,"heir":null,"more":1}}"#,
        r#"{"v":1,"body":{"role":"owner","leaving":false,"heir":null}} "x""#,
    ] {
        assert!(Member::try_from(&with(bad)).is_err(), "{bad}");
    }
    assert!(Member::try_from(&Record { account: None, ..member.clone() }).is_err());
    for kind in RecordKind::ALL.into_iter().filter(|kind| *kind != RecordKind::Member) {
        assert!(again(&Record { kind, ..member.clone() }).is_err(), "{kind:?}");
    }
    let session = session().record().unwrap();
    assert!(Session::try_from(&Record { handle: Some([1; 31].into()), ..session.clone() }).is_err());
    assert!(Session::try_from(&Record { expires_at: None, ..session }).is_err());
    let passkey = passkey().record().unwrap();
    assert!(Passkey::try_from(&Record { handle: Some([1; 32].into()), ..passkey }).is_err());
}

/// A damaged record is told by its id; nothing of a hash or a sealed secret is shown.
#[test]
fn nothing_secret_is_shown() {
    let record = user().record().unwrap();
    let body = String::from_utf8(record.body.to_vec()).unwrap();
    let damaged = [
        body.replace("\"revision\"", ""),
        body.replace(PHC, &format!("{PHC}\\n")),
        body.replace("\"totp_last_step\":18446744073709551615", &format!("\"totp_last_step\":\"{PHC}\"")),
        body.replace("BwcH", "B!cH"),
    ];
    let mut shown =
        vec![format!("{record:?}"), format!("{:?}", user().password), format!("{:?}", user().totp)];
    for bad in damaged.iter().filter(|bad| **bad != body) {
        let error = User::try_from(&Record { body: bad.as_bytes().into(), ..record.clone() }).unwrap_err();
        assert!(error.to_string().starts_with("the record of user_000000000001 cannot be read: "), "{error}");
        shown.push(format!("{error} {error:?}"));
    }
    assert_eq!(shown.len(), 6);
    for text in shown {
        assert!(!text.contains("argon2id") && !text.contains("BwcH"), "{text}");
    }
}

#[test]
fn only_hashes_of_argon2id_are_kept() {
    let pepper = PHC.replace("argon2id", "argon2i");
    for bad in ["", "correct horse", &pepper, "$argon2id$ x", &format!("$argon2id${}", "x".repeat(250))] {
        assert!(PasswordHash::from_phc(bad).is_err(), "{bad}");
    }
}
