use super::*;
use proptest::prelude::*;
use uuid::Uuid;

fn named(name: &str, kind: FileKind) -> AttachedFile {
    AttachedFile { id: FileId(Uuid::nil()), name: name.to_owned(), kind, bytes: 1, width: None, height: None }
}

#[test]
fn names_go_into_the_header_twice() {
    for (name, kind, wanted) in [
        ("a b.png", FileKind::Png, "inline; filename=\"a b.png\"; filename*=UTF-8''a%20b.png"),
        ("发票.pdf", FileKind::Pdf, "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf"),
        ("100%;\".gif", FileKind::Gif, "inline; filename=\"100_;_.gif\"; filename*=UTF-8''100%25%3B%22.gif"),
    ] {
        assert_eq!(disposition(&named(name, kind)), wanted);
    }
}

proptest! {
    /// Whatever a file is called, its header is one header, and nothing in it ends the name early.
    #[test]
    fn a_name_stays_within_its_header(name in any::<String>()) {
        let line = disposition(&named(&name, FileKind::Png));
        prop_assert!(HeaderValue::from_str(&line).is_ok(), "{:?}", line);
        prop_assert_eq!(line.matches('"').count(), 2);
    }
}
