use super::*;
use futures_util::stream;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n0123456789abcdef";

fn body(pieces: Vec<Option<&'static [u8]>>, announced: usize) -> Body {
    let incoming = stream::iter(pieces).map(|piece| piece.map(Bytes::from_static));
    Body::new(Box::pin(incoming), announced as u64, Pace::default(), CancellationToken::new())
}

async fn read(mut body: Body) -> Result<Vec<u8>, Spoilt> {
    let (head, kind) = body.begin().await?;
    assert_eq!(kind, FileKind::Png);
    let mut out = Vec::new();
    // Of this kind nothing is left out.
    let (bytes, hash) = body.write(head, Cleaner::new(FileKind::Pdf), &mut out).await?;
    assert_eq!(bytes, out.len() as u64);
    assert_eq!(hash, <[u8; 32]>::from(Sha256::digest(&out)));
    Ok(out)
}

#[tokio::test]
async fn a_body_is_written_whole_however_it_is_cut_into_pieces() {
    for at in 0..PNG.len() {
        let pieces = vec![Some(&PNG[..at]), Some(&PNG[at..])];
        assert_eq!(read(body(pieces, PNG.len())).await.expect("taken"), PNG);
    }
    let pieces = PNG.chunks(1).map(Some).collect();
    assert_eq!(read(body(pieces, PNG.len())).await.expect("taken"), PNG);
}

#[tokio::test]
async fn a_body_that_is_not_as_long_as_announced_is_no_file() {
    for (pieces, announced) in [
        (vec![Some(PNG)], PNG.len() + 1),
        (vec![Some(PNG)], PNG.len() - 1),
        (vec![Some(PNG), Some(b"more")], PNG.len()),
        (vec![Some(&PNG[..20]), None], PNG.len()),
        (vec![None], PNG.len()),
        (vec![], 1),
    ] {
        let outcome = read(body(pieces, announced)).await;
        assert!(matches!(outcome, Err(Spoilt::Cut)), "{announced}: {outcome:?}");
    }
    let outcome = read(body(vec![Some(b"MZ, a program"), Some(&[0; 32])], 45)).await;
    assert!(matches!(outcome, Err(Spoilt::Kind)), "{outcome:?}");
}

#[tokio::test(start_paused = true)]
async fn a_sender_may_be_slow_but_not_silent_nor_without_end() {
    let pace = Pace { idle: Duration::from_secs(20), start: Duration::from_secs(30), bytes_per_second: 1 };
    let slow = |each: u64| {
        let pieces = stream::iter(PNG.chunks(4)).then(move |piece| async move {
            tokio::time::sleep(Duration::from_secs(each)).await;
            Some(Bytes::from_static(piece))
        });
        Body::new(Box::pin(pieces), PNG.len() as u64, pace, CancellationToken::new())
    };
    // 24 bytes in 6 pieces within 54 seconds.
    assert!(read(slow(8)).await.is_ok());
    assert!(matches!(read(slow(10)).await, Err(Spoilt::Cut)), "too slow as a whole");
    assert!(matches!(read(slow(21)).await, Err(Spoilt::Cut)), "silent for too long");
}

#[tokio::test]
async fn a_server_on_its_way_out_waits_for_nobody() {
    let stop = CancellationToken::new();
    let silent = stream::pending();
    let body = Body::new(Box::pin(silent), 100, Pace::default(), stop.clone());
    stop.cancel();
    assert!(matches!(read(body).await, Err(Spoilt::Stopped)));
}
