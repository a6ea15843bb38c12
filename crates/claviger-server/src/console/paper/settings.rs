//! Whether addresses that keys save wait for a member.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::{Notice, Trouble};
use super::{exchange, failure};
use crate::api::paper::changes::of_setting;

/// Decides it, for addresses to come.
pub(in super::super) async fn edit(call: Call) -> Result<Shown, Failure> {
    let form = call.form(&["verify"], &[])?;
    let verify = match form.text("verify") {
        "yes" => true,
        "no" => false,
        _ => return Err(Trouble::malformed("new addresses wait, or they do not".to_owned()).into()),
    };
    let desk = &exchange(&call)?.desk;
    let (change, mutation) = of_setting(call.caller(), verify, &());
    desk.change_book(call.caller().account, change, mutation).await.map_err(failure)?;
    Ok(Shown::go("/paper/addresses").saying(Notice::AddressSetting, call.state.secure))
}
