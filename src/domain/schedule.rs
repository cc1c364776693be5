//! When a periodic job is due: a cron expression of five fields, read in a time zone, and the same in words.
//!
//! Pure: time and zone are arguments. Seconds and years are refused, because nothing here is worth either. Where a clock
//! change skips the hour, the job runs right after the gap; where it repeats one, a fixed time fires once.

use croner::Cron as Pattern;
use croner::parser::{CronParser, Seconds, Year};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use time::OffsetDateTime;

/// Longer than any expression that a person writes.
const MAX_BYTES: usize = 100;
const MINUTES: usize = 60;
const HOURS: usize = 24;
const WEEKDAYS: [&str; 7] = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/// `30 3 * * *`: minute, hour, day of the month, month, day of the week.
#[derive(Clone, Debug)]
pub struct Cron {
    pattern: Pattern,
}

/// What is wrong with an expression, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CronFault {
    Unreadable(String),
    /// It names a day that no year has.
    NeverDue,
}

impl Cron {
    pub fn parse(text: &str) -> Result<Self, CronFault> {
        if text.len() > MAX_BYTES {
            return Err(CronFault::Unreadable("too long".to_owned()));
        }
        let parser = CronParser::builder().seconds(Seconds::Disallowed).year(Year::Disallowed).build();
        let pattern = parser.parse(text).map_err(|e| CronFault::Unreadable(e.to_string()))?;
        let cron = Self { pattern };
        // Any day will do: the calendar repeats itself.
        cron.next_after(OffsetDateTime::UNIX_EPOCH, &TimeZone::UTC).map(|_| cron).ok_or(CronFault::NeverDue)
    }

    /// The first time after `time` that fits.
    pub fn next_after(&self, time: OffsetDateTime, zone: &TimeZone) -> Option<OffsetDateTime> {
        let from = Timestamp::from_nanosecond(time.unix_timestamp_nanos()).ok()?.to_zoned(zone.clone());
        let next: Zoned = self.pattern.find_next_occurrence(&from, false).ok()?;
        OffsetDateTime::from_unix_timestamp(next.timestamp().as_second()).ok()
    }

    /// `every day at 03:30`: short words for what most people set, a description for the rest.
    pub fn in_words(&self) -> String {
        let text = self.pattern.pattern.to_string();
        let fields: Vec<&str> = text.split_whitespace().collect();
        let (minutes, hours) = (self.pattern.pattern.minutes.values(), self.pattern.pattern.hours.values());
        if let [_, _, "*", "*", weekdays] = fields[..]
            && let [minute] = minutes[..]
        {
            let day = if weekdays == "*" { Some("every day".to_owned()) } else { one_weekday(weekdays) };
            match (day, &hours[..]) {
                (Some(day), [hour]) => return format!("{day} at {hour:02}:{minute:02}"),
                (Some(_), all) if all.len() == HOURS && weekdays == "*" => return every_hour(minute),
                _ => {}
            }
        }
        if minutes.len() == MINUTES && fields.iter().all(|field| *field == "*") {
            return "every minute".to_owned();
        }
        let described = self.pattern.describe();
        let described = described.trim_end_matches('.').replace("At every", "every");
        let mut chars = described.chars();
        chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
    }
}

fn every_hour(minute: u16) -> String {
    match minute {
        0 => "every hour".to_owned(),
        1 => "every hour, 1 minute past".to_owned(),
        _ => format!("every hour, {minute} minutes past"),
    }
}

fn one_weekday(field: &str) -> Option<String> {
    let by_number = field.parse::<usize>().ok().map(|number| number % 7);
    let by_name = || WEEKDAYS.iter().position(|day| day[..3].eq_ignore_ascii_case(field));
    let day = by_number.or_else(by_name)?;
    Some(format!("every {}", WEEKDAYS[day]))
}
