use super::*;
use proptest::prelude::*;
use std::io::Cursor;

fn size(kind: FileKind, bytes: &[u8]) -> Option<(u32, u32)> {
    size_of(kind, &mut Cursor::new(bytes))
}

/// A JPEG of 640 by 480 with this before its size.
fn jpeg(before: &[u8]) -> Vec<u8> {
    let mut bytes = b"\xff\xd8".to_vec();
    bytes.extend_from_slice(before);
    bytes.extend_from_slice(b"\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03");
    bytes
}

/// Exif that says how the picture lies.
fn exif(orientation: u8, is_little: bool) -> Vec<u8> {
    let tiff: &[u8] = if is_little {
        b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\0\0\0\0\0\0\0\0\x12\x01\x03\0\x01\0\0\0?\0\0\0"
    } else {
        b"MM\0*\0\0\0\x08\0\x02\x01\x0f\0\x02\0\0\0\0\0\0\0\0\x01\x12\0\x03\0\0\0\x01\0?\0\0"
    };
    let tiff: Vec<u8> = tiff.iter().map(|byte| if *byte == b'?' { orientation } else { *byte }).collect();
    let length = u16::try_from(tiff.len() + 8).expect("short");
    [b"\xff\xe1".as_slice(), &length.to_be_bytes(), b"Exif\0\0", &tiff].concat()
}

#[test]
fn the_head_tells_width_and_height() {
    for (kind, bytes, wanted) in [
        (FileKind::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x04\x92\0\0\x09\xe4".as_slice(), Some((1_170, 2_532))),
        (FileKind::Gif, b"GIF89a\x0a\0\x14\0", Some((10, 20))),
        (FileKind::Webp, b"RIFF\0\0\0\0WEBPVP8 \0\0\0\0\0\0\0\x9d\x01\x2a\x40\x01\xf0\0", Some((320, 240))),
        (FileKind::Webp, b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f\x3f\xc1\x3b\0\0\0\0\0\0", Some((320, 240))),
        (FileKind::Webp, b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x3f\x01\0\xef\0\0", Some((320, 240))),
        (FileKind::Jpeg, &jpeg(b""), Some((640, 480))),
        (FileKind::Jpeg, &jpeg(b"\xff\xe0\0\x04ab\xff\xff\xfe\0\x02"), Some((640, 480))),
        (FileKind::Jpeg, &jpeg(&exif(1, true)), Some((640, 480))),
        (FileKind::Jpeg, &jpeg(&exif(6, true)), Some((480, 640))),
        (FileKind::Jpeg, &jpeg(&exif(8, false)), Some((480, 640))),
        (FileKind::Jpeg, b"\xff\xd8\xff\xda\0\x02", None),
        (FileKind::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x09\xe4", None),
        (FileKind::Png, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\0\0\0\0\0\x09\xe4", None),
        (FileKind::Gif, b"GIF89a\x0a", None),
        (FileKind::Pdf, b"%PDF-1.7", None),
    ] {
        assert_eq!(size(kind, bytes), wanted, "{kind:?} {bytes:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// No bytes break it, and what it says is a size.
    #[test]
    fn bytes_never_break_it(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        start in prop::sample::select(vec![&b""[..], b"\xff\xd8\xff\xe1", b"\xff\xd8\xff\xe1\0\x40Exif\0\0II*\0", b"RIFF\0\0\0\0WEBPVP8X"]),
        kind in prop::sample::select(FileKind::ALL.to_vec()),
    ) {
        let found = size(kind, &[start, &bytes].concat());
        prop_assert!(found.is_none_or(|(width, height)| width.min(height) > 0 && width.max(height) <= MOST));
    }
}
