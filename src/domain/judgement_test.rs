//! Whose word stands.

use super::*;
use uuid::Uuid;

fn person(n: u128) -> Party {
    Party::Staff { id: StaffId(Uuid::from_u128(n)), name: "Lin".to_owned() }
}

#[test]
fn of_one_person_the_latest_word_counts_and_taking_back_takes_back_their_own_alone() {
    let mut voices = Voices::default();
    voices.say('a', &person(1), Some(true));
    voices.say('a', &person(2), Some(false));
    assert_eq!(voices.latest().collect::<Vec<_>>(), [(&'a', &false)]);
    voices.say('a', &person(2), None);
    assert_eq!(voices.latest().collect::<Vec<_>>(), [(&'a', &true)], "the first person still says so");
    voices.say('a', &person(1), Some(false));
    assert_eq!(voices.words().collect::<Vec<_>>(), [&false]);
    assert_eq!((voices.of(&'a').count(), voices.of(&'b').count()), (1, 0));
    voices.say('a', &person(1), None);
    voices.say('b', &Party::System, Some(true));
    assert_eq!(voices.all().count(), 0, "nobody says anything");
}
