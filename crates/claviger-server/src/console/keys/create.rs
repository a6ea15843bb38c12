//! A key is created; its private half is shown once, in the answer to the request that creates it.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::form::Pairs;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, Trouble};
use super::super::prove::Carried;
use super::super::visit::Proof;
use super::fields::{Errors, LIST, Meant, NAMES, Typed};
use super::new::{fill_in, show_review};
use super::secret::{Handed, Wrapped};
use askama::Template;
use claviger::core::id::KeyId;
use claviger::core::key::KeyRecord;
use claviger::core::key::life::NewKey;
use claviger::core::otp::SecondFactorKind;
use claviger::manage::keys::{CreateKey, CreatedKey, create as make};
use claviger::manage::once::{Known, known, turn};
use claviger::manage::{Asked, Caller, ManageError, NewSecondFactor, Operation, PasswordError, Thing};
use http::StatusCode;
use std::any::Any;
use std::sync::Arc;

/// Fields of the review that are not the key's.
pub(super) const OWN: [&str; 3] = ["once", "factor_password", "passphrase"];

#[derive(Template)]
#[template(path = "keys/created.html")]
struct Created {
    frame: Frame,
    name: String,
    href: String,
    handed: Handed,
    /// Where its first call is told.
    live: String,
    /// The key it replaces: name, place and until when that works.
    old: Option<(String, String, Moment)>,
}

#[derive(Template)]
#[template(path = "keys/created_before.html")]
struct CreatedBefore {
    frame: Frame,
    href: Option<String>,
}

/// Creates it.
pub(in super::super) async fn create(call: Call) -> Result<Shown, Failure> {
    let known_fields: Vec<&str> = NAMES.into_iter().chain(OWN).collect();
    let form = call.form(&known_fields, &[LIST])?;
    let typed = Typed::read(form)?;
    super::belongs::may_name(&call, &typed.member)?;
    if call.visit.proof == Proof::Stale {
        return Err(later(form));
    }
    let wanted = match wanted(&call, form, &typed) {
        Ok(wanted) => wanted,
        Err(errors) => {
            let words = errors.for_the_log();
            return Ok(show_review(&call, typed, errors).await?.refusing(words));
        }
    };
    let asked = asked(&call, form, &typed)?;
    let _turn = turn(&call.state.authority, &asked).await;
    if let Some(page) = before(&call, &asked, &typed).await? {
        return Ok(page);
    }
    let caller = Caller { asked: Some(asked.clone()), ..call.caller().clone() };
    match make(&call.state.authority, &caller, wanted.key).await {
        Ok(created) => shown(&call, created, wanted.passphrase, None).await,
        Err(ManageError::Repeated) => {
            before(&call, &asked, &typed).await?.ok_or(Failure::Managed(ManageError::Unavailable))
        }
        Err(error) => refused(&call, typed, error).await,
    }
}

/// What goes on behind a proof that is wanted first: the request; or its review, if a secret is to be typed again.
fn later(form: &Pairs) -> Failure {
    let is_secret = |name: &str| form.get(name).is_some_and(|text| !text.is_empty());
    let (to, step) = match ["factor_password", "passphrase"].into_iter().any(is_secret) {
        true => ("/keys/new", Some(("step".to_owned(), "review".to_owned()))),
        false => ("/keys", None),
    };
    let fields = form.pairs().iter().cloned().chain(step).collect();
    Failure::Unproven(Some(Carried::form(to.to_owned(), fields)))
}

struct Wanted {
    key: CreateKey,
    passphrase: Option<String>,
}

