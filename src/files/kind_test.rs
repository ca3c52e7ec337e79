use super::*;
use proptest::prelude::*;

#[test]
fn the_bytes_tell_the_kind() {
    for (head, kind) in [
        (&b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"[..], Some(FileKind::Png)),
        (b"\xff\xd8\xff\xe0\0\x10JFIF\0", Some(FileKind::Jpeg)),
        (b"GIF87a", Some(FileKind::Gif)),
        (b"GIF89a\x01\0", Some(FileKind::Gif)),
        (b"RIFF\x24\0\0\0WEBPVP8 ", Some(FileKind::Webp)),
        (b"%PDF-1.7\n", Some(FileKind::Pdf)),
        (b"RIFF\x24\0\0\0WAVEfmt ", None),
        (b"<svg xmlns=", None),
        (b"<!doctype html>", None),
        (b"MZ\x90\0", None),
        (b"\x7fELF", None),
        (b"PK\x03\x04", None),
        (b" %PDF-1.7", None),
        (b"GIF88a", None),
        (b"\x89PNG", None),
        (b"", None),
    ] {
        assert_eq!(kind_of(head), kind, "{head:?}");
    }
}

proptest! {
    /// What comes after the head changes nothing.
    #[test]
    fn the_head_is_enough(bytes in prop::collection::vec(any::<u8>(), 0..64)) {
        let head = &bytes[..bytes.len().min(HEAD)];
        prop_assert_eq!(kind_of(head), kind_of(&bytes));
    }
}
