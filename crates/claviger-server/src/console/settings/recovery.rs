//! New recovery codes take the place of the old ones.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Frame, Section};
use super::codes::renewed;
use super::security::recovery_words;
use askama::Template;
use claviger::manage::factors::recovery;

#[derive(Template)]
#[template(path = "settings/recovery.html")]
struct Page {
    frame: Frame,
    words: String,
}

/// The page that asks.
pub(in super::super) async fn form(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    call.proven()?;
    let words = recovery_words(call.signed()?.user.recovery.len());
    Ok(Shown::page(&Page { frame: call.frame(Section::Settings, "New recovery codes"), words })?)
}

/// Makes them.
pub(in super::super) async fn renew(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let codes = recovery::renew(&call.state.authority, call.signed()?).await?;
    renewed(&call, &codes)
}
