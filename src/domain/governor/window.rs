//! The time of day for a queue's work.

use std::fmt;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, Zoned};
use time::OffsetDateTime;

const HOUR_MINUTES: u16 = 60;
const DAY_MINUTES: u16 = 24 * HOUR_MINUTES;

/// From a minute of the local day, up to another one; past midnight where that is the earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    from: u16,
    to: u16,
}

/// What is wrong with a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowFault {
    /// Not of the form `01:00`.
    From,
    To,
    /// It ends when it begins.
    Empty,
}

impl Window {
    pub fn parse(from: &str, to: &str) -> Result<Self, WindowFault> {
        let from = minute(from).ok_or(WindowFault::From)?;
        let to = minute(to).ok_or(WindowFault::To)?;
        Self::new(from, to).ok_or(WindowFault::Empty)
    }

    /// In minutes of the day, as stored.
    pub fn new(from: u16, to: u16) -> Option<Self> {
        (from != to && from < DAY_MINUTES && to < DAY_MINUTES).then_some(Self { from, to })
    }

    pub fn from_minutes(self) -> u16 {
        self.from
    }

    pub fn to_minutes(self) -> u16 {
        self.to
    }

    pub fn from(self) -> String {
        Clock(self.from).to_string()
    }

    pub fn to(self) -> String {
        Clock(self.to).to_string()
    }

    pub fn is_open(self, now: OffsetDateTime, zone: &TimeZone) -> bool {
        let Some(local) = local(now, zone) else { return true };
        let minute = u16::from(local.hour().unsigned_abs()) * HOUR_MINUTES + u16::from(local.minute().unsigned_abs());
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// When it opens next.
    pub fn next_opening(self, now: OffsetDateTime, zone: &TimeZone) -> Option<OffsetDateTime> {
        next(self.from, now, zone)
    }

    /// When it opens or closes next, whichever is first.
    pub fn next_change(self, now: OffsetDateTime, zone: &TimeZone) -> Option<OffsetDateTime> {
        [next(self.from, now, zone), next(self.to, now, zone)].into_iter().flatten().min()
    }
}

/// The next time that the local clock shows this minute. In a night that skips it, right after the gap.
fn next(minute: u16, now: OffsetDateTime, zone: &TimeZone) -> Option<OffsetDateTime> {
    let local = local(now, zone)?;
    let part = |n: u16| i8::try_from(n).ok();
    let time = Time::new(part(minute / HOUR_MINUTES)?, part(minute % HOUR_MINUTES)?, 0, 0).ok()?;
    let on = |days: i64| {
        let day = local.date().checked_add(days.days()).ok()?;
        let at = day.to_datetime(time).to_zoned(zone.clone()).ok()?;
        OffsetDateTime::from_unix_timestamp(at.timestamp().as_second()).ok()
    };
    [on(0), on(1), on(2)].into_iter().flatten().find(|at| *at > now)
}

fn local(now: OffsetDateTime, zone: &TimeZone) -> Option<Zoned> {
    Some(Timestamp::from_nanosecond(now.unix_timestamp_nanos()).ok()?.to_zoned(zone.clone()))
}

/// `01:00` in minutes.
fn minute(text: &str) -> Option<u16> {
    let (hour, minute) = text.split_once(':')?;
    let number = |text: &str| {
        let is_plain = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|_| is_plain)
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    (hour < 24 && minute < HOUR_MINUTES).then_some(hour * HOUR_MINUTES + minute)
}

struct Clock(u16);

impl fmt::Display for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / HOUR_MINUTES, self.0 % HOUR_MINUTES)
    }
}
