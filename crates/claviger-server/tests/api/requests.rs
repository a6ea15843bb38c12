//! A request for every operation of the document. One that is missing here fails every suite that
//! is driven from the document.

use crate::world::{Answer, Things, World};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::{ChannelId, KeyId, UserId};
use claviger::core::notices::{Channel, Confirm};
use claviger::core::permission::PermissionSet;
use claviger::core::store::{Change, Mutation, RecordKind, RecordWrite};
use claviger::core::text::Description;
use claviger::core::token::TokenDigest;
use claviger::manage::keys::{RotateKey, rotate};
use claviger::manage::reviews::{SignOff, Verdict, sign_off};
use claviger::manage::{Caller, host_act};
use claviger_server::api::document;
use http::Method;
use serde_json::{Value, json};

/// An operation of the document.
pub(crate) struct Operation {
    pub(crate) id: String,
    pub(crate) method: Method,
    pub(crate) path: String,
}

impl Operation {
    pub(crate) fn mutates(&self) -> bool {
        self.method != Method::GET
    }
    pub(crate) fn has_id(&self) -> bool {
        self.path.contains("{id}")
    }
}

/// Every operation of the document, in its order.
pub(crate) fn operations() -> Vec<Operation> {
    let document: Value = serde_json::from_str(&document()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in [Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE] {
            if let Some(operation) = item.get(method.as_str().to_lowercase()) {
                let id = operation["operationId"].as_str().unwrap().to_owned();
                all.push(Operation { id, method, path: path.clone() });
            }
        }
    }
    all
}

/// A body that is accepted, none for what takes none.
pub(crate) fn good_body(id: &str) -> Option<Value> {
    match id {
        "account.create" => Some(json!({"name": "Desk 9"})),
        "key.create" => Some(json!({"name": "another", "permissions": ["query-funds"]})),
        "key.edit" => Some(json!({"name": "renamed"})),
        "key.step" => Some(json!({"state": "frozen"})),
        "key.revoke" => Some(json!({"drain_secs": 1})),
        "key.stop" => Some(json!({"state": "cancel-only"})),
        "key.readmit" => Some(json!({"floor": "1000"})),
        "token.create" => Some(json!({"name": "another", "role": "viewer"})),
        "token.rotate" | "token.revoke" | "master-key.rotate" => None,
        "paper.deposit" => Some(json!({"asset": "USD", "amount": "25.00"})),
        "paper.address-add" => Some(json!({"asset": "XBT", "key": "vault", "address": "paper-btc-1"})),
        "key.rotate" => Some(json!({"overlap_secs": 3600, "permissions": []})),
        "key.retire" => Some(json!({"drain_secs": 0})),
        "key.roll-back" | "incident.report" => Some(json!({})),
        "key.rotation" | "key.due" | "rotation-policy.show" => None,
        "rotation-policy.edit" => Some(json!({"max_age_days": 60})),
        "account.show"
        | "account.list"
        | "permission.list"
        | "reason.list"
        | "key.list"
        | "key.show"
        | "key.history"
        | "history.list"
        | "audit.list"
        | "token.list"
        | "paper.address-list"
        | "paper.settings-show"
        | "paper.address-confirm"
        | "paper.address-remove" => None,
        "paper.balance-list"
        | "paper.order-list"
        | "paper.order-cancel"
        | "paper.order-cancel-all"
        | "paper.fill-list"
        | "paper.withdrawal-list" => None,
        "paper.order-place" => {
            Some(json!({"pair": "XBTUSD", "side": "buy", "type": "market", "volume": "0.001"}))
        }
        "paper.settings-edit" => Some(json!({"verify_new_addresses": false})),
        "alert.create" => {
            let condition = json!({"kind": "change", "percent": "5", "direction": "up"});
            Some(
                json!({"pair": "ETH/USD", "condition": condition, "repeat_secs": 3600, "description": "look"}),
            )
        }
        "alert.edit" => Some(json!({"enabled": false})),
        "key.hand-over" => Some(json!({"member": null})),
        "member.edit" => Some(json!({"role": "auditor"})),
        "invitation.create" => Some(json!({"role": "viewer", "meant_for": "Bo"})),
        "member.list" | "member.show" | "member.session-list" | "invitation.list" => None,
        "member.remove" | "member.reset" | "member.session-end" | "invitation.revoke" => None,
        "channel.create" => {
            Some(json!({"name": "pager", "service": "webhook", "to": "https://hooks.example.com/pager"}))
        }
        "channel.edit" => Some(json!({"least": "alarm"})),
        "channel.confirm" => Some(json!({"code": "00000000"})),
        "rule.set" => Some(json!({"event": "key.changed", "tell": "channels"})),
        "channel.list" | "channel.show" | "channel.remove" | "channel.rotate-secret" | "channel.code" => None,
        "channel.test" | "rule.list" | "delivery.list" | "delivery.show" | "delivery.resend" => None,
        "notice.list" | "incident.show" => None,
        "ticker.list" | "alert.list" | "alert.show" | "alert.fired" | "alert.remove" => None,
        "key.review" => Some(json!({"decision": "keep", "note": "still needed"})),
        "review.policy-edit" => Some(json!({"every_days": 30})),
        "key.review-show" | "key.dry-run" | "key.review-undo" | "review.list" | "review.policy-show" => None,
        other => panic!("`{other}` is in the document and has no request in tests/api/requests.rs"),
    }
}

