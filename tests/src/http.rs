//! A small blocking HTTP/1.1 client. It says precisely what it knows: an answer counts only if it was read to its
//! last byte, and what failed before that is an unknown result, never a refusal.

use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

/// How long an answer may take before the test takes it for a hang.
pub const PATIENCE: Duration = Duration::from_secs(15);

/// A whole answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The status.
    pub status: u16,
    /// The header lines, as received.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Response {
    /// The first header of this name, in any case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON; `null` if it is not JSON.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// Everything received, for those who look for something that must not be in it.
    #[must_use]
    pub fn raw(&self) -> Vec<u8> {
        let lines = self.headers.iter().map(|(name, value)| format!("{name}: {value}\n"));
        let mut raw = lines.collect::<String>().into_bytes();
        raw.extend_from_slice(&self.body);
        raw
    }
}

/// One connection, kept open between requests.
#[derive(Debug)]
pub struct Connection {
    to: SocketAddr,
    stream: Option<BufReader<TcpStream>>,
}

impl Connection {
    /// A connection to be made when it is first needed.
    #[must_use]
    pub const fn new(to: SocketAddr) -> Self {
        Connection { to, stream: None }
    }

    /// Sends one request, of which `head` is everything up to the empty line, and reads its answer. After an error
    /// the connection is made anew by the next call.
    ///
    /// # Errors
    /// No whole answer came; whether the request was received is unknown.
    pub fn send(&mut self, head: &str, body: &[u8]) -> io::Result<Response> {
        let result = self.exchange(head, body);
        let closes = result.as_ref().is_ok_and(|answer| answer.header("connection") == Some("close"));
        if result.is_err() || closes {
            self.stream = None;
        }
        result
    }

    fn exchange(&mut self, head: &str, body: &[u8]) -> io::Result<Response> {
        let stream = match &mut self.stream {
            Some(stream) => stream,
            none => {
                let stream = TcpStream::connect_timeout(&self.to, PATIENCE)?;
                stream.set_nodelay(true)?;
                stream.set_read_timeout(Some(PATIENCE))?;
                stream.set_write_timeout(Some(PATIENCE))?;
                none.insert(BufReader::new(stream))
            }
        };
        let mut message = head.as_bytes().to_vec();
        message.extend_from_slice(format!("content-length: {}\r\n\r\n", body.len()).as_bytes());
        message.extend_from_slice(body);
        stream.get_mut().write_all(&message)?;
        read(stream)
    }

    /// Sends a request with these headers and reads its answer.
    ///
    /// # Errors
    /// As [`Connection::send`].
    pub fn request(
        &mut self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> io::Result<Response> {
        self.send(&head(method, target, headers), body)
    }
}

/// The head of a request, without its length and without the empty line.
#[must_use]
pub fn head(method: &str, target: &str, headers: &[(&str, &str)]) -> String {
    let lines = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n"));
    format!("{method} {target} HTTP/1.1\r\nhost: claviger.test\r\n{}", lines.collect::<String>())
}

fn read(stream: &mut BufReader<TcpStream>) -> io::Result<Response> {
    let malformed = || io::Error::other("not an HTTP answer");
    let first = line(stream)?;
    let status = first.split(' ').nth(1).and_then(|text| text.parse().ok()).ok_or_else(malformed)?;
    let mut headers = Vec::new();
    loop {
        let line = line(stream)?;
        if line.is_empty() {
            break;
        }
        let (name, value) = line.split_once(':').ok_or_else(malformed)?;
        headers.push((name.to_owned(), value.trim().to_owned()));
    }
    let mut answer = Response { status, headers, body: Vec::new() };
    match answer.header("content-length").map(str::parse) {
        Some(Ok(len)) => {
            answer.body = vec![0; len];
            stream.read_exact(&mut answer.body)?;
        }
        Some(Err(_)) => return Err(malformed()),
        None if answer.header("transfer-encoding").is_some() => return Err(malformed()),
        None => drop(stream.read_to_end(&mut answer.body)?),
    }
    Ok(answer)
}

fn line(stream: &mut BufReader<TcpStream>) -> io::Result<String> {
    let mut line = String::new();
    stream.read_line(&mut line)?;
    match line.strip_suffix("\r\n") {
        Some(whole) => Ok(whole.to_owned()),
        None => Err(io::ErrorKind::UnexpectedEof.into()),
    }
}
