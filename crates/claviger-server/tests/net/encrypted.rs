//! TLS: which clients are served over which protocol, and a certificate that is exchanged while calls run.

use crate::common::{Echo, Server, start_with, tight};
use crate::tls::{Sender, exchange, files, greet, issue, try_open_2};
use claviger_core::time::Timestamp;
use claviger_server::net::tls::{Reloaded, Tls};
use rustls::pki_types::CertificateDer;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

const NOW: Timestamp = Timestamp::from_secs(1_780_000_000);

struct World {
    dir: TempDir,
    tls: Arc<Tls>,
    server: Server,
}

fn world() -> (World, CertificateDer<'static>) {
    let dir = tempfile::tempdir().unwrap();
    let certificate = issue(dir.path());
    let tls = Arc::new(Tls::load(files(dir.path()), NOW).unwrap());
    let server = start_with(Some(tls.clone()), tight());
    (World { dir, tls, server }, certificate)
}

/// One request over HTTP/1; whether it was answered well.
async fn ask_1(stream: &mut TlsStream<TcpStream>) -> bool {
    let asked = stream.write_all(b"GET /x HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    let mut answer = Vec::new();
    while asked.is_ok() && !answer.ends_with(b"GET /x 0\n") {
        if !matches!(stream.read_buf(&mut answer).await, Ok(1..)) {
            return false;
        }
    }
    answer.starts_with(b"HTTP/1.1 200")
}

async fn open_2(stream: TlsStream<TcpStream>) -> Sender {
    try_open_2(stream).await.expect("a connection over HTTP/2")
}

async fn ask_2(sender: &mut Sender, path: &str) -> Result<http::StatusCode, h2::Error> {
    let request = http::Request::get(format!("https://localhost{path}")).body(()).unwrap();
    let mut ready = sender.clone().ready().await?;
    let answer = ready.send_request(request, true)?.0.await?;
    let status = answer.status();
    let mut body = answer.into_body();
    while let Some(data) = body.data().await {
        body.flow_control().release_capacity(data?.len())?;
    }
    Ok(status)
}

#[test]
fn each_client_gets_the_protocol_it_can_and_one_without_any_is_refused() {
    let (world, own) = world();
    let (address, trusted) = (world.server.address, [own]);
    world.server.runtime.block_on(async {
        let only_2 = greet(address, &trusted, &["h2"]).await.unwrap();
        assert_eq!(only_2.get_ref().1.alpn_protocol(), Some(&b"h2"[..]));
        assert_eq!(ask_2(&mut open_2(only_2).await, "/x").await.unwrap(), 200);
        for protocols in [&["http/1.1"][..], &[]] {
            let mut only_1 = greet(address, &trusted, protocols).await.unwrap();
            assert!(ask_1(&mut only_1).await && ask_1(&mut only_1).await);
        }
        assert!(greet(address, &trusted, &["spdy/3"]).await.is_err());
        let mut plain = TcpStream::connect(address).await.unwrap();
        plain.write_all(b"GET / HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut answer = Vec::new();
        let _ = plain.read_to_end(&mut answer).await;
        assert!(!answer.starts_with(b"HTTP"), "nothing is told without TLS");
    });
    // The connection is gone a moment before it is counted.
    let began = Instant::now();
    while (world.server.stats)().tls_refused != 2 {
        assert!(began.elapsed() < Duration::from_secs(10), "{}", (world.server.stats)().tls_refused);
        std::thread::yield_now();
    }
}

#[test]
fn a_handshake_that_is_not_ended_is() {
    let (world, _) = world();
    let mut silent = world.server.connect();
    silent.send([22, 3, 1, 2, 0]);
    assert!(silent.is_closed());
    assert_eq!((world.server.stats)().late, 1);
}

/// Calls over both protocols, on connections that stay and on new ones, while `during` goes on.
fn failed_under_load(
    world: &World,
    trusted: &[CertificateDer<'static>],
    during: impl FnOnce(),
) -> (usize, usize) {
    let (done, failed, stop) =
        (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default(), Arc::new(AtomicBool::new(false)));
    let (address, runtime) = (world.server.address, &world.server.runtime);
    let clients: Vec<_> = (0..8)
        .map(|number: usize| {
            let (done, failed, stop, trusted) =
                (done.clone(), failed.clone(), stop.clone(), trusted.to_vec());
            runtime.spawn(async move {
                while !stop.load(SeqCst) {
                    let calls = if number % 4 < 2 { 1 } else { 50 };
                    let good = if number.is_multiple_of(2) {
                        calls_1(address, &trusted, calls).await
                    } else {
                        calls_2(address, &trusted, calls).await
                    };
                    done.fetch_add(good, SeqCst);
                    failed.fetch_add(calls - good, SeqCst);
                }
            })
        })
        .collect();
    during();
    stop.store(true, SeqCst);
    clients.into_iter().for_each(|client| runtime.block_on(client).unwrap());
    (done.load(SeqCst), failed.load(SeqCst))
}

async fn calls_1(address: SocketAddr, trusted: &[CertificateDer<'static>], calls: usize) -> usize {
    let Ok(mut stream) = greet(address, trusted, &["http/1.1"]).await else { return 0 };
    let mut good = 0;
    for _ in 0..calls {
        good += usize::from(ask_1(&mut stream).await);
    }
    good
}

async fn calls_2(address: SocketAddr, trusted: &[CertificateDer<'static>], calls: usize) -> usize {
    let Ok(stream) = greet(address, trusted, &["h2"]).await else { return 0 };
    let Some(mut sender) = try_open_2(stream).await else { return 0 };
    let mut good = 0;
    for _ in 0..calls {
        good += usize::from(ask_2(&mut sender, "/x").await.is_ok_and(|status| status == 200));
    }
    good
}

fn wait_for_calls(world: &World, more: usize) {
    let until = world.server.echo.begun.load(SeqCst) + more;
    while world.server.echo.begun.load(SeqCst) < until {
        std::thread::yield_now();
    }
}

#[test]
fn a_certificate_is_exchanged_under_load_and_no_call_fails() {
    let (world, first) = world();
    // The pair that comes, made beforehand so that the clients can trust both.
    let next = tempfile::tempdir().unwrap();
    let second = issue(next.path());
    let trusted = [first.clone(), second.clone()];
    let (done, failed) = failed_under_load(&world, &trusted, || {
        wait_for_calls(&world, 500);
        exchange(next.path(), world.dir.path());
        assert_eq!(world.tls.reload(NOW).unwrap(), Reloaded::Changed);
        wait_for_calls(&world, 500);
        std::fs::write(world.dir.path().join("chain.pem"), "broken").unwrap();
        assert!(world.tls.reload(NOW).is_err());
        wait_for_calls(&world, 500);
    });
    assert_eq!(failed, 0, "of {done}");
    assert!(done >= 1_500);
    world.server.runtime.block_on(async {
        let stream = greet(world.server.address, &trusted, &["h2"]).await.unwrap();
        assert_eq!(stream.get_ref().1.peer_certificates().unwrap()[0], second);
        assert!(greet(world.server.address, &[first], &["h2"]).await.is_err());
    });
}

/// The tooth: a server that drops its connections to take a certificate is caught.
#[test]
fn connections_that_are_dropped_are_noticed() {
    let (mut world, first) = world();
    let net = world.server.net.take().unwrap();
    let handle = world.server.runtime.handle().clone();
    let (_, failed) = failed_under_load(&world, &[first], || {
        wait_for_calls(&world, 200);
        handle.block_on(net.shut_down());
        std::thread::park_timeout(Duration::from_millis(50));
    });
    assert!(failed > 0);
}

#[test]
fn a_stop_answers_what_was_begun_over_http_2() {
    let (mut world, own) = world();
    let (address, net) = (world.server.address, world.server.net.take().unwrap());
    let echo: Arc<Echo> = world.server.echo.clone();
    world.server.runtime.block_on(async {
        let sender = open_2(greet(address, &[own], &["h2"]).await.unwrap()).await;
        let asked: Vec<_> = (0..20)
            .map(|_| {
                let mut sender = sender.clone();
                tokio::spawn(async move { ask_2(&mut sender, "/slow").await })
            })
            .collect();
        while echo.begun.load(SeqCst) < asked.len() {
            tokio::task::yield_now().await;
        }
        assert_eq!(net.shut_down().await, 0);
        for one in asked {
            assert_eq!(one.await.unwrap().unwrap(), 200);
        }
    });
}

#[test]
fn requests_that_are_taken_back_without_end_are_not_borne() {
    let (world, own) = world();
    world.server.runtime.block_on(async {
        let mut sender =
            open_2(greet(world.server.address, std::slice::from_ref(&own), &["h2"]).await.unwrap()).await;
        let mut cut = false;
        for _ in 0..5_000 {
            let request = http::Request::get("https://localhost/slow").body(()).unwrap();
            let Ok(mut ready) = sender.ready().await else {
                cut = true;
                break;
            };
            let Ok((answer, mut stream)) = ready.send_request(request, true) else {
                cut = true;
                break;
            };
            tokio::task::yield_now().await;
            stream.send_reset(h2::Reason::CANCEL);
            drop(answer);
            sender = ready;
        }
        assert!(cut, "five thousand requests were taken back");
        let other = greet(world.server.address, &[own], &["h2"]).await.unwrap();
        assert_eq!(ask_2(&mut open_2(other).await, "/x").await.unwrap(), 200);
    });
}

#[test]
fn too_many_headers_are_refused_for_their_stream_alone() {
    let (world, own) = world();
    world.server.runtime.block_on(async {
        let mut sender = open_2(greet(world.server.address, &[own], &["h2"]).await.unwrap()).await;
        let mut many = http::Request::get("https://localhost/x");
        for number in 0..70 {
            many = many.header(format!("x-{number}"), "y");
        }
        let answer =
            sender.clone().ready().await.unwrap().send_request(many.body(()).unwrap(), true).unwrap();
        assert_eq!(answer.0.await.unwrap().status(), 431);
        assert_eq!(ask_2(&mut sender, "/x").await.unwrap(), 200);
    });
}
