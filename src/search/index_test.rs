use super::*;
use crate::search::file;
use tempfile::TempDir;
use uuid::Uuid;

fn index() -> (TempDir, Index) {
    let folder = tempfile::tempdir().unwrap();
    let index = Index(file::open(&folder.path().join("attune.search.db"), "epoch").unwrap());
    (folder, index)
}

fn conv(number: u128) -> ConversationId {
    ConversationId(Uuid::from_u128(number))
}

fn doc(number: u128, seq: u64, at: i64) -> Doc {
    Doc { conv: conv(number), seq: Seq(seq), at: Timestamp(at), tokens: "refund".to_owned() }
}

fn newest_first(index: &Index) -> Vec<(i64, i64)> {
    let sql = "SELECT conversation, seq FROM words JOIN message ON place = words.rowid
               WHERE words MATCH 'refund' ORDER BY words.rowid DESC";
    let mut statement = index.0.prepare(sql).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
    rows.collect::<Result<_, _>>().unwrap()
}

#[test]
fn the_order_is_that_of_time_however_messages_come() {
    let (_folder, mut index) = index();
    let late = Batch { docs: vec![doc(1, 2, 50), doc(1, 1, 20)], seen: vec![(conv(1), Seq(2))] };
    let early = Batch { docs: vec![doc(2, 1, 10), doc(2, 2, 30)], seen: vec![(conv(2), Seq(2))] };
    for mut batch in [late, early] {
        index.put(&mut batch).unwrap();
    }
    assert_eq!(newest_first(&index), [(1, 2), (2, 2), (1, 1), (2, 1)]);
}

#[test]
fn more_of_one_moment_than_it_has_places_take_those_of_the_next() {
    let (_folder, mut index) = index();
    let docs = (1..=200).map(|seq| doc(1, seq, 7)).chain([doc(1, 201, 8)]).collect();
    index.put(&mut Batch { docs, seen: vec![(conv(1), Seq(201))] }).unwrap();
    let order: Vec<i64> = newest_first(&index).into_iter().map(|(_, seq)| seq).collect();
    assert_eq!(order.len(), 201);
    assert!(order.windows(2).all(|pair| pair[0] > pair[1]), "{order:?}");
}

#[test]
fn how_far_a_conversation_is_read_moves_with_its_words() {
    let (_folder, mut index) = index();
    assert_eq!(index.seen(conv(1)).unwrap(), Seq(0));
    index.put(&mut Batch { docs: vec![doc(1, 3, 7)], seen: vec![(conv(1), Seq(3))] }).unwrap();
    assert_eq!(index.seen(conv(1)).unwrap(), Seq(3));
    // A batch that breaks half way leaves nothing: this one has no tables any more to write its words to.
    index.0.execute_batch("ALTER TABLE message RENAME TO gone").unwrap();
    index.put(&mut Batch { docs: vec![doc(1, 4, 8)], seen: vec![(conv(1), Seq(4))] }).unwrap_err();
    assert_eq!(index.seen(conv(1)).unwrap(), Seq(3));
}

#[test]
fn moments_outside_of_time_have_places_too() {
    assert_eq!(place_of(Timestamp(-5)), 0);
    assert_eq!(place_of(Timestamp(i64::MAX)), i64::MAX);
    assert!(place_of(Timestamp(1_800_000_000_000)) < 1 << 53);
}
