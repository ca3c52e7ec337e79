//! How many messages go into one batch.

use super::*;

#[test]
fn a_batch_holds_at_most_so_many_rows_and_tokens_and_never_none() {
    assert_eq!(batch_size(std::iter::repeat_n(4, 40)), ROWS);
    assert_eq!(batch_size(std::iter::repeat_n(64, 40)), TOKENS / 64);
    assert_eq!(batch_size([10, 60, 90, 100].into_iter()), 2, "three of 90 tokens are more than {TOKENS}");
    assert_eq!(batch_size([TOKENS * 3, TOKENS * 3].into_iter()), 1, "what is too long goes alone");
}
