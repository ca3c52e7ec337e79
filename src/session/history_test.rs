use super::*;
use crate::domain::{MessageId, Timestamp};
use crate::protocol::server::Speaker;
use proptest::prelude::*;

fn message(seq: u64, chars: usize) -> ServerFrame {
    ServerFrame::Msg {
        conv: ConversationId(Uuid::nil()),
        seq: Seq(seq),
        at: Timestamp(0),
        id: MessageId(Uuid::nil()),
        from: Speaker::Visitor,
        name: None,
        text: "字".repeat(chars),
        quick_replies: Vec::new(),
        files: Vec::new(),
    }
}

fn places(items: &[ServerFrame]) -> Vec<u64> {
    items.iter().filter_map(place).map(|seq| seq.0).collect()
}

#[test]
fn paging_forward_keeps_the_oldest_and_back_the_newest() {
    let items: Vec<_> = (1..=4).map(|seq| message(seq, 1)).collect();
    let (kept, more) = cut(items.clone(), 3, true);
    assert_eq!((places(&kept), more), (vec![1, 2, 3], true));
    let (kept, more) = cut(items.clone(), 3, false);
    assert_eq!((places(&kept), more), (vec![2, 3, 4], true));
    let (kept, more) = cut(items, 4, false);
    assert_eq!((places(&kept), more), (vec![1, 2, 3, 4], false));
}

#[test]
fn one_item_stays_however_large() {
    let (kept, more) = cut(vec![message(1, 60_000), message(2, 1)], 9, true);
    assert_eq!((places(&kept), more), (vec![1], true));
}

proptest! {
    /// A page is a run without gaps from the asked end, within the bytes, and `more` is the truth.
    #[test]
    fn a_page_is_a_whole_run(sizes in prop::collection::vec(0_usize..4_000, 1..60), limit in 1_usize..60, forward: bool) {
        let items: Vec<_> = sizes.iter().zip(1..).map(|(size, seq)| message(seq, *size)).collect();
        let (kept, more) = cut(items.clone(), limit, forward);
        prop_assert!(!kept.is_empty() && kept.len() <= limit);
        prop_assert_eq!(more, kept.len() < items.len());
        let wanted = if forward { &items[..kept.len()] } else { &items[items.len() - kept.len()..] };
        prop_assert_eq!(&kept[..], wanted);
        let bytes: usize = kept.iter().map(size).sum();
        prop_assert!(kept.len() == 1 || bytes <= HISTORY_MAX_BYTES);
    }
}
