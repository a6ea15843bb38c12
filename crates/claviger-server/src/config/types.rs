//! The typed configuration and its defaults.

mod notices;
mod public_url;
mod witness;

pub use notices::{MailConfig, MailEncryption, NoticesConfig};
pub use public_url::PublicUrl;
pub use witness::{WhenUnreadable, WitnessConfig, WitnessUrl};

use crate::net::source::TrustedProxies;
use claviger_core::allowlist::Allowlist;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Everything that can be configured.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// `[server]`
    pub server: ServerConfig,
    /// `[tls]`; none for plain HTTP.
    pub tls: TlsConfig,
    /// `[limits]`
    pub limits: Limits,
    /// `[retention]`
    pub retention: RetentionConfig,
    /// `[log]`
    pub log: LogConfig,
    /// `[paper]`
    pub paper: PaperConfig,
    /// `[master_key]`
    pub master_key: MasterKeyConfig,
    /// `[witness]`
    pub witness: WitnessConfig,
    /// `[mail]`
    pub mail: MailConfig,
    /// `[notices]`
    pub notices: NoticesConfig,
}

impl Config {
    /// Where the master key is kept: as configured, or beside the data.
    #[must_use]
    pub fn master_key_file(&self) -> PathBuf {
        self.master_key
            .file
            .clone()
            .unwrap_or_else(|| self.server.data_dir.join(crate::boot::MASTER_KEY_FILE))
    }
}

/// `[server]`: where it listens, whom it believes, where it keeps its data.
#[derive(Debug, Clone, PartialEq)]
pub struct ServerConfig {
    /// Address and port to listen on.
    pub bind: SocketAddr,
    /// Consent to serve without TLS on an address other machines can reach.
    pub allow_plain_http_beyond_loopback: bool,
    /// The directory of the database.
    pub data_dir: PathBuf,
    /// Proxies whose word on the client's address is believed.
    pub trusted_proxies: TrustedProxies,
    /// The header in which those proxies say so.
    pub proxy_header: ProxyHeader,
    /// Whether market data needs a public key.
    pub market_data_needs_key: bool,
    /// Who may read metrics.
    pub metrics_from: Allowlist,
    /// Whether the console is served.
    pub console: bool,
    /// Where browsers reach the console; none for wherever they say they asked.
    pub public_url: Option<PublicUrl>,
}

impl Default for ServerConfig {
    fn default() -> Self {
        ServerConfig {
            bind: SocketAddr::new(IpAddr::V4(Ipv4Addr::LOCALHOST), 8480),
            allow_plain_http_beyond_loopback: false,
            data_dir: PathBuf::from("claviger-data"),
            trusted_proxies: TrustedProxies::default(),
            proxy_header: ProxyHeader::XForwardedFor,
            market_data_needs_key: false,
            metrics_from: loopback(),
            console: true,
            public_url: None,
        }
    }
}

fn loopback() -> Allowlist {
    Allowlist::parse(["127.0.0.0/8", "::1"]).unwrap_or_default()
}

/// The header a trusted proxy writes. Only that one is read: a proxy that writes one of them passes
/// the other through as the client sent it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ProxyHeader {
    /// `X-Forwarded-For`
    #[default]
    XForwardedFor,
    /// `Forwarded` (RFC 7239)
    Forwarded,
}

impl ProxyHeader {
    pub(super) const NAMES: &'static [(&'static str, ProxyHeader)] =
        &[("x-forwarded-for", ProxyHeader::XForwardedFor), ("forwarded", ProxyHeader::Forwarded)];
}

/// `[tls]`: both files, or neither for plain HTTP.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TlsConfig {
    /// The certificate chain, the server's own first.
    pub certificate: Option<PathBuf>,
    /// Its private key.
    pub key: Option<PathBuf>,
}

impl TlsConfig {
    /// Certificate and key, if TLS is to be spoken.
    #[must_use]
    pub fn pair(&self) -> Option<(&Path, &Path)> {
        self.certificate.as_deref().zip(self.key.as_deref())
    }
}

/// `[limits]`
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// Of the authority.
    pub authority: claviger::Limits,
    /// Of sockets and requests.
    pub net: NetLimits,
}

