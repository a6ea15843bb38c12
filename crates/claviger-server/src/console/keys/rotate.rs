//! A key is rotated: what its successor may do and how long both work is asked, then the private key is shown once.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::{Frame, Section, Trouble};
use super::super::prove::Carried;
use super::super::visit::Proof;
use super::create::shown;
use super::fields::{Errors, LIST};
use super::marks::{Chip, chip};
use super::new::mark;
use super::show::{KeyView, known};
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::life::{LifeError, OVERLAP_SECS};
use claviger::core::key::{KeyKind, KeyRecord};
use claviger::core::permission::{Permission, PermissionSet};
use claviger::manage::keys::{CreatedKey, RotateKey, RotatedKey, rotate as begin};
use claviger::manage::once::{Known, known as known_request, turn};
use claviger::manage::rotation_policy::{self, Recipient};
use claviger::manage::{Asked, Caller, ManageError, Operation, Thing};
use http::StatusCode;
use std::any::Any;
use std::sync::Arc;

/// Overlaps that are offered, in seconds.
const OVERLAPS: [(u32, &str); 5] = [
    (3_600, "One hour"),
    (86_400, "One day"),
    (OVERLAP_SECS, "One week"),
    (30 * 86_400, "30 days"),
    (0, "None: the old key ends now"),
];
/// Fields of the form besides the permissions.
const NAMES: [&str; 5] = ["overlap", "recipient", "passphrase", "revision", "once"];

#[derive(Template)]
#[template(path = "keys/rotate.html")]
struct Page {
    frame: Frame,
    key: KeyView,
    errors: Errors,
    once: String,
    overlaps: Vec<(u32, &'static str, bool)>,
    permissions: Vec<Tick>,
    recipient: String,
    /// The account encrypts private keys to somebody unless told.
    of_account: Option<String>,
}

/// A permission of the key that its successor may have.
struct Tick {
    name: &'static str,
    chip: Chip,
    risk: &'static str,
    ticked: bool,
}

/// What was chosen.
struct Typed {
    overlap: u32,
    permissions: PermissionSet,
    recipient: String,
}

/// The form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let record = known(&call, call.id(Thing::Key)?).await?.record;
    let typed = Typed { overlap: OVERLAP_SECS, permissions: record.permissions, recipient: String::new() };
    ask(&call, record, typed, Errors::default()).await
}

async fn ask(call: &Call, record: KeyRecord, typed: Typed, errors: Errors) -> Result<Shown, Failure> {
    let policy = rotation_policy::show(&call.state.authority, call.caller()).await?;
    let tick = |permission: Permission| Tick {
        name: permission.name(),
        chip: chip(permission),
        risk: permission.risk(),
        ticked: typed.permissions.contains(permission),
    };
    let page = Page {
        frame: call.frame(Section::Keys, format!("Rotate {}", record.name)),
        key: KeyView::of(&record, call.now()),
        errors,
        once: mark()?,
        overlaps: OVERLAPS.into_iter().map(|(secs, words)| (secs, words, secs == typed.overlap)).collect(),
        permissions: record.permissions.iter().map(tick).collect(),
        recipient: typed.recipient,
        of_account: policy.recipient,
    };
    Ok(Shown::page(&page)?)
}

