use super::*;

fn kept() -> Kept {
    let vector = |x: f32| Vector::pack(&[x, 1.0, -0.5]).unwrap();
    Kept([(key("one"), vector(0.2)), (key("two"), vector(-3.0))].into())
}

#[test]
fn what_was_kept_is_found_by_the_same_model_only() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("meanings");
    kept().write(&path, "abc").unwrap();
    assert_eq!(Kept::read(&path, "abc"), kept());
    assert_eq!(Kept::read(&path, "abd"), Kept::default());
    assert_eq!(Kept::read(&folder.path().join("missing"), "abc"), Kept::default());
}

#[test]
fn a_damaged_file_is_as_good_as_none() {
    let bytes = encode(&kept().0, "abc");
    assert!(decode(&bytes, "abc").is_some());
    for place in 0..bytes.len() {
        let mut damaged = bytes.clone();
        damaged[place] ^= 1;
        assert_eq!(decode(&damaged, "abc"), None, "byte {place}");
        assert_eq!(decode(&bytes[..place], "abc"), None, "cut at {place}");
    }
}

#[test]
fn nothing_is_kept_as_nothing() {
    assert_eq!(decode(&encode(&HashMap::new(), "abc"), "abc"), Some(HashMap::new()));
}
