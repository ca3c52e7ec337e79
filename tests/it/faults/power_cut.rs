//! The audit of P1 under a power cut: what the disk holds at the moment of the cut is all that a new process gets.
//!
//! The database lies in a file system inside a file. The server is stopped in the middle of chatting clients, the file is
//! copied as it is (what was not flushed is not in it), and another server starts on the copy. The negative control
//! commits without a flush and is caught. Needs the right to mount; skipped aloud without it.

use crate::audit::{Crowd, Findings, audit, totals};
use crate::machine::{Mounted, signal};
use crate::process::Server;
use crate::{alone, rounds};
use rustix::process::Signal;
use std::path::Path;
use std::process::Command;

const CLIENTS: usize = 20;
/// Acknowledgements before the power goes.
const ACKS: usize = 150;
/// Kills for each power cut.
const KILLS_PER_CUT: usize = 10;

fn formatted(image: &Path) -> bool {
    std::fs::File::create(image).and_then(|file| file.set_len(64 * 1024 * 1024)).expect("an image");
    let done = Command::new("mkfs.ext4").args(["-q", "-F"]).arg(image).status();
    let made = done.is_ok_and(|status| status.success());
    if !made {
        eprintln!("SKIPPED: there is no mkfs.ext4 here");
    }
    made
}

/// A copy of what has arrived on the disk. The file system may write by itself meanwhile: two copies must agree.
fn copied(image: &Path, to: &Path) {
    let mut before = std::fs::read(image).expect("readable");
    loop {
        let now = std::fs::read(image).expect("readable");
        if now == before {
            return std::fs::write(to, now).expect("writable");
        }
        before = now;
    }
}

/// One power cut. `None`: not permitted here.
async fn cut(flags: &[&str]) -> Option<(Findings, usize)> {
    let folder = tempfile::tempdir().expect("a folder");
    let (image, copy) = (folder.path().join("disk"), folder.path().join("disk-after"));
    if !formatted(&image) {
        return None;
    }
    let options = |image: &Path| ["-o".to_owned(), "loop,commit=300".to_owned(), image.display().to_string()];
    let mount = |image: &Path, at: &str| {
        let args = options(image);
        Mounted::try_new(&args.each_ref().map(String::as_str), &folder.path().join(at))
    };
    let before = mount(&image, "before")?;
    let server = Server::start(&before.at, 0, flags);
    let crowd = Crowd::start(server.port, CLIENTS);
    crowd.acknowledged(ACKS).await;
    let told = crowd.diaries();
    signal(&server, Signal::STOP);
    copied(&image, &copy);
    drop(crowd);
    drop(server);
    let after = mount(&copy, "after")?;
    let server = Server::start(&after.at, 0, &[]);
    let found = audit(&told, server.port).await;
    drop(server);
    Some((found, totals(&told).0))
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_outlives_a_power_cut() {
    let _alone = alone().await;
    let cuts = rounds().div_ceil(KILLS_PER_CUT);
    let mut acknowledged = 0;
    for _ in 0..cuts {
        let Some((found, told)) = cut(&[]).await else { return };
        assert_eq!(found, Findings::default());
        acknowledged += told;
    }
    println!("{acknowledged} acknowledged, {cuts} power cuts: 0 lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_audit_catches_a_server_that_flushes_late() {
    let _alone = alone().await;
    let Some((found, told)) = cut(&["--broken", "flushes-late"]).await else { return };
    println!("negative control, {told} acknowledged: {found:?}");
    assert!(found.lost > 0, "the control lost nothing: the audit cannot fail");
}