/// Rotates it.
pub(in super::super) async fn rotate(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&NAMES, &[LIST])?;
    let id: KeyId = call.id(Thing::Key)?;
    if call.visit.proof == Proof::Stale {
        return Err(later(id, form));
    }
    let record = known(&call, id).await?.record;
    let typed = read(form)?;
    let (passphrase, wanted) = match wanted(form, &typed, &record) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let words = errors.for_the_log();
            return Ok(ask(&call, record, typed, errors).await?.refusing(words));
        }
    };
    let asked = asked(&call, id, form)?;
    let _turn = turn(&call.state.authority, &asked).await;
    if let Known::Same(_) = known_request(&call.state.authority, &asked).await? {
        return Ok(Shown::go(format!("/keys/{id}")));
    }
    let caller = Caller { asked: Some(asked), ..call.caller().clone() };
    match begin(&call.state.authority, &caller, id, wanted).await {
        Ok(rotated) => handed(&call, rotated, passphrase).await,
        Err(ManageError::Repeated) => Ok(Shown::go(format!("/keys/{id}"))),
        Err(error @ (ManageError::Life(_) | ManageError::LimitReached { .. } | ManageError::Changed)) => {
            let mut errors = Errors::default();
            let field =
                if matches!(error, ManageError::Life(LifeError::Wider(_))) { "permissions" } else { "" };
            errors.add(field, error);
            Ok(ask(&call, record, typed, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(error) => Err(error.into()),
    }
}

fn read(form: &Pairs) -> Result<Typed, Trouble> {
    let offered = |secs: &u32| OVERLAPS.iter().any(|(known, _)| known == secs);
    let overlap = form.text("overlap").parse().ok().filter(offered);
    let overlap = overlap.ok_or_else(|| Trouble::malformed("there is no such overlap".to_owned()))?;
    let permissions: Option<PermissionSet> =
        form.all(LIST).map(|name| name.parse::<Permission>().ok()).collect();
    let no_such = || Trouble::malformed("there is no such permission".to_owned());
    let permissions = permissions.ok_or_else(no_such)?;
    Ok(Typed { overlap, permissions, recipient: form.text("recipient").trim().to_owned() })
}

fn wanted(form: &Pairs, typed: &Typed, record: &KeyRecord) -> Result<(Option<String>, RotateKey), Errors> {
    let mut errors = Errors::default();
    if record.kind == KeyKind::Private && !record.permissions.is_empty() && typed.permissions.is_empty() {
        errors.add("permissions", "tick at least one permission");
    }
    let recipient = match typed.recipient.as_str() {
        "" => Some(None),
        text => errors.take("recipient", text.parse::<Recipient>()).map(Some),
    };
    let passphrase = form.get("passphrase").filter(|text| !text.is_empty()).map(str::to_owned);
    if let Some(Err(error)) = passphrase.as_deref().map(claviger_seal::age::judge) {
        errors.add("passphrase", error);
    }
    let from = form.text("revision").parse().ok();
    match recipient.filter(|_| errors.is_empty()) {
        None => Err(errors),
        Some(recipient) => {
            let (permissions, overlap_secs) = (Some(typed.permissions), Some(typed.overlap));
            let wanted = RotateKey { from, permissions, overlap_secs, recipient, ..RotateKey::default() };
            Ok((passphrase, wanted))
        }
    }
}

/// What goes on behind a proof that is wanted first: the request, or the form, if a secret is to be typed again.
fn later(id: KeyId, form: &Pairs) -> Failure {
    if form.get("passphrase").is_some_and(|text| !text.is_empty()) {
        return Failure::Unproven(None);
    }
    Failure::Unproven(Some(Carried::form(format!("/keys/{id}/rotate"), form.pairs().to_vec())))
}

/// What the request is known by, so that sending it again makes nothing.
fn asked(call: &Call, id: KeyId, form: &Pairs) -> Result<Asked, Trouble> {
    let once = form.text("once");
    let good =
        once.len() == 22 && once.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let fields: Vec<u8> =
        form.pairs().iter().flat_map(|(name, value)| format!("{name}={value}\n").into_bytes()).collect();
    let (mark, id) = (format!("console:{once}"), id.to_string());
    let parts = [Operation::KeyRotate.name().as_bytes(), id.as_bytes(), &fields];
    let asked = Asked::new(&call.state.authority, call.caller(), mark.as_bytes(), &parts).filter(|_| good);
    let asked = asked.ok_or_else(|| Trouble::malformed("the form has lost its mark".to_owned()))?;
    Ok(asked.answered_by(Arc::new(|told: &dyn Any| {
        told.downcast_ref::<RotatedKey>().map(|rotated| rotated.successor.id.to_string().into_bytes())
    })))
}

#[derive(Template)]
#[template(path = "keys/encrypted.html")]
struct Encrypted {
    frame: Frame,
    name: String,
    href: String,
    file: String,
}

async fn handed(call: &Call, rotated: RotatedKey, passphrase: Option<String>) -> Result<Shown, Failure> {
    let RotatedKey { predecessor, successor, private_key, encrypted } = rotated;
    if let Some(file) = encrypted {
        let page = Encrypted {
            frame: call.frame(Section::Keys, "The key is rotated"),
            name: successor.name.to_string(),
            href: format!("/keys/{}", successor.id),
            file,
        };
        return Ok(Shown::page(&page)?.status(StatusCode::CREATED));
    }
    let created = CreatedKey { record: successor, private_key, totp: None };
    shown(call, created, passphrase, Some(&predecessor)).await
}
