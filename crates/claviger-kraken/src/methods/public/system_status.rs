//! `SystemStatus`: the paper exchange is always online when it answers.

use super::View;
use crate::envelope::success;
use crate::methods::Answer;
use serde::Serialize;

#[derive(Serialize)]
struct Status {
    status: &'static str,
    timestamp: String,
}

pub(super) fn answer(view: &View<'_>) -> Answer {
    let whole = view.now.to_string();
    let seconds = whole.split('.').next().unwrap_or_default();
    success(&Status { status: "online", timestamp: format!("{seconds}Z") })
}
