//! The kill switch: all keys of an account are frozen while they call. How long it takes to answer, whether anything that
//! starts later is accepted, and until when calls let in before are open.

use super::calls::{BALANCE, CHECK_ORDER, Calls, Signed};
use super::child::Server;
use super::figures::median;
use super::generator::{self, Load};
use super::report::Report;
use super::stage::{Prepared, Stage};
use super::throughput::{Failure, Plan, checked, shared};
use std::cell::RefCell;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Keys, unless said otherwise.
pub(super) const KEYS: usize = 10_000;
/// How long the keys call before they are stopped, and in all.
const BEFORE: Duration = Duration::from_secs(2);
const TIME: Duration = Duration::from_secs(6);
/// What a frozen key is told.
const FROZEN: &[u8] = br#"{"error":["EGeneral:Permission denied"]"#;

/// Calls of which it is known when each accepted one was started.
struct Watched {
    calls: Signed,
    begun: Instant,
    accepted: Rc<RefCell<Vec<Instant>>>,
}

impl Calls for Watched {
    fn write(&mut self, to: &mut Vec<u8>) {
        self.calls.write(to);
        self.begun = Instant::now();
    }

    fn is_good(&self, answer: &[u8], body: usize) -> bool {
        if self.calls.is_good(answer, body) {
            self.accepted.borrow_mut().push(self.begun);
            return true;
        }
        answer.get(body..).is_some_and(|body| body.starts_with(FROZEN))
    }
}

/// What one stop came to.
struct Stopped {
    answer: Duration,
    answered: Instant,
    open: u64,
    drained: Duration,
}

/// Measures and reports.
pub(super) fn measure(stage: &Stage, plan: &Plan, keys: usize, report: &mut Report) -> Result<(), Failure> {
    let (mut answers, mut drains, mut rates) = (Vec::new(), Vec::new(), Vec::new());
    let (mut late, mut open) = (0, 0);
    for round in 1..=plan.rounds {
        report.say(&format!("round {round} of {}", plan.rounds));
        let prepared = stage.prepare(&format!("stop-{round}"), 1, keys, report)?;
        let server = Server::claviger(&prepared.data_dir)?;
        let (accepted, stopped) = under_load(&server, &prepared, plan)?;
        server.stop()?;
        late += accepted.iter().filter(|begun| **begun > stopped.answered).count();
        open += stopped.open;
        rates.push(accepted.len() as f64 / (BEFORE + stopped.answer).as_secs_f64());
        answers.push(stopped.answer.as_secs_f64() * 1e3);
        drains.push(stopped.drained.as_secs_f64() * 1e3);
    }
    report.figure(
        "stop_rps_before",
        median(rates),
        "calls accepted a second until then, half of them orders",
    );
    report.figure("stop_answer_ms", median(answers), "all keys frozen, asked to answered; at most 1000");
    report.figure("stop_accepted_after", late as f64, "calls started after the answer and accepted: none");
    report.figure("stop_drained_ms", median(drains), "from there until no call was open; at most 2000");
    report.figure("stop_open", open as f64, "calls still open after that: none");
    Ok(())
}

/// Calls of all keys, in the midst of which they are stopped; gives when each accepted one was started.
fn under_load(server: &Server, prepared: &Prepared, plan: &Plan) -> Result<(Vec<Instant>, Stopped), Failure> {
    let (address, token) = (server.address, prepared.token.clone());
    let stopper = std::thread::spawn(move || {
        std::thread::park_timeout(BEFORE);
        stop(address, &token).map_err(|error| error.to_string())
    });
    let accepted = Rc::new(RefCell::new(Vec::new()));
    let mut each = shared(&prepared.keys, plan.connections, None);
    let mut calls = |at: usize| -> Box<dyn Calls> {
        let method = if at.is_multiple_of(2) { BALANCE } else { CHECK_ORDER };
        Box::new(Watched { calls: each(at, method), begun: Instant::now(), accepted: accepted.clone() })
    };
    let load = Load { time: TIME, ..plan.load(server) };
    checked(generator::run(load, &mut calls)?)?;
    let stopped = stopper.join().map_err(|_| "the thread that stops them ended")??;
    Ok((accepted.take(), stopped))
}

/// Freezes all keys; then waits until nothing is open.
fn stop(server: SocketAddr, token: &str) -> Result<Stopped, Failure> {
    let asked = Instant::now();
    post(server, token, r#"{"state":"frozen"}"#)?;
    let answered = Instant::now();
    let drained = post(server, token, r#"{"state":"frozen","drain_secs":5}"#)?;
    let open = drained.get("still_open").and_then(serde_json::Value::as_array).map_or(0, Vec::len);
    Ok(Stopped {
        answer: answered - asked,
        answered,
        open: u64::try_from(open)?,
        drained: answered.elapsed(),
    })
}

fn post(server: SocketAddr, token: &str, body: &str) -> Result<serde_json::Value, Failure> {
    let mut stream = TcpStream::connect(server)?;
    write!(
        stream,
        "POST /api/v1/keys/stop HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer.split_once("\r\n\r\n").ok_or("no answer to the stop")?;
    if !head.starts_with("HTTP/1.1 200 ") {
        return Err(format!("the keys could not be stopped: {body}").into());
    }
    Ok(serde_json::from_str(body)?)
}
