//! Follows the frames that pass, to know whether a header block has been begun and not ended.
//!
//! Only lengths, types and flags of frames are looked at (RFC 9113 §4.1, §6.2, §6.10); what is wrong with them is for
//! the protocol's own code to say. A stuck DATA frame is a slow body, which has a time of its own.

/// What a client sends before its first frame (RFC 9113 §3.4).
pub(super) const PREFACE: &[u8] = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";
/// Length (3 bytes), type, flags, stream (4 bytes).
const HEAD: usize = 9;
const DATA: u8 = 0;
const HEADERS: u8 = 1;
const CONTINUATION: u8 = 9;
const END_HEADERS: u8 = 4;

/// Where in the stream of frames the last byte was.
#[derive(Debug, Default)]
pub(super) struct Meter {
    /// Bytes of the preface that came.
    preface: usize,
    head: [u8; HEAD],
    /// Bytes of the head that came.
    got: usize,
    /// Bytes of the payload that are still to come.
    payload: u32,
    /// A header block has been begun.
    block: bool,
}

impl Meter {
    /// Takes note of bytes.
    pub(super) fn feed(&mut self, mut bytes: &[u8]) {
        let preface = bytes.len().min(PREFACE.len() - self.preface);
        self.preface += preface;
        bytes = bytes.get(preface..).unwrap_or_default();
        while !bytes.is_empty() {
            let taken = if self.payload > 0 { self.skip(bytes.len()) } else { self.collect(bytes) };
            bytes = bytes.get(taken..).unwrap_or_default();
        }
    }

    /// Whether something other than a body has been begun and is not whole.
    pub(super) fn is_within(&self) -> bool {
        let data = self.payload > 0 && self.kind() == DATA;
        let partial = self.preface < PREFACE.len() || self.got > 0 || self.payload > 0;
        self.block || (partial && !data)
    }

    const fn kind(&self) -> u8 {
        self.head[3]
    }

    fn skip(&mut self, there: usize) -> usize {
        let taken = there.min(self.payload as usize);
        // Not more than there was.
        self.payload -= taken as u32;
        taken
    }

    fn collect(&mut self, bytes: &[u8]) -> usize {
        let mut taken = 0;
        for (at, byte) in self.head.iter_mut().skip(self.got).zip(bytes) {
            *at = *byte;
            taken += 1;
        }
        self.got += taken;
        if self.got == HEAD {
            self.begin();
        }
        taken
    }

    fn begin(&mut self) {
        self.got = 0;
        let [a, b, c, kind, flags, ..] = self.head;
        self.payload = u32::from_be_bytes([0, a, b, c]);
        if matches!(kind, HEADERS | CONTINUATION) {
            self.block = flags & END_HEADERS == 0;
        }
    }
}