/// Limits of sockets and requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NetLimits {
    /// Most connections at once; more wait to be accepted.
    pub connections: usize,
    /// Most calls of the exchange's wire being answered at once.
    pub requests_in_flight: usize,
    /// Most requests of the management API being answered at once.
    pub api_requests_in_flight: usize,
    /// Most pages of the console being made at once.
    pub console_requests_in_flight: usize,
    /// Most exports and live views of the console at once.
    pub console_streams: usize,
    /// Most of them of one person or token.
    pub console_streams_each: usize,
    /// Most bytes of a request's line and headers.
    pub header_bytes: usize,
    /// Most headers of a request.
    pub headers: usize,
    /// Most bytes of a request's body.
    pub body_bytes: usize,
    /// How long a TLS handshake may take.
    pub tls_handshake_timeout: Duration,
    /// How long the headers may take, from their first byte.
    pub header_timeout: Duration,
    /// How long a body may take.
    pub body_timeout: Duration,
    /// How long a connection may be idle, or a response may wait to be taken.
    pub idle_timeout: Duration,
    /// How long requests may take to end after the server was told to stop.
    pub shutdown_grace: Duration,
    /// Of one HTTP/2 connection.
    pub http2: Http2Limits,
}

/// Limits of one HTTP/2 connection; everything else is limited as with HTTP/1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Http2Limits {
    /// Most requests at once.
    pub streams: u32,
    /// Largest frame that is taken.
    pub frame_bytes: u32,
    /// Most bytes of one body on the way.
    pub stream_window_bytes: u32,
    /// Most bytes of all bodies on the way.
    pub connection_window_bytes: u32,
    /// Most bytes of one answer that wait to be taken.
    pub send_bytes: usize,
    /// Most requests taken back beyond those that were answered.
    pub resets: u32,
    /// How often it is asked whether the client is still there.
    pub ping: Duration,
    /// How long the client may take to say so.
    pub ping_timeout: Duration,
}

impl Default for Http2Limits {
    fn default() -> Self {
        Http2Limits {
            streams: 100,
            frame_bytes: 16 * 1024,
            stream_window_bytes: 128 * 1024,
            connection_window_bytes: 512 * 1024,
            send_bytes: 256 * 1024,
            resets: 100,
            ping: Duration::from_secs(30),
            ping_timeout: Duration::from_secs(10),
        }
    }
}

impl Default for NetLimits {
    fn default() -> Self {
        NetLimits {
            connections: 10_000,
            requests_in_flight: 8_192,
            api_requests_in_flight: 512,
            console_requests_in_flight: 256,
            console_streams: 64,
            console_streams_each: 8,
            header_bytes: 16 * 1024,
            headers: 64,
            body_bytes: 128 * 1024,
            tls_handshake_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(10),
            body_timeout: Duration::from_secs(10),
            idle_timeout: Duration::from_secs(75),
            shutdown_grace: Duration::from_secs(10),
            http2: Http2Limits::default(),
        }
    }
}

/// `[retention]`: how much of the log is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RetentionConfig {
    /// Entries older than this are dropped; none keeps all.
    pub max_age_days: Option<u32>,
    /// The oldest entries are dropped when the store takes more bytes; none for no quota.
    pub max_bytes: Option<u64>,
}

impl Default for RetentionConfig {
    fn default() -> Self {
        RetentionConfig { max_age_days: Some(400), max_bytes: Some(20 << 30) }
    }
}

/// `[log]`: what is written to standard error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogConfig {
    /// Its form.
    pub format: LogFormat,
    /// The least severity that is written.
    pub level: LogLevel,
}

/// The form of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

impl LogFormat {
    pub(super) const NAMES: &'static [(&'static str, LogFormat)] =
        &[("text", LogFormat::Text), ("json", LogFormat::Json)];
}

/// The severity of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogLevel {
    /// Something failed.
    Error,
    /// Something is odd.
    Warn,
    /// Starts, stops, changes.
    #[default]
    Info,
    /// For finding a fault.
    Debug,
    /// Everything.
    Trace,
}

impl LogLevel {
    pub(super) const NAMES: &'static [(&'static str, LogLevel)] = &[
        ("error", LogLevel::Error),
        ("warn", LogLevel::Warn),
        ("info", LogLevel::Info),
        ("debug", LogLevel::Debug),
        ("trace", LogLevel::Trace),
    ];
}

/// `[paper]`: the paper exchange.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PaperConfig {
    /// Decides prices, books and ids of a new paper exchange.
    pub seed: u64,
    /// Whether a new account gets play money and saved withdrawal addresses.
    pub initial_funding: bool,
}

impl Default for PaperConfig {
    fn default() -> Self {
        PaperConfig { seed: 1, initial_funding: true }
    }
}

/// `[master_key]`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MasterKeyConfig {
    /// The file; none for `master.key` in the data directory.
    pub file: Option<PathBuf>,
}
