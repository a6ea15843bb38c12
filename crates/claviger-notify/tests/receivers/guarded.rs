//! What only this server reaches is not reached by a channel: whatever name, number or clothes it comes in.

use crate::sink::{Habit, Sink};
use claviger_notify::send::{Http, Post};
use ureq::tls::TlsConfig;
use zeroize::Zeroizing;

fn refused(url: &str, allowed: &[&str]) -> bool {
    let http = Http::new(allowed.iter().map(|net| net.parse().unwrap()).collect(), TlsConfig::default());
    let answer =
        http.post(&Post { url: Zeroizing::new(url.to_owned()), headers: Vec::new(), body: Vec::new() });
    assert!(!answer.taken || !allowed.is_empty(), "{url}: {answer:?}");
    answer.said.contains("only this server can reach")
}

#[test]
fn no_way_of_writing_it_helps() {
    let sink = Sink::open(Habit::Say("HTTP/1.1 204 Fine\r\n\r\n"));
    let port = sink.address.port();
    for host in [
        "127.0.0.1",
        "localhost",
        "127.1",
        "2130706433",
        "0x7f000001",
        "0177.0.0.1",
        "0.0.0.0",
        "0",
        "[::1]",
        "[::]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[::127.0.0.1]",
    ] {
        let url = format!("http://{host}:{port}/");
        let http = Http::new(Vec::new(), TlsConfig::default());
        let answer = http.post(&Post { url: Zeroizing::new(url), headers: Vec::new(), body: Vec::new() });
        assert!(!answer.taken, "{host}: {answer:?}");
    }
    assert!(sink.is_idle(), "nobody came");
    for host in ["127.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "169.254.169.254", "10.0.0.1"] {
        assert!(refused(&format!("http://{host}:{port}/"), &[]), "{host}");
    }
    assert!(sink.is_idle());
}

/// The tooth: with a setting that lets it through, the same is reached.
#[test]
fn a_setting_lets_it_through() {
    let sink = Sink::open(Habit::Say("HTTP/1.1 204 Fine\r\n\r\n"));
    let url = format!("http://127.0.0.1:{}/", sink.address.port());
    assert!(!refused(&url, &["127.0.0.1/32"]));
    sink.request();
}
