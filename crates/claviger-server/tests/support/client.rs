//! A client that speaks bytes.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

pub(crate) struct Client {
    pub(crate) stream: TcpStream,
    kept: Vec<u8>,
}

impl Client {
    pub(crate) fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        Client { stream, kept: Vec::new() }
    }

    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).unwrap();
    }

    /// Like `send`, of somebody who does not care whether anybody listens any more.
    pub(crate) fn try_send(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// One answer: status and body. None at the end of the stream.
    pub(crate) fn answer(&mut self) -> Option<(u16, String)> {
        self.whole_answer().map(|(status, _, body)| (status, body))
    }

    /// One answer: status, head in small letters, body. None at the end of the stream.
    pub(crate) fn whole_answer(&mut self) -> Option<(u16, String, String)> {
        self.whole_bytes().map(|(status, head, body)| (status, head, String::from_utf8(body).unwrap()))
    }

    /// The same, its body as it came.
    pub(crate) fn whole_bytes(&mut self) -> Option<(u16, String, Vec<u8>)> {
        let end = loop {
            match find(&self.kept, b"\r\n\r\n") {
                Some(at) => break at + 4,
                None if !self.more() => return None,
                None => {}
            }
        };
        let head = String::from_utf8(self.kept.drain(..end).collect()).unwrap().to_ascii_lowercase();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap_or("0");
        let length: usize = length.parse().unwrap();
        while self.kept.len() < length {
            assert!(self.more(), "cut within an answer");
        }
        Some((status, head, self.kept.drain(..length).collect()))
    }

    /// Whether the other side closed, having sent nothing more.
    pub(crate) fn is_closed(&mut self) -> bool {
        self.kept.is_empty() && !self.more()
    }

    fn more(&mut self) -> bool {
        let mut buffer = [0; 4096];
        match self.stream.read(&mut buffer) {
            Ok(read) => {
                self.kept.extend_from_slice(&buffer[..read]);
                read > 0
            }
            Err(error) if error.kind() == ErrorKind::ConnectionReset => false,
            Err(error) => panic!("the server neither answers nor closes: {error}"),
        }
    }
}

fn find(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window == needle)
}
