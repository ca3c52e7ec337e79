//! `schema/fixtures/wording.json` is the shipped list as the inbox gets it: its tests find by the same list.

use super::Wording;
use crate::protocol::generated::fresh;

#[test]
fn the_shipped_list_is_fresh() {
    let text = serde_json::to_string_pretty(Wording::shipped().listing()).expect("plain texts");
    fresh("schema/fixtures/wording.json", &(text + "\n"));
}
