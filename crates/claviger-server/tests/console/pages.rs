//! What holds of every page: it is well formed, it interprets nothing that anybody typed, and its links lead somewhere.

use crate::check::{attributes, good, tags};
use crate::guards::{NOW, world};
use crate::seed::{BEFORE, seed};
use crate::world::World;
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::allowlist::Allowlist;
use claviger::core::entry::{Actor, EntryDraft, Outcome, Target};
use claviger::core::key::life::NewKey;
use claviger::core::key::{KeyKind, KeyRecord};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::reason::{Detail, Reason};
use claviger::core::restriction::Restrictions;
use claviger::core::role::Role;
use claviger::core::store::Item;
use claviger::core::text::{Application, ClientName, Description, Holder, Name};
use claviger::manage::Caller;
use claviger::manage::keys::{CreateKey, create};
use http::StatusCode;
use std::collections::BTreeSet;
use std::time::Instant;

/// Pages that later pages are found from.
const BEGINNINGS: [&str; 7] = ["/", "/keys", "/keys/new", "/history", "/audit", "/help", "/paper"];
/// Whatever is not ours to build yet.
const ELSEWHERE: [&str; 3] = ["/sign-in", "/prove", "/team"];

pub(crate) async fn make(world: &World, caller: &Caller, name: &str) -> KeyRecord {
    made(world, caller, (name, "", "")).await
}

async fn made(world: &World, caller: &Caller, (name, holder, note): (&str, &str, &str)) -> KeyRecord {
    let key = NewKey {
        kind: KeyKind::Private,
        name: Name::parse(name).unwrap(),
        holder: Holder::parse(holder).unwrap(),
        application: Application::parse(&holder.chars().take(32).collect::<String>()).unwrap(),
        member: None,
        description: Description::parse(note).unwrap(),
        permissions: PermissionSet::of(&[Permission::QueryFunds]),
        restrictions: Restrictions {
            allowlist: Allowlist::parse(["203.0.113.7"]).unwrap(),
            ..Restrictions::default()
        },
    };
    create(&world.authority, caller, CreateKey { key, second_factor: None }).await.unwrap().record
}

/// Every link and address of a form on a page, `#` and what is behind it left out.
fn links(text: &str) -> BTreeSet<String> {
    let all = tags(text).flat_map(attributes).filter(|(name, _)| matches!(*name, "href" | "data-live"));
    let plain = |value: &str| value.replace("&#38;", "&").replace("&amp;", "&");
    let paths = all.map(|(_, value)| plain(value).split('#').next().unwrap().to_owned());
    paths.filter(|path| path.starts_with('/') && !path.starts_with("/assets/")).collect()
}

#[tokio::test]
async fn every_link_of_every_page_leads_somewhere_for_every_role() {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    seed(&world, NOW).await;
    for role in Role::OF_TOKENS {
        let mut left: BTreeSet<String> = BEGINNINGS.map(str::to_owned).into();
        let mut seen = BTreeSet::new();
        while let Some(path) = left.pop_first() {
            if seen.len() > 150
                || ELSEWHERE.iter().any(|other| path.starts_with(other))
                || path.contains("/live")
            {
                continue;
            }
            let page = world.get(role, &path).await;
            let refused = BEGINNINGS.contains(&path.as_str()) && page.status == StatusCode::FORBIDDEN;
            let fine = page.status == StatusCode::OK || refused;
            assert!(fine, "{role}: {path}: {}", page.status);
            if page.headers.get("content-type").is_some_and(|kind| kind == "text/html; charset=utf-8") {
                good(&path, &page);
                let found = links(&page.text).into_iter().filter(|link| !seen.contains(link));
                left.extend(found);
            }
            seen.insert(path);
        }
        assert!(seen.len() > 4, "{role}: {seen:?}");
    }
}

/// Texts that would do something if they were taken for markup.
pub(crate) const HOSTILE: [&str; 4] = [
    "<script>alert(1)</script>",
    "\"><img src=x onerror=alert(1)>",
    "'-alert(1)-'&amp;&#60;b",
    "{{ 1337*1337 }}<!--",
];

/// What of a text must not stand in a page.
pub(crate) fn raw(page: &str) -> Option<&'static str> {
    ["<script>alert", "<img src=x", "'-alert(1)-'", "1787569"].into_iter().find(|raw| page.contains(raw))
}

