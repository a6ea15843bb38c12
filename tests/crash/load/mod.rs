//! A load of everything at once: reads, some of them sent twice; orders placed and cancelled; withdrawals;
//! reports; calls without permission; keys created, renamed, used, revoked and tried again. It runs until the server is gone or
//! `over` is set.

mod calls;
mod keys;

use crate::book::{Answer, Book, Call, Fate};
use claviger_tests::admin::Admin;
use claviger_tests::http::Connection;
use claviger_tests::trader::{Reply, Signed, Trader};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The keys of a run: one per thread, so that nonces rise.
#[derive(Clone)]
pub(crate) struct Cast {
    pub(crate) reader: Trader,
    pub(crate) twin: Trader,
    pub(crate) trader: Trader,
    pub(crate) mover: Trader,
    pub(crate) reporter: Trader,
    /// May only read balances.
    pub(crate) weak: Trader,
}

/// What all threads of a load share.
#[derive(Clone)]
pub(crate) struct Stage {
    pub(crate) to: SocketAddr,
    pub(crate) token: String,
    /// Unlike in any other load of the same world; stands in every name that is made up.
    pub(crate) round: u32,
    /// Set right before the end: what is read after that does not count.
    pub(crate) over: Arc<AtomicBool>,
    /// Keep going when the server refuses or is gone for a while.
    pub(crate) patient: bool,
    /// The tooth: a call counts as acknowledged as soon as it is sent, as if the server answered before it commits.
    pub(crate) believes_early: bool,
    /// Longest time an answer may take.
    pub(crate) answer_within: Duration,
}

impl Stage {
    pub(crate) fn new(to: SocketAddr, token: &str, round: u32) -> Self {
        let (over, token) = (Arc::default(), token.to_owned());
        Stage {
            to,
            token,
            round,
            over,
            patient: false,
            believes_early: false,
            answer_within: Duration::from_secs(10),
        }
    }

    fn is_over(&self) -> bool {
        self.over.load(SeqCst)
    }
}

/// A load that runs.
pub(crate) struct Load {
    over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Book>>,
}

impl Load {
    pub(crate) fn start(stage: &Stage, cast: &Cast) -> Self {
        let acts: [fn(&mut Actor, &Cast); 7] = [
            calls::reads,
            calls::twins,
            calls::orders,
            calls::withdrawals,
            calls::reports,
            calls::forbidden,
            keys::lives,
        ];
        let threads = acts.into_iter().map(|act| {
            let (stage, cast) = (stage.clone(), cast.clone());
            std::thread::spawn(move || {
                let mut actor = Actor::new(stage);
                act(&mut actor, &cast);
                actor.book
            })
        });
        Load { over: stage.over.clone(), threads: threads.collect() }
    }

    /// From here on no answer counts.
    pub(crate) fn over(&self) {
        self.over.store(true, SeqCst);
    }

    /// Waits for the threads, which end when the server is gone or the load is over.
    pub(crate) fn book(self) -> Book {
        self.over();
        self.until_gone()
    }

    /// Waits for the threads, which end when the server is gone; every whole answer counts.
    pub(crate) fn until_gone(self) -> Book {
        let mut book = Book::default();
        for thread in self.threads {
            book.append(thread.join().expect("a load thread panicked"));
        }
        book
    }
}

/// One thread of a load.
struct Actor {
    stage: Stage,
    connection: Connection,
    book: Book,
    number: u32,
}

/// The server is gone, or the load is over.
struct Gone;

impl Actor {
    fn new(stage: Stage) -> Self {
        let connection = Connection::new(stage.to);
        Actor { stage, connection, book: Book::default(), number: 0 }
    }

    /// A word unlike every other of the world.
    fn word(&mut self, prefix: &str) -> String {
        self.number += 1;
        format!("{prefix}{}-{}", self.stage.round, self.number)
    }

    /// Signs, sends, writes down.
    fn call(&mut self, who: &Trader, method: &'static str, params: &[(&str, &str)]) -> Result<Answer, Gone> {
        let signed = who.sign(method, params);
        let sent = Instant::now();
        let reply = signed.send(&mut self.connection);
        self.was_quick(sent.elapsed(), method);
        let fate = self.fate(&reply);
        self.note(who, signed, fate)
    }

    fn fate(&self, reply: &io::Result<Reply>) -> Fate {
        // In this order: an answer that was read before the end was read before `over` was set.
        match reply {
            Ok(reply) if !self.stage.is_over() => Fate::Answered(Answer::from(reply)),
            Ok(_) => Fate::Unknown("answered after the end".to_owned()),
            Err(error) => Fate::Unknown(error.to_string()),
        }
    }

    fn note(&mut self, who: &Trader, signed: Signed, fate: Fate) -> Result<Answer, Gone> {
        let known = if let Fate::Answered(answer) = &fate { Some(answer.clone()) } else { None };
        let none = |error: &str| Answer { error: error.to_owned(), names: None };
        let fate = if self.stage.believes_early && known.is_none() { Fate::Answered(none("")) } else { fate };
        self.book.calls.push(Call { key: who.id, signed, fate });
        match known {
            Some(answer) => Ok(answer),
            None if self.stage.patient && !self.stage.is_over() => Ok(none("none")),
            None => Err(Gone),
        }
    }

    fn was_quick(&mut self, took: Duration, what: &str) {
        if took > self.stage.answer_within {
            let limit = self.stage.answer_within;
            self.complain(format!("{what} was answered after {took:?}, {limit:?} are allowed"));
        }
    }

    fn complain(&mut self, complaint: String) {
        self.book.complaints.push(complaint);
    }
}

/// A little of everything in a fixed order, until it is done or the server is gone.
pub(crate) fn script(stage: Stage) -> Book {
    let mut admin = Admin::new(stage.to, &stage.token);
    let mut actor = Actor::new(stage);
    let _ = keys::life(&mut actor, &mut admin).and_then(|()| calls::few(&mut actor, &mut admin));
    actor.book
}
