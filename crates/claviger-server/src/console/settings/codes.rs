//! Recovery codes, in the one answer that shows them.

use super::super::answer::Shown;
use super::super::call::Call;
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
            // The page's own forms belong to the session that went before; it has none but the frame's.
            Ok(shown(call, &codes, false)?.cookie(keep))
        }
        None => Ok(Shown::go("/settings/security").cookie(keep).saying(notice, call.state.secure)),
    }
}

/// The codes.
pub(super) fn shown(call: &Call, codes: &RecoveryCodes, replaced: bool) -> Result<Shown, Failure> {
    let codes: Vec<String> = codes.codes.iter().map(|code| code.to_string()).collect();
    let text = format!("Recovery codes of {} for Claviger. Each works once.\n\n{}\n", call.visit.person.login, codes.join("\n"));
    let file = format!("data:text/plain;charset=utf-8;base64,{}", STANDARD.encode(text));
    let frame = call.frame(Section::Settings, "Save your recovery codes");
    Ok(Shown::page(&Page { frame, codes, file, replaced })?.status(StatusCode::CREATED))
}