#[tokio::test]
async fn nothing_that_anybody_typed_is_taken_for_markup() {
    let world = world().await;
    let caller = world.caller(Role::Operator).await;
    let mut paths: Vec<String> = ["/keys", "/history", "/audit"].map(str::to_owned).into();
    for text in HOSTILE {
        let key = made(&world, &caller, (text, text, text)).await;
        let draft = EntryDraft {
            account: key.account,
            actor: Actor::Key(key.id),
            action: Action::AddOrder,
            target: Target::Account,
            revision: 1,
            source: Some("192.0.2.1".parse().unwrap()),
            client: ClientName::from_bytes(text.as_bytes()),
            outcome: Outcome::Failed,
            reason: Reason::UpstreamRefused,
            detail: Detail::Upstream { claim: 0, said: text.into() },
            nonce: None,
            otp_step: None,
            digest: [0; 32],
        };
        world.authority.lane().submit_call(Item::Note(draft), Instant::now()).await.unwrap();
        paths.extend(["", "/edit", "/revoke"].map(|verb| format!("/keys/{}{verb}", key.id)));
        let quoted = form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>();
        paths.extend(
            [
                "/keys?q=",
                "/keys?holder=",
                "/keys?application=",
                "/history?application=",
                "/history?key=",
                "/history?source=",
                "/history?from=",
            ]
            .map(|path| format!("{path}{quoted}")),
        );
        for path in
            ["/keys?state=", "/keys?sort=", "/keys?cursor=", "/keys?", "/nothing/", "/history?cursor="]
        {
            paths.push(format!("{path}{quoted}"));
        }
    }
    for path in paths {
        let page = world.get(Role::Operator, &path).await;
        good(&path, &page);
        assert_eq!(raw(&page.text), None, "{path}");
    }
    for text in HOSTILE {
        let fields = [
            "name",
            "holder",
            "application",
            "description",
            "allowlist",
            "expires",
            "expires_on",
            "not_before",
            "nonce_window",
            "second_factor",
            "kind",
        ];
        let fields: Vec<(&str, &str)> = fields.into_iter().map(|field| (field, text)).collect();
        let page = world.post(Role::Operator, "/keys/new", &fields).await;
        good("/keys/new", &page);
        assert_eq!(raw(&page.text), None, "{text}");
        let unknown = world.post(Role::Operator, "/keys/new", &[(text, text)]).await;
        assert_eq!(raw(&unknown.text), None, "{text}");
    }
}

#[test]
fn tooth_a_text_that_is_taken_for_markup_is_seen() {
    for text in HOSTILE {
        let page = format!("<p>{}</p>", text.replace("{{ 1337*1337 }}", "1787569"));
        assert!(raw(&page).is_some(), "{text}");
    }
}

#[tokio::test]
async fn things_of_other_accounts_are_not_there() {
    let world = world().await;
    let caller = world.caller(Role::Operator).await;
    let key = make(&world, &caller, "Mine").await;
    let other = claviger::core::id::AccountId::from_u64(9);
    let name = Name::parse("Others").unwrap();
    let account = claviger::core::account::AccountRecord { id: other, name, created_at: NOW };
    let change = claviger::core::store::Change::CreateAccount { record: account, limit: 9 };
    let entry = claviger::manage::host_act(other, Action::AccountCreate, Target::Account, "");
    let mutation = claviger::core::store::Mutation::new(change, entry);
    world.authority.commit_change(mutation).await.unwrap();
    let foreign = make(&world, &Caller::system(other), "Theirs").await;
    for verb in ["", "/edit", "/revoke"] {
        let (theirs, absent) =
            (format!("/keys/{}{verb}", foreign.id), format!("/keys/key_000000000001{verb}"));
        let (theirs, absent) =
            (world.get(Role::Operator, &theirs).await, world.get(Role::Operator, &absent).await);
        assert_eq!((theirs.status, &theirs.text), (StatusCode::NOT_FOUND, &absent.text), "{verb}");
        assert_eq!(
            world.get(Role::Operator, &format!("/keys/{}{verb}", key.id)).await.status,
            StatusCode::OK
        );
    }
    let list = world.get(Role::Operator, "/keys?state=all").await;
    assert!(list.text.contains("Mine") && !list.text.contains("Theirs"));
    let history = world.get(Role::Operator, &format!("/history?key={}", foreign.id)).await;
    assert!(history.text.contains("There is no key of this name or id"));
}
