use super::*;
use proptest::prelude::*;
use uuid::Uuid;

const BOUNDS: FileBounds =
    FileBounds { conversation_files: 3, conversation_bytes: 100, day_bytes: 150, at_once: 2, total_bytes: 1_000 };

fn file(by: Sender, bytes: u64) -> ArrivingFile {
    ArrivingFile { id: FileId(Uuid::nil()), conv: ConversationId(Uuid::nil()), by, at: Timestamp(0), bytes }
}

#[test]
fn each_bound_is_named() {
    let (visitor, staff) = (Sender::Visitor(VisitorId(Uuid::nil())), Sender::Staff(StaffId(Uuid::nil())));
    let none = TakenRoom::default();
    for (by, bytes, taken, bound) in [
        (visitor, 100, none, None),
        (visitor, 101, none, Some(FileBound::Conversation)),
        (visitor, 1, TakenRoom { conversation_files: 3, ..none }, Some(FileBound::Conversation)),
        (visitor, 51, TakenRoom { day_bytes: 100, ..none }, Some(FileBound::Day)),
        (staff, 51, TakenRoom { day_bytes: 100, ..none }, None),
        (staff, 1, TakenRoom { arriving: 2, ..none }, Some(FileBound::AtOnce)),
        (staff, 10, TakenRoom { total_bytes: 991, ..none }, Some(FileBound::Total)),
        (staff, u64::MAX, TakenRoom { total_bytes: 991, ..none }, Some(FileBound::Conversation)),
    ] {
        assert_eq!(BOUNDS.broken_by(&file(by, bytes), taken), bound, "{bytes} {taken:?}");
    }
}

proptest! {
    /// Whatever is sent in whatever order, what was let in stays within the bounds.
    #[test]
    fn what_is_let_in_fits(sizes in prop::collection::vec(1_u64..80, 0..40)) {
        let mut taken = TakenRoom::default();
        for bytes in sizes {
            let visitor = file(Sender::Visitor(VisitorId(Uuid::nil())), bytes);
            if BOUNDS.broken_by(&visitor, taken).is_none() {
                taken.conversation_files += 1;
                taken.conversation_bytes += bytes;
                taken.day_bytes += bytes;
                taken.total_bytes += bytes;
            }
        }
        prop_assert!(taken.conversation_files <= BOUNDS.conversation_files);
        prop_assert!(taken.conversation_bytes <= BOUNDS.conversation_bytes);
    }
}
