//! The team: who is in it, what a role changes, and the end of a membership.

use crate::check::good;
use crate::town::{NOW, Town};
use claviger::core::action::Action;
use claviger::core::key::life::NewKey;
use claviger::core::key::{KeyKind, KeyState};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use claviger::core::text::{Application, Description, Holder, Name};
use claviger::manage::keys::{CreateKey, create};
use http::StatusCode;

pub(crate) async fn key_of(town: &Town, role: &str) -> claviger::core::key::KeyRecord {
    let signed = town.signed(role).await;
    let key = NewKey {
        kind: KeyKind::Private,
        name: Name::parse("Grid bot").unwrap(),
        holder: Holder::parse("").unwrap(),
        application: Application::default(),
        member: None,
        description: Description::parse("").unwrap(),
        permissions: PermissionSet::of(&[Permission::QueryFunds]),
        restrictions: Restrictions { expires_at: Some(NOW.plus_secs(86_400)), ..Restrictions::default() },
    };
    create(&town.world.authority, &signed.caller, CreateKey { key, second_factor: None })
        .await
        .unwrap()
        .record
}

#[tokio::test]
async fn the_list_tells_roles_factors_keys_and_open_links() {
    let town = Town::open().await;
    key_of(&town, "key-manager").await;
    for role in ["owner", "admin", "auditor"] {
        let page = town.page(role, "/team").await;
        assert_eq!(page.status, StatusCode::OK, "{role}");
        good("/team", &page);
        for words in ["Member viewer", "Key manager", "5 members, 5 without a second factor", "1 key"] {
            assert!(page.text.contains(words), "{role}: {words}");
        }
        assert_eq!(page.text.contains("/team/invite\""), role != "auditor", "{role}");
    }
    for role in ["key-manager", "viewer"] {
        assert_eq!(town.page(role, "/team").await.status, StatusCode::FORBIDDEN, "{role}");
        assert!(!town.page(role, "/settings").await.text.contains("href=\"/team\""), "{role}");
    }
}

#[tokio::test]
async fn a_role_is_changed_once_and_counts_at_once() {
    let town = Town::open().await;
    let member = town.signed("viewer").await.member;
    let path = format!("/team/{}", member.id);
    let page = town.page("owner", &path).await;
    good(&path, &page);
    assert!(
        page.text.contains("Gains") && page.text.contains("make, change and take back keys"),
        "{}",
        page.text
    );
    let revision = member.revision.to_string();
    let fields = [("role", "auditor"), ("revision", revision.as_str())];
    let before = town.entries().len();
    let answer = town.post(&town.sessions["owner"], &format!("{path}/role"), &fields).await;
    assert_eq!(answer.headers["location"], path.as_str());
    assert_eq!((town.entries().len(), town.signed("viewer").await.member.role), (before + 1, Role::Auditor));
    let again = town.post(&town.sessions["owner"], &format!("{path}/role"), &fields).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "somebody looked at an older one");
    good(&path, &again);
}

