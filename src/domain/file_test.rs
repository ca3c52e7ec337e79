use super::*;
use proptest::prelude::*;

#[test]
fn names_are_cleaned() {
    for (raw, kind, clean) in [
        ("photo.png", FileKind::Png, "photo.png"),
        ("Photo.JPEG", FileKind::Jpeg, "Photo.JPEG"),
        ("../../etc/passwd", FileKind::Pdf, "passwd.pdf"),
        ("C:\\Users\\mei\\发票.pdf", FileKind::Pdf, "发票.pdf"),
        ("invoice.exe", FileKind::Png, "invoice.exe.png"),
        ("page.html", FileKind::Gif, "page.html.gif"),
        ("evil\u{202E}gpj.exe", FileKind::Jpeg, "evilgpj.exe.jpg"),
        ("a\r\nSet-Cookie: x.png", FileKind::Png, "aSet-Cookie_ x.png"),
        (".png", FileKind::Png, "png.png"),
        ("...", FileKind::Webp, "file.webp"),
        ("", FileKind::Pdf, "file.pdf"),
        ("a\"b;c.pdf", FileKind::Pdf, "a_b;c.pdf"),
    ] {
        assert_eq!(clean_name(raw, kind), clean, "{raw:?}");
    }
}

#[test]
fn every_kind_has_its_media_type_on_the_wire() {
    for kind in FileKind::ALL {
        assert_eq!(serde_json::to_value(kind).expect("JSON"), kind.media_type());
        assert_eq!(FileKind::of(kind.media_type()), Some(kind));
    }
    assert_eq!(FileKind::of("text/html"), None);
}

proptest! {
    /// Whatever a client calls its file: a name, of the right kind, that cleaning leaves as it is.
    #[test]
    fn a_clean_name_is_short_plain_and_stays(raw in any::<String>(), kind in prop::sample::select(FileKind::ALL.to_vec())) {
        let name = clean_name(&raw, kind);
        prop_assert!(name.chars().count() <= FILE_NAME_MAX_CHARS);
        prop_assert!(!name.chars().any(|c| c.is_control() || "/\\\"<>:|?*".contains(c)), "{:?}", name);
        prop_assert!(name.rsplit_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && fits(kind, ending)));
        prop_assert_eq!(clean_name(&name, kind), name);
    }
}
