//! An address is confirmed by a code that was mailed to it.

use super::super::{Caller, ManageError, Operation, Thing, entry, guarded};
use super::own;
use crate::authority::Authority;
use crate::notices::carry;
use crate::secrets::OsEntropy;
use claviger_core::action::Action;
use claviger_core::entropy::draw;
use claviger_core::entry::Target;
use claviger_core::id::ChannelId;
use claviger_core::notices::{Channel, Confirm};
use claviger_core::store::{Change, RecordKind, RecordWrite};
use claviger_core::time::Timestamp;
use claviger_core::token::TokenDigest;
use claviger_notify::render;
use claviger_notify::send::Message;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// How long a code works, in minutes.
const MINUTES: i64 = 30;
/// Wrong codes before it works no more.
const MOST_WRONG: u32 = 5;

/// Eight digits.
pub(super) struct Code(Zeroizing<String>);

impl Code {
    pub(super) fn random(channel: ChannelId, now: Timestamp) -> Result<(Self, Confirm), ManageError> {
        let number = u64::from_le_bytes(draw(&mut OsEntropy)?) % 100_000_000;
        let code = Zeroizing::new(format!("{number:08}"));
        let expires_at = now.plus_secs(MINUTES * 60);
        let confirm = Confirm { digest: digest(channel, &code), wrong: 0, expires_at };
        Ok((Code(code), confirm))
    }
}

fn digest(channel: ChannelId, code: &str) -> TokenDigest {
    TokenDigest(
        Sha256::new().chain_update(channel.as_u64().to_be_bytes()).chain_update(code).finalize().into(),
    )
}

/// Mails the code; why it could not be handed in, if it could not. It goes past the deliveries: those stand on record.
pub(super) async fn deliver(authority: &Authority, channel: &Channel, code: &Code) -> Option<String> {
    let Some(carrier) = authority.outbox.carrier() else { return Some("nothing carries mails".to_owned()) };
    let mail = render::code(&code.0, channel.name.as_str(), MINUTES);
    let id = format!("code.{}.{}", channel.id, channel.revision);
    let answer = carry(carrier, Message::Mail { to: channel.route.to_string(), id, mail }).await;
    (!answer.taken).then_some(answer.said)
}

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Confirmed {
    /// It was right: the channel is in use.
    Yes,
    /// It was wrong; so many more may be tried.
    Wrong(u32),
    /// It works no more: it is too old, or too many were wrong. Another one can be sent.
    Over,
}

/// Confirms an address.
///
/// # Errors
/// [`ManageError`].
pub async fn confirm(
    authority: &Authority,
    caller: &Caller,
    id: ChannelId,
    code: &str,
) -> Result<(Channel, Confirmed), ManageError> {
    let target = Target::Record(RecordKind::Channel, id.as_u64());
    let work = async {
        let channel = own(authority, caller, id).await?;
        let Some(confirm) = channel.confirm.clone() else { return Ok((channel, Confirmed::Yes)) };
        if authority.now() >= confirm.expires_at || confirm.wrong >= MOST_WRONG {
            return Ok((channel, Confirmed::Over));
        }
        let given: String = code.chars().filter(|c| !c.is_whitespace()).take(20).collect();
        let right = digest(id, &given).same(&confirm.digest);
        let wrong = confirm.wrong.saturating_add(1);
        let next = if right { None } else { Some(Confirm { wrong, ..confirm }) };
        let words = if right { "confirmed" } else { "a wrong code" };
        let channel = change(authority, caller, channel, next, words).await?;
        let left = MOST_WRONG.saturating_sub(wrong);
        let confirmed = match (right, left) {
            (true, _) => Confirmed::Yes,
            (false, 0) => Confirmed::Over,
            (false, left) => Confirmed::Wrong(left),
        };
        Ok((channel, confirmed))
    };
    guarded(authority, caller, Operation::ChannelConfirm, target, work).await
}

/// Sends another code; the one before works no more. Gives why it could not be handed in, if it could not.
///
/// # Errors
/// [`ManageError`].
pub async fn send_code(
    authority: &Authority,
    caller: &Caller,
    id: ChannelId,
) -> Result<(Channel, Option<String>), ManageError> {
    let target = Target::Record(RecordKind::Channel, id.as_u64());
    let work = async {
        let channel = own(authority, caller, id).await?;
        if channel.confirm.is_none() {
            return Ok((channel, None));
        }
        let (code, confirm) = Code::random(id, authority.now())?;
        let channel = change(authority, caller, channel, Some(confirm), "another code was sent").await?;
        let failed = deliver(authority, &channel, &code).await;
        Ok((channel, failed))
    };
    guarded(authority, caller, Operation::ChannelCode, target, work).await
}

async fn change(
    authority: &Authority,
    caller: &Caller,
    channel: Channel,
    confirm: Option<Confirm>,
    words: &str,
) -> Result<Channel, ManageError> {
    let from = channel.revision;
    let channel = Channel { confirm, revision: from.saturating_add(1), ..channel };
    let target = Target::Record(RecordKind::Channel, channel.id.as_u64());
    let act = entry::act(caller, Action::ChannelConfirm, target, channel.revision, words);
    let change = Change::Records(vec![RecordWrite::Update { record: channel.record()?, from }]);
    let written = authority.commit_change(caller.mutation(change, act, &channel)).await;
    written.map_err(|error| ManageError::from_change(error, Thing::Channel))?;
    authority.outbox.touch(channel.id);
    Ok(channel)
}
