use super::*;
use crate::domain::Timestamp;
use jiff::tz::TimeZone;

fn daily(from: u16, to: u16) -> Hours {
    Hours::new(TimeZone::UTC, std::array::from_fn(|_| vec![(from, to)]))
}

fn teams(names: &[&str]) -> BTreeSet<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn the_hours_of_a_team_count_while_somebody_belongs_to_it() {
    let night = ("night".to_owned(), daily(1_200, 1_320));
    let book = CalendarBook::new(daily(540, 1_080), vec![night, ("dawn".to_owned(), daily(240, 300))]);
    let at = |hour: i64| Timestamp(hour * 3_600_000);
    assert_eq!([book.place("dawn"), book.place("night"), book.place("other"), book.place("")], [2, 1, 0, 0]);
    assert!(book.now().is_open(at(21)) && book.now().is_open(at(4)));
    let before = book.now();
    let kept = book.keep(&teams(&["dawn", "other"])).expect("nobody belongs to the night any more");
    assert!(!kept.is_open(at(21)) && kept.is_open(at(4)) && kept.is_open(at(10)), "the shop's always count");
    assert_eq!(book.now().next_opening(at(19)), Some(at(28)));
    assert!(before.is_open(at(21)), "whoever reads goes on with what they began with");
    assert!(book.keep(&teams(&["dawn"])).is_none(), "nothing changed");
    assert!(book.keep(&teams(&["night"])).expect("both did").is_open(at(21)));
    assert!(kept.at(1).is_open(at(21)), "whoever keeps it keeps it");
    let put = book.put(daily(60, 120), vec![daily(1_200, 1_320), daily(240, 300)]);
    assert!(put.is_open(at(1)) && !put.is_open(at(10)), "the shop's are others");
    assert!(put.is_open(at(21)) && !put.is_open(at(4)), "and of the teams the same count");
}
