//! Frames of clients, and the cursors in them: whatever is accepted is understood the same a second time.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(frame) = attune::protocol::decode(bytes) {
        let again = attune::protocol::decode(bytes).expect("accepted before");
        assert_eq!(format!("{again:?}"), format!("{frame:?}"));
    }
});
