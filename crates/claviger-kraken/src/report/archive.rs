//! An archive of one file.

use crate::error::KrakenError;
use claviger_venue::Micros;
use std::io::{Cursor, Write as _};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// An archive in the making.
pub(super) struct Archive(ZipWriter<Cursor<Vec<u8>>>);

impl Archive {
    /// Begins the file, which is dated `at`: nothing about an archive depends on when it is made.
    pub(super) fn begin(name: &str, at: Micros) -> Result<Self, KrakenError> {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(date(at).unwrap_or_default());
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        writer.start_file(name, options).map_err(|error| defect(&error))?;
        Ok(Archive(writer))
    }

    /// The next bytes of the file.
    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), KrakenError> {
        self.0.write_all(bytes).map_err(|error| defect(&error))
    }

    /// The whole archive.
    pub(super) fn finish(self) -> Result<Vec<u8>, KrakenError> {
        Ok(self.0.finish().map_err(|error| defect(&error))?.into_inner())
    }
}

/// In memory nothing fails that is not a mistake.
fn defect(error: &dyn std::error::Error) -> KrakenError {
    tracing::error!(%error, "an archive could not be written");
    KrakenError::Internal
}

/// An instant in UTC as archives write it; none before 1980 and after 2107.
fn date(at: Micros) -> Option<DateTime> {
    let at = jiff::Timestamp::from_microsecond(at.0).ok()?.to_zoned(jiff::tz::TimeZone::UTC);
    let part = |part: i8| u8::try_from(part).ok();
    let (month, day) = (part(at.month())?, part(at.day())?);
    let (hour, minute, second) = (part(at.hour())?, part(at.minute())?, part(at.second())?);
    DateTime::from_date_and_time(u16::try_from(at.year()).ok()?, month, day, hour, minute, second).ok()
}