fn wanted(call: &Call, form: &Pairs, typed: &Typed) -> Result<Wanted, Errors> {
    let meant = typed.mean(call.now())?;
    let mut errors = Errors::default();
    let second_factor = second_factor(&meant, form.text("factor_password"));
    let second_factor = second_factor.map_err(|error| errors.add("factor_password", error)).ok().flatten();
    let passphrase = form.get("passphrase").filter(|text| !text.is_empty()).map(str::to_owned);
    if let Some(Err(error)) = passphrase.as_deref().map(claviger_seal::age::judge) {
        errors.add("passphrase", error);
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    Ok(Wanted { key: CreateKey { key: meant.into(), second_factor }, passphrase })
}

fn second_factor(meant: &Meant, password: &str) -> Result<Option<NewSecondFactor>, PasswordError> {
    match meant.restrictions.second_factor {
        None => Ok(None),
        Some(SecondFactorKind::Totp) => Ok(Some(NewSecondFactor::Totp)),
        Some(SecondFactorKind::Password) => NewSecondFactor::password(password).map(Some),
    }
}

impl From<Meant> for NewKey {
    fn from(meant: Meant) -> Self {
        let Meant { kind, name, holder, application, member, description, permissions, restrictions } = meant;
        NewKey { kind, name, holder, application, member, description, permissions, restrictions }
    }
}

/// What the request is known by, so that sending it again makes nothing. A form without the review's mark is not ours.
fn asked(call: &Call, form: &Pairs, typed: &Typed) -> Result<Asked, Trouble> {
    let once = form.text("once");
    let good =
        once.len() == 22 && once.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
    let mark = format!("console:{once}");
    let fields: Vec<u8> =
        typed.pairs().iter().flat_map(|(name, value)| format!("{name}={value}\n").into_bytes()).collect();
    let secrets = ["factor_password", "passphrase"].map(|name| form.text(name));
    let parts =
        [Operation::KeyCreate.name().as_bytes(), &fields, secrets[0].as_bytes(), secrets[1].as_bytes()];
    let asked = Asked::new(&call.state.authority, call.caller(), mark.as_bytes(), &parts).filter(|_| good);
    let asked =
        asked.ok_or_else(|| Trouble::malformed("the review of the key has lost its mark".to_owned()))?;
    Ok(asked.answered_by(Arc::new(|told: &dyn Any| {
        told.downcast_ref::<CreatedKey>().map(|created| created.record.id.to_string().into_bytes())
    })))
}

/// What is shown of a request that took effect before: that it did, and never the secret.
async fn before(call: &Call, asked: &Asked, typed: &Typed) -> Result<Option<Shown>, Failure> {
    match known(&call.state.authority, asked).await? {
        Known::Nothing => Ok(None),
        Known::Same(answered) => {
            let id = std::str::from_utf8(&answered.answer).ok().and_then(|id| id.parse::<KeyId>().ok());
            let page = CreatedBefore {
                frame: call.frame(Section::Keys, "The key exists already"),
                href: id.map(|id| format!("/keys/{id}")),
            };
            Ok(Some(Shown::page(&page)?))
        }
        // The review was gone back to, and something else was filled in: it gets a mark of its own.
        Known::Other => Ok(Some(show_review(call, typed.clone(), Errors::default()).await?)),
    }
}

/// The page that hands it over; `old` is the key it replaces.
pub(super) async fn shown(
    call: &Call,
    created: CreatedKey,
    passphrase: Option<String>,
    old: Option<&KeyRecord>,
) -> Result<Shown, Failure> {
    let wrapped = Wrapped::new(&created, &call.origin(), call.now());
    let encrypted = match passphrase {
        Some(passphrase) => wrapped.encrypted(passphrase).await,
        None => Ok(None),
    };
    let page = Created {
        frame: call.frame(Section::Keys, "Save the key"),
        name: created.record.name.to_string(),
        href: format!("/keys/{}", created.record.id),
        handed: Handed::of(&created, &wrapped, encrypted),
        old: old.and_then(|old| {
            let until = Moment::of(old.retires_at?, call.now());
            Some((old.name.to_string(), format!("/keys/{}", old.id), until))
        }),
        live: super::waiting_for(created.record.id, call.state.authority.lane().next_sequence()),
    };
    Ok(Shown::page(&page)?.status(StatusCode::CREATED))
}

/// A refusal of the use case, at the field it is about; its entry is written.
async fn refused(call: &Call, typed: Typed, error: ManageError) -> Result<Shown, Failure> {
    let field = match error {
        ManageError::NameTaken(_) => "name",
        ManageError::NoKeyHolder | ManageError::NotFound(Thing::Member | Thing::Person) => "member",
        ManageError::AlreadyExpired
        | ManageError::Life(claviger::core::key::life::LifeError::AlreadyExpired) => "expires",
        ManageError::LimitReached { .. } | ManageError::Life(_) => "",
        _ => return Err(error.into()),
    };
    let mut errors = Errors::default();
    errors.add(field, error);
    Ok(fill_in(call, typed, errors).await?.status(StatusCode::UNPROCESSABLE_ENTITY))
}
