//! The keys that are due to be rotated, and what the account wants of rotations.

use super::super::answer::Shown;
use super::super::call::Call;
use super::super::failure::Failure;
use super::super::keys::Errors;
use super::super::page::time::Moment;
use super::super::page::{Frame, Section, counted};
use askama::Template;
use claviger::core::key::RotationPolicy;
use claviger::core::key::age::WITHDRAWING;
use claviger::manage::keys::{DueKey, EndingKey, due, ending};
use claviger::manage::{Operation, rotation_policy};

#[derive(Template)]
#[template(path = "rotations/list.html")]
struct Page {
    frame: Frame,
    keys: Vec<DueView>,
    /// Those that are being replaced.
    ending: Vec<EndingView>,
    summary: String,
    /// Those that are not shown.
    more: usize,
    may_rotate: bool,
    may_edit: bool,
    policy: PolicyView,
    errors: Errors,
}

/// The settings, as they stand in their form.
#[derive(Debug, Clone, Default)]
pub(super) struct PolicyView {
    pub(super) days: String,
    pub(super) withdrawing: String,
    pub(super) recipient: String,
}

struct DueView {
    id: String,
    name: String,
    holder: String,
    kind: &'static str,
    made: Moment,
    due: Moment,
}

struct EndingView {
    id: String,
    name: String,
    ends: Moment,
}

/// The list.
pub(in super::super) async fn list(call: Call) -> Result<Shown, Failure> {
    call.query(&[], &[])?;
    show(&call, None, Errors::default()).await
}

/// The list; with settings as they were typed, if something is wrong with them.
pub(super) async fn show(call: &Call, typed: Option<PolicyView>, errors: Errors) -> Result<Shown, Failure> {
    let (authority, caller) = (&call.state.authority, call.caller());
    let found = due(authority, caller).await?;
    let policy = rotation_policy::show(authority, caller).await?;
    let page = Page {
        frame: call.frame(Section::Keys, "Rotations"),
        summary: match found.count {
            0 => "No key is due to be rotated.".to_owned(),
            1 => "1 key is due to be rotated.".to_owned(),
            some => {
                format!("{} are due to be rotated, the longest overdue first.", counted(some as u64, "key"))
            }
        },
        more: found.count - found.items.len(),
        keys: found.items.iter().map(|key| DueView::of(call, key)).collect(),
        ending: ending(authority, caller).await?.iter().map(|key| EndingView::of(call, key)).collect(),
        may_rotate: Operation::KeyRotate.allows(caller.role),
        may_edit: Operation::RotationPolicyEdit.allows(caller.role),
        policy: typed.unwrap_or_else(|| PolicyView::of(&policy)),
        errors,
    };
    Ok(Shown::page(&page)?)
}

impl PolicyView {
    fn of(policy: &RotationPolicy) -> Self {
        PolicyView {
            days: policy.max_age.days.to_string(),
            withdrawing: policy.max_age.withdrawing_days.to_string(),
            recipient: policy.recipient.clone().unwrap_or_default(),
        }
    }
}

impl EndingView {
    fn of(call: &Call, ending: &EndingKey) -> Self {
        let (id, name) = (ending.record.id.to_string(), ending.record.name.to_string());
        EndingView { id, name, ends: Moment::of(ending.ends_at, call.now()) }
    }
}

impl DueView {
    fn of(call: &Call, due: &DueKey) -> Self {
        let key = &due.record;
        let withdraws = WITHDRAWING.iter().any(|permission| key.permissions.contains(permission));
        DueView {
            id: key.id.to_string(),
            name: key.name.to_string(),
            holder: key.holder.to_string(),
            kind: if withdraws { "withdraws" } else { "" },
            made: Moment::of(key.created_at, call.now()),
            due: Moment::of(due.due_at, call.now()),
        }
    }
}
