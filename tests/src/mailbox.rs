//! A mail server of a few lines, which wants a password and keeps what it is sent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// The mail server; it listens for as long as this program runs.
pub struct Mailbox {
    /// Where it listens.
    pub address: SocketAddr,
    kept: Arc<Mutex<Kept>>,
}

#[derive(Default)]
struct Kept {
    mails: Vec<String>,
    /// What was given with AUTH PLAIN, as it came.
    logins: Vec<String>,
}

impl Mailbox {
    /// Opens one on a free port.
    ///
    /// # Panics
    /// If there is none.
    #[must_use]
    pub fn open() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("a port");
        let kept = Arc::new(Mutex::new(Kept::default()));
        let all = kept.clone();
        thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let all = all.clone();
                thread::spawn(move || talk(stream, &all));
            }
        });
        Mailbox { address, kept }
    }

    /// The mails so far, oldest first, as they came.
    #[must_use]
    pub fn mails(&self) -> Vec<String> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner).mails.clone()
    }

    /// The code in the last mail that has one.
    ///
    /// # Panics
    /// If none has.
    #[must_use]
    pub fn code(&self) -> String {
        let is_code = |line: &&str| line.len() == 8 && line.bytes().all(|byte| byte.is_ascii_digit());
        let code = |mail: &String| mail.lines().map(str::trim).find(is_code).map(str::to_owned);
        self.mails().iter().rev().find_map(code).expect("a mail with a code")
    }

    /// Whether somebody logged in with this password.
    #[must_use]
    pub fn was_given(&self, password: &str) -> bool {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let plain = |given: &String| STANDARD.decode(given).unwrap_or_default();
        kept.logins.iter().any(|given| plain(given).ends_with(password.as_bytes()))
    }
}

fn talk(stream: TcpStream, kept: &Mutex<Kept>) -> Option<()> {
    let (mut out, mut lines) = (stream.try_clone().ok()?, BufReader::new(stream).lines());
    let mut say = |words: &str| out.write_all(format!("{words}\r\n").as_bytes()).ok();
    say("220 mailbox ESMTP")?;
    while let Some(Ok(line)) = lines.next() {
        let (word, rest) = line.split_once(' ').unwrap_or((&line, ""));
        match word {
            "EHLO" => say("250-mailbox\r\n250 AUTH PLAIN")?,
            "AUTH" => {
                let given = rest.trim_start_matches("PLAIN").trim().to_owned();
                kept.lock().unwrap_or_else(PoisonError::into_inner).logins.push(given);
                say("235 fine")?;
            }
            "DATA" => {
                say("354 go on")?;
                let body: Vec<String> =
                    lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                // Noted before it is answered: whoever was answered finds it there.
                kept.lock().unwrap_or_else(PoisonError::into_inner).mails.push(body.join("\n"));
                say("250 kept")?;
            }
            "QUIT" => return say("221 bye"),
            _ => say("250 fine")?,
        }
    }
    None
}
