//! Teeth for P13: what stands between the courier and the receivers, and does one thing that must not be done.

use crate::post::PostOffice;
use claviger_notify::send::{Answer, Carrier, Message, Post};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use zeroize::Zeroizing;

/// What is done wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lie {
    /// A message is noted as delivered first, and sent after that, if nothing comes between.
    NotedBeforeSent,
    /// It has another id when it is sent again.
    AnotherId,
    /// The next one is sent before it.
    OutOfOrder,
    /// What was refused once is not sent again.
    DroppedOnRetry,
}

/// Somebody on the way.
pub(crate) struct Liar {
    post: Arc<PostOffice>,
    lie: Lie,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    sent: BTreeMap<String, u32>,
    /// By receiver.
    held: BTreeMap<String, Post>,
    refused: BTreeSet<String>,
}

impl Liar {
    pub(crate) fn new(post: Arc<PostOffice>, lie: Lie) -> Self {
        Liar { post, lie, state: Mutex::default() }
    }

    /// The process dies: what it held is gone.
    pub(crate) fn crash(&self) {
        if self.lie == Lie::NotedBeforeSent {
            self.state.lock().unwrap().held.clear();
        }
    }

    fn post(&self, post: &Post) -> Answer {
        let mut state = self.state.lock().unwrap();
        let to = post.url.to_string();
        match self.lie {
            Lie::NotedBeforeSent => {
                if let Some(before) = state.held.insert(to, copy(post)) {
                    self.carry_on(before);
                }
                Answer::taken("200 OK")
            }
            Lie::OutOfOrder => match state.held.remove(&to) {
                None => {
                    state.held.insert(to, copy(post));
                    Answer::taken("200 OK")
                }
                Some(before) => {
                    let answer = self.carry_on(copy(post));
                    self.carry_on(before);
                    answer
                }
            },
            Lie::AnotherId => {
                let sent = state.sent.entry(format!("{to} {}", id(post))).or_default();
                *sent += 1;
                self.carry_on(if *sent == 1 { copy(post) } else { renamed(post, *sent) })
            }
            Lie::DroppedOnRetry => {
                let event = format!("{to} {}", id(post));
                if state.refused.contains(&event) {
                    return Answer::taken("200 OK");
                }
                let answer = self.carry_on(copy(post));
                if !answer.taken {
                    state.refused.insert(event);
                }
                answer
            }
        }
    }

    fn carry_on(&self, post: Post) -> Answer {
        self.post.carry(&Message::Post(post))
    }
}

impl Carrier for Liar {
    fn carry(&self, message: &Message) -> Answer {
        match message {
            Message::Post(post) => self.post(post),
            mail => self.post.carry(mail),
        }
    }

    fn sends_mail(&self) -> bool {
        true
    }
}

fn copy(post: &Post) -> Post {
    let Post { url, headers, body } = post;
    Post { url: Zeroizing::new(url.to_string()), headers: headers.clone(), body: body.clone() }
}

fn id(post: &Post) -> String {
    let json: serde_json::Value = serde_json::from_slice(&post.body).unwrap();
    json["id"].as_str().unwrap().to_owned()
}

fn renamed(post: &Post, serial: u32) -> Post {
    let mut json: serde_json::Value = serde_json::from_slice(&post.body).unwrap();
    json["id"] = format!("{}-{serial}", id(post)).into();
    Post { body: serde_json::to_vec(&json).unwrap(), ..copy(post) }
}
