//! Must show 3: certificates exchanged while signed calls run, over HTTP/1.1 and over HTTP/2, and no call fails: each is
//! acknowledged, and each is on record.

use crate::common::{Key, Server, serve};
use crate::tls::{Sender, exchange, greet, issue, try_open_2};
use claviger_core::entry::Outcome;
use claviger_core::id::LogId;
use claviger_core::store::Store as _;
use claviger_sqlite::{Options, SqliteStore};
use rustls::pki_types::CertificateDer;
use serde_json::Value;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// Of these half speak HTTP/1.1 alone, half HTTP/2 alone.
const CLIENTS: usize = 8;
/// Certificates that come one after the other.
const EXCHANGES: usize = 3;
/// Calls that are waited for between two of them.
const BETWEEN: usize = 150;
/// The files are looked at every two seconds, and read once they look the same twice.
const TAKEN: Duration = Duration::from_secs(20);
/// How often a client trades, and where: each market counts orders for itself, and refuses too many.
const TRADE: Duration = Duration::from_millis(500);
const MARKETS: [(&str, &str); 10] = [
    ("XRPUSD", "4"),
    ("USDCUSD", "10"),
    ("XDGUSD", "30"),
    ("TRXUSD", "20"),
    ("ADAUSD", "10"),
    ("SUIUSD", "2"),
    ("XLMUSD", "20"),
    ("HBARUSD", "30"),
    ("TONUSD", "3"),
    ("UNIUSD", "1"),
];

/// A data directory with a key for each client, and pairs of which the first is in force.
struct World {
    data: TempDir,
    live: TempDir,
    coming: Vec<TempDir>,
    trusted: Vec<CertificateDer<'static>>,
    keys: Vec<Key>,
}

fn world() -> World {
    let folder = || tempfile::tempdir().unwrap();
    let (data, live, coming) = (folder(), folder(), Vec::from_iter((0..EXCHANGES).map(|_| folder())));
    let trusted = std::iter::once(&live).chain(&coming).map(|dir| issue(dir.path())).collect();
    let server = serve(data.path(), &[]);
    let token = server.token.clone().unwrap();
    let keys = (0..CLIENTS).map(|number| server.create_key(&token, &format!("bot {number}"))).collect();
    server.stop();
    World { data, live, coming, trusted, keys }
}

impl World {
    fn serve(&self) -> Server {
        let path = |name: &str| self.live.path().join(name).display().to_string();
        let flags = [
            format!("tls.certificate={}", path("chain.pem")),
            format!("tls.key={}", path("key.pem")),
            "limits.rate_max=4000000000".to_owned(),
        ];
        serve(self.data.path(), &flags.each_ref().map(String::as_str))
    }
}

/// One connection, over the protocol of its client.
enum Line {
    One(Box<TlsStream<TcpStream>>),
    Two(Sender),
}

impl Line {
    async fn open(
        address: SocketAddr,
        trusted: &[CertificateDer<'static>],
        two: bool,
    ) -> Result<Self, String> {
        let words = |error: std::io::Error| format!("no connection: {error}");
        if two {
            let stream = greet(address, trusted, &["h2"]).await.map_err(words)?;
            return try_open_2(stream).await.map(Line::Two).ok_or_else(|| "no HTTP/2".to_owned());
        }
        greet(address, trusted, &["http/1.1"]).await.map(Box::new).map(Line::One).map_err(words)
    }

    /// One signed call: its result, or what went wrong.
    async fn call(&mut self, key: &Key, method: &str, params: &str) -> Result<Value, String> {
        let answer = match self {
            Line::One(stream) => call_1(stream, &key.call(method, params)).await,
            Line::Two(sender) => call_2(sender, key, key.signed(method, params)).await,
        };
        let answer: Value = answer
            .and_then(|body| serde_json::from_slice(&body).ok())
            .ok_or_else(|| format!("{method}: no whole answer"))?;
        if answer["error"] == serde_json::json!([]) {
            return Ok(answer["result"].clone());
        }
        Err(format!("{method}: {}", answer["error"]))
    }
}

async fn call_1(stream: &mut TlsStream<TcpStream>, request: &str) -> Option<Vec<u8>> {
    stream.write_all(request.as_bytes()).await.ok()?;
    let mut answer = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&answer).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if length.and_then(|length| length.parse().ok()) == Some(body.len()) {
                return head.starts_with("HTTP/1.1 200").then(|| body.as_bytes().to_vec());
            }
        }
        if !matches!(stream.read_buf(&mut answer).await, Ok(1..)) {
            return None;
        }
    }
}

