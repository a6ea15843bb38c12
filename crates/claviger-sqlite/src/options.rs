//! How a store is opened, and the named limits of the engine.

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// Connections that read; at least one.
    pub readers: usize,
    /// Memory each of them may keep pages in, in KiB.
    pub reader_cache_kib: u32,
    /// Memory the writer may keep pages in, in KiB.
    pub writer_cache_kib: u32,
    /// Most pages (of 4 KiB) the database may have; `None` for as many as fit the disk.
    pub max_pages: Option<u32>,
}

impl Default for Options {
    fn default() -> Self {
        Options { readers: 3, reader_cache_kib: 2048, writer_cache_kib: 8192, max_pages: None }
    }
}

/// The writer's page cache while it writes a group with many changes, in KiB.
pub(crate) const BULK_CACHE_KIB: u32 = 128 * 1024;
/// A group with at least this many items is a bulk load.
pub(crate) const BULK_ITEMS: usize = 4096;
/// Most entries of one row of `groups`.
pub(crate) const MAX_RUN_ENTRIES: usize = 128;
/// Bytes after which a row of `groups` takes no further entry.
pub(crate) const MAX_RUN_BYTES: usize = 64 * 1024;
/// How long a connection waits for another one, in milliseconds.
pub(crate) const BUSY_MS: u64 = 1000;
/// Sequences one segment of the index covers: offsets are 16 bits wide.
pub(crate) const SEGMENT_SPAN: u64 = 65_536;
/// Unindexed entries above which a segment is written without waiting for upkeep.
pub(crate) const MAX_TAIL: u64 = 3 * SEGMENT_SPAN;
/// Entries after which the nonces are checkpointed.
pub(crate) const CHECKPOINT_EVERY: u64 = 100_000;
/// Entries above which a checkpoint is driven on without waiting for upkeep, so that no start has
/// to replay many more.
pub(crate) const CHECKPOINT_OVERDUE: u64 = 200_000;
/// Nonce pages written by one round of upkeep.
pub(crate) const PAGES_PER_ROUND: usize = 1024;
/// Bytes of accepted sets written by one round of upkeep.
pub(crate) const SET_BYTES_PER_ROUND: usize = 4 << 20;
/// Hot pages (of 256 keys, 12 KiB) kept in memory; clean ones above this are forgotten.
pub(crate) const MAX_HOT_PAGES: usize = 16_384;
/// Groups looked at by one round of retention.
pub(crate) const GROUPS_PER_ROUND: usize = 1024;
/// Records of requests removed by one round of upkeep.
pub(crate) const ANSWERS_PER_ROUND: u64 = 1024;
/// Records that are live no longer removed by one round of upkeep.
pub(crate) const RECORDS_PER_ROUND: u64 = 512;
/// Journal records removed by one round of upkeep.
pub(crate) const JOURNAL_PER_ROUND: u64 = 8192;
/// Frames (of 4 KiB) of the write-ahead log above which it is checkpointed behind the calls.
pub(crate) const WAL_SOFT_FRAMES: u64 = 4096;
/// Frames left over by that which the lane copies itself, so that the log starts over.
pub(crate) const WAL_FINISH_FRAMES: u64 = 1024;
/// Frames above which the lane stops for a full checkpoint.
pub(crate) const WAL_HARD_FRAMES: u64 = 32_768;
