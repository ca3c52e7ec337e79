//! RFC 6455 as the sections 1 to 7 and 9 of Autobahn's suite test it: framing, pings, reserved bits, opcodes,
//! fragments, UTF-8, closing, sizes. Tables of what is sent and what must come back.
//!
//! The server is no echo: every whole text message is answered with some JSON (`pong` or `nack`), which stands for the
//! echo. Compression (sections 12 and 13) is never agreed to.

use crate::alone;
use crate::process::{Server, Wire};
use crate::raw::{Frame, Raw, frame, head};
use serde_json::{Value, json};
use tokio::time::timeout;

/// What must come back.
#[derive(Debug, Clone)]
enum Then {
    /// So many text frames, and the socket goes on.
    Answers(usize),
    /// These pongs, then an answer to a text.
    Pongs(Vec<Vec<u8>>),
    /// A close with one of these codes. An empty list: whatever code, or none.
    Closes(&'static [u16]),
}

struct Case {
    name: String,
    bytes: Vec<u8>,
    then: Then,
    /// One octet at a time.
    chopped: bool,
}

fn case(name: impl Into<String>, frames: &[Vec<u8>], then: Then) -> Case {
    Case { name: name.into(), bytes: frames.concat(), then, chopped: false }
}

const PING: &[u8] = br#"{"t":"ping"}"#;
const BROKEN: &[u16] = &[1002];
const NOT_UTF8: &[u16] = &[1007];
const TOO_LARGE: &[u16] = &[4400];

fn padded(size: usize) -> Vec<u8> {
    let mut bytes = PING.to_vec();
    bytes.resize(size, b' ');
    bytes
}

/// 1: framing. 9: sizes.
fn framing() -> Vec<Case> {
    let mut cases = vec![case("1.1.1 an empty text", &[frame(0x81, b"")], Then::Answers(1))];
    for size in [125, 126, 127, 128, 65_535, 65_536] {
        cases.push(case(format!("1.1 {size} octets"), &[frame(0x81, &padded(size))], Then::Answers(1)));
    }
    let mut slow = case("1.1.8 octet by octet", &[frame(0x81, &padded(300))], Then::Answers(1));
    slow.chopped = true;
    cases.push(slow);
    cases.push(case("1.2 binary", &[frame(0x82, b"abc")], Then::Closes(TOO_LARGE)));
    cases.push(case(
        "5.1 of the RFC: not masked",
        &[[head(0x81, 0, 12), PING.to_vec()].concat()],
        Then::Closes(BROKEN),
    ));
    cases.push(case("9.1 just over our limit", &[frame(0x81, &padded(65_537))], Then::Answers(1)));
    cases.push(case("9.1 far over it", &[frame(0x81, &padded(131_073))], Then::Closes(TOO_LARGE)));
    for length in [1 << 31, 1 << 62, u64::MAX] {
        let lying = [head(0x81, 0x80, length), vec![0; 4]].concat();
        cases.push(case(format!("9.1 a length of {length}, and nothing"), &[lying], Then::Closes(&[4400, 1002])));
    }
    for pieces in [64, 1_024] {
        let whole = padded(65_536);
        let mut parts: Vec<Vec<u8>> = whole.chunks(65_536 / pieces).map(|part| frame(0x00, part)).collect();
        parts[0][0] = 0x01;
        parts.last_mut().expect("parts")[0] = 0x80;
        cases.push(case(format!("9.3 in {pieces} fragments"), &parts, Then::Answers(1)));
        let endless: Vec<Vec<u8>> = [&parts[..pieces - 1], &parts[1..pieces - 1], &parts[1..pieces - 1]].concat();
        cases.push(case(format!("9.3 fragments of {pieces} without an end"), &endless, Then::Closes(TOO_LARGE)));
    }
    cases
}

/// 2: pings. 3: reserved bits. 4: reserved opcodes.
fn control() -> Vec<Case> {
    let long = [b'x'; 126];
    let pongs = |payloads: &[&[u8]]| Then::Pongs(payloads.iter().map(|payload| payload.to_vec()).collect());
    let binary: Vec<u8> = (0..=255).step_by(3).collect();
    let mut cases = vec![
        case("2.1 an empty ping", &[frame(0x89, b"")], pongs(&[b""])),
        case("2.2 a ping with words", &[frame(0x89, b"Hello, world!")], pongs(&[b"Hello, world!"])),
        case("2.3 a ping of octets", &[frame(0x89, &binary)], pongs(&[&binary])),
        case("2.4 a ping of 125", &[frame(0x89, &long[..125])], pongs(&[&long[..125]])),
        case("2.5 a ping of 126", &[frame(0x89, &long)], Then::Closes(BROKEN)),
        case("2.7 a pong nobody asked for", &[frame(0x8a, b""), frame(0x81, PING)], Then::Answers(1)),
        case("2.8 the same with words", &[frame(0x8a, b"unasked"), frame(0x81, PING)], Then::Answers(1)),
        case("2.9 a pong, then a ping", &[frame(0x8a, b"unasked"), frame(0x89, b"asked")], pongs(&[b"asked"])),
        case("5.1 a ping in fragments", &[frame(0x09, b"a"), frame(0x80, b"b")], Then::Closes(BROKEN)),
        case("5.2 a pong in fragments", &[frame(0x0a, b"a"), frame(0x80, b"b")], Then::Closes(BROKEN)),
    ];
    let mut slow = case("2.6 a ping octet by octet", &[frame(0x89, &long[..125])], pongs(&[&long[..125]]));
    slow.chopped = true;
    cases.push(slow);
    for rsv in 1..=7_u8 {
        for (opcode, payload) in [(1, PING), (9, b"x".as_slice()), (8, b"".as_slice())] {
            let sent = [frame(0x80 | (rsv << 4) | opcode, payload)];
            cases.push(case(format!("3 reserved bits {rsv} on opcode {opcode}"), &sent, Then::Closes(BROKEN)));
        }
    }
    for opcode in (3..=7).chain(11..=15) {
        for payload in [b"".as_slice(), b"reserved"] {
            let sent = [frame(0x80 | opcode, payload)];
            cases.push(case(format!("4 opcode {opcode}, {} octets", payload.len()), &sent, Then::Closes(BROKEN)));
        }
    }
    cases
}

/// 5: fragments.
fn fragments() -> Vec<Case> {
    let (left, right) = PING.split_at(5);
    let ping = || frame(0x89, b"between");
    let octets: Vec<Vec<u8>> = PING.iter().map(|octet| frame(0x00, &[*octet])).collect();
    let mut whole = octets.clone();
    whole[0][0] = 0x01;
    whole.last_mut().expect("octets")[0] = 0x80;
    let empty = [frame(0x01, b""), frame(0x00, PING), frame(0x80, b"")];
    vec![
        case("5.3 two fragments", &[frame(0x01, left), frame(0x80, right)], Then::Answers(1)),
        case("5.6 a ping between", &[frame(0x01, left), ping(), frame(0x80, right)], Then::Answers(1)),
        case("5.9 a continuation of nothing", &[frame(0x80, PING)], Then::Closes(BROKEN)),
        case("5.10 the same, not final", &[frame(0x00, PING)], Then::Closes(BROKEN)),
        case("5.15 a text, then a continuation", &[frame(0x81, PING), frame(0x80, PING)], Then::Closes(BROKEN)),
        case("5.18 a text within a text", &[frame(0x01, left), frame(0x81, right)], Then::Closes(BROKEN)),
        case("5.19 octets as fragments", &whole, Then::Answers(1)),
        case("6.1 empty fragments around", &empty, Then::Answers(1)),
        case("5.20 two texts in fragments", &[whole.concat(), whole.concat()], Then::Answers(2)),
    ]
}

/// 6: UTF-8.
fn utf8() -> Vec<Case> {
    let mut cases = Vec::new();
    for good in [
        "κόσμε",
        "Hello-µ@ßöäüàá-UTF-8!!",
        "退款 😀",
        "\u{80}",
        "\u{7ff}",
        "\u{800}",
        "\u{ffff}",
        "\u{10ffff}",
        "\u{fffd}",
    ] {
        cases.push(case(format!("6 valid: {good}"), &[frame(0x81, good.as_bytes())], Then::Answers(1)));
        let mut octets: Vec<Vec<u8>> = good.bytes().map(|octet| frame(0x00, &[octet])).collect();
        octets[0][0] = 0x01;
        octets.push(frame(0x80, b""));
        cases.push(case(format!("6.2 cut between octets: {good}"), &octets, Then::Answers(1)));
    }
    let bad: [&[u8]; 18] = [
        b"\xce\xba\xe1\xbd\xb9\xcf\x83\xce\xbc\xce\xb5\xed\xa0\x80edited",
        b"\xf4\x90\x80\x80",
        b"\xf8\x88\x80\x80\x80",
        b"\xfc\x84\x80\x80\x80\x80",
        b"\x80",
        b"\xbf\x80",
        b"\xc0 \xc1 ",
        b"\xe0 \xef ",
        b"\xf0 \xf7 ",
        b"\xfe",
        b"\xff",
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xf0\x80\x80\xaf",
        b"\xc1\xbf",
        b"\xed\xbf\xbf",
        b"\xed\xa0\x80\xed\xb0\x80",
        b"\xce",
    ];
    for octets in bad {
        cases.push(case(format!("6 invalid: {octets:x?}"), &[frame(0x81, octets)], Then::Closes(NOT_UTF8)));
        let parts = [frame(0x01, &octets[..1]), frame(0x80, &octets[1..])];
        cases.push(case(format!("6.3 invalid, in fragments: {octets:x?}"), &parts, Then::Closes(NOT_UTF8)));
    }
    cases
}

/// 7: closing.
fn closing() -> Vec<Case> {
    let with = |code: u16, reason: &[u8]| frame(0x88, &[&code.to_be_bytes()[..], reason].concat());
    let mut cases = vec![
        case("7.1.1 a text, then a close", &[frame(0x81, PING), with(1000, b"")], Then::Closes(&[1000])),
        case("7.1.2 two closes", &[with(1000, b""), with(1000, b"")], Then::Closes(&[1000])),
        case("7.1.3 a ping after the close", &[with(1000, b""), frame(0x89, b"x")], Then::Closes(&[1000])),
        case("7.1.5 a close within a text", &[frame(0x01, b"{"), with(1000, b"")], Then::Closes(&[1000])),
        case("7.3.1 an empty close", &[frame(0x88, b"")], Then::Closes(&[1005, 1000])),
        case("7.3.2 a close of one octet", &[frame(0x88, b"a")], Then::Closes(BROKEN)),
        case("7.3.4 a close with a reason", &[with(1000, "再见".as_bytes())], Then::Closes(&[1000])),
        case("7.3.5 a reason of 123", &[with(1000, &[b'x'; 123])], Then::Closes(&[1000])),
        case("7.3.6 a reason of 124", &[with(1000, &[b'x'; 124])], Then::Closes(BROKEN)),
        case("7.5.1 a reason that is no UTF-8", &[with(1000, b"\xce\xba\xed\xa0\x80")], Then::Closes(&[1007, 1002])),
    ];
    for code in [1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999] {
        cases.push(case(format!("7.7 close {code}"), &[with(code, b"")], Then::Closes(&[])));
    }
    for code in [0, 999, 1004, 1005, 1006, 1016, 1100, 2000, 2999] {
        cases.push(case(format!("7.9 close {code}"), &[with(code, b"")], Then::Closes(BROKEN)));
    }
    cases
}

/// Plays one case; what was wrong.
async fn play(port: u16, token: &str, case: &Case) -> Result<(), String> {
    let raw = Raw::connect(port).await.map_err(|_| "no connection")?;
    let hello = json!({"t": "hello", "token": token});
    let (mut raw, _) = raw.hello(port, &hello).await.map_err(|_| "no welcome")?;
    let pieces: Vec<&[u8]> = case.bytes.chunks(if case.chopped { 1 } else { usize::MAX }).collect();
    for piece in pieces {
        // The server may hang up before all of it was sent.
        let _ = raw.send(piece).await;
        if case.chopped {
            tokio::task::yield_now().await;
        }
    }
    let answered = async {
        match &case.then {
            Then::Answers(count) => answers(&mut raw, *count).await,
            Then::Pongs(payloads) => pongs(&mut raw, payloads).await,
            Then::Closes(codes) => closes(&mut raw, codes).await,
        }
    };
    timeout(crate::raw::PATIENCE, answered).await.map_err(|_| "nothing came".to_owned())?
}

async fn answers(raw: &mut Raw, count: usize) -> Result<(), String> {
    for _ in 0..count {
        next_answer(raw).await?;
    }
    raw.send(&frame(0x81, PING)).await.map_err(|_| "closed afterwards")?;
    next_answer(raw).await.map(drop)
}

async fn next_answer(raw: &mut Raw) -> Result<Value, String> {
    let is_answer = |json: &Value| json["t"] == "pong" || json["t"] == "nack";
    raw.until(is_answer).await.map_err(|_| "closed instead of an answer".to_owned())
}

async fn pongs(raw: &mut Raw, payloads: &[Vec<u8>]) -> Result<(), String> {
    for payload in payloads {
        let pong = loop {
            match raw.next().await {
                Some(frame) if frame.opcode() == 1 => {}
                other => break other,
            }
        };
        let wanted = Frame { first: 0x8a, payload: payload.clone() };
        if pong.as_ref() != Some(&wanted) {
            return Err(format!("{pong:?} instead of a pong"));
        }
    }
    answers(raw, 0).await
}

async fn closes(raw: &mut Raw, codes: &[u16]) -> Result<(), String> {
    match raw.closed().await {
        Some(code) if codes.is_empty() || codes.contains(&code) => Ok(()),
        other => Err(format!("closed with {other:?} instead of {codes:?}")),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_protocol_is_kept_in_every_case() {
    let _alone = alone().await;
    let folder = tempfile::tempdir().expect("a folder");
    let server = Server::start(folder.path(), 0, &[]);
    let token = Wire::token(server.port).await.expect("a token");
    let cases: Vec<Case> = [framing(), control(), fragments(), utf8(), closing()].into_iter().flatten().collect();
    assert!(cases.len() > 150, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        if let Err(what) = play(server.port, &token, case).await {
            wrong.push(format!("{}: {what}", case.name));
        }
    }
    println!("{} cases, {} wrong", cases.len(), wrong.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
