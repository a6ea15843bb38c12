//! A key is reviewed on its page: what it used, what a change would have refused, signed off, put back; and the list of what
//! is due.

use crate::check::{attributes, good, tags};
use crate::guards::NOW;
use crate::seed::{BEFORE, named, seed};
use crate::world::{Answer, World};
use claviger::Limits;
use claviger::core::action::Action;
use claviger::core::id::{KeyId, LogId};
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::core::role::Role;
use claviger::core::store::Store as _;
use http::StatusCode;
use std::sync::atomic::Ordering::SeqCst;

async fn seeded() -> (World, KeyId) {
    let world = World::at(NOW.plus_secs(-BEFORE), None, Limits::default()).await;
    let made = seed(&world, NOW).await;
    (world, named(&made, "Grid bot BTC/USD"))
}

fn record(world: &World, id: KeyId) -> KeyRecord {
    world.store.key(id).unwrap().unwrap().record
}

fn count(world: &World, action: Action) -> usize {
    let entries = world.store.entries(LogId(0), 0, 100_000).unwrap();
    entries.iter().filter(|entry| entry.draft.action == action).count()
}

/// What the form would send as the page came, and what was decided.
fn form(page: &Answer, decision: &'static str) -> Vec<(String, String)> {
    let form = page.text.split("/review\" class=\"stack try\" autocomplete=\"off\">").nth(1).unwrap();
    let form = form.split("</form>").next().unwrap();
    let value = |tag: &str, name: &str| {
        let value = attributes(tag).find(|(found, _)| *found == name);
        value.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    let sent = tags(form).filter(|tag| {
        tag.starts_with("input type=\"hidden\"")
            || tag.starts_with("input type=\"checkbox\"") && tag.ends_with(" checked")
    });
    let fields = sent.map(|tag| (value(tag, "name"), value(tag, "value"))).filter(|(name, _)| name != "csrf");
    let addresses = form.split("<textarea").nth(1).unwrap().split_once('>').unwrap().1;
    let addresses = addresses.split("</textarea>").next().unwrap().replace("&#10;", "\n");
    let typed = [("addresses".to_owned(), addresses), ("decision".to_owned(), decision.to_owned())];
    fields.chain(typed).collect()
}

async fn post(world: &World, path: &str, fields: &[(String, String)]) -> Answer {
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    world.post(Role::Operator, path, &fields).await
}

#[tokio::test]
async fn what_was_used_is_shown_and_the_dry_run_answers_in_words() {
    let (world, id) = seeded().await;
    let path = format!("/keys/{id}/review");
    for role in [Role::Operator, Role::Auditor] {
        let page = world.get(role, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        good(&path, &page);
        assert!(page.text.contains("Never used") && page.text.contains("class=\"bar\""), "{}", page.text);
        assert_eq!(page.text.contains("Sign the review off"), role == Role::Operator, "{role}");
    }
    assert_eq!(world.get(Role::Viewer, &path).await.status, StatusCode::FORBIDDEN);
    let before = world.store.entries(LogId(0), 0, 100_000).unwrap().len();
    let tried =
        world.get(Role::Operator, &format!("{path}?try=1&days=90&permission=close-trades&addresses=")).await;
    good("tried", &tried);
    assert!(
        tried.text.contains("Would have refused ") && !tried.text.contains("refused none"),
        "{}",
        tried.text
    );
    let all =
        record(&world, id).permissions.iter().map(|one| format!("&permission={one}")).collect::<String>();
    let tried = world.get(Role::Operator, &format!("{path}?try=1{all}&addresses=")).await;
    assert!(tried.text.contains("Would have refused none of "), "{}", tried.text);
    let wrong = world.get(Role::Operator, &format!("{path}?try=1{all}&addresses=nowhere")).await;
    assert!(wrong.text.contains("id=\"addresses-wrong\""));
    good("wrong", &wrong);
    assert_eq!(world.store.entries(LogId(0), 0, 100_000).unwrap().len(), before, "asking changes nothing");
}

#[tokio::test]
async fn a_review_is_signed_off_and_put_back_behind_a_fresh_proof() {
    let (world, id) = seeded().await;
    let path = format!("/keys/{id}/review");
    let before = record(&world, id);
    let page = world.get(Role::Operator, &path).await;
    let signed = post(&world, &path, &form(&page, "narrow")).await;
    assert_eq!(signed.status, StatusCode::SEE_OTHER, "{}", signed.text);
    let after = record(&world, id);
    assert!(before.permissions.contains_all(after.permissions) && before.permissions != after.permissions);
    assert!(
        !after.permissions.contains(Permission::QueryClosedTrades) || after.permissions != before.permissions
    );
    assert_eq!((after.revision, count(&world, Action::KeyReview)), (before.revision + 1, 1));
    let again = post(&world, &path, &form(&page, "narrow")).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY, "the page was about a key that is no more");
    good("again", &again);

    world.stale.store(true, SeqCst);
    let undo = format!("/keys/{id}/undo");
    let asked = world.post(Role::Operator, &undo, &[]).await;
    assert_eq!(asked.status, StatusCode::FORBIDDEN);
    assert!(asked.text.contains("Confirm that it is you"));
    world.stale.store(false, SeqCst);
    let page = world.get(Role::Operator, &path).await;
    assert!(page.text.contains("Undo the narrowing") && page.text.contains("narrowed"), "{}", page.text);
    good(&path, &page);
    assert_eq!(world.post(Role::Operator, &undo, &[]).await.status, StatusCode::SEE_OTHER);
    let back = record(&world, id);
    assert_eq!((back.permissions, &back.restrictions), (before.permissions, &before.restrictions));
    assert_eq!(count(&world, Action::KeyReviewUndo), 1);
    assert_eq!(world.post(Role::Operator, &undo, &[]).await.status, StatusCode::CONFLICT);
}

/// Tooth: what was proposed when the page came is signed off, whatever is ticked and written on it.
#[tokio::test]
async fn what_is_ticked_and_written_is_what_is_signed_off() {
    let (world, id) = seeded().await;
    let path = format!("/keys/{id}/review");
    let before = record(&world, id);
    let page = world.get(Role::Operator, &path).await;
    let kept = before.permissions.iter().next().unwrap();
    let mut fields = form(&page, "narrow");
    fields.retain(|(name, _)| name != "permission" && name != "addresses");
    fields.push(("permission".to_owned(), kept.name().to_owned()));
    fields.push(("addresses".to_owned(), "203.0.113.7".to_owned()));
    let mut asked = fields.clone();
    asked.push(("try".to_owned(), "1".to_owned()));
    let answer = post(&world, &path, &asked).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text);
    let to = answer.headers["location"].to_str().unwrap();
    let tried = world.get(Role::Operator, to.trim_end_matches("#answer")).await;
    good(to, &tried);
    assert!(tried.text.contains("The dry run") && tried.text.contains("203.0.113.7"), "{to}");
    assert_eq!((record(&world, id), count(&world, Action::KeyReview)), (before, 0), "asking changes nothing");
    assert_eq!(post(&world, &path, &fields).await.status, StatusCode::SEE_OTHER);
    let after = record(&world, id);
    assert_eq!(after.permissions, PermissionSet::of(&[kept]));
    assert_eq!(after.restrictions.allowlist.to_texts(), ["203.0.113.7"]);
}

