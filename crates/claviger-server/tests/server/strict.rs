//! `Strict-Transport-Security` is said where TLS is spoken, to whoever asks the console or the API, and nowhere else.

use crate::common::{Server, serve};
use crate::tls::{files, greet, issue, try_open_2};
use rustls::pki_types::CertificateDer;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const RULE: &str = "strict-transport-security: max-age=31536000\r\n";
const HEADER: &str = "strict-transport-security";
/// Of the console a page, a file and what there is not; of the API what is refused.
const PATHS: [&str; 5] = ["/sign-in", "/keys", "/nothing", "/api/v1/openapi.json", "/api/v1/keys"];
/// Whose clients keep no such rule.
const OTHERS: [&str; 2] = ["/0/public/Time", "/livez"];

fn request(path: &str, host: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\n\r\n")
}

/// The head of an answer without TLS, in small letters.
fn plain(server: &Server, path: &str, host: &str) -> String {
    let mut client = server.connect();
    client.send(request(path, host));
    client.whole_answer().unwrap().1
}

/// The same over TLS.
async fn encrypted(server: &Server, trusted: &CertificateDer<'static>, path: &str, host: &str) -> String {
    let mut stream = greet(server.address, std::slice::from_ref(trusted), &["http/1.1"]).await.unwrap();
    stream.write_all(request(path, host).as_bytes()).await.unwrap();
    let mut bytes = Vec::new();
    while !bytes.windows(4).any(|window| window == b"\r\n\r\n") {
        assert!(stream.read_buf(&mut bytes).await.unwrap() > 0);
    }
    String::from_utf8_lossy(&bytes).to_ascii_lowercase()
}

#[test]
fn it_is_said_where_the_server_speaks_tls_itself() {
    let (data, pair) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let trusted = issue(pair.path());
    let files = files(pair.path());
    let (certificate, key) = (files.certificate.display().to_string(), files.key.display().to_string());
    let flags = [format!("tls.certificate={certificate}"), format!("tls.key={key}")];
    let server = serve(data.path(), &flags.each_ref().map(String::as_str));
    server.runtime.block_on(async {
        for path in PATHS {
            let head = encrypted(&server, &trusted, path, "keys.example").await;
            assert!(head.contains(RULE), "{path}: {head}");
            let head = encrypted(&server, &trusted, path, "localhost:8480").await;
            assert!(!head.contains(HEADER), "other programs are on this machine, too: {head}");
        }
        for path in OTHERS {
            assert!(!encrypted(&server, &trusted, path, "keys.example").await.contains(HEADER), "{path}");
        }
        let stream = greet(server.address, &[trusted.clone()], &["h2"]).await.unwrap();
        let mut sender = try_open_2(stream).await.unwrap();
        let request = http::Request::get("https://keys.example/sign-in").body(()).unwrap();
        let answer = sender.send_request(request, true).unwrap().0.await.unwrap();
        assert_eq!(answer.headers()[HEADER], "max-age=31536000", "over HTTP/2, which has no Host header");
    });
    server.stop();
}

fn behind(url: Option<&str>) -> (TempDir, Server) {
    let data = tempfile::tempdir().unwrap();
    let flags: Vec<String> = url.map(|url| format!("server.public_url={url}")).into_iter().collect();
    let server = serve(data.path(), &flags.iter().map(String::as_str).collect::<Vec<_>>());
    (data, server)
}

#[test]
fn it_is_said_behind_a_proxy_that_speaks_tls_and_never_without() {
    for (url, is_said) in
        [(Some("https://keys.example"), true), (Some("http://keys.example"), false), (None, false)]
    {
        let (_data, server) = behind(url);
        for path in PATHS {
            let head = plain(&server, path, "keys.example");
            assert_eq!(head.contains(RULE), is_said, "{url:?}: {path}: {head}");
        }
        for path in OTHERS {
            assert!(!plain(&server, path, "keys.example").contains(HEADER), "{path}");
        }
        server.stop();
    }
}
