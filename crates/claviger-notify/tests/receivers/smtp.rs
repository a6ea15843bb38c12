//! Mails to a mail server of a few lines: it speaks SMTP as far as it must, and keeps what it is given.

use claviger_notify::render;
use claviger_notify::send::{Answer, Encryption, MailSettings, Mailer};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

struct Post {
    address: SocketAddr,
    mails: Receiver<String>,
}

/// Opens one that answers RCPT with this.
fn open(rcpt: &'static str) -> Post {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let (sender, mails) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            if let Some(mail) = talk(stream, rcpt) {
                let _ = sender.send(mail);
            }
        }
    });
    Post { address, mails }
}

fn talk(stream: TcpStream, rcpt: &str) -> Option<String> {
    let (mut out, mut lines) = (stream.try_clone().ok()?, BufReader::new(stream).lines());
    let mut say = |words: &str| out.write_all(format!("{words}\r\n").as_bytes()).ok();
    say("220 sink ESMTP")?;
    let mut envelope = String::new();
    while let Some(Ok(line)) = lines.next() {
        let word = line.split([' ', ':']).next().unwrap_or_default().to_uppercase();
        match word.as_str() {
            "EHLO" | "HELO" | "NOOP" | "RSET" => say("250 sink")?,
            "MAIL" => {
                envelope.push_str(&format!("{line}\n"));
                say("250 fine")?;
            }
            "RCPT" => {
                envelope.push_str(&format!("{line}\n"));
                say(rcpt)?;
            }
            "DATA" => {
                say("354 go on")?;
                let body: Vec<String> =
                    lines.by_ref().map_while(Result::ok).take_while(|line| line != ".").collect();
                say("250 kept")?;
                return Some(format!("{envelope}{}", body.join("\n")));
            }
            _ => {
                say("221 bye")?;
                return None;
            }
        }
    }
    None
}

fn send(address: SocketAddr, to: &str) -> Answer {
    let settings = MailSettings {
        host: address.ip().to_string(),
        port: address.port(),
        encryption: Encryption::None,
        from: "claviger@example.com".to_owned(),
        login: None,
        roots: Vec::new(),
    };
    Mailer::new(&settings).unwrap().send(to, "evt_0-1-2.channel_1", &render::code("01234567", "ops", 30))
}

#[test]
fn a_mail_is_handed_in_with_text_and_html() {
    let post = open("250 fine");
    let answer = send(post.address, "ops@example.com");
    assert!(answer.taken, "{answer:?}");
    let mail = post.mails.recv_timeout(Duration::from_secs(5)).unwrap();
    for part in [
        "MAIL FROM:<claviger@example.com>",
        "RCPT TO:<ops@example.com>",
        "From: Claviger <claviger@example.com>",
        "Message-ID: <evt_0-1-2.channel_1@example.com>",
        "Subject: [Claviger] Confirm this address",
        "text/plain",
        "text/html",
        "01234567",
    ] {
        assert!(mail.contains(part), "{part} is not in\n{mail}");
    }
}

#[test]
fn an_address_that_is_not_there_is_told_from_one_that_is_put_off() {
    let bounced = send(open("550 no such mailbox").address, "nobody@example.com");
    assert!(bounced.gone && !bounced.taken, "{bounced:?}");
    let later = send(open("451 try again").address, "ops@example.com");
    assert!(!later.gone && !later.taken, "{later:?}");
}

#[test]
fn nothing_is_sent_in_clear_where_encryption_is_asked_for() {
    let post = open("250 fine");
    let roots = std::fs::read("/etc/ssl/certs/ca-certificates.crt").unwrap_or_default();
    if roots.is_empty() {
        return;
    }
    let settings = MailSettings {
        host: "localhost".to_owned(),
        port: post.address.port(),
        encryption: Encryption::StartTls,
        from: "claviger@example.com".to_owned(),
        login: None,
        roots,
    };
    let mail = render::code("01234567", "ops", 30);
    let answer = Mailer::new(&settings).unwrap().send("ops@example.com", "a", &mail);
    assert!(!answer.taken && post.mails.try_recv().is_err(), "{answer:?}");
}
