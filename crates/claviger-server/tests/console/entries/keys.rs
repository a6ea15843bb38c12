//! Forms of keys.

use super::form::Form;
use super::send;
use crate::keys::edited;
use crate::pages::make;
use crate::prove::KEY;
use crate::team::key_of;
use crate::town::{Town, password_of, session_of};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::key::KeyRecord;
use claviger::core::permission::PermissionSet;
use claviger::core::store::{Change, Mutation, Store as _};
use claviger::core::text::Description;
use claviger::manage::host_act;
use claviger::manage::reviews::{SignOff, Verdict, sign_off};
use http::StatusCode;

const DAY_SECS: i64 = 86_400;

pub(super) async fn form(town: &Town, path: &str) -> Option<Form> {
    match path {
        "/keys/new" => return Some(Form::of_owner(town, path, KEY)),
        "/keys" => {
            let review = town.post(&town.sessions["owner"], "/keys/new", KEY).await;
            return Some(Form::of_owner(town, path, &[]).with(&review));
        }
        "/keys/unused" | "/keys/unused/revoke" => return Some(unused(town, path).await),
        _ => {}
    }
    let key = make(&town.world, &town.signed("owner").await.caller, "Grid bot").await;
    let at = path.replace("{id}", &key.id.to_string());
    let fields: &[(&str, &str)] = match path {
        "/stop" => &[("state", "frozen"), ("which", "")],
        "/keys/{id}/edit" | "/keys/{id}/save" => {
            let fields = edited(&key, &[("name", "Grid bot II")]);
            return Some(Form { fields, ..Form::of_owner(town, &at, &[]) });
        }
        "/keys/{id}/step" => &[("state", "frozen")],
        "/keys/{id}/revoke" => &[("name", "Grid bot")],
        "/keys/{id}/readmit" => {
            hold(town, &key).await;
            &[("floor", "1000")]
        }
        "/keys/{id}/rotate" => return Some(rotation(town, &at).await),
        "/keys/{id}/retire" | "/keys/{id}/roll-back" => {
            let begun = rotation(town, &format!("/keys/{}/rotate", key.id)).await;
            let answer = send(town, &begun.session, &begun.path, &begun.fields).await;
            assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.text);
            &[]
        }
        "/keys/{id}/incident/stop" => &[("state", "frozen"), ("name", ""), ("since", "")],
        "/keys/{id}/incident/report" => &[("since", "")],
        "/keys/{id}/review" => &[("decision", "keep"), ("revision", "1")],
        "/keys/{id}/undo" => {
            narrowed(town, &key).await;
            &[]
        }
        _ => return None,
    };
    Some(Form::of_owner(town, &at, fields))
}

/// A key that has expired, by somebody who is back.
async fn unused(town: &Town, path: &str) -> Form {
    let key = key_of(town, "owner").await;
    town.world.clock.step_secs(2 * DAY_SECS);
    let fields = [("login", "owner"), ("password", &password_of("owner"))];
    let session = session_of(&town.send_form("/sign-in", None, &fields).await);
    let form = Form::of(&session, path, &[("key", &key.id.to_string())]);
    if path.ends_with("/revoke") {
        return Form { fields: [form.fields, vec![("count".to_owned(), "1".to_owned())]].concat(), ..form };
    }
    form
}

/// The form of a rotation.
async fn rotation(town: &Town, path: &str) -> Form {
    let page = town.page("owner", path).await;
    Form::of_owner(town, path, &[("overlap", "86400"), ("permission", "query-funds")]).with(&page)
}

/// As after a review that took everything away.
async fn narrowed(town: &Town, key: &KeyRecord) {
    let verdict = Verdict::Narrow { permissions: Some(PermissionSet::NONE), allowlist: None };
    let asked = SignOff { from: None, verdict, note: Description::parse("").unwrap(), undo_days: 7 };
    let caller = town.signed("owner").await.caller;
    sign_off(&town.world.authority, &caller, key.id, &asked).await.unwrap();
}

/// As after a restore.
async fn hold(town: &Town, key: &KeyRecord) {
    let mut row = town.world.store.key(key.id).unwrap().unwrap();
    let from = row.record.revision;
    row.record.held = true;
    row.record.revision = from + 1;
    let entry = host_act(key.account, Action::Restored, Target::Key(key.id), "held by the test");
    let held = Mutation::new(Change::UpdateKey { row: Box::new(row), from }, entry);
    town.world.authority.commit_change(held).await.unwrap();
}
