//! The console's pages: how long each takes on a server with many keys and, if wanted, a long log, over HTTP and by
//! somebody who is signed in.

use super::calls::Get;
use super::child::Server;
use super::generator::{self, Load};
use super::history::{self, Filled};
use super::report::Report;
use super::stage::Stage;
use super::throughput::{Failure, checked};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// Keys and calls, unless said otherwise.
pub(super) const KEYS: usize = 10_000;
pub(super) const CALLS: u64 = 100_000;
/// How long each page is asked for.
const TIME: Duration = Duration::from_secs(2);
/// A page that is one kind of work.
const PLAIN: &str = "at most 20";
/// A page that may have to look at much that does not match.
const SEARCHED: &str = "at most 200";

/// Measures and reports.
pub(super) fn measure(stage: &Stage, keys: usize, calls: u64, report: &mut Report) -> Result<(), Failure> {
    let prepared = stage.prepare("console", 1, keys, report)?;
    let filled = history::fill(&prepared.data_dir, keys, calls, report)?;
    let server = Server::console(&prepared.data_dir)?;
    let cookie = sign_in(server.address, &prepared.token)?;
    let started = Instant::now();
    let first = generator::once(server.address, Get::signed_in("/keys", &cookie))?;
    if !first {
        return Err("the list of keys was not shown".into());
    }
    report.figure(
        "console_first_ms",
        started.elapsed().as_secs_f64() * 1e3,
        "the list of keys, asked for first",
    );
    for (name, path, limit) in pages(&filled) {
        let load = Load { target: server.address, connections: 1, time: TIME, rate: None };
        let run = checked(generator::run(load, &mut |_| Box::new(Get::signed_in(&path, &cookie)))?)?;
        let figure = |permille| f64::from(run.latencies.permille(permille)) / 1e3;
        report.figure(&format!("console_{name}_p50_ms"), figure(500), &path);
        report.figure(&format!("console_{name}_p95_ms"), figure(950), limit);
    }
    report.figure("console_resident_mb", server.resident_bytes()? as f64 / 1e6, "of the server, at the end");
    Ok(server.stop()?)
}

/// Every page that is made of what may be many.
fn pages(filled: &Filled) -> Vec<(&'static str, String, &'static str)> {
    let (hot, rare) = (filled.hot, filled.rare);
    let page = |name, path: &str, limit| (name, path.to_owned(), limit);
    vec![
        page("home", "/", PLAIN),
        page("keys", "/keys", PLAIN),
        page("keys_searched", "/keys?q=bench+77", PLAIN),
        page("keys_filtered", "/keys?permission=query-funds&lacks=allowlist", PLAIN),
        page("keys_by_calls", "/keys?sort=calls", PLAIN),
        ("key_hot", format!("/keys/{hot}"), PLAIN),
        ("key_rare", format!("/keys/{rare}"), PLAIN),
        ("key_revoke", format!("/keys/{hot}/revoke"), PLAIN),
        page("history", "/history", PLAIN),
        ("history_of_hot", format!("/history?key={hot}"), PLAIN),
        ("history_of_rare", format!("/history?key={rare}"), PLAIN),
        page("audit", "/audit", PLAIN),
        ("audit_of_key", format!("/audit?key={hot}"), PLAIN),
        page("history_refused", "/history?outcome=refused", SEARCHED),
        page("history_from", "/history?source=203.0.113.9", SEARCHED),
        page("history_held", "/history?holder=bench&reason=revoked", SEARCHED),
        page("history_long_ago", "/history?to=2020-01-01T00:00", SEARCHED),
        ("history_of_hot_refused", format!("/history?key={hot}&reason=revoked"), SEARCHED),
        page("audit_of_tokens", "/audit?action=token.revoke", SEARCHED),
    ]
}

/// Where a token is let in.
const SIGN_IN: &str = "/sign-in/token";

/// The session's cookie.
fn sign_in(server: SocketAddr, token: &str) -> Result<String, Failure> {
    // Base64, as a form has it.
    let body = format!("token={}", token.replace('+', "%2B").replace('/', "%2F").replace('=', "%3D"));
    let mut stream = TcpStream::connect(server)?;
    write!(
        stream,
        "POST {SIGN_IN} HTTP/1.1\r\nhost: localhost\r\nsec-fetch-site: same-origin\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let cookies = answer.lines().filter_map(|line| line.strip_prefix("set-cookie: "));
    let mut pairs = cookies.filter_map(|cookie| cookie.split(';').next());
    let session = pairs.find(|pair| pair.starts_with("claviger-session="));
    Ok(session.ok_or("the console did not let the token in")?.to_owned())
}
