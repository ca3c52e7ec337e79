use super::*;

#[test]
fn the_place_holds_the_old_file_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("it");
    std::fs::write(&target, "old").unwrap();
    let part = Part::begin(&target).unwrap();
    std::fs::write(part.path(), "half").unwrap();
    drop(part);
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "old");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left");

    std::fs::write(beside(&target, ".part"), "what a killed process left, and longer").unwrap();
    let part = Part::begin(&target).unwrap();
    std::fs::write(part.path(), "new").unwrap();
    part.place().unwrap();
    assert_eq!(std::fs::read_to_string(&target).unwrap(), "new");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn two_writers_do_not_mix() {
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("it");
    let first = Part::begin(&target).unwrap();
    let error = Part::begin(&target).unwrap_err();
    assert!(matches!(&error, StoreError::Unavailable(why) if why.contains("another process")), "{error}");
    first.place().unwrap();
    Part::begin(&target).unwrap();
}
