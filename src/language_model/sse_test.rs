//! Streams as servers send them, whole, cut, wrong and endless.

use super::*;
use proptest::prelude::*;

const GOOD: &str = ": hello\n\ndata: {\"choices\":[{\"delta\":{\"role\":\"assistant\"}}]}\r\n\r\n\
    data: {\"choices\":[{\"delta\":{\"content\":\"三\"}}]}\n\ndata: {\"choices\":[{\"delta\":{\"content\":\" days\"}}]}\n\n\
    data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";

fn read(stream: &[u8], piece: usize) -> Result<String, NoAnswer> {
    let mut reader = Reader::default();
    stream.chunks(piece).try_for_each(|bytes| reader.take(bytes))?;
    reader.finish()
}

#[test]
fn a_stream_is_read_however_it_is_cut_into_pieces() {
    for piece in [1, 2, 7, 4_096] {
        assert_eq!(read(GOOD.as_bytes(), piece).as_deref(), Ok("三 days"));
    }
}

#[test]
fn an_answer_that_did_not_end_is_none() {
    let whole = GOOD.find("data: {\"choices\":[{\"delta\":{},").unwrap();
    assert_eq!(read(&GOOD.as_bytes()[..whole], 64), Err(NoAnswer::Cut));
    assert_eq!(read(GOOD.replace("stop", "length").as_bytes(), 64), Err(NoAnswer::Cut));
    assert_eq!(read(b"", 64), Err(NoAnswer::Cut));
}

#[test]
fn a_refusal_is_one_whatever_else_was_said() {
    let refusal = GOOD.replace("\"content\":\" days\"", "\"refusal\":\"I can't help with that.\"");
    assert_eq!(read(refusal.as_bytes(), 64), Err(NoAnswer::Refused));
    assert_eq!(read(GOOD.replace("stop", "content_filter").as_bytes(), 64), Err(NoAnswer::Refused));
    let none = GOOD.replace("{\"role\":\"assistant\"}", "{\"role\":\"assistant\",\"refusal\":null}");
    assert_eq!(read(none.as_bytes(), 64).as_deref(), Ok("三 days"));
}

#[test]
fn what_is_no_stream_or_too_much_is_refused() {
    for (stream, why) in [
        ("<html>no</html>\n".to_owned(), "no event stream"),
        ("{\"error\":{}}\n".to_owned(), "no event stream"),
        ("data: {\"choices\":3}\n".to_owned(), "not as agreed"),
        ("data: [DONE]\n".to_owned(), "no words"),
        (format!("data: {}", "x".repeat(BYTES)), "too many bytes"),
        (
            format!("data: {{\"choices\":[{{\"delta\":{{\"content\":\"{}\"}}}}]}}\n", "x".repeat(WORDS + 1)),
            "too many words",
        ),
    ] {
        assert_eq!(read(stream.as_bytes(), 1_024), Err(NoAnswer::Garbage(why)));
    }
}

proptest! {
    #[test]
    fn no_bytes_break_it(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), piece in 1_usize..99) {
        let _ = read(&bytes, piece);
    }
}
