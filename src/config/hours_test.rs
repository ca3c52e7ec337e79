use super::*;

fn hours(zone: &str, week: &[&str], holidays: &[&str]) -> Hours {
    let texts = |given: &[&str]| given.iter().map(|text| (*text).to_owned()).collect();
    Hours { time_zone: zone.to_owned(), week: texts(week), holidays: texts(holidays), offer_when_closed: true }
}

#[test]
fn days_and_hours_are_read_as_they_are_written() {
    let read = hours("Asia/Shanghai", &["mon-fri 09:00-18:00", "Sat 10:00-14:30", "fri-mon 22:00-02:00"], &[]);
    let week = read.read().unwrap().week;
    assert_eq!(week[0], [(540, 1_080), (1_320, 1_560)]);
    assert_eq!(week[1], [(540, 1_080)]);
    assert_eq!(week[5], [(600, 870), (1_320, 1_560)]);
    assert_eq!(week[6], [(1_320, 1_560)]);
    let whole = hours("UTC", &["mon 00:00-24:00", "tue 00:00-00:00"], &["12-25", "2028-02-29 09:00-12:00 13:00-14:00"]);
    let whole = whole.read().unwrap();
    assert_eq!(
        (whole.week[0].as_slice(), whole.week[1].as_slice()),
        ([(0, 1_440)].as_slice(), [(0, 1_440)].as_slice())
    );
    assert_eq!(whole.holidays[0], Holiday { year: None, day: (12, 25), spans: Vec::new() });
    assert_eq!(whole.holidays[1].spans, [(540, 720), (780, 840)]);
}

#[test]
fn everything_that_is_wrong_is_named_with_its_rule() {
    let wrong = hours(
        "Mars/Olympus",
        &["mon-fri", "mun 09:00-10:00", "mon 9:00-10:00", "mon 09:00-24:30", "mon 24:00-25:00", "mon 09:60-10:00"],
        &["13-01", "2027-02-29", "tomorrow", "12-24 9-12"],
    );
    let problems = wrong.check();
    assert_eq!(problems.len(), 11, "{problems:?}");
    let text = problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for part in [
        "routing.hours.time_zone is `Mars/Olympus`",
        "routing.hours.week[5]",
        "routing.hours.holidays[1] is `2027-02-29`",
    ] {
        assert!(text.contains(part), "{part} is missing in\n{text}");
    }
    assert_eq!(hours("UTC", &[], &["12-25"]).check().len(), 1, "always open, and closed on a day");
}
