//! The file of paired readings: bounded, whole after a cut, and read as it was written.

use super::*;
use crate::domain::paired::Reading;
use crate::domain::{ConversationId, Models, Risks, Seq, Timestamp};
use uuid::Uuid;

fn pair(message: u64) -> Paired {
    let risks = Risks { legal: 0.1, ..Risks::default() };
    let champion = Reading { anger: 0.123_456_7, level: 1.0 / 3.0, confidence: 0.9, risks, micros: 812 };
    Paired {
        at: Timestamp(1_700_000_000_000),
        conv: ConversationId(Uuid::from_u128(7)),
        message: Seq(message),
        language: None,
        models: Models { champion: "aaaaaaaaaaaa".to_owned(), challenger: "bbbbbbbbbbbb".to_owned() },
        champion,
        challenger: (!message.is_multiple_of(2)).then_some(Reading { anger: f32::MIN_POSITIVE, ..champion }),
    }
}

fn places(folder: &Path) -> Vec<u64> {
    read_pairs(folder).unwrap().pairs.iter().map(|pair| pair.message.0).collect()
}

#[test]
fn what_is_read_is_what_was_written_bit_for_bit() {
    let data = tempfile::tempdir().unwrap();
    assert_eq!(read_pairs(data.path()).unwrap(), Kept::default(), "there never was one");
    let mut file = PairsFile::open(data.path(), FILE_BYTES).unwrap();
    file.append(&pair(1)).unwrap();
    drop(file);
    PairsFile::open(data.path(), FILE_BYTES).unwrap().append(&pair(2)).unwrap();
    assert_eq!(read_pairs(data.path()).unwrap(), Kept { pairs: vec![pair(1), pair(2)], unreadable: 0 });
}

#[test]
fn the_oldest_go_and_the_files_stay_small() {
    let data = tempfile::tempdir().unwrap();
    let most = 4 * (serde_json::to_vec(&pair(100)).unwrap().len() as u64 + 200);
    let mut file = PairsFile::open(data.path(), most).unwrap();
    for message in 100..200 {
        file.append(&pair(message)).unwrap();
        if message % 7 == 0 {
            file = PairsFile::open(data.path(), most).unwrap();
        }
    }
    let kept = places(data.path());
    assert!((4..30).contains(&kept.len()), "{kept:?}");
    assert_eq!(kept, (200 - kept.len() as u64..200).collect::<Vec<_>>(), "the newest, in order");
    for name in [NEWER, OLDER] {
        assert!(data.path().join(FOLDER).join(name).metadata().unwrap().len() <= most);
    }
}

#[test]
fn a_line_that_was_cut_off_costs_no_other() {
    let data = tempfile::tempdir().unwrap();
    let mut file = PairsFile::open(data.path(), FILE_BYTES).unwrap();
    file.append(&pair(1)).unwrap();
    file.out.write_all(b"{\"at\":17").unwrap();
    drop(file);
    PairsFile::open(data.path(), FILE_BYTES).unwrap().append(&pair(2)).unwrap();
    assert_eq!(places(data.path()), [1, 2]);
    assert_eq!(read_pairs(data.path()).unwrap().unreadable, 1);
}

#[test]
fn a_place_that_cannot_be_written_is_named() {
    let data = tempfile::tempdir().unwrap();
    std::fs::write(data.path().join(FOLDER), "a file in the way").unwrap();
    let told = PairsFile::open(data.path(), FILE_BYTES).unwrap_err().to_string();
    assert!(told.contains(FOLDER), "{told}");
}
