//! Starts, stops, and starts again.

use crate::common::{config, refused, serve};
use claviger_core::id::LogId;
use claviger_core::store::{Item, Store as _};
use claviger_core::time::Timestamp;
use claviger_sqlite::{Options, SqliteStore};
use std::os::unix::fs::PermissionsExt as _;
use std::time::{Duration, Instant};

fn mode(path: &std::path::Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn a_first_start_makes_what_is_needed_for_its_owner_alone() {
    let dir = tempfile::tempdir().unwrap();
    let data = dir.path().join("a/b");
    let server = serve(&data, &[]);
    assert!(server.token.is_some());
    assert_eq!(mode(&data), 0o700);
    assert_eq!(mode(&data.join("master.key")), 0o600);
    server.stop();
}

#[test]
fn a_restart_keeps_keys_nonces_and_orders() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    let mut client = server.connect();
    let order = "ordertype=limit&type=buy&pair=XBTUSD&price=1000&volume=0.1";
    assert_eq!(key.ask(&mut client, "AddOrder", order)["error"], serde_json::json!([]));
    let used = key.call("Balance", "");
    client.send(&used);
    assert!(client.answer().unwrap().1.starts_with(r#"{"error":[],"#));
    server.stop();

    let begun = Instant::now();
    let server = serve(dir.path(), &[]);
    assert!(begun.elapsed() < Duration::from_secs(1), "{:?}", begun.elapsed());
    assert!(server.token.is_none(), "a token is made once");
    let mut client = server.connect();
    client.send(&used);
    assert!(client.answer().unwrap().1.contains("EAPI:Invalid nonce"));
    let open = key.ask(&mut client, "OpenOrders", "");
    assert_eq!(open["result"]["open"].as_object().unwrap().len(), 1);
    assert_eq!(server.manage(&token, "GET", "/account", "").0, 200);
    server.stop();
}

#[test]
fn a_second_server_on_the_same_data_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let said = refused(config(dir.path(), &[]));
    assert!(said.contains("another process serves this data directory"), "{said}");
    assert_eq!(server.get("/readyz").0, 200);
    server.stop();
    serve(dir.path(), &[]).stop();
}

#[test]
fn an_address_that_is_taken_is_named() {
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let dir = tempfile::tempdir().unwrap();
    let said = refused(config(dir.path(), &[&format!("server.bind={address}")]));
    assert!(said.starts_with(&format!("{address}: cannot listen there: ")), "{said}");
    assert!(!dir.path().join("claviger.db").exists(), "nothing was made");
}

#[test]
fn a_start_that_fails_late_lets_go_of_the_data() {
    let dir = tempfile::tempdir().unwrap();
    serve(dir.path(), &[]).stop();
    // The paper exchange's journal is broken, which shows after the lane was taken over.
    let store = SqliteStore::open(dir.path(), Options::default()).unwrap();
    let mut lane = store.open_lane(LogId(0)).unwrap();
    lane.commit(&[Item::Journal(b"rubbish".to_vec())], Timestamp::from_micros(0)).unwrap();
    drop((lane, store));
    for _ in 0..2 {
        let said = refused(config(dir.path(), &[]));
        assert!(said.contains("the paper exchange cannot be read back"), "{said}");
    }
    drop(SqliteStore::open(dir.path(), Options::default()).unwrap());
}

#[test]
fn a_data_directory_that_cannot_be_one_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "x").unwrap();
    let said = refused(config(&file, &[]));
    assert!(said.contains("file: cannot be made or used as the data directory"), "{said}");
    std::fs::write(
        dir.path().join("claviger.db"),
        "this is not a database, whatever its name says".repeat(100),
    )
    .unwrap();
    let said = refused(config(dir.path(), &[]));
    assert!(said.contains("the data cannot be opened"), "{said}");
}

#[test]
fn calls_that_were_begun_when_it_stopped_are_answered_and_kept() {
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &["limits.rate_max=1000000"]);
    let token = server.token.clone().unwrap();
    let address = server.address;
    let callers: Vec<_> = (0..4)
        .map(|number| {
            let key = server.create_key(&token, &format!("bot {number}"));
            std::thread::spawn(move || {
                let mut client = crate::client::Client::connect(address);
                let (mut sent, mut answered) = (Vec::new(), 0);
                loop {
                    let call = key.call("Balance", "");
                    if !client.try_send(&call) {
                        break;
                    }
                    sent.push(call);
                    let Some((_, body)) = client.answer() else { break };
                    assert!(body.starts_with(r#"{"error":[],"#), "{body}");
                    answered += 1;
                }
                sent.truncate(answered);
                sent
            })
        })
        .collect();
    std::thread::park_timeout(Duration::from_millis(300));
    server.stop();
    let answered: Vec<Vec<String>> = callers.into_iter().map(|caller| caller.join().unwrap()).collect();
    assert!(answered.iter().all(|calls| !calls.is_empty()));

    let server = serve(dir.path(), &["limits.rate_max=1000000"]);
    let mut client = server.connect();
    for call in answered.iter().flat_map(|calls| calls.iter().rev().take(5)) {
        client.send(call);
        assert!(client.answer().unwrap().1.contains("EAPI:Invalid nonce"), "an acknowledged call was lost");
    }
    server.stop();
}