#[tokio::test]
async fn the_last_owner_stays_and_admins_have_no_say_over_owners() {
    let town = Town::open().await;
    let owner = town.signed("owner").await.member;
    let path = format!("/team/{}", owner.id);
    let revision = owner.revision.to_string();
    let lower = [("role", "viewer"), ("revision", revision.as_str())];
    let last = town.post(&town.sessions["owner"], &format!("{path}/role"), &lower).await;
    assert_eq!(last.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(last.text.contains("last owner"), "{}", last.text);
    let above = town.post(&town.sessions["admin"], &format!("{path}/role"), &lower).await;
    assert_eq!(above.status, StatusCode::FORBIDDEN);
    let page = town.page("admin", &path).await;
    good(&path, &page);
    assert!(page.text.contains("no say over this role") && !page.text.contains("Make a reset link"));
    let admin = town.page("admin", "/team/invite").await;
    assert!(!admin.text.contains("value=\"owner\"") && admin.text.contains("value=\"admin\""));
    let forged =
        town.post(&town.sessions["admin"], "/team/invitations", &[("role", "owner"), ("days", "1")]).await;
    assert_eq!(forged.status, StatusCode::FORBIDDEN);
}

#[tokio::test]
async fn whoever_is_removed_can_do_nothing_and_their_keys_are_frozen_or_handed_over() {
    let town = Town::open().await;
    let key = key_of(&town, "key-manager").await;
    let member = town.signed("key-manager").await.member.id;
    let path = format!("/team/{member}/remove");
    let page = town.page("owner", &path).await;
    good(&path, &page);
    assert!(page.text.contains("What becomes of the 1 key they hold?"), "{}", page.text);
    let owner = &town.sessions["owner"];
    for (fields, words) in [
        ([("keys", "freeze"), ("heir", ""), ("name", "member key-manager")], "not the name"),
        ([("keys", "burn"), ("heir", ""), ("name", "Member key-manager")], "Choose what becomes"),
        (
            [("keys", "hand-over"), ("heir", "user_000000000001"), ("name", "Member key-manager")],
            "Choose a member",
        ),
    ] {
        let wrong = town.post(owner, &path, &fields).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        good(&path, &wrong);
        assert!(wrong.text.contains(words), "{words}: {}", wrong.text);
    }
    let fields = [("keys", "freeze"), ("heir", ""), ("name", "Member key-manager")];
    let gone = town.post(owner, &path, &fields).await;
    assert_eq!(gone.status, StatusCode::OK, "{}", gone.text);
    good(&path, &gone);
    assert!(gone.text.contains("1 key frozen") && gone.text.contains("1 session ended"), "{}", gone.text);
    assert_eq!(town.get("/keys", Some(&town.sessions["key-manager"])).await.status, StatusCode::SEE_OTHER);
    let record = town.world.store.key(key.id).unwrap().unwrap().record;
    assert_eq!(record.state, KeyState::Frozen);
    assert_eq!(town.acts(Action::MemberRemove), 1);
    assert_eq!(town.page("owner", &format!("/team/{member}")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn tokens_say_to_whom_they_were_shown_and_go_with_them() {
    let town = Town::open().await;
    let token = [("name", "ci"), ("role", "viewer"), ("days", "30")];
    assert_eq!(
        town.post(&town.sessions["admin"], "/settings/tokens", &token).await.status,
        StatusCode::CREATED
    );
    let list = town.page("owner", "/settings/tokens").await;
    good("/settings/tokens", &list);
    assert!(list.text.contains("shown to <bdi>Member admin</bdi>"), "{}", list.text);
    let path = format!("/team/{}/remove", town.signed("admin").await.member.id);
    let fields = [("keys", "freeze"), ("heir", ""), ("name", "Member admin")];
    let gone = town.post(&town.sessions["owner"], &path, &fields).await;
    good(&path, &gone);
    assert!(gone.text.contains("1 token that they had been shown revoked."), "{}", gone.text);
    let list = town.page("owner", "/settings/tokens").await;
    assert!(list.text.contains("Revoked"), "{}", list.text);
    assert_eq!(town.acts(Action::TokenRevoke), 1);
}

#[tokio::test]
async fn a_key_manager_sees_their_own_keys_alone_and_admins_say_whose_a_key_is() {
    let town = Town::open().await;
    let foreign = key_of(&town, "admin").await;
    let list = town.page("key-manager", "/keys").await;
    assert!(!list.text.contains("Grid bot"));
    assert_eq!(
        town.page("key-manager", &format!("/keys/{}", foreign.id)).await.status,
        StatusCode::NOT_FOUND
    );
    let form = town.page("admin", "/keys/new").await;
    good("/keys/new", &form);
    assert!(form.text.contains("Belongs to") && form.text.contains("Member key-manager (key-manager)"));
    assert!(!form.text.contains("Member viewer"), "whoever looks after no keys has none");
    assert!(!town.page("key-manager", "/keys/new").await.text.contains("Belongs to"));
    let user = town.signed("key-manager").await.user.id.to_string();
    let fields = [
        ("kind", "private"),
        ("name", "Second"),
        ("permission", "query-funds"),
        ("expires", "30"),
        ("member", &user),
    ];
    let review = town.post(&town.sessions["admin"], "/keys/new", &fields).await;
    good("/keys/new", &review);
    assert!(review.text.contains("Belongs to <bdi>Member key-manager"), "{}", review.text);
    let mut made = crate::create::hidden(&review);
    made.retain(|(name, _)| name != "csrf");
    let made: Vec<(&str, &str)> = made.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let created = town.post(&town.sessions["admin"], "/keys", &made).await;
    assert_eq!(created.status, StatusCode::CREATED, "{}", created.text);
    assert!(town.page("key-manager", "/keys").await.text.contains("Second"));
    let forged = town.post(&town.sessions["key-manager"], "/keys/new", &fields).await;
    assert_eq!(forged.status, StatusCode::BAD_REQUEST, "whose it is is not theirs to say");
}

#[tokio::test]
async fn sessions_of_a_member_are_ended_by_whoever_has_a_say() {
    let town = Town::open().await;
    let viewer = town.signed("viewer").await;
    let page = town.page("owner", &format!("/team/{}", viewer.member.id)).await;
    assert!(page.text.contains("Firefox on Linux"), "{}", page.text);
    let path = format!("/team/sessions/{}/end", viewer.session.id);
    let before = town.entries().len();
    let ended = town.post(&town.sessions["admin"], &path, &[("back", "//evil.example")]).await;
    assert_eq!(
        (ended.status, &ended.headers["location"]),
        (StatusCode::SEE_OTHER, &"/settings/sessions".parse().unwrap())
    );
    assert_eq!(town.entries().len(), before + 1);
    assert_eq!(town.get("/keys", Some(&town.sessions["viewer"])).await.status, StatusCode::SEE_OTHER);
    let owner = town.signed("owner").await.session.id;
    let above = town
        .post(&town.sessions["admin"], &format!("/team/sessions/{owner}/end"), &[("back", "/team")])
        .await;
    assert!(matches!(above.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND), "{}", above.status);
    assert_eq!(town.page("owner", "/keys").await.status, StatusCode::OK);
}