#[tokio::test]
async fn a_review_revokes_only_under_the_typed_name() {
    let (world, id) = seeded().await;
    let path = format!("/keys/{id}/review");
    let page = world.get(Role::Operator, &path).await;
    let mut fields = form(&page, "revoke");
    let refused = post(&world, &path, &fields).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text.contains("id=\"name-wrong\""));
    fields.push(("name".to_owned(), "Grid bot BTC/USD".to_owned()));
    assert_eq!(post(&world, &path, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(record(&world, id).state, KeyState::Revoked);
    let page = world.get(Role::Operator, &path).await;
    good(&path, &page);
    assert!(!page.text.contains("Sign the review off"));
}

#[tokio::test]
async fn what_is_due_is_listed_and_how_often_is_the_accounts_choice() {
    let (world, id) = seeded().await;
    let list = world.get(Role::Operator, "/reviews").await;
    good("/reviews", &list);
    assert!(list.text.contains("No review is overdue."));
    let often = [("every", "10"), ("dormant", "30"), ("freeze", "60")];
    assert_eq!(world.post(Role::Operator, "/reviews/policy", &often).await.status, StatusCode::SEE_OTHER);
    let list = world.get(Role::Operator, "/reviews?overdue=1").await;
    assert!(list.text.contains(&format!("/keys/{id}/review")) && list.text.contains(">Overdue<"));
    good("overdue", &list);
    let page = world.get(Role::Operator, &format!("/keys/{id}/review")).await;
    post(&world, &format!("/keys/{id}/review"), &form(&page, "keep")).await;
    let list = world.get(Role::Operator, "/reviews?overdue=1").await;
    assert!(!list.text.contains(&format!("/keys/{id}/review")), "it was reviewed now");
    let wrong = world
        .post(Role::Operator, "/reviews/policy", &[("every", "0"), ("dormant", "x"), ("freeze", "1")])
        .await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    for field in ["every-wrong", "dormant-wrong", "freeze-wrong"] {
        assert!(wrong.text.contains(field), "{field}");
    }
    good("wrong", &wrong);
    let viewer = world.get(Role::Viewer, "/reviews").await;
    assert!(!viewer.text.contains("/reviews/policy") && !viewer.text.contains(&format!("/keys/{id}/review")));
}

#[tokio::test]
async fn whether_a_call_would_be_allowed_is_told_by_the_rule() {
    let (world, id) = seeded().await;
    let ask = async |query: &str| {
        let path = format!("/keys/{id}/ask{query}");
        let page = world.get(Role::Viewer, &path).await;
        assert_eq!(page.status, StatusCode::OK, "{}", page.text);
        good(&path, &page);
        page.text
    };
    assert!(!ask("").await.contains("role=\"status\""));
    assert!(ask("?method=AddOrder&source=203.0.113.7").await.contains("<strong>Yes:</strong>"));
    let no = ask("?method=Withdraw&source=203.0.113.7").await;
    assert!(no.contains("<strong>No.</strong>") && no.contains("missing: withdraw-funds"), "{no}");
    assert!(ask("?method=AddOrder&source=198.51.100.1").await.contains("not on the key"));
    assert!(ask("?method=AddOrder&source=nowhere").await.contains("id=\"source-wrong\""));
}
