//! What somebody signs in with.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section};
use super::tabs::{Tab, tabs};
use askama::Template;
use claviger::core::people::Passkey;
use claviger::manage::factors::passkeys;

#[derive(Template)]
#[template(path = "settings/security.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    has_factor: bool,
    totp: bool,
    passkeys: Vec<PasskeyLine>,
    recovery_words: String,
    password_words: String,
    password_label: &'static str,
    password_hint: &'static str,
    errors: Errors,
}

/// A passkey as it is shown.
struct PasskeyLine {
    id: String,
    name: String,
    added: Moment,
    used: Option<Moment>,
}

/// Shows it.
pub(in super::super) async fn show(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    page(&call, Errors::default()).await
}

/// The page, with what is wrong with a form of it.
pub(super) async fn page(call: &Call, errors: Errors) -> Result<Shown, Failure> {
    let signed = call.signed()?;
    let passkeys = passkeys::list(&call.state.authority, signed).await?;
    let has_factor = signed.user.totp.is_some() || !passkeys.is_empty();
    let changed = signed.user.password_changed_at.map(|at| Moment::of(at, call.now()).relative);
    let page = Page {
        frame: call.frame(Section::Settings, "Sign-in and security"),
        tabs: tabs(call, "/settings/security"),
        has_factor,
        totp: signed.user.totp.is_some(),
        passkeys: passkeys.iter().map(|passkey| line(passkey, call)).collect(),
        recovery_words: recovery_words(signed.user.recovery.len()),
        password_words: changed.map(|changed| format!("Changed {changed}.")).unwrap_or_default(),
        password_label: "A new one",
        password_hint: hint(has_factor),
        errors,
    };
    Ok(Shown::page(&page)?)
}

const fn hint(has_factor: bool) -> &'static str {
    if has_factor {
        "At least 8 characters beside your second factor; 15 and it stands alone, too."
    } else {
        "At least 15 characters: four or five words that do not belong together are easy to remember."
    }
}

/// How many codes are left, in words.
pub(super) fn recovery_words(left: usize) -> String {
    match left {
        0 => "You have none left. Without your device you would be locked out.".to_owned(),
        1 => "You have one left. Make new ones.".to_owned(),
        left => format!("You have {left} left. Each lets you in once without your device."),
    }
}

fn line(passkey: &Passkey, call: &Call) -> PasskeyLine {
    PasskeyLine {
        id: passkey.id.to_string(),
        name: passkey.name.to_string(),
        added: Moment::of(passkey.created_at, call.now()),
        used: passkey.used_at.map(|at| Moment::of(at, call.now())),
    }
}
