//! A receiver of a few lines: it reads one request of a connection, then does what it was told.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

/// What it does with a connection.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Habit {
    /// Answers with this.
    Say(&'static str),
    /// Closes at once.
    Close,
    /// Says nothing for a long time.
    Hang,
    /// Begins an answer and stops in the middle of it.
    HalfClose,
    /// Answers without end.
    Endless,
    /// Never comes to the end of its headers.
    EndlessHead,
    /// Answers a byte at a time.
    Drip,
}

pub(crate) struct Sink {
    pub(crate) address: SocketAddr,
    requests: Receiver<String>,
}

impl Sink {
    pub(crate) fn open(habit: Habit) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (sender, requests) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let sender = sender.clone();
                std::thread::spawn(move || {
                    let _ = sender.send(read(&stream));
                    act(habit, stream);
                });
            }
        });
        Sink { address, requests }
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}/hook?secret=verysecret", self.address)
    }

    /// The next request, head and body.
    pub(crate) fn request(&self) -> String {
        self.requests.recv_timeout(Duration::from_secs(5)).unwrap()
    }

    /// Whether nobody came.
    pub(crate) fn is_idle(&self) -> bool {
        self.requests.try_recv().is_err()
    }
}

fn read(mut stream: &TcpStream) -> String {
    let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| {
                let (name, value) = line.split_once(':')?;
                name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
            });
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        match stream.read(&mut piece) {
            Ok(0) | Err(_) => return text,
            Ok(count) => bytes.extend_from_slice(&piece[..count]),
        }
    }
}

fn act(habit: Habit, mut stream: TcpStream) {
    match habit {
        Habit::Say(words) => drop(stream.write_all(words.as_bytes())),
        Habit::Close => {}
        Habit::Hang => std::thread::park_timeout(Duration::from_secs(60)),
        Habit::HalfClose => drop(stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-len")),
        Habit::Endless => {
            let _ = stream.write_all(b"HTTP/1.1 500 No\r\ntransfer-encoding: chunked\r\n\r\n");
            while stream.write_all(b"400\r\n").is_ok() && stream.write_all(&[b'x'; 1026]).is_ok() {}
        }
        Habit::EndlessHead => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\n");
            while stream.write_all(&[&b"x-more: "[..], &[b'x'; 1024], b"\r\n"].concat()).is_ok() {}
        }
        Habit::Drip => {
            let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n");
            while stream.write_all(b"x").is_ok() {
                std::thread::park_timeout(Duration::from_millis(50));
            }
        }
    }
}
