//! A socket that tells the connection's [`Streams`] what passes through it, and gives back first what was read from it
//! before it was known to be HTTP/2.

use super::meter::Meter;
use super::streams::Streams;
use bytes::{Buf as _, Bytes};
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub(super) struct Metered<S> {
    inner: S,
    before: Bytes,
    meter: Meter,
    streams: Arc<Streams>,
}

impl<S> Metered<S> {
    /// `before` is what was read already.
    pub(super) fn new(inner: S, before: Bytes, streams: Arc<Streams>) -> Self {
        Metered { inner, before, meter: Meter::default(), streams }
    }

    fn note<T>(&self, written: &Poll<io::Result<T>>) {
        if written.is_pending() { self.streams.stalled() } else { self.streams.wrote() }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Metered<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buf: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let had = buf.filled().len();
        if self.before.is_empty() {
            ready!(Pin::new(&mut self.inner).poll_read(cx, buf))?;
        } else {
            let first = self.before.len().min(buf.remaining());
            buf.put_slice(self.before.get(..first).unwrap_or_default());
            self.before.advance(first);
        }
        self.meter.feed(buf.filled().get(had..).unwrap_or_default());
        self.streams.read(self.meter.is_within());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Metered<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, buf);
        self.note(&written);
        written
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(cx);
        self.note(&flushed);
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, bufs);
        self.note(&written);
        written
    }
}
