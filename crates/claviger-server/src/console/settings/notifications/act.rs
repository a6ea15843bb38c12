//! What is done to a channel: turned on and off, tested, confirmed, given another secret, removed.

use super::super::super::answer::Shown;
use super::super::super::call::Call;
use super::super::super::failure::Failure;
use super::super::super::page::{Notice, Trouble};
use super::create::shown;
use claviger::core::id::ChannelId;
use claviger::manage::Thing;
use claviger::manage::channels::{self, Confirmed, EditChannel};

const HOME: &str = "/settings/notifications";

fn id(call: &Call) -> Result<ChannelId, Trouble> {
    call.id(Thing::Channel)
}

fn done(call: &Call, notice: Notice) -> Shown {
    Shown::go(HOME).saying(notice, call.state.secure)
}

/// Turns one on or off.
pub(in super::super::super) async fn switch(call: Call) -> Result<Shown, Failure> {
    let on = call.form(&["on"], &[])?.text("on") == "true";
    let asked = EditChannel { on: Some(on), ..EditChannel::default() };
    channels::edit(&call.state.authority, call.caller(), id(&call)?, asked).await?;
    Ok(done(&call, Notice::ChannelSaved))
}

/// Sends a test; its delivery is shown.
pub(in super::super::super) async fn test(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let delivery = channels::test(&call.state.authority, call.caller(), id(&call)?).await?;
    let to = format!("/settings/deliveries?channel={}", delivery.channel);
    Ok(Shown::go(to).saying(Notice::TestSent, call.state.secure))
}

/// Takes the code of an address.
pub(in super::super::super) async fn confirm(call: Call) -> Result<Shown, Failure> {
    let code = call.form(&["code"], &[])?.text("code").to_owned();
    let (_, confirmed) = channels::confirm(&call.state.authority, call.caller(), id(&call)?, &code).await?;
    Ok(done(
        &call,
        match confirmed {
            Confirmed::Yes => Notice::ChannelConfirmed,
            Confirmed::Wrong(_) => Notice::CodeWrong,
            Confirmed::Over => Notice::CodeOver,
        },
    ))
}

/// Sends another code.
pub(in super::super::super) async fn code(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let (_, failed) = channels::send_code(&call.state.authority, call.caller(), id(&call)?).await?;
    Ok(done(&call, if failed.is_some() { Notice::CodeNotSent } else { Notice::CodeSent }))
}

/// Gives a web hook another secret.
pub(in super::super::super) async fn rotate(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    let made = channels::rotate(&call.state.authority, call.caller(), id(&call)?).await?;
    shown(&call, &made, true)
}

/// Removes one.
pub(in super::super::super) async fn remove(call: Call) -> Result<Shown, Failure> {
    call.form(&[], &[])?;
    channels::remove(&call.state.authority, call.caller(), id(&call)?).await?;
    Ok(done(&call, Notice::ChannelRemoved))
}
