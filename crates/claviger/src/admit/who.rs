//! Where a key stands, told to whoever signs with it: what it may do now, and by which rule not.

use super::KeyInfo;
use crate::authority::Authority;
use crate::manage::keys::shared_by;
use crate::manage::rotation_policy::policy_of;
use claviger_core::decide::rules::{Thought, weigh};
use claviger_core::id::KeyId;
use claviger_core::key::KeySnapshot;
use claviger_core::nonce::interleaved::Shared;
use claviger_core::nonce::scale::Scale;
use claviger_core::nonce::{Nonce, NonceState};
use claviger_core::reason::Denial;
use claviger_core::store::StoreError;
use claviger_core::time::Timestamp;
use std::net::IpAddr;

/// Where a key stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// What is on record, its highest nonce, its last use.
    pub info: KeyInfo,
    /// The least nonce that is sure to be accepted next.
    pub needed: Nonce,
    /// What it counts its nonces in, and how far its clock is ahead of the server's, in microseconds; none if its nonces
    /// are no time.
    pub clock: Option<(Scale, i64)>,
    /// The present, by the server.
    pub now: Timestamp,
    /// Room left in its rate counter, the most there is, and what comes back in a second, in thousandths.
    pub rate: Rate,
    /// When it is to be rotated, by what its account wants; none if never, or once it is being rotated.
    pub rotation_due_at: Option<Timestamp>,
    /// Its nonces show that two processes share it.
    pub shared: Option<Shared>,
}

/// A rate counter, in calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// Calls of weight 1 that there is room for.
    pub left: u32,
    /// The most there is room for.
    pub most: u32,
    /// What comes back in a second, in thousandths of a call.
    pub per_second_milli: u32,
}

impl Standing {
    /// Whether a call would be allowed now, as far as rules of the key go; its nonce, its rate and its second factor are
    /// another matter.
    ///
    /// # Errors
    /// [`Denial`]: the first rule that refuses it.
    pub fn would_allow(&self, thought: &Thought) -> Result<(), Denial> {
        let key = KeySnapshot::new(&self.info.record, None, None);
        weigh(thought, &key, self.now).map(drop)
    }

    /// Whether the key may be used from this address.
    #[must_use]
    pub fn allows_from(&self, source: IpAddr) -> bool {
        self.info.record.restrictions.allowlist.allows(source)
    }
}

impl Authority {
    /// Where a key stands; none if it is gone. `burnt` is the nonce of the call that asks, which was let in.
    ///
    /// # Errors
    /// [`StoreError`].
    pub async fn standing(&self, key: KeyId, burnt: Nonce) -> Result<Option<Standing>, StoreError> {
        let Some(info) = self.key_info(key, burnt).await? else { return Ok(None) };
        let (now, record) = (self.now(), info.record.clone());
        let kept = self.read(move |store| {
            let max_age = policy_of(store, record.account, now)?.max_age;
            Ok((store.nonces(key)?, shared_by(store, &record)?, max_age.due_at(&record)))
        });
        let (nonces, shared, rotation_due_at) = kept.await?;
        let needed = nonces.as_ref().map_or(0, NonceState::needed).max(info.nonce.saturating_add(1));
        let clock = Scale::told_by(burnt, now).map(|scale| (scale, scale.ahead_micros(burnt, now)));
        let (most, per_second_milli) = (self.limits.rate_max, self.limits.rate_decay_milli);
        let cached = self.cache.get(&info.record.api_key);
        let left = cached.map_or(most, |cached| cached.rate.left(most, per_second_milli, self.clock.now()));
        let rate = Rate { left, most, per_second_milli };
        Ok(Some(Standing { info, needed, clock, now, rate, rotation_due_at, shared }))
    }
}
