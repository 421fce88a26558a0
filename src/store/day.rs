//! Days of the calendar where this computer stands: when one begins, and what the store was when one was over.

use chrono::{DateTime, Duration, Local, NaiveDate, TimeZone, Utc};

use super::{Store, StoreError};

/// The instant at which the day begins by this computer's clock; none beyond the end of all calendars.
pub fn start_of_day(day: NaiveDate) -> Option<DateTime<Utc>> {
    let midnight = day.and_hms_opt(0, 0, 0)?;
    // Where the clock is put forward at midnight the day begins an hour later.
    let local = Local
        .from_local_datetime(&midnight)
        .earliest()
        .or_else(|| Local.from_local_datetime(&(midnight + Duration::hours(1))).earliest());
    local.map(|instant| instant.with_timezone(&Utc))
}

impl Store {
    /// The last revision of that day and of those before it; none where the calendar ends.
    pub fn revision_on(&self, day: NaiveDate) -> Result<Option<u64>, StoreError> {
        let Some(midnight) = day.succ_opt().and_then(start_of_day) else { return Ok(None) };
        self.read(|reader| reader.revision_at(midnight - Duration::milliseconds(1))).map(Some)
    }
}
