//! A signed call, from key to verdict: find the key, verify, decide, commit.

use super::hearing::Hearing;
use super::{Admitted, Refusal};
use crate::authority::Authority;
use crate::cache::CachedKey;
use crate::gate::fold::Refused;
use crate::gate::lookup::Lookup;
use claviger_core::action::{Action, OrderFacts};
use claviger_core::call::{Facts, QueryDates, SignedCall, VerifiedCall};
use claviger_core::credential::ApiKey;
use claviger_core::decide::decide;
use claviger_core::entry::{Actor, EntryDraft};
use claviger_core::id::AccountId;
use claviger_core::reason::Reason;
use claviger_core::store::{Item, Settled};
use claviger_core::time::Timestamp;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::Ordering::Relaxed;
use std::time::{Duration, Instant};

/// Looks at the orders or the report a call asks for; called only for actions whose rule depends on
/// them, after the signature was found good.
pub type OrderLookup<'a> = &'a (dyn Fn(AccountId) -> OrderFacts + Sync);

/// What a call that weighs nothing and changes nothing counts, in thousandths of a call: a bot whose
/// orders are refused now and then does not notice, one that does nothing else is slowed down.
const IDLE_MILLI: u32 = 250;

/// Decisions per call: one, and one more from a fresh read if the key had changed.
const ATTEMPTS: usize = 2;

