//! Channels and rules of an account, and what an event comes to under them.

use super::{DELIVERIES_PER_CHANNEL, NOTICE_SECS, NOTICES_PER_ACCOUNT, NoticeError};
use crate::authority::Authority;
use crate::manage::people::parsed;
use crate::secrets::OsEntropy;
use claviger_core::id::{AccountId, ChannelId, DeliveryId, KeyId, NoticeId};
use claviger_core::notices::{Channel, Delivery, Event, Held, Notice, Rule, Verdict};
use claviger_core::store::{
    KeyRow, RecordKind, RecordLimit, RecordScope, RecordWrite, RecordsOf, Store, StoreError,
};
use claviger_core::time::Timestamp;
use claviger_notify::rules;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Channels and rules of an account.
struct Sheet {
    channels: Vec<Channel>,
    rules: Vec<Rule>,
}

/// What was read of accounts for the writes of one item: a long log has many entries of few accounts. If a channel changes
/// meanwhile, the item is not written ([`RecordWrite::Require`]).
#[derive(Default)]
pub(super) struct Books(BTreeMap<AccountId, Arc<Sheet>>);

/// Channels and rules of an account, for an event.
pub(super) struct Book {
    sheet: Arc<Sheet>,
    /// Who holds the key the event is about.
    held: Option<Held>,
}

/// What an event comes to.
#[derive(Default)]
pub(super) struct Spread {
    /// Its notice and its deliveries, and that the channels are as they were read.
    pub(super) writes: Vec<RecordWrite>,
    /// Where it goes.
    pub(super) deliveries: Vec<(ChannelId, DeliveryId)>,
}

impl Books {
    /// None for an account that is not there: nobody can be told, and nothing could be written.
    /// `key` is the one the event is about.
    pub(super) async fn book(
        &mut self,
        authority: &Authority,
        account: AccountId,
        key: Option<KeyId>,
    ) -> Result<Option<Book>, NoticeError> {
        let sheet = match self.0.get(&account) {
            Some(sheet) => sheet.clone(),
            None => match authority.read(move |store| Sheet::of(store, account)).await? {
                Some(sheet) => self.0.entry(account).or_insert(Arc::new(sheet)).clone(),
                None => return Ok(None),
            },
        };
        // Who holds it matters to channels alone.
        let held = match key.filter(|_| !sheet.channels.is_empty()) {
            Some(key) => authority.read(move |store| store.key(key)).await?,
            None => None,
        };
        let held = held.map(|KeyRow { record, .. }| Held { holder: record.holder, member: record.member });
        Ok(Some(Book { sheet, held }))
    }

    /// To be read again.
    pub(super) fn close(&mut self) {
        self.0.clear();
    }
}

impl Sheet {
    fn of(store: &dyn Store, account: AccountId) -> Result<Option<Self>, StoreError> {
        if store.account(account)?.is_none() {
            return Ok(None);
        }
        let all = |kind, most: u32| store.records(kind, RecordsOf::Account(account), None, most as usize);
        let channels = all(RecordKind::Channel, 2 * super::CHANNELS_PER_ACCOUNT)?;
        let rules = all(RecordKind::Rule, 2 * super::RULES_PER_ACCOUNT)?;
        Ok(Some(Sheet {
            channels: channels.iter().map(parsed).collect::<Result<_, _>>()?,
            rules: rules.iter().map(parsed).collect::<Result<_, _>>()?,
        }))
    }
}

impl Book {
    /// The writes of an event, but for a channel that is not to be told (its own failing).
    pub(super) fn spread(
        &self,
        event: &Event,
        now: Timestamp,
        but: Option<ChannelId>,
    ) -> Result<Spread, NoticeError> {
        let verdict = rules::verdict(&self.sheet.rules, event);
        let mut spread = Spread::default();
        if verdict == Verdict::Nowhere {
            return Ok(spread);
        }
        spread.writes.push(notice(event, now)?);
        for channel in rules::channels(&self.sheet.channels, event, self.held.as_ref(), verdict)
            .filter(|channel| Some(channel.id) != but)
        {
            let delivery = Delivery::new(DeliveryId::random(&mut OsEntropy)?, channel.id, event.clone(), now);
            spread.deliveries.push((channel.id, delivery.id));
            spread.writes.push(RecordWrite::Require {
                kind: RecordKind::Channel,
                id: channel.id.as_u64(),
                revision: channel.revision,
            });
            spread.writes.push(sent(&delivery)?);
        }
        Ok(spread)
    }
}

fn notice(event: &Event, now: Timestamp) -> Result<RecordWrite, NoticeError> {
    let notice = Notice {
        id: NoticeId::random(&mut OsEntropy)?,
        event: event.clone(),
        created_at: now,
        expires_at: now.plus_secs(NOTICE_SECS),
    };
    let limit = Some(RecordLimit { scope: RecordScope::Account, most: NOTICES_PER_ACCOUNT });
    Ok(RecordWrite::Create { record: notice.record()?, limit })
}

/// The write of a new delivery.
pub(crate) fn sent(delivery: &Delivery) -> Result<RecordWrite, claviger_core::people::RecordError> {
    let limit = Some(RecordLimit { scope: RecordScope::Owner, most: DELIVERIES_PER_CHANNEL });
    Ok(RecordWrite::Create { record: delivery.record()?, limit })
}
