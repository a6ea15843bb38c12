//! P11 over the socket: a key is rotated while clients go on calling, and not one call is refused; afterwards only the
//! successor works, after a restart, too.

use crate::common::{Key, Server, serve};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Mutex, RwLock};
use std::thread::scope;

const CLIENTS: usize = 3;
/// No pace of a key stands in the way.
const FAST: &[&str] = &["limits.rate_max=1000000"];

/// Clients that call with whatever key they were given last, until they are told to stop.
struct Traffic {
    key: RwLock<Key>,
    stop: AtomicBool,
    answered: AtomicUsize,
    refused: Mutex<Vec<Value>>,
}

impl Traffic {
    fn run(&self, server: &Server) {
        let mut client = server.connect();
        while !self.stop.load(SeqCst) {
            let key = self.key.read().unwrap().clone();
            let answer = key.ask(&mut client, "Balance", "");
            if answer["error"] != json!([]) {
                self.refused.lock().unwrap().push(answer);
            }
            self.answered.fetch_add(1, SeqCst);
        }
    }

    /// Waits until so many more calls were answered that every client has begun one since.
    fn wait(&self) {
        let enough = self.answered.load(SeqCst) + 20 * CLIENTS;
        let begun = std::time::Instant::now();
        while self.answered.load(SeqCst) < enough {
            assert!(begun.elapsed().as_secs() < 60, "nothing is answered");
            std::thread::yield_now();
        }
    }
}

fn manage(server: &Server, token: &str, path: &str, body: &str, wanted: u16) -> Value {
    let (status, answer) = server.manage(token, "POST", path, body);
    assert_eq!(status, wanted, "{answer}");
    answer
}

/// Clients that share a key need a window, since their calls overtake each other.
fn create(server: &Server, token: &str) -> Key {
    let body = r#"{"name":"bot","permissions":["query-funds"],"nonce_window":"1000000"}"#;
    Key::of(&manage(server, token, "/keys", body, 201))
}

fn successor(rotated: &Value) -> Key {
    let mut key = rotated["successor"].clone();
    key["private_key"] = rotated["private_key"].clone();
    Key::of(&key)
}

/// Rotates under traffic; what was refused. `early` retires the old key while it is still used.
fn rotated_under_traffic(server: &Server, token: &str, old: &Key, early: bool) -> (Key, Vec<Value>) {
    let traffic = Traffic {
        key: RwLock::new(old.clone()),
        stop: AtomicBool::new(false),
        answered: AtomicUsize::new(0),
        refused: Mutex::default(),
    };
    let new = scope(|threads| {
        for _ in 0..CLIENTS {
            threads.spawn(|| traffic.run(server));
        }
        traffic.wait();
        let rotated =
            manage(server, token, &format!("/keys/{}/rotate", old.id), r#"{"overlap_secs":3600}"#, 201);
        let new = successor(&rotated);
        traffic.wait();
        let retire = || manage(server, token, &format!("/keys/{}/retire", old.id), "{}", 200);
        if early {
            retire();
            traffic.wait();
        }
        *traffic.key.write().unwrap() = new.clone();
        traffic.wait();
        if !early {
            retire();
            traffic.wait();
        }
        traffic.stop.store(true, SeqCst);
        new
    });
    (new, traffic.refused.into_inner().unwrap())
}

#[test]
fn not_one_call_is_refused_while_a_key_is_rotated() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), FAST);
    let token = server.token.clone().unwrap();
    let old = create(&server, &token);
    let (new, refused) = rotated_under_traffic(&server, &token, &old, false);
    assert_eq!(refused, Vec::<Value>::new());
    let works = |server: &Server, key: &Key| key.ask(&mut server.connect(), "Balance", "")["error"].clone();
    assert_eq!((works(&server, &old), works(&server, &new)), (json!(["EAPI:Invalid key"]), json!([])));
    server.stop();
    let server = serve(dir.path(), FAST);
    assert_eq!((works(&server, &old), works(&server, &new)), (json!(["EAPI:Invalid key"]), json!([])));
    server.stop();
}

/// The tooth: an old key that ends before its clients have the new one.
#[test]
fn tooth_a_gap_between_the_keys_is_seen() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), FAST);
    let token = server.token.clone().unwrap();
    let old = create(&server, &token);
    let (_, refused) = rotated_under_traffic(&server, &token, &old, true);
    assert!(
        !refused.is_empty() && refused.iter().all(|answer| answer["error"][0] == "EAPI:Invalid key"),
        "{refused:?}"
    );
    server.stop();
}