impl Authority {
    /// Verifies, decides and settles one signed call. Order of checks: key known → signature →
    /// (rate limit → state → source → second factor → nonce → permission → commit, in
    /// [`decide`] and the store).
    ///
    /// When this returns `Ok`, the claim is durable and its nonce burnt; nothing has happened
    /// upstream.
    ///
    /// # Errors
    /// [`Refusal`]: durable too, unless it is *not done*, an unknown key or a bad signature.
    pub async fn admit(
        &self,
        call: SignedCall<'_>,
        orders: OrderLookup<'_>,
    ) -> Result<Admitted<'_>, Refusal> {
        let (verified, key) = self.prove(call).await?;
        let result = self.settle(&verified, key, orders).await;
        if let Err(refusal) = &result {
            self.stats.refuse(refusal.denial.reason);
        }
        result
    }

    /// The key that signed the call.
    pub(super) async fn prove<'a>(
        &self,
        call: SignedCall<'a>,
    ) -> Result<(VerifiedCall<'a>, Arc<CachedKey>), Refusal> {
        let key = match self.find(&call.api_key).await {
            Ok(Some(key)) => key,
            Ok(None) => return Err(self.unknown_key(&call)),
            Err(refusal) => return Err(refusal),
        };
        let refused = (call.action, call.source, call.client);
        let Some(verified) = call.verify(&key.snapshot) else {
            return Err(self.bad_signature(&key, &refused));
        };
        self.lockouts.succeed(refused.1, key.snapshot.api_key.as_bytes());
        Ok((verified, key))
    }

    async fn settle(
        &self,
        verified: &VerifiedCall<'_>,
        mut key: Arc<CachedKey>,
        orders: OrderLookup<'_>,
    ) -> Result<Admitted<'_>, Refusal> {
        let action = verified.call().action;
        let rate_exceeded = !self.take_rate(&key, action.weight());
        let rests = action.rests_on_orders() || action.rests_on_report();
        let orders = if rests { orders(key.snapshot.account) } else { OrderFacts::default() };
        let (mut counted, since) = (false, Instant::now());
        let mut decided = since;
        for _ in 0..ATTEMPTS {
            let now = self.now();
            let facts = Facts { rate_exceeded, second_factor_locked: self.factor_locked(&key, now), orders };
            let decision = decide(verified, &key.snapshot, &facts, now);
            let (draft, deadline) = (decision.claim.draft.clone(), decision.claim.deadline);
            let left = u64::try_from(deadline.since(now)).unwrap_or(0);
            let until = decided + Duration::from_micros(left);
            // Counted before anybody waits, so that many guesses at once are not one guess each.
            if draft.reason == Reason::SecondFactorWrong && !counted {
                counted = true;
                count_factor(&key, now);
            }
            let answer = self.lane.submit_call(Item::Claim(decision.claim), since);
            match (Hearing { answer, draft: &draft, lane: &self.lane }).heard().await {
                Ok((Settled::Accepted(place), generation)) => {
                    self.accepted(&key, place.time);
                    return Ok(Admitted::new(
                        self,
                        draft,
                        place,
                        decision.dates,
                        (deadline, until),
                        generation,
                    ));
                }
                Ok((Settled::Refused(place, denial), _)) => {
                    if denial.reason == Reason::SecondFactorReused {
                        count_factor(&key, place.time);
                    }
                    return Err(Refusal::proven(denial));
                }
                Ok((Settled::Stale, _)) => key = self.reload(&key).await?,
                Ok((Settled::PastDeadline, _)) => {}
                Ok(_) | Err(_) => return Err(Refusal::not_done()),
            }
            decided = Instant::now();
        }
        Err(Refusal::not_done())
    }

    fn accepted(&self, key: &CachedKey, at: Timestamp) {
        self.stats.accepted.fetch_add(1, Relaxed);
        key.factor_failures.store(0, Relaxed);
        key.last_used.store(at.micros(), Relaxed);
    }

    /// Counts a call that changed nothing (refused by the exchange, or only checked) in the counter
    /// of its key. Placing and cancelling weigh nothing there as long as they take effect.
    pub fn charge_idle(&self, api_key: &ApiKey) {
        if let Some(key) = self.cache.get(api_key) {
            let (most, decay) = (self.limits.rate_max, self.limits.rate_decay_milli);
            key.rate.charge(IDLE_MILLI, most, decay, self.clock.now());
        }
    }

    pub(super) fn take_rate(&self, key: &CachedKey, weight: u32) -> bool {
        key.rate.take(weight, self.limits.rate_max, self.limits.rate_decay_milli, self.clock.now())
    }

    fn factor_locked(&self, key: &CachedKey, now: Timestamp) -> bool {
        let since = now.since(Timestamp::from_micros(key.factor_failed_at.load(Relaxed)));
        key.factor_failures.load(Relaxed) >= self.limits.second_factor_failures
            && since < i64::from(self.limits.lockout_secs) * 1_000_000
    }

    fn unknown_key(&self, call: &SignedCall<'_>) -> Refusal {
        call.verify_nobody();
        self.refuse_unproven(call.source, &call.api_key, Reason::UnknownKey)
    }

    fn bad_signature(
        &self,
        key: &CachedKey,
        (action, source, client): &(Action, IpAddr, claviger_core::text::ClientName),
    ) -> Refusal {
        let snapshot = &key.snapshot;
        let refusal = self.refuse_unproven(*source, &snapshot.api_key, Reason::BadSignature);
        self.fold_refusal(&Refused {
            account: snapshot.account,
            actor: Actor::Key(snapshot.id),
            revision: snapshot.revision,
            reason: refusal.denial.reason,
            source: Some(*source),
            action: *action,
            client,
        });
        refusal
    }

    fn refuse_unproven(&self, source: IpAddr, key: &ApiKey, reason: Reason) -> Refusal {
        let locked = self.lockouts.fail(source, key.as_bytes(), self.now());
        let reason = if locked { Reason::LockedOut } else { reason };
        self.stats.refuse(reason);
        Refusal::unproven(reason)
    }

    /// The key, from memory or from the store; `None` if nobody knows it.
    pub(crate) async fn find(&self, api_key: &ApiKey) -> Result<Option<Arc<CachedKey>>, Refusal> {
        if let Some(cached) = self.cache.get(api_key) {
            return Ok(Some(cached));
        }
        match self.lookups.judge(api_key, self.clock.now()) {
            Lookup::Unknown => Ok(None),
            Lookup::Exhausted => Err(Refusal::unproven(Reason::NotDone)),
            Lookup::Ask => self.load(*api_key).await,
        }
    }

    async fn load(&self, api_key: ApiKey) -> Result<Option<Arc<CachedKey>>, Refusal> {
        let secrets = self.secrets();
        self.stats.key_loads.fetch_add(1, Relaxed);
        let now = self.clock.now();
        let loaded = self.read(move |store| {
            let row = store.key_by_api_key(&api_key)?;
            Ok(row.map(|row| (row.record.id, secrets.open(&row))))
        });
        let loaded = loaded.await.inspect_err(|error| tracing::error!(%error, "a key could not be read"));
        match loaded.map_err(|_| Refusal::unproven(Reason::NotDone))? {
            Some((_, Ok(snapshot))) => Ok(Some(self.cache.put(CachedKey::new(snapshot, now)))),
            Some((key, Err(error))) => {
                tracing::error!(%key, error = %error, "a stored key could not be opened; its calls are refused");
                Err(Refusal::unproven(Reason::NotDone))
            }
            None => {
                self.lookups.remember_unknown(api_key, now);
                Ok(None)
            }
        }
    }

    /// Reads a key anew whose revision has changed under a decision.
    pub(crate) async fn reload(&self, key: &CachedKey) -> Result<Arc<CachedKey>, Refusal> {
        self.load(key.snapshot.api_key).await?.ok_or_else(Refusal::not_done)
    }
}

fn count_factor(key: &CachedKey, now: Timestamp) {
    key.factor_failed_at.store(now.micros(), Relaxed);
    key.factor_failures.fetch_add(1, Relaxed);
}

/// What an admitted call rests on, for its outcome.
pub(super) struct Ground {
    pub(super) draft: EntryDraft,
    pub(super) generation: u64,
    pub(super) dates: QueryDates,
}
