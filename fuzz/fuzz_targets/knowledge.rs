//! Knowledge files: a file is articles, or problems that are named with it.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("en")).expect("a folder");
    std::fs::write(folder.path().join("en/a.md"), bytes).expect("written");
    let _ = attune::knowledge::from_path(folder.path());
});
