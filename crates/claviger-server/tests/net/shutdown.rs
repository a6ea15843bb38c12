//! Stopping: what was begun is answered, what is idle is closed, what does not end is cut.

use crate::common::{start, tight};
use claviger_server::config::NetLimits;
use std::net::TcpStream;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

const SLOW: &str = "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n";

#[test]
fn requests_that_were_begun_are_answered() {
    let mut server = start(tight());
    let mut idle = server.connect();
    let mut busy: Vec<_> = (0..20).map(|_| server.connect()).collect();
    busy.iter_mut().for_each(|client| client.send(SLOW));
    while server.echo.begun.load(Ordering::SeqCst) < busy.len() {
        std::thread::yield_now();
    }
    let begun = Instant::now();
    assert_eq!(server.stop(), 0);
    assert!(begun.elapsed() < Duration::from_secs(3));
    for client in &mut busy {
        assert_eq!(client.answer(), Some((200, "GET /slow 0\n".to_owned())));
        assert!(client.is_closed());
    }
    assert!(idle.is_closed());
    assert!(TcpStream::connect(server.address).is_err(), "nobody listens any more");
}

#[test]
fn under_load_every_request_that_was_begun_is_answered() {
    let mut server = start(tight());
    let address = server.address;
    let clients: Vec<_> = (0..8)
        .map(|_| {
            let mut client = server.connect();
            std::thread::spawn(move || {
                let mut answered = 0;
                while client.try_send("GET / HTTP/1.1\r\nhost: a\r\n\r\n") && client.answer().is_some() {
                    answered += 1;
                }
                answered
            })
        })
        .collect();
    std::thread::park_timeout(Duration::from_millis(200));
    assert_eq!(server.stop(), 0, "{address}");
    let answered: usize = clients.into_iter().map(|client| client.join().unwrap()).sum();
    assert_eq!(server.echo.begun.load(Ordering::SeqCst), answered);
    assert!(answered > 0);
}

#[test]
fn what_does_not_end_is_cut_after_the_grace() {
    let limits = NetLimits { shutdown_grace: Duration::from_millis(100), ..tight() };
    let mut server = start(limits);
    let mut client = server.connect();
    client.send(SLOW);
    while server.echo.begun.load(Ordering::SeqCst) == 0 {
        std::thread::yield_now();
    }
    assert_eq!(server.stop(), 1);
    assert_eq!(server.echo.ended.load(Ordering::SeqCst), 0);
    assert!(client.is_closed());
}
