//! Receivers that fail in every way there is: each is an answer in words, within a bounded time, and none of them tells the
//! URL, which may be a secret.

use crate::sink::{Habit, Sink};
use claviger_notify::send::{Answer, Http, PATIENCE, Post};
use std::time::{Duration, Instant};
use ureq::tls::TlsConfig;
use zeroize::Zeroizing;

fn post(url: &str) -> Answer {
    let http = Http::new(vec!["127.0.0.0/8".parse().unwrap()], TlsConfig::default());
    let headers = vec![("webhook-id", "evt_1".to_owned())];
    http.post(&Post { url: Zeroizing::new(url.to_owned()), headers, body: b"{\"a\":1}".to_vec() })
}

fn asked(habit: Habit) -> (Answer, Duration) {
    let sink = Sink::open(habit);
    let begun = Instant::now();
    let answer = post(&sink.url());
    assert!(!answer.said.contains("verysecret") && !answer.said.contains("hook"), "{}", answer.said);
    assert!(answer.said.len() <= 200 && !answer.said.contains('\n'), "{}", answer.said);
    (answer, begun.elapsed())
}

#[test]
fn a_message_comes_as_it_was_sent() {
    let sink = Sink::open(Habit::Say("HTTP/1.1 204 Fine\r\n\r\n"));
    let answer = post(&sink.url());
    assert!(answer.taken, "{answer:?}");
    let request = sink.request();
    assert!(request.starts_with("POST /hook?secret=verysecret HTTP/1.1\r\n"), "{request}");
    assert!(
        request.to_lowercase().contains("webhook-id: evt_1\r\n") && request.ends_with("{\"a\":1}"),
        "{request}"
    );
}

#[test]
fn what_is_not_taken_says_why() {
    for (habit, said) in [
        (
            Habit::Say("HTTP/1.1 500 Broken\r\ncontent-length: 4\r\n\r\nboom"),
            "500 Internal Server Error: boom",
        ),
        (Habit::Say("HTTP/1.1 404 Not\r\ncontent-length: 0\r\n\r\n"), "404 Not Found:"),
        (Habit::Say("SSH-2.0-OpenSSH\r\n"), "the answer was not HTTP"),
        (Habit::EndlessHead, "the answer was not taken in: its head is too long"),
        (Habit::Close, "the connection failed"),
        (Habit::HalfClose, ""),
    ] {
        let (answer, took) = asked(habit);
        assert!(!answer.taken && !answer.gone && answer.said.starts_with(said), "{habit:?}: {answer:?}");
        assert!(took < Duration::from_secs(3), "{habit:?}: {took:?}");
    }
}

#[test]
fn who_is_gone_says_so() {
    let (answer, _) = asked(Habit::Say("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n"));
    assert!(answer.gone && !answer.taken, "{answer:?}");
}

#[test]
fn no_redirect_is_followed() {
    let other = Sink::open(Habit::Say("HTTP/1.1 204 Fine\r\n\r\n"));
    let line = format!("HTTP/1.1 307 There\r\nlocation: {}\r\ncontent-length: 0\r\n\r\n", other.url());
    let (answer, _) = asked(Habit::Say(Box::leak(line.into_boxed_str())));
    assert!(!answer.taken && answer.said.contains("redirects are not followed"), "{answer:?}");
    assert!(other.is_idle());
}

#[test]
fn no_more_is_read_than_is_told() {
    let (answer, took) = asked(Habit::Endless);
    assert!(!answer.taken && answer.said.starts_with("500"), "{answer:?}");
    assert!(took < Duration::from_secs(3), "{took:?}");
}

#[test]
fn nobody_is_waited_for_without_end() {
    let slow: Vec<_> =
        [Habit::Hang, Habit::Drip].map(|habit| std::thread::spawn(move || asked(habit))).into();
    for thread in slow {
        let (_, took) = thread.join().unwrap();
        assert!(took < PATIENCE + Duration::from_secs(3), "{took:?}");
    }
}

#[test]
fn nothing_listens() {
    let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_eq!(post(&format!("http://{address}/")), Answer::later("nothing listens there"));
}
