//! A key is changed: the form, what would change and which way, and the change itself.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::{Frame, Notice, Section, Trouble};
use super::super::prove::Carried;
use super::super::svg::qr;
use super::super::visit::Proof;
use super::diff::{Change, changes};
use super::fields::{Errors, LIST, Meant, NAMES, Typed};
use super::new::{Parts, add_own};
use super::show::KeyView;
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::{KeyKind, KeyRecord, KeyState};
use claviger::core::otp::SecondFactorKind;
use claviger::manage::keys::{EditKey, EditedKey, edit as change, show};
use claviger::manage::{ManageError, NewSecondFactor, Thing};
use http::StatusCode;

/// Fields that are not the key's.
const OWN: [&str; 3] = ["revision", "step", "factor_password"];

#[derive(Template)]
#[template(path = "keys/edit.html")]
struct Form {
    frame: Frame,
    key: KeyView,
    typed: Typed,
    errors: Errors,
    parts: Parts,
}

#[derive(Template)]
#[template(path = "keys/diff.html")]
struct Diff {
    frame: Frame,
    key: KeyView,
    typed: Typed,
    errors: Errors,
    changes: Vec<Change>,
    widens: bool,
    wants_password: bool,
    /// Somebody else changed the key since the form was shown.
    moved: bool,
}

#[derive(Template)]
#[template(path = "keys/new_factor.html")]
struct NewFactor {
    frame: Frame,
    key: KeyView,
    secret: String,
    qr: Option<String>,
}

/// The form.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    let record = record(&call).await?;
    let typed = Typed::of(&record);
    Ok(fill_in(&call, &record, typed, Errors::default())?)
}

/// What would change; the form again if something is wrong, or a button asked for it.
pub(in super::super) async fn review(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&fields(), &[LIST])?;
    let record = record(&call).await?;
    let mut typed = Typed::read(form)?;
    typed.kind = record.kind.name().to_owned();
    match form.text("step") {
        "back" => return Ok(fill_in(&call, &record, typed, Errors::default())?),
        "own-address" => {
            add_own(&call, &mut typed);
            return Ok(fill_in(&call, &record, typed, Errors::default())?);
        }
        _ => {}
    }
    Ok(show_diff(&call, &record, typed, Errors::default())?)
}

/// Changes it, if it is still what was looked at.
pub(in super::super) async fn save(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&fields(), &[LIST])?;
    let record = record(&call).await?;
    let mut typed = Typed::read(form)?;
    typed.kind = record.kind.name().to_owned();
    let meant = match typed.mean_over(Some(&record), call.now()) {
        Ok(meant) => meant,
        Err(errors) => {
            let words = errors.for_the_log();
            return Ok(fill_in(&call, &record, typed, errors)?.refusing(words));
        }
    };
    if form.text("revision") != record.revision.to_string() {
        return Ok(
            show_diff(&call, &record, typed, Errors::default())?.refusing("it was changed in the meantime")
        );
    }
    let widens = changes(&record, &meant, replaces(&typed, &record)).iter().any(|change| change.way.widens());
    if widens && call.visit.proof == Proof::Stale {
        return Err(later(&record, form));
    }
    let second_factor = match second_factor(&typed, &record, form.text("factor_password")) {
        Ok(factor) => factor,
        Err(errors) => {
            return Ok(show_diff(&call, &record, typed, errors)?.refusing("invalid: factor_password"));
        }
    };
    let asked = EditKey { second_factor, ..asked(&record, meant) };
    match change(&call.state.authority, call.caller(), record.id, asked).await {
        Ok(edited) => done(&call, edited),
        Err(error) => refused(&call, &record, typed, error),
    }
}

/// What goes on behind a proof that is wanted first: the change; or what it changes, if a secret is to be typed again.
fn later(record: &KeyRecord, form: &Pairs) -> Failure {
    let (to, step) = match form.text("factor_password") {
        "" => ("save", None),
        _ => ("edit", Some(("step".to_owned(), "review".to_owned()))),
    };
    let fields = form.pairs().iter().cloned().chain(step).collect();
    Failure::Unproven(Some(Carried::form(format!("/keys/{}/{to}", record.id), fields)))
}

fn fields() -> Vec<&'static str> {
    NAMES.into_iter().chain(OWN).collect()
}

async fn record(call: &Call) -> Result<KeyRecord, Failure> {
    let id: KeyId = call.id(Thing::Key)?;
    let record = show(&call.state.authority, call.caller(), id).await?.record;
    if record.state == KeyState::Revoked {
        return Err(Trouble::is_revoked().into());
    }
    Ok(record)
}

