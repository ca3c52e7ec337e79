use super::*;
use crate::clock::SystemClock;
use crate::domain::FileKind;
use crate::store::{Files as _, MemoryStore};
use bytes::Bytes;
use futures_util::{StreamExt as _, stream};
use std::path::Path;
use uuid::Uuid;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x03\0\0\0\x02\x08\x02\0\0\0";
const BOUNDS: FileBounds =
    FileBounds { conversation_files: 1, conversation_bytes: 99, day_bytes: 99, at_once: 9, total_bytes: 99 };

struct Bench {
    store: Arc<MemoryStore>,
    files: Arc<Files>,
    at: tempfile::TempDir,
}

impl Bench {
    fn new() -> Self {
        let at = tempfile::tempdir().expect("a folder");
        let store = Arc::new(MemoryStore::new());
        let limits = FileLimits { max_bytes: 50, bounds: BOUNDS, pace: Pace::default() };
        let folder = Folder::beside(&at.path().join("attune.db"));
        let beside = (TaskTracker::new(), CancellationToken::new());
        let files = Arc::new(Files::new(store.clone(), Arc::new(SystemClock), folder, Some(limits), beside));
        Self { store, files, at }
    }

    async fn send(&self, announced: usize, pieces: &[&'static [u8]]) -> Result<AttachedFile, Denied> {
        let pieces: Vec<_> = pieces.iter().map(|piece| Some(Bytes::from_static(piece))).collect();
        let (conv, by) = (ConversationId(Uuid::nil()), Sender::Visitor(crate::domain::VisitorId(Uuid::nil())));
        let body = stream::iter(pieces).boxed();
        let upload = Upload { conv, by, name: "a.png".to_owned(), bytes: announced as u64, body };
        self.files.receive(upload, true).await
    }

    fn folder(&self) -> std::path::PathBuf {
        self.at.path().join("attune.db.files")
    }

    /// Neither bytes nor a row, and the room is free.
    async fn assert_nothing_is_left(&self) {
        assert_eq!(files_in(&self.folder()), 0);
        assert_eq!(self.store.gone_files(9).await.expect("readable"), []);
        self.send(PNG.len(), &[PNG]).await.expect("room for one");
    }
}

fn files_in(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| if path.is_dir() { files_in(&path) } else { 1 }).sum()
}

#[tokio::test]
async fn a_file_comes_in_whole_and_goes_out_as_it_came() {
    let bench = Bench::new();
    let file = bench.send(PNG.len(), &[&PNG[..5], &PNG[5..]]).await.expect("taken");
    assert_eq!((file.kind, file.width, file.height), (FileKind::Png, Some(3), Some(2)));
    let kept = bench.store.file(file.id).await.expect("readable").expect("there");
    assert!(bench.files.open(&kept).await.expect("readable").is_some());
    assert_eq!(std::fs::read(bench.files.folder.place(file.id)).expect("readable"), PNG);
}

#[tokio::test]
async fn whatever_is_wrong_leaves_nothing() {
    for (announced, pieces, code) in [
        (51, vec![PNG], "too_large"),
        (0, vec![], "kind"),
        (9, vec![&b"MZ program"[..9]], "kind"),
        (PNG.len() + 1, vec![PNG], "cut"),
        (PNG.len() - 1, vec![PNG], "cut"),
    ] {
        let bench = Bench::new();
        let outcome = bench.send(announced, &pieces).await;
        assert_eq!(label(&outcome), code, "{outcome:?}");
        bench.assert_nothing_is_left().await;
        assert_eq!(label(&bench.send(PNG.len(), &[PNG]).await), "no_room");
    }
}

#[tokio::test]
async fn a_disk_that_takes_nothing_keeps_nothing_half() {
    let bench = Bench::new();
    // A file stands where the folder should be.
    std::fs::write(bench.folder(), "in the way").expect("written");
    let outcome = bench.send(PNG.len(), &[PNG]).await;
    assert!(matches!(outcome, Err(Denied::Store(StoreError::Unavailable(_)))), "{outcome:?}");
    std::fs::remove_file(bench.folder()).expect("removed");
    bench.assert_nothing_is_left().await;
    let full = bench.files.fault(&ErrorKind::StorageFull.into());
    assert!(matches!(full, StoreError::DiskFull { .. }));
}

#[tokio::test]
async fn what_was_erased_meanwhile_is_not_kept() {
    let bench = Bench::new();
    let store = bench.store.clone();
    let (conv, by) = (ConversationId(Uuid::nil()), Sender::Visitor(crate::domain::VisitorId(Uuid::nil())));
    // Once the last piece is asked for, the conversation goes.
    let body = stream::iter([&PNG[..20], &PNG[20..]]).then(move |piece| {
        let store = store.clone();
        async move {
            if piece.len() < 20 {
                crate::store::Erase::erase(store.as_ref(), conv).await.expect("erased");
            }
            Some(Bytes::from_static(piece))
        }
    });
    let upload = Upload { conv, by, name: "a.png".to_owned(), bytes: PNG.len() as u64, body: body.boxed() };
    assert!(matches!(bench.files.receive(upload, true).await, Err(Denied::Gone)));
    bench.files.sweep().await.expect("swept");
    bench.assert_nothing_is_left().await;
}
