//! A web server of a few lines that keeps what is PUT to it, or does something else.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What it does with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    Keeps,
    Redirects,
    Fails,
    Garbage,
    Endless,
    Hangs,
    HangsUp,
}

#[derive(Default)]
struct State {
    manner: Option<Manner>,
    kept: Option<Vec<u8>>,
    heard: Vec<String>,
    elsewhere: usize,
}

pub(super) struct Keep {
    url: String,
    state: Arc<Mutex<State>>,
}

impl Keep {
    pub(super) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/witness", listener.local_addr().unwrap());
        let state = Arc::<Mutex<State>>::default();
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let shared = shared.clone();
                // Whoever asks may hang up.
                std::thread::spawn(move || drop(serve(&stream.unwrap(), &shared)));
            }
        });
        Keep { url, state }
    }

    pub(super) fn url(&self) -> &str {
        &self.url
    }

    pub(super) fn turns(&self, manner: Manner) {
        self.state.lock().unwrap().manner = Some(manner);
    }

    pub(super) fn kept(&self) -> Option<Vec<u8>> {
        self.state.lock().unwrap().kept.clone()
    }

    /// Whether a request had this header.
    pub(super) fn heard(&self, header: &str) -> bool {
        self.state.lock().unwrap().heard.iter().any(|line| line == header)
    }

    /// Requests for where a redirect leads.
    pub(super) fn seen_elsewhere(&self) -> usize {
        self.state.lock().unwrap().elsewhere
    }
}

fn serve(stream: &TcpStream, shared: &Mutex<State>) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let mut lines = Vec::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line)?;
        if line.trim().is_empty() {
            break;
        }
        lines.push(line.trim().to_owned());
    }
    let length =
        lines.iter().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let (manner, kept) = {
        let mut state = shared.lock().unwrap();
        state.heard.extend(lines.iter().cloned());
        if lines[0].contains("/elsewhere") {
            state.elsewhere += 1;
        }
        let manner = state.manner.unwrap_or(Manner::Keeps);
        if manner == Manner::Keeps && lines[0].starts_with("PUT ") {
            state.kept = Some(body);
        }
        (manner, state.kept.clone())
    };
    answer(stream, manner, lines[0].starts_with("GET "), kept)
}

fn answer(mut stream: &TcpStream, manner: Manner, get: bool, kept: Option<Vec<u8>>) -> std::io::Result<()> {
    let whole = |status: &str, body: &[u8]| {
        let head =
            format!("HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n", body.len());
        [head.as_bytes(), body].concat()
    };
    match manner {
        Manner::Keeps => match kept {
            Some(kept) if get => stream.write_all(&whole("200 OK", &kept)),
            None if get => stream.write_all(&whole("404 Not Found", b"<html>not here</html>")),
            _ => stream.write_all(&whole("204 No Content", b"")),
        },
        Manner::Redirects => {
            stream.write_all(b"HTTP/1.1 307 There\r\nlocation: /elsewhere\r\ncontent-length: 0\r\n\r\n")
        }
        Manner::Fails => stream.write_all(&whole("500 Oh", b"no")),
        Manner::Garbage => stream.write_all(&whole("200 OK", b"{\"status\":\"ok\"}")),
        Manner::Endless => {
            stream.write_all(b"HTTP/1.1 200 OK\r\n\r\n")?;
            loop {
                stream.write_all(&[b'x'; 4096])?;
            }
        }
        Manner::Hangs => {
            std::thread::park_timeout(Duration::from_secs(30));
            Ok(())
        }
        Manner::HangsUp => Ok(()),
    }
}
