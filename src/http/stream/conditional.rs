//! Conditional and range requests for a file (RFC 9110 §13, §14): which answer they call for.

use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::domain::range::{self, Requested};
use crate::http::etag;
use crate::platform::fs::FileStamp;

const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// What names the present state of a file. The tag is strong: it changes with size, times and inode.
pub(super) struct Validators {
    pub etag: HeaderValue,
    pub last_modified: HeaderValue,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Send(Requested),
    NotModified,
    PreconditionFailed,
}

impl Validators {
    pub(super) fn of(stamp: &FileStamp) -> Self {
        let etag = format!("\"{:x}-{:x}-{:x}-{:x}\"", stamp.size_bytes, stamp.mtime_ns, stamp.ctime_ns, stamp.inode);
        let modified = OffsetDateTime::from_unix_timestamp(stamp.mtime_ns.div_euclid(1_000_000_000))
            .unwrap_or(OffsetDateTime::UNIX_EPOCH)
            .format(HTTP_DATE)
            .unwrap_or_default();
        let value = |text: String| HeaderValue::try_from(text).unwrap_or(HeaderValue::from_static(""));
        Self { etag: value(etag), last_modified: value(modified) }
    }
}

/// In the order of RFC 9110 §13.2.2.
pub(super) fn evaluate(headers: &HeaderMap, validators: &Validators, size: u64) -> Outcome {
    let text = |name: &HeaderName| headers.get(name).map(|v| v.to_str().unwrap_or_default());
    let etag = validators.etag.to_str().unwrap_or_default();
    if !etag::is_allowed(headers, etag) {
        return Outcome::PreconditionFailed;
    }
    let is_unchanged = if headers.contains_key(header::IF_NONE_MATCH) {
        etag::is_known(headers, etag)
    } else {
        text(&header::IF_MODIFIED_SINCE).is_some_and(|date| date == validators.last_modified)
    };
    if is_unchanged {
        return Outcome::NotModified;
    }
    // A range of another state of the file would be stitched to the wrong bytes: send the whole.
    let is_same = text(&header::IF_RANGE).is_none_or(|tag| tag == validators.etag || tag == validators.last_modified);
    Outcome::Send(if is_same { range::parse(text(&header::RANGE), size) } else { Requested::Whole })
}
