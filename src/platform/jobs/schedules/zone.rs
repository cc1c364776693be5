//! The time zone that cron expressions are read in.
//!
//! Zones come from the system's database where there is one, so that a change of law arrives with the system's updates;
//! containers without one get the copy in the binary.

use jiff::tz::TimeZone;

use crate::base::{Error, Result};

#[derive(Clone, Debug)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// By IANA name, such as `Europe/Berlin`.
    pub fn named(name: &str) -> Result<Self> {
        let zone = TimeZone::get(name);
        let zone = zone.map_err(|_| Error::invalid(format!("{name} is no time zone; an example: Europe/Berlin")))?;
        Ok(Self { name: name.to_owned(), zone })
    }

    /// The machine's; UTC where it has none.
    pub fn of_system() -> Self {
        let Ok(zone) = TimeZone::try_system() else { return Self::utc() };
        let name = zone.iana_name().unwrap_or("the system's").to_owned();
        Self { name, zone }
    }

    pub fn utc() -> Self {
        Self { name: "UTC".to_owned(), zone: TimeZone::UTC }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn rules(&self) -> &TimeZone {
        &self.zone
    }
}