async fn call_2(sender: &mut Sender, key: &Key, signed: [String; 3]) -> Option<Vec<u8>> {
    let [path, signature, body] = signed;
    let request = http::Request::post(format!("https://localhost{path}"))
        .header("api-key", &key.api_key)
        .header("api-sign", signature)
        .header("content-type", "application/x-www-form-urlencoded");
    let mut ready = sender.clone().ready().await.ok()?;
    let (answer, mut stream) = ready.send_request(request.body(()).unwrap(), false).ok()?;
    stream.send_data(body.into(), true).ok()?;
    let answer = answer.await.ok()?;
    let (status, mut incoming, mut whole) = (answer.status(), answer.into_body(), Vec::new());
    while let Some(data) = incoming.data().await {
        let data = data.ok()?;
        incoming.flow_control().release_capacity(data.len()).ok()?;
        whole.extend_from_slice(&data);
    }
    (status == 200).then_some(whole)
}

/// What was acknowledged.
#[derive(Default)]
struct Done {
    reads: AtomicUsize,
    orders: AtomicUsize,
}

impl Done {
    fn calls(&self) -> usize {
        self.reads.load(SeqCst) + self.orders.load(SeqCst)
    }
}

/// Clients that read and trade until they are told to stop; what was acknowledged, and what failed.
struct Load {
    stop: Arc<AtomicBool>,
    done: Arc<Done>,
    failed: Arc<Mutex<Vec<String>>>,
    clients: Vec<tokio::task::JoinHandle<()>>,
}

impl Load {
    fn start(world: &World, server: &Server) -> Self {
        let (stop, done) = (Arc::<AtomicBool>::default(), Arc::<Done>::default());
        let failed = Arc::<Mutex<Vec<String>>>::default();
        let clients = world.keys.iter().cloned().enumerate().map(|(number, key)| {
            let (stop, done, failed) = (stop.clone(), done.clone(), failed.clone());
            let (address, trusted) = (server.address, world.trusted.clone());
            // Some keep their connection, some greet the server anew for every few calls.
            let (two, calls) = (number % 2 == 1, if number % 4 < 2 { 2 } else { 100 });
            server.runtime.spawn(async move {
                let mut trader = Trader { key, number, traded: Instant::now() };
                while !stop.load(SeqCst) {
                    let line = Line::open(address, &trusted, two).await;
                    let called = match line {
                        Ok(line) => trader.calls(line, calls, &done).await,
                        Err(words) => Err(words),
                    };
                    if let Err(words) = called {
                        failed.lock().unwrap().push(words);
                        tokio::task::yield_now().await;
                    }
                }
            })
        });
        let clients = clients.collect();
        Load { stop, done, failed, clients }
    }

    fn wait_for(&self, more: usize) {
        let until = self.done.calls() + more;
        while self.done.calls() < until {
            assert!(self.failed.lock().unwrap().is_empty(), "{:?}", self.failed.lock().unwrap().first());
            std::thread::yield_now();
        }
    }

    fn over(self, server: &Server) -> (Arc<Done>, Vec<String>) {
        self.stop.store(true, SeqCst);
        self.clients.into_iter().for_each(|client| server.runtime.block_on(client).unwrap());
        (self.done, self.failed.lock().unwrap().clone())
    }
}

/// A key in use.
struct Trader {
    key: Key,
    number: usize,
    traded: Instant,
}