/// A body that is refused though its sender may do the operation; none where no body is judged.
pub(crate) fn bad_body(id: &str) -> Option<Value> {
    match id {
        "account.create" => Some(json!({"name": "Desk 1"})),
        "key.create" => Some(json!({"name": "bot"})),
        "key.edit" => Some(json!({"name": "bot"})),
        "key.step" => Some(json!({"state": "active"})),
        "key.revoke" => Some(json!({"drain_secs": 11})),
        "key.stop" => Some(json!({"state": "active"})),
        "key.readmit" => Some(json!({"floor": "-1"})),
        "token.create" => Some(json!({"name": "spare", "role": "viewer"})),
        "token.rotate" => Some(json!({"expires_at": "2001-01-01T00:00:00Z"})),
        "key.rotate" => Some(json!({"permissions": ["withdraw-funds"]})),
        "key.retire" => Some(json!({"at": "tomorrow"})),
        "key.roll-back" => Some(json!({"drain_secs": 11})),
        "rotation-policy.edit" => Some(json!({"recipient": "age1nobody"})),
        "token.revoke" | "master-key.rotate" | "paper.address-confirm" | "paper.address-remove" => {
            Some(json!({"unknown": 1}))
        }
        "alert.remove" => Some(json!({"unknown": 1})),
        "key.hand-over" => Some(json!({"member": "user_000000000001"})),
        "member.edit" => Some(json!({"role": "operator"})),
        "member.remove" => Some(json!({"hand_over_to": "user_000000000001"})),
        "invitation.create" => Some(json!({"role": "operator"})),
        "member.reset" | "member.session-end" | "invitation.revoke" => Some(json!({"unknown": 1})),
        "channel.create" => Some(json!({"name": "pager", "service": "webhook", "to": "ftp://example.com"})),
        "channel.edit" => Some(json!({"least": "loud"})),
        "channel.remove" | "channel.rotate-secret" | "channel.confirm" | "channel.code" | "channel.test" => {
            Some(json!({"unknown": 1}))
        }
        "rule.set" => Some(json!({"event": "weather", "tell": "channels"})),
        "delivery.resend" => Some(json!({"unknown": 1})),
        "alert.create" => Some(json!({"pair": "XBTUSD", "condition": {"kind": "above", "price": "0.05"}})),
        "alert.edit" => Some(json!({"enabled": true})),
        "paper.settings-edit" => Some(json!({"verify_new_addresses": "perhaps"})),
        "paper.deposit" => Some(json!({"asset": "USD", "amount": "0.000000001"})),
        "paper.order-place" => {
            Some(json!({"pair": "XBTUSD", "side": "sell", "type": "market", "volume": "1"}))
        }
        "paper.order-cancel" | "paper.order-cancel-all" => Some(json!({"unknown": 1})),
        "paper.address-add" => Some(json!({"asset": "nonsense", "key": "vault", "address": "x"})),
        "key.review" => Some(json!({"decision": "narrow"})),
        "incident.report" => Some(json!({"since": "yesterday"})),
        "key.review-undo" => Some(json!({"unknown": 1})),
        "review.policy-edit" => Some(json!({"freeze_days": 1})),
        other => panic!("`{other}` changes something and has no refused request in tests/api/requests.rs"),
    }
}

