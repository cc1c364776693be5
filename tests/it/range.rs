//! Byte ranges against a table and against a slow model.

use proptest::prelude::*;
use revenge::domain::range::{Requested, parse};

fn check(header: &str, size: u64, expected: Requested) {
    assert_eq!(parse(Some(header), size), expected, "{header} of {size}");
}

fn part(first: u64, last: u64) -> Requested {
    Requested::Part { first, last }
}

#[test]
fn ranges_follow_the_standard() {
    assert_eq!(parse(None, 10), Requested::Whole);
    check("bytes=0-", 10, part(0, 9));
    check("bytes=2-5", 10, part(2, 5));
    check("bytes=9-9", 10, part(9, 9));
    check("bytes=5-99999999999999999999", 10, part(5, 9));
    check("bytes=-3", 10, part(7, 9));
    check("bytes=-30", 10, part(0, 9));
    check("bytes = 1-2 , 5-6", 10, part(1, 2));
    check("bytes=20-30, 4-5", 10, part(4, 5));
    check("BYTES=1-", 10, part(1, 9));
}

#[test]
fn ranges_without_a_byte_are_unsatisfiable() {
    check("bytes=10-", 10, Requested::Unsatisfiable);
    check("bytes=-0", 10, Requested::Unsatisfiable);
    check("bytes=0-", 0, Requested::Unsatisfiable);
    check("bytes=-5", 0, Requested::Unsatisfiable);
}

#[test]
fn a_malformed_range_means_the_whole_file() {
    for header in [
        "",
        "bytes",
        "bytes=",
        "bytes=,",
        "bytes=5-2",
        "bytes=a-b",
        "bytes=-",
        "bytes=+1-2",
        "bytes=1-2,x",
        "items=0-1",
        "bytes=--1",
    ] {
        check(header, 10, Requested::Whole);
    }
    let many = format!("bytes={}", "0-0,".repeat(2000));
    check(&many, 10, Requested::Whole);
}

proptest! {
    #[test]
    fn a_single_range_equals_the_slow_model(first in 0_u64..40, last in prop::option::of(0_u64..40), size in 0_u64..30) {
        let header = format!("bytes={first}-{}", last.map(|l| l.to_string()).unwrap_or_default());
        let bytes: Vec<u64> = (0..size).filter(|b| *b >= first && last.is_none_or(|l| *b <= l)).collect();
        let expected = match (last.is_some_and(|l| l < first), bytes.first(), bytes.last()) {
            (true, _, _) => Requested::Whole,
            (_, Some(first), Some(last)) => part(*first, *last),
            _ => Requested::Unsatisfiable,
        };
        prop_assert_eq!(parse(Some(&header), size), expected);
    }

    #[test]
    fn any_header_is_answered_within_the_file(header in ".{0,60}", size in 0_u64..1000) {
        if let Requested::Part { first, last } = parse(Some(&header), size) {
            prop_assert!(first <= last && last < size);
        }
    }
}
