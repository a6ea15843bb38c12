//! Recovery codes, in the one answer that shows them.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::door::csrf_of;
use super::super::failure::Failure;
use super::super::page::{Frame, Notice, Section};
use askama::Template;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use claviger::manage::factors::RecoveryCodes;
use claviger::manage::sessions::NewSession;
use http::StatusCode;

#[derive(Template)]
#[template(path = "settings/codes.html")]
struct Page {
    frame: Frame,
    codes: Vec<String>,
    file: String,
    replaced: bool,
}

/// After a factor was added: the codes that came with the first one, or back to the settings.
pub(super) fn after(
    call: &Call,
    session: &NewSession,
    codes: Option<RecoveryCodes>,
    notice: Notice,
) -> Result<Shown, Failure> {
    let keep = call.goes_on_as(session);
    match codes {
        Some(codes) => {
            // The forms of the page belong to the session that goes on.
            let csrf = csrf_of(&session.token.reveal());
            let frame = Frame { csrf, ..frame(call) };
            Ok(page(call, frame, &codes, false)?.cookie(keep))
        }
        None => Ok(Shown::go("/settings/security").cookie(keep).saying(notice, call.state.secure)),
    }
}

/// New codes, in the place of old ones.
pub(super) fn renewed(call: &Call, codes: &RecoveryCodes) -> Result<Shown, Failure> {
    page(call, frame(call), codes, true)
}

fn frame(call: &Call) -> Frame {
    call.frame(Section::Settings, "Save your recovery codes")
}

fn page(call: &Call, frame: Frame, codes: &RecoveryCodes, replaced: bool) -> Result<Shown, Failure> {
    let codes: Vec<String> = codes.codes.iter().map(|code| code.to_string()).collect();
    let login = &call.visit.person.login;
    let text = format!("Recovery codes of {login} for Claviger. Each works once.\n\n{}\n", codes.join("\n"));
    let file = format!("data:text/plain;charset=utf-8;base64,{}", STANDARD.encode(text));
    Ok(Shown::page(&Page { frame, codes, file, replaced })?.status(StatusCode::CREATED))
}
