//! The span of a history: what the call asks for, within what its key may see.

use super::View;
use crate::error::KrakenError;
use crate::parse::Params;
use crate::read::{self, Bound};
use claviger_core::time::Timestamp;
use claviger_venue::{Micros, Window};

fn micros(at: Timestamp) -> Micros {
    Micros(at.micros())
}

impl View<'_> {
    /// Everything the key may see, as a window.
    pub(crate) fn window(&self) -> Window {
        Window { start: self.dates.start.map(micros), end: self.dates.end.map(micros) }
    }

    /// The window of `start` and `end`. `find` tells when a record of the account was made.
    /// A record outside the key's own span is refused as dates outside it are:
    /// `EGeneral:Invalid arguments`.
    pub(super) fn asked(
        &self,
        params: &Params<'_>,
        find: impl Fn(&str) -> Option<Micros>,
    ) -> Result<Window, KrakenError> {
        let (start, end) = read::bounds(params)?;
        let own = self.window();
        let resolve = |bound: Option<Bound<'_>>, name| {
            let at = match bound {
                None => return Ok(None),
                Some(Bound::At(at)) => micros(at),
                Some(Bound::Record(id)) => find(id).ok_or(KrakenError::InvalidArgument(name))?,
            };
            let outside = own.start.is_some_and(|from| at < from) || own.end.is_some_and(|to| at > to);
            if outside { Err(KrakenError::InvalidArguments) } else { Ok(Some(at)) }
        };
        Ok(Window { start: resolve(start, "start")?.or(own.start), end: resolve(end, "end")?.or(own.end) })
    }
}