fn fill_in(call: &Call, record: &KeyRecord, typed: Typed, errors: Errors) -> Result<Shown, Trouble> {
    let mut parts = Parts::of(call, &typed);
    let expiry =
        record.restrictions.expires_at.map_or_else(|| "never".to_owned(), super::super::page::time::exact);
    parts.expiries.insert(0, ("keep", format!("As it is: {expiry}")));
    let factor = match record.restrictions.second_factor {
        None => "none",
        Some(SecondFactorKind::Totp) => "one-time codes",
        Some(SecondFactorKind::Password) => "a password",
    };
    parts.factors = vec![("keep", format!("As it is: {factor}"))];
    if record.restrictions.second_factor.is_some() {
        parts.factors.push(("none", "None".to_owned()));
    }
    parts.factors.push(("totp", "A new one-time code (TOTP)".to_owned()));
    parts.factors.push(("password", "A new password".to_owned()));
    let page = Form {
        frame: call.frame(Section::Keys, format!("Edit {}", record.name)),
        key: KeyView::of(record, call.now()),
        typed,
        errors,
        parts,
    };
    Shown::page(&page)
}

fn show_diff(call: &Call, record: &KeyRecord, typed: Typed, errors: Errors) -> Result<Shown, Trouble> {
    let meant = match typed.mean_over(Some(record), call.now()) {
        Ok(meant) => meant,
        Err(errors) => {
            return Ok(fill_in(call, record, typed, errors)?.status(StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let changes = changes(record, &meant, replaces(&typed, record));
    let sent = call.form.given("revision");
    let page = Diff {
        frame: call.frame(Section::Keys, format!("Edit {}", record.name)),
        key: KeyView::of(record, call.now()),
        widens: changes.iter().any(|change| change.way.widens()),
        wants_password: typed.second_factor == "password",
        moved: sent.is_some_and(|sent| sent != record.revision.to_string()),
        changes,
        typed,
        errors,
    };
    Shown::page(&page)
}

/// Whether a second factor is replaced by a new one of its kind.
fn replaces(typed: &Typed, record: &KeyRecord) -> bool {
    match record.restrictions.second_factor {
        None => false,
        Some(SecondFactorKind::Totp) => typed.second_factor == "totp",
        Some(SecondFactorKind::Password) => typed.second_factor == "password",
    }
}

/// What is asked for: only what differs from what was looked at.
fn asked(record: &KeyRecord, meant: Meant) -> EditKey {
    let (was, is) = (&record.restrictions, meant.restrictions);
    EditKey {
        from: Some(record.revision),
        name: changed(&record.name, meant.name),
        holder: changed(&record.holder, meant.holder),
        application: changed(&record.application, meant.application),
        description: changed(&record.description, meant.description),
        permissions: changed(&record.permissions, meant.permissions)
            .filter(|_| record.kind == KeyKind::Private),
        allowlist: changed(&was.allowlist, is.allowlist),
        not_before: changed(&was.not_before, is.not_before),
        expires_at: changed(&was.expires_at, is.expires_at),
        query_from: changed(&was.query_from, is.query_from),
        query_to: changed(&was.query_to, is.query_to),
        nonce_window: changed(&was.nonce_window, is.nonce_window),
        second_factor: None,
    }
}

fn changed<T: PartialEq>(was: &T, is: T) -> Option<T> {
    (*was != is).then_some(is)
}

fn second_factor(
    typed: &Typed,
    record: &KeyRecord,
    password: &str,
) -> Result<Option<Option<NewSecondFactor>>, Errors> {
    match typed.second_factor.as_str() {
        _ if record.kind == KeyKind::Public => Ok(None),
        "totp" => Ok(Some(Some(NewSecondFactor::Totp))),
        "none" if record.restrictions.second_factor.is_some() => Ok(Some(None)),
        "password" => NewSecondFactor::password(password).map(|factor| Some(Some(factor))).map_err(|error| {
            let mut errors = Errors::default();
            errors.add("factor_password", error);
            errors
        }),
        _ => Ok(None),
    }
}

fn done(call: &Call, edited: EditedKey) -> Result<Shown, Failure> {
    let Some(totp) = edited.totp else {
        let to = format!("/keys/{}", edited.record.id);
        return Ok(Shown::go(to).saying(Notice::Saved, call.state.secure));
    };
    let page = NewFactor {
        frame: call.frame(Section::Keys, "Save the second factor"),
        key: KeyView::of(&edited.record, call.now()),
        secret: totp.secret.to_string(),
        qr: qr(&totp.uri, "QR code of the second factor, for an authenticator"),
    };
    Ok(Shown::page(&page)?)
}

/// A refusal of the use case, at the field it is about; its entry is written.
fn refused(call: &Call, record: &KeyRecord, typed: Typed, error: ManageError) -> Result<Shown, Failure> {
    use claviger::core::key::life::LifeError;
    let field = match error {
        ManageError::NameTaken(_) => "name",
        ManageError::Life(LifeError::AlreadyExpired) => "expires",
        ManageError::Life(LifeError::NoChange) => return Ok(Shown::go(format!("/keys/{}", record.id))),
        ManageError::Life(LifeError::Restriction(_) | LifeError::PublicKey) => "",
        _ => return Err(error.into()),
    };
    let mut errors = Errors::default();
    errors.add(field, error);
    Ok(fill_in(call, record, typed, errors)?.status(StatusCode::UNPROCESSABLE_ENTITY))
}
