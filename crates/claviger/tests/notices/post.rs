//! A post office for tests: what was handed in, and what each receiver answers.

use crate::world::{HOME, World};
use claviger::core::id::ChannelId;
use claviger::core::notices::{Audience, Delivery, Fate, Level, Service};
use claviger::core::store::{RecordKind, RecordsOf, Store as _};
use claviger::core::text::Name;
use claviger::manage::channels::{self, MadeChannel, NewChannel, NewRoute};
use claviger::notices::{prepare, run};
use claviger_notify::send::{Answer, Carrier, Message, Post};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::sync::watch;

/// Something that was handed in.
#[derive(Debug, Clone)]
pub(crate) struct Letter {
    pub(crate) to: String,
    pub(crate) event: String,
    pub(crate) headers: BTreeMap<String, String>,
    pub(crate) body: Vec<u8>,
    /// The receiver said that it took it.
    pub(crate) taken: bool,
}

/// What a receiver does.
#[derive(Clone)]
pub(crate) enum Habit {
    Take,
    Refuse,
    /// It refuses one of three, whatever it is.
    Moody,
    Gone,
    /// It does not answer before so long.
    Hang(Duration),
}

#[derive(Default)]
pub(crate) struct PostOffice {
    letters: Mutex<Vec<Letter>>,
    habits: Mutex<BTreeMap<String, Habit>>,
}

impl PostOffice {
    pub(crate) fn set(&self, to: &str, habit: Habit) {
        self.habits.lock().unwrap().insert(to.to_owned(), habit);
    }

    /// Everything handed in for one receiver.
    pub(crate) fn letters(&self, to: &str) -> Vec<Letter> {
        self.letters.lock().unwrap().iter().filter(|letter| letter.to == to).cloned().collect()
    }

    fn take(&self, letter: Letter) -> Answer {
        let habit = self.habits.lock().unwrap().get(&letter.to).cloned().unwrap_or(Habit::Take);
        let mut letters = self.letters.lock().unwrap();
        let habit = match habit {
            Habit::Moody if letters.len().is_multiple_of(3) => Habit::Refuse,
            Habit::Moody => Habit::Take,
            habit => habit,
        };
        letters.push(Letter { taken: matches!(habit, Habit::Take), ..letter });
        drop(letters);
        match habit {
            Habit::Take | Habit::Moody => Answer::taken("200 OK"),
            Habit::Refuse => Answer::later("500 Internal Server Error"),
            Habit::Gone => Answer::gone("410 Gone"),
            Habit::Hang(time) => {
                std::thread::park_timeout(time);
                Answer::later("no answer")
            }
        }
    }
}

impl Carrier for PostOffice {
    fn carry(&self, message: &Message) -> Answer {
        match message {
            Message::Mail { to, id, mail } => self.take(Letter {
                to: to.clone(),
                event: id.clone(),
                headers: BTreeMap::new(),
                taken: false,
                body: mail.plain.clone().into_bytes(),
            }),
            Message::Post(Post { url, headers, body }) => {
                let json: serde_json::Value = serde_json::from_slice(body).unwrap();
                let event = json["id"].as_str().unwrap_or_default().to_owned();
                let headers =
                    headers.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
                self.take(Letter { to: url.to_string(), event, headers, body: body.clone(), taken: false })
            }
        }
    }

    fn sends_mail(&self) -> bool {
        true
    }
}

/// The task of notices, running on a world's node.
pub(crate) struct Desk {
    stop: watch::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Desk {
    /// Begins it: from here on everything that happens is told.
    pub(crate) async fn open(world: &World, post: &Arc<PostOffice>) -> Self {
        Desk::carried_by(world, post.clone()).await
    }

    /// The same, with somebody else on the way to the receivers.
    pub(crate) async fn carried_by(world: &World, carrier: Arc<dyn Carrier>) -> Self {
        let (stop, stopped) = watch::channel(());
        prepare(&world.node, carrier.clone()).await;
        let task = tokio::spawn(run(world.node.clone(), carrier, None, stopped));
        Desk { stop, task }
    }

    pub(crate) async fn close(self) {
        drop(self.stop);
        self.task.await.unwrap();
    }
}

pub(crate) fn name(text: &str) -> Name {
    Name::parse(text).unwrap()
}

/// Makes a web hook at this URL.
pub(crate) async fn hook(world: &World, called: &str, url: &str) -> MadeChannel {
    let route = NewRoute::parse(Service::Webhook, url, None).unwrap();
    let new = NewChannel { name: name(called), route, least: Level::Warning, audience: Audience::Account };
    channels::create(&world.node, &world.host(), new).await.unwrap()
}

/// Waits until something is so.
pub(crate) async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < Duration::from_secs(20), "{what} did not come to be");
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
}

pub(crate) fn deliveries(world: &World, channel: ChannelId) -> Vec<Delivery> {
    let of = RecordsOf::Owner(channel.as_u64());
    let found = world.store.records(RecordKind::Delivery, of, None, 1_000).unwrap();
    found.iter().map(|record| Delivery::try_from(record).unwrap()).collect()
}

/// Whether nothing waits for a channel, and `count` deliveries were made.
pub(crate) fn is_quiet(world: &World, channel: ChannelId, count: usize) -> bool {
    let made = deliveries(world, channel);
    made.len() >= count && made.iter().all(|delivery| delivery.fate != Fate::Waiting)
}

/// The sentences in the inbox, newest first.
pub(crate) async fn inbox(world: &World) -> Vec<String> {
    let host = claviger::manage::Caller::system(HOME);
    let inbox = claviger::manage::notices::list(&world.node, &host, None, 200).await.unwrap();
    inbox.page.items.iter().map(|notice| notice.event.sentence.clone()).collect()
}
