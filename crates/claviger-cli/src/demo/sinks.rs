//! A mail server and a web hook of a few lines, on this machine, for what the demo is told: they take one connection after
//! the other, and keep what they are sent.

use crate::failure::Failure;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// How long something may take to arrive.
const PATIENCE: Duration = Duration::from_secs(15);
/// Most bytes of a message that are read.
const MAX_BYTES: u64 = 64 * 1024;

/// Where something arrives.
pub(super) struct Sink {
    pub(super) address: SocketAddr,
    arrived: Receiver<String>,
}

impl Sink {
    /// A mail server.
    pub(super) fn mail() -> io::Result<Self> {
        Sink::open(take_mail)
    }

    /// A web hook.
    pub(super) fn hook() -> io::Result<Self> {
        Sink::open(take_post)
    }

    fn open(take: fn(TcpStream) -> io::Result<String>) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = listener.local_addr()?;
        let (sender, arrived) = channel();
        thread::spawn(move || serve(&listener, &sender, take));
        Ok(Sink { address, arrived })
    }

    /// The next message that has these words in it.
    pub(super) fn wait_for(&self, words: &str) -> Result<String, Failure> {
        let until = Instant::now() + PATIENCE;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let message = self.arrived.recv_timeout(left);
            let message =
                message.map_err(|_| Failure::failed(format!("nothing arrived that says `{words}`")))?;
            if message.contains(words) {
                return Ok(message);
            }
        }
    }
}

fn serve(listener: &TcpListener, sender: &Sender<String>, take: fn(TcpStream) -> io::Result<String>) {
    for stream in listener.incoming().map_while(Result::ok) {
        if let Ok(message) = take(stream)
            && sender.send(message).is_err()
        {
            return;
        }
    }
}

/// Speaks SMTP as far as a mail needs it.
fn take_mail(stream: TcpStream) -> io::Result<String> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut out = stream.try_clone()?;
    let mut lines = BufReader::new(stream.take(MAX_BYTES)).lines();
    out.write_all(b"220 demo ESMTP\r\n")?;
    while let Some(line) = lines.next().transpose()? {
        let said: &[u8] = match line.split([' ', ':']).next() {
            Some("DATA") => b"354 go on\r\n",
            Some("QUIT") => b"221 bye\r\n",
            _ => b"250 fine\r\n",
        };
        out.write_all(said)?;
        if said.starts_with(b"354") {
            let mail: Vec<String> =
                lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
            out.write_all(b"250 kept\r\n")?;
            return Ok(mail.join("\n"));
        }
    }
    Ok(String::new())
}

/// Takes one POST.
fn take_post(stream: TcpStream) -> io::Result<String> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut out = stream.try_clone()?;
    let mut reader = BufReader::new(stream.take(MAX_BYTES));
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = value.trim().parse().unwrap_or(0);
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body)?;
    out.write_all(b"HTTP/1.1 204 No Content\r\ncontent-length: 0\r\nconnection: close\r\n\r\n")?;
    Ok(format!("{head}\n{}", String::from_utf8_lossy(&body)))
}