/// The path with the id of what belongs there.
pub(crate) fn path(operation: &Operation, things: &Things) -> String {
    let mut parts = operation.path.split('/').skip(1);
    let id = match (parts.next(), parts.next()) {
        (Some("tokens"), _) => &things.token,
        (Some("paper"), Some("orders")) => &things.order,
        (Some("paper"), _) => &things.address,
        (Some("alerts"), _) => &things.alert,
        (Some("members"), _) => &things.member,
        (Some("invitations"), _) => &things.invitation,
        (Some("sessions"), _) => &things.session,
        (Some("channels"), _) => &things.channel,
        (Some("deliveries"), _) => &things.delivery,
        _ => &things.key,
    };
    operation.path.replace("{id}", id)
}

/// Makes what an operation needs to be carried out: only a key that is held is readmitted, only one that belongs to
/// somebody is handed over to nobody, only a rotation that was begun is ended, and only what a review narrowed is put back;
/// only an address that waits for its code is confirmed.
pub(crate) async fn prepare(world: &World, operation: &Operation) {
    if operation.id == "key.review-undo" {
        return narrow(world).await;
    }
    if matches!(operation.id.as_str(), "channel.confirm" | "channel.code") {
        return unconfirm(world).await;
    }
    let id = world.own.key.parse().unwrap();
    let mut row = world.authority.store().key(id).unwrap().unwrap();
    let from = row.record.revision;
    match operation.id.as_str() {
        "key.retire" | "key.roll-back" | "key.rotation" => {
            let (caller, asked) = (Caller::system(row.record.account), RotateKey::default());
            assert!(rotate(&world.authority, &caller, id, asked).await.is_ok());
            return;
        }
        "key.readmit" => row.record.held = true,
        "key.hand-over" => row.record.member = Some(UserId::from_u64(1)),
        _ => return,
    }
    row.record.revision = from + 1;
    let entry = host_act(row.record.account, Action::Restored, Target::Key(id), "held by the test");
    let held = Mutation::new(Change::UpdateKey { row: Box::new(row), from }, entry);
    world.authority.commit_change(held).await.unwrap();
}

async fn narrow(world: &World) {
    let id: KeyId = world.own.key.parse().unwrap();
    let account = world.authority.store().key(id).unwrap().unwrap().record.account;
    let verdict = Verdict::Narrow { permissions: Some(PermissionSet::NONE), allowlist: None };
    let asked = SignOff { from: None, verdict, note: Description::parse("").unwrap(), undo_days: 7 };
    sign_off(&world.authority, &Caller::system(account), id, &asked).await.unwrap();
}

/// Makes the channel one that waits for a code.
async fn unconfirm(world: &World) {
    let id: ChannelId = world.own.channel.parse().unwrap();
    let record = world.authority.store().record(RecordKind::Channel, id.as_u64()).unwrap().unwrap();
    let (channel, from) = (Channel::try_from(&record).unwrap(), record.revision);
    let expires_at = world.authority.now().plus_secs(600);
    let confirm = Confirm { digest: TokenDigest([0; 32]), wrong: 0, expires_at };
    let channel = Channel { confirm: Some(confirm), revision: from + 1, ..channel };
    let entry = host_act(channel.account, Action::ChannelEdit, Target::Account, "by the test");
    let change = Change::Records(vec![RecordWrite::Update { record: channel.record().unwrap(), from }]);
    world.authority.commit_change(Mutation::new(change, entry)).await.unwrap();
}

/// Sends a request that is good in itself.
pub(crate) async fn send_good(
    world: &World,
    operation: &Operation,
    things: &Things,
    token: Option<&str>,
) -> Answer {
    let body = good_body(&operation.id).map(|body| body.to_string());
    world.send(operation.method.clone(), &path(operation, things), token, body).await
}
