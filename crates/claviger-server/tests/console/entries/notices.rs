//! Forms of notices: the inbox, channels, deliveries.

use super::form::Form;
use crate::town::{NOW, Town};
use claviger::core::action::Action;
use claviger::core::entry::Target;
use claviger::core::id::{ChannelId, NoticeId};
use claviger::core::notices::{
    Audience, Channel, Confirm, Event, EventId, EventKind, Level, Notice, Service,
};
use claviger::core::store::{Change, Mutation, Record, RecordKind, RecordWrite, Store as _};
use claviger::core::text::Name;
use claviger::core::token::TokenDigest;
use claviger::manage::channels::{self, NewChannel, NewRoute};
use claviger::manage::{Caller, host_act};

const HOOK: &str = "https://hooks.example.com/";

pub(super) async fn form(town: &Town, path: &str) -> Option<Form> {
    if path == "/settings/channels" {
        let fields = [("name", "pager"), ("service", "webhook"), ("to", HOOK), ("least", "alarm")];
        return Some(Form::of_owner(town, path, &fields));
    }
    if path == "/notices/read" {
        let up_to = notice(town).await.to_string();
        return Some(Form::of_owner(town, path, &[("up_to", &up_to)]));
    }
    let channel = channel(town).await;
    let of =
        |fields: &[(&str, &str)]| Form::of_owner(town, &path.replace("{id}", &channel.to_string()), fields);
    Some(match path {
        "/settings/channels/{id}/switch" => of(&[("on", "false")]),
        "/settings/channels/{id}/test"
        | "/settings/channels/{id}/rotate"
        | "/settings/channels/{id}/remove" => of(&[]),
        "/settings/channels/{id}/confirm" => {
            unconfirm(town, channel).await;
            of(&[("code", "00000000")])
        }
        "/settings/channels/{id}/code" => {
            unconfirm(town, channel).await;
            of(&[])
        }
        "/settings/deliveries/{id}/resend" => {
            let test = channels::test(&town.world.authority, &host(town), channel).await.unwrap();
            Form::of_owner(town, &path.replace("{id}", &test.id.to_string()), &[])
        }
        _ => return None,
    })
}

fn host(town: &Town) -> Caller {
    Caller::system(town.world.account.id)
}

async fn channel(town: &Town) -> ChannelId {
    let route = NewRoute::parse(Service::Webhook, HOOK, None).unwrap();
    let asked = NewChannel {
        name: Name::parse("hook").unwrap(),
        route,
        least: Level::Info,
        audience: Audience::Account,
    };
    channels::create(&town.world.authority, &host(town), asked).await.unwrap().channel.id
}

/// Puts a record there as it would be later.
async fn put(town: &Town, write: RecordWrite) {
    let entry = host_act(town.world.account.id, Action::ChannelEdit, Target::Account, "by the test");
    let change = Mutation::new(Change::Records(vec![write]), entry);
    town.world.authority.commit_change(change).await.unwrap();
}

fn stored(town: &Town, kind: RecordKind, id: u64) -> Record {
    town.world.store.record(kind, id).unwrap().unwrap()
}

/// Makes a channel one that waits for a code.
async fn unconfirm(town: &Town, id: ChannelId) {
    let record = stored(town, RecordKind::Channel, id.as_u64());
    let (channel, from) = (Channel::try_from(&record).unwrap(), record.revision);
    let confirm = Confirm { digest: TokenDigest([0; 32]), wrong: 0, expires_at: NOW.plus_secs(600) };
    let channel = Channel { confirm: Some(confirm), revision: from + 1, ..channel };
    put(town, RecordWrite::Update { record: channel.record().unwrap(), from }).await;
}

async fn notice(town: &Town) -> NoticeId {
    let id = NoticeId::from_u64(7);
    let named = EventId::due("test", "entries", NOW);
    let event = Event::new(named, EventKind::KeyCreated, town.world.account.id, NOW, "A key was created.");
    let notice = Notice { id, event, created_at: NOW, expires_at: NOW.plus_secs(600) };
    put(town, RecordWrite::Create { record: notice.record().unwrap(), limit: None }).await;
    id
}
