//! No secret in the log (P7), at any level: everything that could carry one is sent, good and bad.

use crate::common::{Server, serve};
use std::io;
use std::sync::{Arc, Mutex};
use tracing_subscriber::fmt::MakeWriter;

#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl io::Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Captured {
    type Writer = Captured;
    fn make_writer(&'a self) -> Captured {
        self.clone()
    }
}

/// Sends bytes and reads whatever comes.
fn poke(server: &Server, bytes: &str) {
    let mut client = server.connect();
    if client.try_send(bytes) {
        let _ = client.answer();
    }
}

fn post(path: &str, headers: &str, body: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nhost: a\r\n{headers}content-length: {}\r\n\r\n{body}", body.len())
}

#[test]
fn no_log_line_holds_a_secret() {
    let captured = Captured::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_writer(captured.clone())
        .finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let server = serve(dir.path(), &[]);
    let token = server.token.clone().unwrap();
    let key = server.create_key(&token, "bot");
    let call = key.call("Balance", "otp=otpcanary");
    let signature = call.lines().find_map(|line| line.strip_prefix("api-sign: ")).unwrap().to_owned();
    let json = "content-type: application/json\r\n";
    let bearer = format!("{json}authorization: Bearer {token}\r\n");
    poke(&server, &call);
    poke(&server, &call.replacen("nonce=", "nonce=9", 1));
    poke(&server, &call.replace(&signature, "signaturecanary"));
    poke(&server, &call.replace(&key.api_key, "apikeycanary"));
    poke(&server, &call.replace("/0/private/Balance", "/0/private/Balance?query=querycanary"));
    poke(&server, &call.replace("HTTP/1.1", "HTTP/7.7"));
    poke(&server, "GET /nowhere?token=querycanary HTTP/1.1\r\nhost: a\r\ncookie: cookiecanary\r\n\r\n");
    poke(&server, "GET /x HTTP/1.1\r\nbad header cookiecanary\r\n\r\n");
    poke(
        &server,
        &post("/0/private/Balance", json, r#"{"nonce":"1","otp":["otpcanary"],"otp":"otpcanary"}"#),
    );
    poke(&server, &post("/api/v1/keys", &bearer, r#"{"name":"bodycanary","bodycanary":"#));
    poke(
        &server,
        &post(
            "/api/v1/keys",
            &bearer,
            r#"{"name":"x","second_factor":{"kind":"password","password":"bodycanary"}}"#,
        ),
    );
    poke(&server, &post("/api/v1/keys", &format!("{json}authorization: Bearer tokencanary\r\n"), "{}"));
    server.stop();
    let log = String::from_utf8_lossy(&captured.0.lock().unwrap()).into_owned();
    assert!(log.contains("serving"), "nothing was captured");
    for secret in [token.as_str(), &key.private_key, &key.api_key, &signature] {
        assert!(!log.contains(secret), "the log holds {secret}");
    }
    let leaked: Vec<_> = log.lines().filter(|line| line.contains("canary")).collect();
    assert!(leaked.is_empty(), "{leaked:#?}");
}
