//! Members, their sessions, and the links that let them in.

use crate::world::{ORIGIN, World};
use claviger::Authority;
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::{AccountId, MemberId, SessionId, UserId};
use claviger::core::people::{Login, Member, Session, User};
use claviger::core::role::Role;
use claviger::core::store::{Change, Mutation, RecordWrite};
use claviger::core::text::{ClientName, Name};
use claviger::core::token::TokenDigest;
use claviger::manage::{host_act, invitations};
use serde_json::json;

/// Puts a person on record with a place in the account and a session; gives the ids of place and session.
pub(crate) async fn join(authority: &Authority, account: AccountId) -> (String, String) {
    let user = UserId::random(&mut claviger::OsEntropy).unwrap();
    let member = MemberId::random(&mut claviger::OsEntropy).unwrap();
    let session = SessionId::random(&mut claviger::OsEntropy).unwrap();
    let now = authority.now();
    let mut digest = [0; 32];
    digest[..8].copy_from_slice(&session.as_u64().to_be_bytes());
    let records = [
        User {
            id: user,
            login: Login::parse(&format!("{user}@example.com")).unwrap(),
            name: Name::parse("Ada").unwrap(),
            password: None,
            password_long: true,
            password_changed_at: None,
            totp: None,
            totp_last_step: None,
            recovery: Vec::new(),
            help_read: Default::default(),
            revision: 1,
            created_at: now,
        }
        .record(),
        Member {
            id: member,
            user,
            account,
            role: Role::Viewer,
            leaving: false,
            heir: None,
            revision: 1,
            created_at: now,
        }
        .record(),
        Session {
            id: session,
            user,
            digest: TokenDigest(digest),
            account: Some(account),
            proof_at: None,
            source: Some("192.0.2.7".parse().unwrap()),
            client: ClientName::from_bytes(b"Firefox"),
            revision: 1,
            created_at: now,
            expires_at: now.plus_secs(1800),
        }
        .record(),
    ];
    let create = |record: Result<_, _>| RecordWrite::Create { record: record.unwrap(), limit: None };
    let change = Change::Records(records.into_iter().map(create).collect());
    let entry = host_act(account, Action::UserCreate, Target::Account, "by the test");
    authority.commit_change(Mutation::new(change, entry)).await.unwrap();
    (member.to_string(), session.to_string())
}

#[tokio::test]
async fn members_are_listed_and_shown() {
    let world = World::new().await;
    let page = world.get(&world.tokens["auditor"], "/members").await.json();
    let [member] = page["items"].as_array().unwrap().as_slice() else { panic!("{page}") };
    assert_eq!((&member["id"], &member["role"]), (&json!(world.own.member), &json!("viewer")));
    assert_eq!(
        (&member["sessions"], &member["keys_held"], &page["next"]),
        (&json!(1), &json!(0), &json!(null))
    );
    let path = format!("/members/{}", world.own.member);
    assert_eq!(&world.get(world.operator(), &path).await.json(), member);
    let sessions = world.get(world.operator(), &format!("{path}/sessions")).await.json();
    let session = &sessions["items"][0];
    assert_eq!((&session["id"], &session["source"]), (&json!(world.own.session), &json!("192.0.2.7")));
    assert!(sessions["items"][1].is_null() && !sessions.to_string().contains("digest"));
}

#[tokio::test]
async fn a_role_is_changed_at_the_revision_that_was_looked_at() {
    let world = World::new().await;
    let path = format!("/members/{}", world.own.member);
    let edit = async |body| world.patch(world.operator(), &path, body).await;
    let stale = edit(json!({"role": "admin", "revision": 2})).await;
    assert_eq!((stale.status.as_u16(), stale.code().as_str()), (409, "changed"));
    let edited = edit(json!({"role": "owner", "revision": 1})).await.json();
    assert_eq!((&edited["role"], &edited["revision"]), (&json!("owner"), &json!(2)));
    assert_eq!(edited["tokens_revoked"], json!(0));
    let last = edit(json!({"role": "admin"})).await;
    assert_eq!((last.status.as_u16(), last.code().as_str()), (409, "last-owner"));
    let admin = world.patch(&world.tokens["admin"], &path, json!({"role": "viewer"})).await;
    assert_eq!((admin.status.as_u16(), admin.code().as_str()), (403, "forbidden"));
    for bad in [json!({}), json!({"role": "operator"}), json!({"role": "admin", "revision": -1})] {
        assert_eq!(edit(bad).await.code(), "invalid");
    }
}

