use super::*;
use proptest::prelude::*;

/// What must not come through, wherever it stands.
const PLACE: &[u8] = b"52.5200N 13.4050E";

fn clean(kind: FileKind, bytes: &[u8]) -> Result<Vec<u8>, Broken> {
    Cleaner::new(kind).take(bytes)
}

fn holds(bytes: &[u8], what: &[u8]) -> bool {
    bytes.windows(what.len()).any(|window| window == what)
}

/// Exif with an orientation, who made the camera, and a place after it.
fn exif(orientation: u8) -> Vec<u8> {
    let mut tiff = b"II*\0\x08\0\0\0\x02\0\x0f\x01\x02\0\0\0\0\0\0\0\0\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    tiff.extend_from_slice(&[orientation, 0, 0, 0, 0, 0, 0, 0]);
    tiff.extend_from_slice(PLACE);
    tiff
}

fn part(marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("short");
    [&[0xFF, marker], length.to_be_bytes().as_slice(), data].concat()
}

/// The parts that draw, with these before them and this after their end.
fn jpeg(before: &[u8], after: &[u8]) -> Vec<u8> {
    let scan = [part(0xDA, &[1, 1, 0, 0, 63, 0]), b"pixels\xff\0more\xff\xd0".to_vec()].concat();
    let frame = part(0xC0, b"\x08\x01\xe0\x02\x80\x01\x01\x11\0");
    [b"\xff\xd8", before, &part(0xDB, &[7; 65]), &frame, &scan, &part(0xC4, &[9; 20]), &scan, b"\xff\xd9", after]
        .concat()
}

fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let length = u32::try_from(data.len()).expect("short");
    let named = [name.as_slice(), data].concat();
    // Right ones are looked at where we make them.
    let sum = u32::from(named.iter().fold(0_u8, |sum, byte| sum ^ byte));
    [&length.to_be_bytes(), named.as_slice(), &sum.to_be_bytes()].concat()
}

fn png(between: &[u8], after: &[u8]) -> Vec<u8> {
    let head = chunk(*b"IHDR", b"\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0");
    let end = chunk(*b"IEND", b"");
    [
        b"\x89PNG\r\n\x1a\n",
        head.as_slice(),
        &chunk(*b"gAMA", b"1234"),
        between,
        &chunk(*b"IDAT", b"pixels"),
        &end,
        after,
    ]
    .concat()
}

fn webp(chunks: &[(&[u8; 4], &[u8])], after: &[u8]) -> Vec<u8> {
    let mut body = b"WEBP".to_vec();
    for (name, data) in chunks {
        body.extend_from_slice(*name);
        body.extend_from_slice(&u32::try_from(data.len()).expect("short").to_le_bytes());
        body.extend_from_slice(data);
        body.resize(body.len().next_multiple_of(2), 0);
    }
    [b"RIFF", u32::try_from(body.len()).expect("short").to_le_bytes().as_slice(), &body, after].concat()
}

#[test]
fn a_jpeg_keeps_what_draws_it_and_how_it_is_turned() {
    let profile = part(0xE2, b"ICC_PROFILE\0\x01\x01colours");
    let adobe = part(0xEE, b"Adobe\0\x64\0\0\0\0\x01");
    let with_prefix = |exif: &[u8]| part(0xE1, &[b"Exif\0\0", exif].concat());
    let before = [
        part(0xE0, &[b"JFIF\0\x01\x02\0\0\x01\0\x01\x01\x01".as_slice(), PLACE].concat()),
        part(0xE0, &[b"JFXX\0\x10", PLACE].concat()),
        with_prefix(&exif(6)),
        with_prefix(&exif(3)),
        part(0xE1, &[b"http://ns.adobe.com/xap/1.0/\0", PLACE].concat()),
        profile.clone(),
        part(0xE2, &[b"MPF\0", PLACE].concat()),
        part(0xED, &[b"Photoshop 3.0\0", PLACE].concat()),
        part(0xFE, PLACE),
        adobe.clone(),
        [PLACE, b"\xff\xff"].concat(),
    ];
    let head = part(0xE0, b"JFIF\0\x01\x02\0\0\x01\0\x01\0\0");
    let wanted = jpeg(&[head, with_prefix(&orientation_alone(6)), profile, adobe].concat(), b"");
    assert_eq!(clean(FileKind::Jpeg, &jpeg(&before.concat(), PLACE)), Ok(wanted));
    let upright = jpeg(&with_prefix(&exif(1)), b"");
    assert_eq!(clean(FileKind::Jpeg, &upright), Ok(jpeg(b"", b"")), "upright is what is said by nothing");
}

fn orientation_alone(orientation: u8) -> [u8; 26] {
    let alone = super::super::orientation::alone(orientation);
    assert_eq!(super::super::orientation::orientation(&alone), Some(orientation));
    alone
}

#[test]
fn a_png_keeps_what_draws_it_and_how_it_is_turned() {
    let texts = [
        chunk(*b"tEXt", PLACE),
        chunk(*b"iTXt", PLACE),
        chunk(*b"zTXt", PLACE),
        chunk(*b"tIME", PLACE),
        chunk(*b"prVt", PLACE),
    ];
    let told = [texts.concat(), chunk(*b"eXIf", &exif(8)), chunk(*b"eXIf", &exif(2))].concat();
    // The sum is that of zlib.crc32 over the name and data.
    let turned = [b"\0\0\0\x1aeXIf".as_slice(), &orientation_alone(8), &0x8658_3034_u32.to_be_bytes()].concat();
    assert_eq!(clean(FileKind::Png, &png(&told, PLACE)), Ok(png(&turned, b"")));
}

