//! Market data with a public key. Public keys carry no nonce and no signature: their calls are
//! tallied, and their state is read from a snapshot at most one second old (at once on the node
//! that changed it).

use super::Refusal;
use crate::authority::Authority;
use crate::cache::CachedKey;
use crate::gate::lookup::Lookup;
use claviger_core::credential::ApiKey;
use claviger_core::key::{KeyKind, KeySnapshot, KeyState};
use claviger_core::reason::Reason;
use claviger_core::text::ClientName;
use claviger_core::time::{MICROS_PER_SEC, Timestamp};
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;

impl Authority {
    /// Lets a market data call in.
    ///
    /// `api_key` is the key sent, if one was; `needs_key` says whether market data needs one. The
    /// public half of a private key proves nothing without a signature: it opens nothing, and
    /// leaves no trace in the key's history.
    ///
    /// # Errors
    /// [`Refusal`], never proven: nothing proves a public key.
    pub async fn admit_public(
        &self,
        api_key: Option<&ApiKey>,
        needs_key: bool,
        source: IpAddr,
        client: &ClientName,
    ) -> Result<(), Refusal> {
        let Some(api_key) = api_key else {
            return if needs_key { Err(self.refuse_public(Reason::UnknownKey)) } else { Ok(()) };
        };
        let now = self.now();
        let Some(key) = self.find_fresh(api_key).await? else {
            return Err(self.refuse_public(Reason::UnknownKey));
        };
        if key.snapshot.kind == KeyKind::Private {
            return if needs_key { Err(self.refuse_public(Reason::UnknownKey)) } else { Ok(()) };
        }
        let reason = self.judge_public(&key, source, now);
        let snapshot = &key.snapshot;
        self.tally.add((snapshot.account, snapshot.id, snapshot.revision), source, client, reason, now);
        if reason != Reason::None {
            return Err(self.refuse_public(reason));
        }
        key.last_used.store(now.micros(), Relaxed);
        self.stats.accepted.fetch_add(1, Relaxed);
        Ok(())
    }

    /// Lets a market data call in that costs its source `units`, with or without a key: naming one
    /// proves nothing.
    ///
    /// # Errors
    /// [`Refusal`]: the source has asked for more than its share.
    pub fn admit_open(&self, source: IpAddr, units: u32) -> Result<(), Refusal> {
        if units == 0 || self.sources.take(source, units, self.clock.now()) {
            return Ok(());
        }
        Err(self.refuse_public(Reason::RateLimited))
    }

    fn judge_public(&self, key: &CachedKey, source: IpAddr, now: Timestamp) -> Reason {
        let snapshot = &key.snapshot;
        match stands(snapshot, source, now) {
            Reason::None => {
                let per_sec = self.limits.public_calls_per_sec;
                let room = key.rate.take(1, per_sec, per_sec.saturating_mul(1000), now);
                if room { Reason::None } else { Reason::RateLimited }
            }
            refused => refused,
        }
    }

    fn refuse_public(&self, reason: Reason) -> Refusal {
        self.stats.refuse(reason);
        Refusal::unproven(reason)
    }

    /// The key from a snapshot at most one second old.
    async fn find_fresh(&self, api_key: &ApiKey) -> Result<Option<Arc<CachedKey>>, Refusal> {
        let Some(key) = self.find(api_key).await? else { return Ok(None) };
        // The same clock as when it was read, and a step back is as good as an hour.
        if self.clock.now().since(key.loaded_at).abs() < MICROS_PER_SEC {
            return Ok(Some(key));
        }
        if self.lookups.judge(api_key, self.clock.now()) == Lookup::Exhausted {
            return Err(Refusal::unproven(Reason::NotDone));
        }
        self.reload(&key).await.map(Some)
    }
}

fn stands(key: &KeySnapshot, source: IpAddr, now: Timestamp) -> Reason {
    match key.state {
        KeyState::Revoked => Reason::Revoked,
        _ if key.held => Reason::Restored,
        KeyState::Frozen => Reason::Frozen,
        _ if key.not_before().is_some_and(|from| now < from) => Reason::NotYetValid,
        _ if key.expires_at.is_some_and(|to| now >= to) => Reason::Expired,
        _ if !key.allows(source) => Reason::SourceNotAllowed,
        _ => Reason::None,
    }
}
