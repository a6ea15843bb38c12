//! Channels for notices: the secrets of web hooks, the URL of a chat, the token of a bot, the password of the mail server, and
//! codes that are mailed.

use crate::manage::{again, expect};
use crate::vault::Vault;
use claviger_tests::mailbox::Mailbox;
use claviger_tests::receiver::Receiver;
use claviger_tests::server::{Options, Server, nap};
use serde_json::{Value, json};
use std::fs;
use std::time::{Duration, Instant};

const PASSWORD: &str = "the password/of the+mail server";
const CHAT: &str = "Xq7vN2kLw9RtB4mHs8JdPz3C";
const BOT: &str = "123456789:AAFq7vN2kLw9RtB4mHs8JdPz3CyUe5GoWi1";
const PATIENCE: Duration = Duration::from_secs(20);

/// What takes mails and messages.
pub(crate) struct Sinks {
    mailbox: Mailbox,
    receiver: Receiver,
}

/// A server that sends there.
pub(crate) fn open(vault: &mut Vault, options: &Options) -> (Options, Sinks) {
    let (mailbox, receiver) = (Mailbox::open(), Receiver::open());
    vault.secret("the password of the mail server", PASSWORD);
    vault.secret("the URL of a chat", CHAT);
    vault.secret("the token of a bot", BOT);
    let file = options.data.with_extension("password");
    fs::write(&file, PASSWORD).expect("a file beside the data");
    let options = options
        .clone()
        .set("mail.host=127.0.0.1")
        .set(&format!("mail.port={}", mailbox.address.port()))
        .set("mail.encryption=none")
        .set("mail.from=claviger@example.com")
        .set("mail.user=claviger")
        .set(&format!("mail.password_file={}", file.display()))
        .set("notices.allow_networks=127.0.0.0/8");
    (options, Sinks { mailbox, receiver })
}

/// Channels of every sort, used well and badly.
pub(crate) fn everything(vault: &mut Vault, server: &Server, token: &str, sinks: &Sinks) {
    let mut admin = server.admin(token);
    let mail = json!({ "name": "mail", "service": "mail", "to": "ops@example.com" });
    let made = admin.post("/channels", &mail).expect("an answer");
    assert_eq!((made.status, &made.json()["code_failed"]), (201, &Value::Null), "{}", made.text());
    vault.answer("the creation of a mailbox", &made);
    let code = sinks.mailbox.code();
    vault.word("a code that was mailed", &code);
    let confirm = format!("/channels/{}/confirm", made.json()["id"].as_str().expect("an id"));
    let wrong = admin.post(&confirm, &json!({ "code": "00" })).expect("an answer");
    vault.answer("a wrong code", &wrong);
    expect(vault, "the right code", admin.post(&confirm, &json!({ "code": code })), 200);
    let hook =
        json!({ "name": "hook", "service": "webhook", "to": format!("http://{}/", sinks.receiver.address) });
    let made = admin.post("/channels", &hook).expect("an answer");
    signing(vault, "the creation of a web hook", &made);
    again(vault, &mut admin, "POST", "/channels", &hook);
    let rotate = format!("/channels/{}/rotate-secret", made.json()["id"].as_str().expect("an id"));
    let rotated = admin.post(&rotate, &json!({})).expect("an answer");
    signing(vault, "the rotation of a web hook", &rotated);
    again(vault, &mut admin, "POST", &rotate, &json!({}));
    let url = format!("http://{}/services/{CHAT}", sinks.receiver.address);
    let chat = json!({ "name": "chat", "service": "slack", "to": url });
    expect(vault, "the creation of a chat", admin.post("/channels", &chat), 201);
    again(vault, &mut admin, "POST", "/channels", &chat);
    let bot = json!({ "name": "bot", "service": "telegram", "to": "no chat at all", "token": BOT });
    vault.answer("a bot without a chat", &admin.post("/channels", &bot).expect("an answer"));
    sinks.receiver.refuse(1);
    let channels = admin.get("/channels").expect("an answer").json();
    for channel in channels["items"].as_array().expect("channels") {
        let path = format!("/channels/{}/test", channel["id"].as_str().expect("an id"));
        vault.answer("a test", &admin.post(&path, &json!({})).expect("an answer"));
    }
    arrived(sinks);
}

/// The secret of a web hook, as it is shown and as the bytes it stands for.
fn signing(vault: &mut Vault, place: &str, made: &claviger_tests::http::Response) {
    let shown = vault.shown_once(place, made, "secret");
    vault.secret(
        &format!("the bytes of the secret of {place}"),
        shown.strip_prefix("whsec_").expect("its prefix"),
    );
}

/// Everything was really sent, or nothing of it could have come out.
fn arrived(sinks: &Sinks) {
    let begun = Instant::now();
    loop {
        let heads: Vec<String> = sinks.receiver.messages().into_iter().map(|message| message.head).collect();
        let to = |path: &str| heads.iter().filter(|head| head.starts_with(&format!("POST {path}"))).count();
        let mailed = sinks.mailbox.mails().iter().any(|mail| mail.contains("test"));
        if mailed && to("/services/") > 0 && to("/ ") > 0 {
            break;
        }
        assert!(begun.elapsed() < PATIENCE, "not everything arrived: {heads:?}, mailed: {mailed}");
        nap(20);
    }
    assert!(sinks.mailbox.was_given(PASSWORD), "the mail server was given another password, or none");
}
