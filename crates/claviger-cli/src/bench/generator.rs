//! The load generator: many keep-alive connections on one thread, closed or open loop. It signs
//! its calls by itself, and counts as answered only what was answered as it should be.

use super::calls::Calls;
use super::figures::Latencies;
use std::cell::RefCell;
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

/// What to send and how.
#[derive(Clone, Copy)]
pub(super) struct Load {
    pub(super) target: SocketAddr,
    pub(super) connections: usize,
    pub(super) time: Duration,
    /// Calls a second over all connections; `None` sends the next as soon as one is answered.
    pub(super) rate: Option<u32>,
}

/// What came of it.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) answered: u64,
    pub(super) failed: u64,
    pub(super) first_failure: Option<String>,
    pub(super) seconds: f64,
    pub(super) latencies: Latencies,
}

impl Run {
    pub(super) fn per_second(&self) -> f64 {
        self.answered as f64 / self.seconds
    }
}

/// Runs one load to its end.
pub(super) fn run(load: Load, calls: &mut dyn FnMut(usize) -> Box<dyn Calls>) -> io::Result<Run> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let totals = Rc::new(RefCell::new(Totals::default()));
    let sources: Vec<Box<dyn Calls>> = (0..load.connections).map(calls).collect();
    let started = Instant::now();
    LocalSet::new().block_on(&runtime, async {
        let tasks: Vec<_> = sources
            .into_iter()
            .enumerate()
            .map(|(at, source)| {
                tokio::task::spawn_local(connection(load, at, source, started, totals.clone()))
            })
            .collect();
        for task in tasks {
            task.await.map_err(io::Error::other)??;
        }
        io::Result::Ok(())
    })?;
    let seconds = started.elapsed().as_secs_f64();
    let totals = totals.take();
    Ok(Run {
        answered: totals.answered,
        failed: totals.failed,
        first_failure: totals.first_failure,
        seconds,
        latencies: Latencies::of(totals.micros),
    })
}

/// Sends one request over a connection of its own; says whether it was answered as expected.
pub(super) fn once(target: SocketAddr, mut calls: impl Calls) -> io::Result<bool> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut stream = TcpStream::connect(target).await?;
        let (mut request, mut answer) = (Vec::new(), Vec::new());
        calls.write(&mut request);
        stream.write_all(&request).await?;
        Ok(read_answer(&mut stream, &mut answer).await?.is_some_and(|body| calls.is_good(&answer, body)))
    })
}

#[derive(Default)]
struct Totals {
    answered: u64,
    failed: u64,
    first_failure: Option<String>,
    micros: Vec<u32>,
}

async fn connection(
    load: Load,
    at: usize,
    mut calls: Box<dyn Calls>,
    started: Instant,
    totals: Rc<RefCell<Totals>>,
) -> io::Result<()> {
    let mut stream = TcpStream::connect(load.target).await?;
    stream.set_nodelay(true)?;
    let mut pace = Pace::new(&load, at, started);
    let (mut request, mut answer) = (Vec::with_capacity(1024), Vec::with_capacity(8192));
    while started.elapsed() < load.time {
        let due = pace.next().await;
        request.clear();
        calls.write(&mut request);
        stream.write_all(&request).await?;
        let good =
            read_answer(&mut stream, &mut answer).await?.is_some_and(|body| calls.is_good(&answer, body));
        record(&totals, good, due, &answer);
    }
    Ok(())
}

fn record(totals: &RefCell<Totals>, good: bool, due: Instant, answer: &[u8]) {
    let mut totals = totals.borrow_mut();
    if good {
        totals.answered += 1;
        totals.micros.push(u32::try_from(due.elapsed().as_micros()).unwrap_or(u32::MAX));
    } else {
        totals.failed += 1;
        totals
            .first_failure
            .get_or_insert_with(|| String::from_utf8_lossy(answer).chars().take(600).collect());
    }
}

/// When each call is due: in an open loop latency counts from there, so a slow answer does not
/// hide the calls that waited behind it.
struct Pace {
    next: Instant,
    gap: Option<Duration>,
}

impl Pace {
    fn new(load: &Load, at: usize, started: Instant) -> Self {
        let gap =
            load.rate.map(|rate| Duration::from_secs_f64(load.connections as f64 / f64::from(rate.max(1))));
        let offset = gap.map_or(Duration::ZERO, |gap| gap.mul_f64(at as f64 / load.connections as f64));
        Pace { next: started + offset, gap }
    }

    async fn next(&mut self) -> Instant {
        let Some(gap) = self.gap else { return Instant::now() };
        let due = self.next;
        self.next += gap;
        if due > Instant::now() {
            tokio::time::sleep_until(due.into()).await;
        }
        due
    }
}

/// Reads one answer with a `content-length`; gives where its body begins, or `None` if the peer
/// closed the connection.
async fn read_answer(stream: &mut TcpStream, answer: &mut Vec<u8>) -> io::Result<Option<usize>> {
    answer.clear();
    loop {
        if stream.read_buf(answer).await? == 0 {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the server closed the connection"));
        }
        let Some(head) = find(answer, b"\r\n\r\n") else { continue };
        let body = head + 4;
        let length = content_length(answer.get(..head).unwrap_or_default()).unwrap_or(0);
        if answer.len() >= body + length {
            return Ok(answer.starts_with(b"HTTP/1.1 20").then_some(body));
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}

fn content_length(head: &[u8]) -> Option<usize> {
    let at = find(head, b"content-length: ")? + 16;
    let digits = head.get(at..)?.iter().take_while(|byte| byte.is_ascii_digit());
    Some(digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0')))
}
