//! Days and moments, and what is none.

use super::*;

#[test]
fn days_and_moments_are_read() {
    assert_eq!(parse("1970-01-01"), Ok(Timestamp(0)));
    assert_eq!(parse("2024-02-29"), Ok(Timestamp(1_709_164_800_000)));
    assert_eq!(parse("2026-11-26T14:30Z"), Ok(Timestamp(1_795_703_400_000)));
    assert_eq!(parse("2026-11-26T14:30:05Z"), Ok(Timestamp(1_795_703_405_000)));
}

#[test]
fn what_is_no_date_is_refused() {
    for text in
        ["", "today", "2026-02-29", "2026-13-01", "2026-1", "2026-11-26T24:00Z", "2026-11-26T10:00", "+2026-01-01"]
    {
        assert_eq!(parse(text), Err(RULE.to_owned()), "{text}");
    }
}

#[test]
fn moments_end_the_names_of_files() {
    assert_eq!(compact(Timestamp(0)), "19700101T000000Z");
    assert_eq!(compact(Timestamp(1_709_164_800_000)), "20240229T000000Z");
    assert_eq!(compact(Timestamp(1_795_703_405_999)), "20261126T143005Z");
    assert_eq!(compact(Timestamp(parse("2024-12-31T23:59:59Z").unwrap().0)), "20241231T235959Z");
}