#[test]
fn a_webp_keeps_its_length_and_loses_what_it_says() {
    let told = webp(
        &[(b"VP8X", b"\x2c\0\0\0\x02\0\0\x01\0\0"), (b"VP8 ", b"pixels!"), (b"EXIF", &exif(6)), (b"XMP ", PLACE)],
        PLACE,
    );
    let mut alone = orientation_alone(6).to_vec();
    alone.resize(exif(6).len(), 0);
    let blank = [0; PLACE.len()];
    let wanted = webp(
        &[(b"VP8X", b"\x28\0\0\0\x02\0\0\x01\0\0"), (b"VP8 ", b"pixels!"), (b"EXIF", &alone), (b"NONE", &blank)],
        b"",
    );
    assert_eq!(clean(FileKind::Webp, &told), Ok(wanted));
}

#[test]
fn other_kinds_pass_as_they_are() {
    for kind in [FileKind::Gif, FileKind::Pdf] {
        assert_eq!(clean(kind, PLACE), Ok(PLACE.to_vec()));
    }
}

#[test]
fn lengths_that_cannot_be_are_refused() {
    for (kind, bytes) in [
        (FileKind::Jpeg, b"\xff\xd8\xff\xe1\0\x01".to_vec()),
        (FileKind::Png, png(b"\xff\xff\xff\xfftEXt", b"")),
        (FileKind::Png, png(b"\0\0\0\x01t\0Xt", b"")),
        (FileKind::Webp, b"RIFF\x03\0\0\0WEBP".to_vec()),
        (FileKind::Webp, b"RIFF\x20\0\0\0WEBPEXIF\xff\xff\xff\xff".to_vec()),
    ] {
        assert_eq!(clean(kind, &bytes), Err(Broken), "{kind:?}");
    }
}

#[test]
fn a_part_that_ends_early_says_nothing() {
    let exif = [b"Exif\0\0".as_slice(), &exif(6)].concat();
    for kind in [FileKind::Jpeg, FileKind::Png, FileKind::Webp] {
        let whole = match kind {
            FileKind::Jpeg => jpeg(&part(0xE1, &exif), b""),
            FileKind::Png => png(&chunk(*b"eXIf", &exif), b""),
            _ => webp(&[(b"EXIF", &exif), (b"VP8 ", b"pixels")], b""),
        };
        for end in 0..whole.len() {
            let left = clean(kind, &whole[..end]).expect("a cut file is no lie");
            assert!(!holds(&left, b"13.40"), "{kind:?} {end}");
        }
    }
}

/// What begins like this kind, then goes on with anything, or with parts of it in any order.
fn files() -> impl Strategy<Value = (FileKind, Vec<u8>)> {
    let data = prop::collection::vec(any::<u8>(), 0..80).prop_map(|mut data| {
        if data.len() > 40 {
            data.splice(3..20, PLACE.iter().copied());
        }
        data
    });
    let markers = prop::collection::vec((0xC0..=0xFF_u8, data.clone()), 0..8);
    let names = prop::sample::select(vec![
        *b"IDAT", *b"tEXt", *b"eXIf", *b"IEND", *b"EXIF", *b"XMP ", *b"VP8X", *b"VP8 ", *b"ALPH",
    ]);
    let chunks = prop::collection::vec((names, data.clone()), 0..8);
    prop_oneof![
        markers.prop_map(|parts| {
            let parts: Vec<u8> = parts.iter().flat_map(|(marker, data)| part(*marker, data)).collect();
            (FileKind::Jpeg, jpeg(&parts, &parts))
        }),
        chunks.clone().prop_map(|chunks| {
            let chunks: Vec<u8> = chunks.iter().flat_map(|(name, data)| chunk(*name, data)).collect();
            (FileKind::Png, png(&chunks, &chunks))
        }),
        chunks.prop_map(|chunks| {
            let chunks: Vec<_> = chunks.iter().map(|(name, data)| (name, data.as_slice())).collect();
            (FileKind::Webp, webp(&chunks, PLACE))
        }),
        data.clone().prop_map(|data| (FileKind::Jpeg, [b"\xff\xd8\xff", data.as_slice()].concat())),
        data.clone().prop_map(|data| (FileKind::Png, [b"\x89PNG\r\n\x1a\n", data.as_slice()].concat())),
        data.prop_map(|data| (FileKind::Webp, [b"RIFF\x50\0\0\0WEBP", data.as_slice()].concat())),
    ]
}

proptest! {
    #[test]
    fn whatever_a_file_claims_it_comes_out_the_same_in_any_pieces(
        (kind, bytes) in files(),
        cuts in prop::collection::vec(1..40_usize, 1..30),
    ) {
        let whole = clean(kind, &bytes);
        let mut cleaner = Cleaner::new(kind);
        let (mut rest, mut joined) = (bytes.as_slice(), Ok(Vec::new()));
        for cut in cuts.iter().cycle() {
            if rest.is_empty() {
                break;
            }
            let (piece, later) = rest.split_at((*cut).min(rest.len()));
            rest = later;
            let Ok(out) = cleaner.take(piece) else {
                joined = Err(Broken);
                break;
            };
            joined.as_mut().expect("not broken yet").extend(out);
        }
        prop_assert_eq!(&whole, &joined);
    }

    #[test]
    fn what_comes_out_is_no_longer_and_nothing_is_left_to_be_taken_out((kind, bytes) in files()) {
        let Ok(once) = clean(kind, &bytes) else { return Ok(()) };
        prop_assert!(once.len() <= bytes.len() + 32);
        prop_assert_eq!(clean(kind, &once), Ok(once));
    }
}