#[tokio::test]
async fn a_removed_members_keys_are_frozen_or_handed_over() {
    let world = World::new().await;
    let (heir, _) = join(&world.authority, world.own.account.parse().unwrap()).await;
    world.patch(world.operator(), &format!("/members/{heir}"), json!({"role": "key-manager"})).await;
    let path = format!("/members/{}", world.own.member);
    world.patch(world.operator(), &path, json!({"role": "key-manager"})).await;
    let user = |member: &serde_json::Value| member["user"].as_str().unwrap().to_owned();
    let theirs = user(&world.get(world.operator(), &path).await.json());
    let heirs = user(&world.get(world.operator(), &format!("/members/{heir}")).await.json());
    let key = world.made(world.operator(), "/keys", json!({"name": "theirs", "member": theirs})).await;
    let unfit =
        world.post(world.operator(), &format!("{path}/remove"), json!({"hand_over_to": theirs})).await;
    assert_eq!((unfit.status.as_u16(), unfit.code().as_str()), (422, "invalid"));
    let removed =
        world.made(world.operator(), &format!("{path}/remove"), json!({"hand_over_to": heirs})).await;
    assert_eq!((&removed["keys_handed_over"], &removed["sessions_ended"]), (&json!(1), &json!(1)));
    assert_eq!(removed["tokens_revoked"], json!(0));
    let key = format!("/keys/{}", key["id"].as_str().unwrap());
    assert_eq!(world.get(world.operator(), &key).await.json()["member"], json!(heirs));
    assert_eq!(world.get(world.operator(), &path).await.status, 404);
    world.made(world.operator(), &format!("/members/{heir}/remove"), json!({})).await;
    let key = world.get(world.operator(), &key).await.json();
    assert_eq!((&key["state"], key.get("member")), (&json!("frozen"), None));
}

#[tokio::test]
async fn a_link_is_given_in_full_and_shown_once() {
    let world = World::new().await;
    let reset = format!("/members/{}/reset", world.own.member);
    for (path, body) in
        [("/invitations".to_owned(), json!({"role": "owner", "meant_for": "Bo"})), (reset, json!({}))]
    {
        let made = world.made(world.operator(), &path, body).await;
        let link = made["link"].as_str().unwrap();
        let token = link.strip_prefix(&format!("{ORIGIN}/welcome/")).unwrap();
        assert!(invitations::look(&world.authority, token).await.unwrap().is_some());
        let listed = world.get(world.operator(), "/invitations").await;
        assert!(!listed.text.contains(token) && listed.text.contains(made["id"].as_str().unwrap()));
        let revoke = format!("/invitations/{}/revoke", made["id"].as_str().unwrap());
        world.made(world.operator(), &revoke, json!({})).await;
        assert!(invitations::look(&world.authority, token).await.unwrap().is_none());
        assert_eq!(world.post(world.operator(), &revoke, json!({})).await.status, 404);
    }
    let long = json!({"role": "viewer", "expires_at": "2030-01-01T00:00:00Z"});
    let long = world.post(world.operator(), "/invitations", long).await;
    assert_eq!((long.code().as_str(), &long.json()["errors"][0]["field"]), ("invalid", &json!("expires_at")));
    let above = world.post(&world.tokens["admin"], "/invitations", json!({"role": "owner"})).await;
    assert_eq!(above.code(), "forbidden");
}

#[tokio::test]
async fn a_key_is_handed_over_and_a_session_ended() {
    let world = World::new().await;
    let path = format!("/members/{}", world.own.member);
    let member = world.patch(world.operator(), &path, json!({"role": "key-manager"})).await.json();
    let hand = format!("/keys/{}/hand-over", world.own.key);
    let given = world.made(world.operator(), &hand, json!({"member": member["user"], "revision": 1})).await;
    assert_eq!((&given["member"], &given["revision"]), (&member["user"], &json!(2)));
    assert_eq!(world.post(world.operator(), &hand, json!({})).await.code(), "invalid", "nobody is said");
    let manager = world.post(&world.tokens["key-manager"], &hand, json!({"member": null})).await;
    assert_eq!(manager.code(), "forbidden");
    assert_eq!(world.made(world.operator(), &hand, json!({"member": null})).await.get("member"), None);
    let end = format!("/sessions/{}/end", world.own.session);
    world.made(world.operator(), &end, json!({})).await;
    assert_eq!(world.post(world.operator(), &end, json!({})).await.status, 404);
    let sessions = world.get(world.operator(), &format!("{path}/sessions")).await.json();
    assert_eq!(sessions["items"], json!([]));
}
