//! Both keys of a rotation, with the calls each still gets: on the pages of both.

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::page::time::Moment;
use super::super::page::{counted, number};
use super::revoke::Stops;
use claviger::core::id::KeyId;
use claviger::core::key::{KeyRecord, KeyState};
use claviger::core::time::Timestamp;
use claviger::manage::Operation;
use claviger::manage::keys::{self, KeyActivity, Rotation};

/// A rotation as a page shows it.
pub(in super::super) struct Pair {
    /// Where the traffic of both comes from, live.
    pub(in super::super) live: Option<String>,
    /// Both keys work.
    pub(in super::super) open: bool,
    /// When the old one ends, or ended.
    pub(in super::super) until: Option<Moment>,
    /// The old key, then the one that takes over.
    pub(in super::super) sides: [Side; 2],
    /// The old key, if whoever looks may end or take back the rotation.
    pub(in super::super) acts_on: Option<String>,
}

/// One of the keys.
pub(in super::super) struct Side {
    pub(in super::super) role: &'static str,
    pub(in super::super) href: String,
    pub(in super::super) name: String,
    /// It is the key whose page this is.
    pub(in super::super) here: bool,
    /// Calls of the last hour, and from where.
    pub(in super::super) lately: Stops,
    /// As in *12 calls in the last 24 hours, 3 refused*.
    pub(in super::super) day: String,
    pub(in super::super) last: Option<Moment>,
}

/// The rotation a key is part of, if whoever looks may see how keys are used.
pub(super) async fn pair(call: &Call, record: &KeyRecord) -> Result<Option<Pair>, Failure> {
    let role = call.caller().role;
    if !Operation::KeyRotation.allows(role) || (record.successor, record.predecessor) == (None, None) {
        return Ok(None);
    }
    let found = keys::find_rotation(&call.state.authority, call.caller(), record.id).await?;
    Ok(found.map(|found| Pair::of(&found, record.id, Operation::KeyRetire.allows(role), call.now())))
}

impl Pair {
    pub(super) fn of(found: &Rotation, here: KeyId, may_act: bool, now: Timestamp) -> Self {
        let old = &found.predecessor.record;
        let ends = old.state != KeyState::Revoked && old.retires_at.is_some_and(|at| at > now);
        Pair {
            live: found.is_open.then(|| format!("/keys/{here}/rotation/live")),
            open: found.is_open,
            until: old
                .retires_at
                .min(old.restrictions.expires_at.or(old.retires_at))
                .map(|at| Moment::of(at, now)),
            sides: [
                Side::of("Old key", &found.predecessor, here, now),
                Side::of("New key", &found.successor, here, now),
            ],
            acts_on: (may_act && ends).then(|| old.id.to_string()),
        }
    }
}

impl Side {
    fn of(role: &'static str, side: &KeyActivity, here: KeyId, now: Timestamp) -> Self {
        let (record, activity) = (&side.record, &side.activity);
        let day = activity.hours.iter().rev().take(24);
        let (allowed, refused) = day.fold((0u64, 0u64), |(allowed, refused), hour| {
            (allowed + u64::from(hour.allowed), refused + u64::from(hour.refused))
        });
        Side {
            role,
            href: format!("/keys/{}", record.id),
            name: record.name.to_string(),
            here: record.id == here,
            lately: Stops::of(activity),
            day: format!("{} in the last 24 hours, {} refused", counted(allowed, "call"), number(refused)),
            last: activity.last.map(|last| Moment::of(last.at, now)),
        }
    }
}
