//! A receiver of web hooks of one's own: it keeps what it is sent.

use serde_json::Value;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// A message.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its `webhook-id`; empty if it had none.
    pub id: String,
    /// Its head, as it came.
    pub head: String,
    /// Its body.
    pub body: String,
    /// Whether it was told that it was taken.
    pub taken: bool,
}

impl Message {
    /// The body.
    ///
    /// # Panics
    /// If it is not JSON.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.body))
    }
}

/// The receiver; it listens for as long as this program runs.
pub struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    messages: Mutex<Vec<Message>>,
    refusals: AtomicU32,
}

impl Receiver {
    /// Opens one on a free port.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a port");
        let shared = Arc::new(Shared::default());
        let each = shared.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let each = each.clone();
                thread::spawn(move || each.take(&stream));
            }
        });
        Receiver { address, shared }
    }

    /// What it was sent so far, oldest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.shared.messages.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// So many messages are refused from now on.
    pub fn refuse(&self, count: u32) {
        self.shared.refusals.store(count, Relaxed);
    }
}

impl Shared {
    fn take(&self, stream: &TcpStream) {
        let Some(message) = read(stream) else { return };
        let refused = self.refusals.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok();
        let status = if refused { "503 Later" } else { "204 Fine" };
        // Noted before it is answered: whoever was answered finds it there.
        let message = Message { taken: !refused, ..message };
        self.messages.lock().unwrap_or_else(PoisonError::into_inner).push(message);
        let mut stream = stream;
        let _ = write!(stream, "HTTP/1.1 {status}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    }
}

fn read(stream: &TcpStream) -> Option<Message> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut id, mut length) = (String::new(), String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).ok()? == 0 {
            return None;
        }
        if line == "\r\n" {
            break;
        }
        if let Some((name, value)) = line.split_once(':') {
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().ok()?,
                "webhook-id" => value.trim().clone_into(&mut id),
                _ => {}
            }
        }
        head.push_str(&line);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    Some(Message { id, head, body: String::from_utf8_lossy(&body).into_owned(), taken: false })
}