impl Trader {
    /// So many calls on a connection: reads, and now and then an order.
    async fn calls(&mut self, mut line: Line, calls: usize, done: &Done) -> Result<(), String> {
        for _ in 0..calls {
            if self.traded.elapsed() < TRADE {
                line.call(&self.key, "Balance", "").await?;
                done.reads.fetch_add(1, SeqCst);
                continue;
            }
            let (pair, volume) = MARKETS[self.number % MARKETS.len()];
            let order = format!("pair={pair}&type=buy&ordertype=market&volume={volume}");
            line.call(&self.key, "AddOrder", &order).await?;
            done.orders.fetch_add(1, SeqCst);
            (self.number, self.traded) = (self.number + 1, Instant::now());
        }
        Ok(())
    }
}

/// A number of `/metrics`.
fn metric(world: &World, server: &Server, name: &str) -> Option<u64> {
    server.runtime.block_on(async {
        let mut stream = greet(server.address, &world.trusted, &["http/1.1"]).await.unwrap();
        let asked = "GET /metrics HTTP/1.1\r\nhost: a\r\n\r\n";
        let text = String::from_utf8(call_1(&mut stream, asked).await.unwrap()).unwrap();
        text.lines().find_map(|line| line.strip_prefix(name)?.trim().parse().ok())
    })
}

fn wait_until(world: &World, server: &Server, name: &str, value: usize) {
    let began = Instant::now();
    while metric(world, server, name) != Some(value as u64) {
        assert!(began.elapsed() < TAKEN, "{name} is {:?}, not {value}", metric(world, server, name));
        std::thread::park_timeout(Duration::from_millis(100));
    }
}

#[test]
fn certificates_are_exchanged_under_signed_load_and_no_call_fails() {
    let world = world();
    let server = world.serve();
    let load = Load::start(&world, &server);
    load.wait_for(BETWEEN);
    for (number, next) in world.coming.iter().enumerate() {
        exchange(next.path(), world.live.path());
        wait_until(&world, &server, r#"claviger_tls_reloads_total{result="taken"}"#, number + 1);
        load.wait_for(BETWEEN);
    }
    std::fs::write(world.live.path().join("chain.pem"), "broken").unwrap();
    wait_until(&world, &server, r#"claviger_tls_reloads_total{result="refused"}"#, 1);
    load.wait_for(BETWEEN);
    let last = world.trusted.last().unwrap();
    server.runtime.block_on(async {
        let stream = greet(server.address, &world.trusted, &["h2"]).await.unwrap();
        assert_eq!(stream.get_ref().1.peer_certificates().unwrap().first(), Some(last));
    });
    let (done, failed) = load.over(&server);
    assert!(failed.is_empty(), "{} failed, the first: {:?}", failed.len(), failed.first());
    server.stop();
    let orders = done.orders.load(SeqCst);
    assert!(orders > CLIENTS, "{orders} orders among {} calls", done.calls());
    assert_eq!(on_record(world.data.path()), [done.calls(), orders], "calls let in, and carried out");
}

/// How many calls of the exchange were let in, and how many have the outcome *done*.
fn on_record(data: &Path) -> [usize; 2] {
    let store = SqliteStore::open_read_only(data, Options::default()).unwrap();
    let entries = store.entries(LogId(0), 0, usize::MAX).unwrap();
    let with = |outcome| entries.iter().filter(|entry| entry.draft.outcome == outcome).count();
    [with(Outcome::Allowed), with(Outcome::Done)]
}

/// The tooth: a server that drops its connections to take a certificate is caught.
#[test]
fn tooth_a_server_that_drops_its_connections_is_caught() {
    let world = world();
    let server = world.serve();
    let load = Load::start(&world, &server);
    load.wait_for(BETWEEN);
    let runtime = server.close();
    exchange(world.coming[0].path(), world.live.path());
    std::thread::park_timeout(Duration::from_millis(200));
    load.stop.store(true, SeqCst);
    let failed = load.failed.lock().unwrap().len();
    drop(runtime);
    assert!(failed > 0, "nobody noticed");
}
