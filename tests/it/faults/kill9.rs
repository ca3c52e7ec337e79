//! The audit of P1-P3 and P6: kill -9 in the middle of chatting clients loses, doubles and reorders nothing that was
//! acknowledged, and leaves no message without a score or a mark. The negative control acknowledges before the commit
//! and is caught.

use crate::audit::{Crowd, Diary, Findings, audit, totals};
use crate::process::Server;
use crate::{alone, backlog, rounds};

const CLIENTS: usize = 40;
/// Acknowledgements between two kills.
const ACKS_PER_ROUND: usize = 120;
/// Runs of the negative control, at most.
const CONTROLS: usize = 4;

/// Kills and restarts the server under load, then audits every client's conversation.
async fn run(kills: usize, flags: &[&str]) -> (Findings, Vec<Diary>, Server, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let mut server = Server::start(folder.path(), 0, flags);
    let port = server.port;
    let crowd = Crowd::start(port, CLIENTS);
    for kill in 1..=kills {
        crowd.acknowledged(kill * ACKS_PER_ROUND).await;
        server.kill();
        server = Server::start(folder.path(), port, flags);
    }
    let diaries = crowd.finish().await;
    (audit(&diaries, port).await, diaries, server, folder)
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_again_and_again_under_forty_clients_nothing_acknowledged_is_lost_doubled_or_reordered() {
    let _alone = alone().await;
    let kills = rounds();
    let (findings, diaries, server, _folder) = run(kills, &[]).await;
    let (acknowledged, resends) = totals(&diaries);
    println!("{acknowledged} acknowledged, {resends} resends answered as known, {kills} kills: {findings:?}");
    assert_eq!(findings, Findings::default());
    assert!(acknowledged >= kills * ACKS_PER_ROUND);
    let (said, read) = backlog::everything_is_scored_or_marked(server.port, &diaries).await;
    println!("{said} messages of visitors, {read} of them scored, the others marked");
}

/// Whether a kill falls between an acknowledgement and its commit is a matter of chance, and three of them may miss: tried
/// again then.
#[tokio::test(flavor = "multi_thread")]
async fn the_audit_catches_a_server_that_acknowledges_before_the_commit() {
    let _alone = alone().await;
    for _ in 0..CONTROLS {
        let (findings, diaries, ..) = run(3, &["--broken", "acknowledges-early"]).await;
        println!("negative control, {} acknowledged: {findings:?}", totals(&diaries).0);
        if findings.lost > 0 {
            return;
        }
    }
    panic!("the control lost nothing in {CONTROLS} runs: the audit cannot fail");
}
