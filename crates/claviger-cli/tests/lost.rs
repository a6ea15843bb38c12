//! P9 on the command line: a connection lost while a change is answered. The command sends it again under the same
//! idempotency key, and nobody notices; only what is shown once is gone, and the command says so.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![allow(dead_code, reason = "the helpers are shared with other tests")]

mod common;

use common::{Said, Served};
use std::io::{Read, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

/// Stands between a client and the server, and breaks off the answer of a change when it is told to.
struct Proxy {
    url: String,
    /// After how many bytes the next answer of a change breaks off, how often.
    cut: Arc<Mutex<(usize, u32)>>,
}

impl Proxy {
    fn before(server: &Served) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (to, cut) = (server.url.trim_start_matches("http://").to_owned(), Arc::default());
        let shared = Arc::clone(&cut);
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let (to, cut) = (to.clone(), Arc::clone(&shared));
                std::thread::spawn(move || pass(client, &TcpStream::connect(to).unwrap(), &cut));
            }
        });
        Proxy { url, cut }
    }

    /// The program behind the proxy, with the next `times` answers of changes broken off after `bytes`.
    fn run(&self, server: &Served, bytes: usize, times: u32, args: &[&str]) -> Said {
        *self.cut.lock().unwrap() = (bytes, times);
        let said = Said::from(server.command(args).env("CLAVIGER_URL", &self.url).output().unwrap(), args);
        assert_eq!(self.cut.lock().unwrap().1, 0, "no answer was broken off");
        said
    }
}

/// Passes requests and answers on, one after the other.
fn pass(mut client: TcpStream, mut server: &TcpStream, cut: &Mutex<(usize, u32)>) {
    while let Some(request) = whole(&mut client) {
        server.write_all(&request).unwrap();
        let answer = whole(&mut server).unwrap();
        let changes = !request.starts_with(b"GET ");
        let mut told = cut.lock().unwrap();
        if changes && told.1 > 0 {
            told.1 -= 1;
            let _ = client.write_all(&answer[..told.0.min(answer.len())]);
            let _ = client.shutdown(Shutdown::Both);
            return;
        }
        client.write_all(&answer).unwrap();
    }
}

/// One request or answer, to the end of its body.
fn whole(from: &mut impl Read) -> Option<Vec<u8>> {
    let (mut bytes, mut more) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if body.len() >= length.map_or(0, |length| length.parse().unwrap()) {
                return Some(bytes);
            }
        }
        match from.read(&mut more) {
            Ok(length @ 1..) => bytes.extend_from_slice(&more[..length]),
            _ => return None,
        }
    }
}

#[test]
fn a_change_whose_answer_is_lost_is_made_once_and_nobody_notices() {
    let server = Served::start();
    let proxy = Proxy::before(&server);
    server.run(&["keys", "create", "bot", "-p", "query-funds"]).ended(0);
    for (n, bytes) in [0, 1, 30, 300].into_iter().enumerate() {
        let again = proxy.run(&server, bytes, 1, &["paper", "deposit", "USD", "5"]).ended(0);
        let plain = server.run(&["paper", "deposit", "USD", "5"]).ended(0);
        let shape = |said: &Said| said.out.split_whitespace().count();
        assert_eq!((shape(&again), &again.err), (shape(&plain), &plain.err), "{}", again.out);
        let state = if n % 2 == 0 { "frozen" } else { "active" };
        proxy.run(&server, bytes, 1, &["keys", "step", "bot", state, "--yes"]).ended(0).said(&[state]);
    }
    let made = |action: &str| {
        let entries = server.run(&["audit", "--action", action, "--json"]).ended(0);
        entries.out.matches(&format!("\"{action}\"")).count()
    };
    assert_eq!((made("paper.deposit"), made("key.step")), (8, 4));
}

#[test]
fn a_secret_lost_with_its_answer_is_said_to_be_lost() {
    let server = Served::start();
    let proxy = Proxy::before(&server);
    let lost = ["revoke", "another", "lost"];
    proxy.run(&server, 40, 1, &["keys", "create", "bot"]).ended(1).complained(&lost);
    proxy
        .run(&server, 0, 1, &["tokens", "create", "ci", "--role", "viewer", "--json"])
        .ended(1)
        .complained(&lost);
    assert_eq!(server.run(&["keys", "list"]).ended(0).out.matches("bot").count(), 1);
    server.run(&["keys", "revoke", "bot", "--yes"]).ended(0);
    server.run(&["keys", "create", "bot"]).ended(0).said(&["Private key"]);
    // A public key has no secret.
    proxy.run(&server, 40, 1, &["keys", "create", "open", "--kind", "public"]).ended(0).said(&["open"]);
}

#[test]
fn it_is_sent_again_once_only() {
    let server = Served::start();
    let proxy = Proxy::before(&server);
    proxy
        .run(&server, 10, 2, &["paper", "deposit", "USD", "5"])
        .ended(1)
        .complained(&["broke", "look whether it was done"]);
}
