//! A yardstick for the benchmark: an HTTP server that does nothing, as anybody would write it.

use axum::Router;
use axum::routing::get;
use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use tokio::net::TcpListener;

/// Answers `GET /` with an empty 200 on any free port of the loopback address, which it prints as
/// `listening on http://…`, until the process ends. Blocks.
///
/// # Errors
/// What the system says.
pub fn serve() -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        writeln!(io::stdout(), "listening on http://{}", listener.local_addr()?)?;
        serve_on(listener).await
    })
}

/// The same on a listener, until the future is dropped.
///
/// # Errors
/// What the system says.
pub async fn serve_on(listener: TcpListener) -> io::Result<()> {
    let router = Router::new().route("/", get(|| async {}));
    axum::serve(listener, router).await
}
