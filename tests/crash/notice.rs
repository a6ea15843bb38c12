//! Notices across `kill -9` (P13): what was acknowledged is told to a web hook, whenever the server dies between the act, what
//! follows from it and the delivery; what is told twice has the same id and the same words; and nothing else is told.

use crate::image::Image;
use claviger_core::action::Action;
use claviger_core::entry::Outcome;
use claviger_core::notices::EventId;
use claviger_tests::admin::Admin;
use claviger_tests::cases::Verdict;
use claviger_tests::chance::Chance;
use claviger_tests::receiver::{Message, Receiver};
use claviger_tests::scratch::Scratch;
use claviger_tests::server::{Options, Server, nap};
use serde_json::json;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

/// Kills, few enough that what is told fits what is kept for a channel.
const ROUNDS: u64 = 12;
/// Longest time from the last start until everything has come: what was refused is tried again after seconds.
const PATIENCE: Duration = Duration::from_secs(60);

/// Runs it.
pub(crate) fn across_kills(seed: u64) -> Verdict {
    let mut chance = Chance::new(seed);
    let scratch = Scratch::new("notice");
    let options = Options::new(&scratch.join("data")).set("notices.allow_networks=127.0.0.0/8");
    let receiver = Receiver::open();
    let mut server = Server::start(&options);
    let token = server.token();
    open_channel(&mut server.admin(&token), &receiver);
    let mut made = Vec::new();
    for round in 0..ROUNDS {
        if round % 4 == 3 {
            receiver.refuse(1);
        }
        let (over, admin) = (Arc::new(AtomicBool::new(false)), server.admin(&token));
        let acting = thread::spawn({
            let over = over.clone();
            move || act(admin, round, &over)
        });
        nap(100 + chance.below(600));
        server.kill();
        over.store(true, SeqCst);
        made.extend(acting.join().expect("the acting thread"));
        server = Server::start(&options);
    }
    let came = wait_for(&receiver, &made);
    server.kill();
    let again = judge(&receiver.messages(), &Image::read(&options.data));
    assert!(made.len() > 20, "hardly anything was acknowledged: {}", made.len());
    Verdict::Passed(format!(
        "{ROUNDS} kills; {} keys acknowledged and all told, the last after {came:?}; {again} messages came again",
        made.len()
    ))
}

fn open_channel(admin: &mut Admin, receiver: &Receiver) {
    let to = format!("http://{}/", receiver.address);
    let body = json!({ "name": "hook", "service": "webhook", "to": to });
    let made = admin.post("/channels", &body).expect("an answer");
    assert_eq!(made.status, 201, "{}", made.text());
}

/// Makes keys until nobody answers; gives the ids of those that were acknowledged.
fn act(mut admin: Admin, round: u64, over: &AtomicBool) -> Vec<String> {
    let mut made = Vec::new();
    for n in 0..16 {
        if over.load(SeqCst) {
            break;
        }
        let body = json!({ "name": format!("key {round} {n}"), "permissions": ["query-funds"] });
        let Ok(answer) = admin.post("/keys", &body) else { break };
        assert_eq!(answer.status, 201, "{}", answer.text());
        made.push(answer.json()["id"].as_str().expect("an id").to_owned());
        nap(25);
    }
    made
}

/// The key that a message says was created.
fn created(message: &Message) -> Option<String> {
    let json = message.json();
    let is_it = json["type"] == "claviger.key.created";
    is_it.then(|| json["data"]["key"].as_str().expect("the id of the key").to_owned())
}

/// Waits until all of them were told.
fn wait_for(receiver: &Receiver, made: &[String]) -> Duration {
    let begun = Instant::now();
    loop {
        let told: Vec<String> =
            receiver.messages().iter().filter(|message| message.taken).filter_map(created).collect();
        let missing: Vec<&String> = made.iter().filter(|key| !told.contains(key)).collect();
        if missing.is_empty() {
            return begun.elapsed();
        }
        assert!(begun.elapsed() < PATIENCE, "never told: {missing:?}");
        nap(50);
    }
}

/// Each came under the id of its entry, in the order of the log, and came again in the same words; gives how many did.
fn judge(messages: &[Message], image: &Image) -> usize {
    let entries = image.entries.iter();
    let made = entries
        .filter(|entry| (entry.draft.action, entry.draft.outcome) == (Action::KeyCreate, Outcome::Changed));
    let ids: Vec<String> = made.map(|entry| EventId::of(&entry.place).to_string()).collect();
    let (mut last, mut bodies, mut again) = (0, BTreeMap::new(), 0);
    for message in messages {
        let Some(key) = created(message) else { continue };
        let at = ids.iter().position(|id| *id == message.id);
        let at = at.unwrap_or_else(|| panic!("{key} was told as {}, which is no entry", message.id));
        assert!(at >= last, "{} came after {}", message.id, ids[last]);
        last = at;
        match bodies.insert(message.id.clone(), message.body.clone()) {
            Some(before) => {
                assert_eq!(before, message.body, "it came in other words");
                again += 1;
            }
            None => {
                let others = messages.iter().filter(|one| created(one).as_ref() == Some(&key));
                assert!(others.into_iter().all(|one| one.id == message.id), "{key} came under two ids");
            }
        }
    }
    again
}
