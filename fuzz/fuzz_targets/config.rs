//! Settings: a file's text is settings, or problems that are named.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Err(error) = attune::config::from_parts(text, []) {
        assert!(!error.to_string().is_empty());
    }
});
