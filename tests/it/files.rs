//! Files at the door: pictures and documents beside messages, in and out, and everything that is refused.

use super::backup::attune;
use super::store_sqlite::SmallDisk;
use super::support::{Leaping, Parts, Staff, TestServer, Visitor, fresh_id};
use reqwest::{Client, Method, Response, StatusCode};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// 3 by 2, one colour.
pub const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\
    \x00\x00\x00\x0d\x49\x48\x44\x52\x00\x00\x00\x03\x00\x00\x00\x02\x08\x02\x00\x00\x00\x12\x16\xf1\x4d\
    \x00\x00\x00\x10\x49\x44\x41\x54\x78\xda\x63\x38\x61\x23\x02\x41\x0c\x70\x16\x00\x45\xec\x06\x91\x7e\x2e\x54\xae\
    \x00\x00\x00\x00\x49\x45\x4e\x44\xae\x42\x60\x82";
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n";

/// Where a file goes.
fn address(server: &TestServer, conv: &str, name: &str) -> String {
    let start = format!("{}/v1/files?conv={conv}&name=", server.origin());
    name.bytes().fold(start, |address, byte| format!("{address}%{byte:02X}"))
}

/// What a visitor's page sends.
pub async fn send(server: &TestServer, visitor: &Visitor, name: &str, bytes: impl Into<Vec<u8>>) -> Response {
    let asked = Client::new().post(address(server, &visitor.conv, name));
    let asked = asked.bearer_auth(&visitor.token).header("origin", server.origin());
    asked.body(bytes.into()).send().await.expect("an answer")
}

pub async fn taken(answer: Response) -> Value {
    let status = answer.status();
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(status, StatusCode::CREATED, "{body}");
    body["file"].clone()
}

/// Status, code and field.
async fn refused(answer: Response) -> (u16, String, String) {
    let status = answer.status().as_u16();
    let body: Value = answer.json().await.expect("JSON");
    let text = |field: &str| body[field].as_str().unwrap_or_default().to_owned();
    (status, text("code"), text("field"))
}

pub async fn send_as_staff(server: &TestServer, staff: &Staff, conv: &str, name: &str, bytes: &[u8]) -> Response {
    let asked = staff.http.post(address(server, conv, name));
    asked.header("origin", server.origin()).body(bytes.to_vec()).send().await.expect("an answer")
}

async fn fetch(server: &TestServer, visitor: &Visitor, file: &Value) -> Response {
    let url = format!("{}/v1/files/{}", server.origin(), file["id"].as_str().expect("an id"));
    Client::new().get(url).bearer_auth(&visitor.token).send().await.expect("an answer")
}

async fn fetch_as_staff(server: &TestServer, staff: &Staff, file: &Value) -> Response {
    let url = format!("{}/v1/files/{}", server.origin(), file["id"].as_str().expect("an id"));
    staff.http.get(url).send().await.expect("an answer")
}

/// A message of files.
pub fn message(id: &str, conv: &str, text: &str, files: &[&Value]) -> Value {
    let files: Vec<&Value> = files.iter().map(|file| &file["id"]).collect();
    json!({"t": "msg", "id": id, "conv": conv, "text": text, "files": files})
}

/// Every file under the folder of files.
pub fn on_disk(database: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from(format!("{}.files", database.display()))];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(folder) else { continue };
        for path in entries.map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() { folders.push(path) } else { found.push(path) }
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_reaches_the_agent_and_a_document_comes_back() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    for welcome in [&visitor.welcome, &lin.welcome] {
        assert_eq!(welcome["files"]["max_bytes"], 10 * 1024 * 1024);
        assert_eq!(welcome["files"]["types"][4], "application/pdf");
    }
    lin.take_over(&visitor).await;
    lin.follow("conv", Some(&visitor.conv)).await;

    let picture = taken(send(&server, &visitor, "收据 1.PNG", PNG).await).await;
    let size = PNG.len();
    let wanted =
        json!({"id": picture["id"], "name": "收据 1.PNG", "type": "image/png", "bytes": size, "width": 3, "height": 2});
    assert_eq!(picture, wanted);
    let id = fresh_id();
    let ack = visitor.wire.ask_ok(message(&id, &visitor.conv, "", &[&picture])).await;
    let heard = lin.wire.find("the picture", |frame| frame["event"]["files"].is_array()).await;
    assert_eq!((&heard["event"]["files"], &heard["event"]["text"]), (&json!([picture]), &json!("")));
    let scored = lin.wire.find("its mark", |frame| frame["event"]["kind"] == "scored").await;
    assert_eq!(scored["event"]["scoring"], json!({"outcome": "not_scored", "why": "no_text"}));

    // Sent again it stands once; the same id with other files is another message.
    let again = visitor.wire.ask_ok(message(&id, &visitor.conv, "", &[&picture])).await;
    assert_eq!((&again["dup"], &again["seq"]), (&json!(true), &ack["seq"]));
    let other = taken(send(&server, &visitor, "other.png", PNG).await).await;
    let reused = visitor.wire.ask(message(&id, &visitor.conv, "", &[&other])).await;
    assert_eq!(reused["code"], "id_reused");
    // A file stands beside one message.
    let twice = visitor.wire.ask(message(&fresh_id(), &visitor.conv, "again", &[&picture])).await;
    assert_eq!((&twice["code"], &twice["field"]), (&json!("invalid_field"), &json!("files")), "{twice}");

    let paper = taken(send_as_staff(&server, &lin, &visitor.conv, "label.pdf", PDF).await).await;
    lin.wire.ask_ok(message(&fresh_id(), &visitor.conv, "Your label", &[&paper])).await;
    let heard = visitor.wire.find("the label", |frame| frame["from"] == "agent").await;
    assert_eq!((&heard["files"], &heard["text"]), (&json!([paper]), &json!("Your label")));
    assert_eq!(paper.get("width"), None);

    server.restart().await;
    let mut visitor = Visitor::again(&server, visitor.token).await;
    let told = visitor.history(0).await;
    let files: Vec<&Value> =
        told.iter().filter(|frame| frame["files"].is_array()).map(|frame| &frame["files"][0]).collect();
    assert_eq!(files, [&picture, &paper]);
    for (file, bytes) in [(&picture, PNG), (&paper, PDF)] {
        let answer = fetch(&server, &visitor, file).await.error_for_status().expect("granted");
        assert_eq!(answer.bytes().await.expect("bytes"), bytes);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_picture_loses_where_it_was_taken_and_stays_as_it_is_turned() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let place = b"52.5200N 13.4050E";
    let part = |marker: u8, data: &[u8]| {
        let length = u16::try_from(data.len() + 2).expect("short");
        [&[0xFF, marker], length.to_be_bytes().as_slice(), data].concat()
    };
    // Exif that says orientation 6, and more than that.
    let turned = b"Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let rest = [
        part(0xC0, b"\x08\x01\xe0\x02\x80\x01\x01\x11\0"),
        part(0xDA, &[1, 1, 0, 0, 63, 0]),
        b"pixels\xff\xd9".to_vec(),
    ]
    .concat();
    let exif = part(0xE1, &[turned.as_slice(), place].concat());
    let photo = [b"\xff\xd8".as_slice(), &exif, &part(0xFE, place), &rest, place].concat();
    let stored = [b"\xff\xd8".as_slice(), &part(0xE1, turned), &rest].concat();

    let picture = taken(send(&server, &visitor, "photo.jpg", photo.clone()).await).await;
    assert_eq!(
        (&picture["bytes"], &picture["width"], &picture["height"]),
        (&json!(stored.len()), &json!(480), &json!(640))
    );
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&picture])).await;
    let answer = fetch(&server, &visitor, &picture).await.error_for_status().expect("granted");
    assert_eq!(answer.bytes().await.expect("bytes"), stored);
    // Lengths that cannot be make no picture.
    let lie = [b"\xff\xd8\xff\xe1\0\x01".as_slice(), place].concat();
    let answer = refused(send(&server, &visitor, "lie.jpg", lie).await).await;
    assert_eq!(answer, (422, "invalid_field".to_owned(), "body".to_owned()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_served_as_what_it_is_and_nothing_else() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let lin = Staff::login(&server, "lin").await;
    let picture = taken(send(&server, &visitor, "evil.html", PNG).await).await;
    assert_eq!(picture["name"], "evil.html.png", "its ending fits what it is");
    let paper = taken(send(&server, &visitor, "../../发票.pdf", PDF).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "both", &[&picture, &paper])).await;

    for (file, kind, disposition) in [
        (&picture, "image/png", "inline; filename=\"evil.html.png\"; filename*=UTF-8''evil.html.png"),
        (&paper, "application/pdf", "attachment; filename=\"__.pdf\"; filename*=UTF-8''%E5%8F%91%E7%A5%A8.pdf"),
    ] {
        let answer = fetch_as_staff(&server, &lin, file).await.error_for_status().expect("granted");
        let header = |name: &str| answer.headers()[name].to_str().expect("ASCII").to_owned();
        assert_eq!(header("content-type"), kind);
        assert_eq!(header("content-disposition"), disposition);
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox");
        assert_eq!(header("cache-control"), "private, max-age=3600");
        assert_eq!(header("cross-origin-resource-policy"), "same-origin");
        assert_eq!(header("content-length"), file["bytes"].to_string());
        let url = answer.url().clone();
        let known = lin.http.get(url).header("if-none-match", header("etag")).send().await.expect("an answer");
        assert_eq!((known.status(), known.bytes().await.expect("bytes").len()), (StatusCode::NOT_MODIFIED, 0));
    }

    // Declared types and names decide nothing.
    for bytes in
        ["<html><script>1</script>", "<svg xmlns='http://www.w3.org/2000/svg'/>", "MZ\u{0}a program", "GIF88a", "x"]
    {
        let answer = send(&server, &visitor, "photo.png", bytes).await;
        assert_eq!(refused(answer).await, (422, "invalid_field".to_owned(), "body".to_owned()), "{bytes}");
    }
    assert_eq!(on_disk(server.database()).len(), 2, "nothing of the rest is left");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_for_those_who_see_its_conversation() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let mut stranger = Visitor::waiting(&server).await;
    let mut lin = Staff::login(&server, "lin").await;
    let picture = taken(send(&server, &visitor, "mine.png", PNG).await).await;
    // Until it is sent it is its sender's alone.
    assert_eq!(fetch(&server, &visitor, &picture).await.status(), 200);
    assert_eq!(fetch_as_staff(&server, &lin, &picture).await.status(), 404);
    // Nobody else can send it, and it cannot be sent elsewhere.
    let stolen = stranger.wire.ask(message(&fresh_id(), &stranger.conv, "", &[&picture])).await;
    assert_eq!((&stolen["code"], &stolen["field"]), (&json!("invalid_field"), &json!("files")));
    lin.take_over(&visitor).await;
    let stolen = lin.wire.ask(message(&fresh_id(), &visitor.conv, "", &[&picture])).await;
    assert_eq!(stolen["field"], "files");
    let unknown = json!({"id": fresh_id()});
    let unknown = visitor.wire.ask(message(&fresh_id(), &visitor.conv, "", &[&unknown])).await;
    assert_eq!(unknown["field"], "files");

    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&picture])).await;
    assert_eq!(fetch(&server, &visitor, &picture).await.status(), 200);
    assert_eq!(fetch_as_staff(&server, &lin, &picture).await.status(), 200);
    assert_eq!(fetch(&server, &stranger, &picture).await.status(), 404);
    let url = format!("{}/v1/files/{}", server.origin(), picture["id"].as_str().expect("an id"));
    assert_eq!(Client::new().get(&url).send().await.expect("an answer").status(), 401);
    assert_eq!(Client::new().get(&url).bearer_auth("nonsense").send().await.expect("an answer").status(), 401);
    let missing = json!({"id": fresh_id()});
    assert_eq!(fetch(&server, &visitor, &missing).await.status(), 404);
    let path = json!({"id": "..%2F..%2Fattune.db"});
    assert_eq!(fetch(&server, &visitor, &path).await.status(), 422);

    // For a conversation of somebody else, or one that has ended.
    let conv = std::mem::replace(&mut stranger.conv, visitor.conv.clone());
    assert_eq!(refused(send(&server, &stranger, "a.png", PNG).await).await.1, "not_found");
    stranger.conv = conv;
    stranger.ask("end").await;
    let large = [PNG, &vec![0; 5 * 1024 * 1024]].concat();
    assert_eq!(refused(send(&server, &stranger, "a.png", large).await).await.1, "closed");
    assert_eq!(refused(send(&server, &stranger, "a.png", PNG).await).await.1, "closed");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_pages_of_the_site_may_send() {
    let server = TestServer::start().await;
    let visitor = Visitor::waiting(&server).await;
    let lin = Staff::login(&server, "lin").await;
    let url = format!("{}/v1/files?conv={}&name=a.png", server.origin(), visitor.conv);
    let asked = |http: &Client, origin: &str| http.post(&url).header("origin", origin).body(PNG);
    let evil = "https://evil.example";
    let answer = asked(&Client::new(), evil).bearer_auth(&visitor.token).send().await.expect("an answer");
    assert_eq!(refused(answer).await.1, "origin_refused");
    let answer = asked(&lin.http, evil).send().await.expect("an answer");
    assert_eq!(refused(answer).await.1, "origin_refused", "nor for staff, by their cookie");
    let answer = asked(&Client::new(), &server.origin()).send().await.expect("an answer");
    assert_eq!(answer.status(), 401);

    let asked = Client::new().request(Method::OPTIONS, format!("{}/v1/files", server.origin()));
    let asked = asked.header("origin", "https://shop.example").header("access-control-request-method", "POST");
    let preflight = asked.send().await.expect("an answer");
    assert_eq!(preflight.status(), 204);
    let header = |name: &str| preflight.headers()[name].to_str().expect("ASCII").to_owned();
    assert_eq!(header("access-control-allow-origin"), "https://shop.example");
    assert!(header("access-control-allow-methods").contains("POST"));
    assert!(header("access-control-allow-headers").contains("authorization"));
    for query in ["", "conv=1&name=a", "name=a.png", "conv=CONV", "conv=CONV&name=", "conv=CONV&name=a&x=1"] {
        let url = format!("{}/v1/files?{}", server.origin(), query.replace("CONV", &visitor.conv));
        let asked = Client::new().post(url).bearer_auth(&visitor.token).header("origin", server.origin());
        assert_eq!(asked.body(PNG).send().await.expect("an answer").status(), 422, "{query}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_fills_the_disk() {
    let server = TestServer::with(|settings| {
        let limits = &mut settings.attachments;
        (limits.max_bytes, limits.max_conversation_files, limits.max_conversation_bytes) = (1_000, 3, 2_000);
        (limits.max_day_bytes, limits.max_total_bytes) = (2_500, 4_000);
    })
    .await;
    let padded = |bytes: usize| [PDF, &vec![0; bytes - PDF.len()]].concat();
    let bound = |code: &str| (if code == "rate_limited" { 429 } else { 503 }, code.to_owned());
    let mut visitor = Visitor::waiting(&server).await;
    let too_large = refused(send(&server, &visitor, "a.png", padded(1_001)).await).await;
    assert_eq!(too_large, (413, "too_large".to_owned(), "body".to_owned()));
    taken(send(&server, &visitor, "a.png", padded(1_000)).await).await;
    taken(send(&server, &visitor, "b.png", padded(500)).await).await;
    let answer = refused(send(&server, &visitor, "c.png", padded(501)).await).await;
    assert_eq!((answer.0, answer.1), bound("rate_limited"), "its bytes in this conversation");
    assert_eq!(answer.2, "conv");
    taken(send(&server, &visitor, "d.png", padded(100)).await).await;
    assert_eq!(refused(send(&server, &visitor, "e.png", padded(100)).await).await.2, "conv", "three files");
    // What is refused takes no room, and another conversation has its own, but for the day.
    visitor.ask("end").await;
    visitor.open().await;
    taken(send(&server, &visitor, "f.png", padded(900)).await).await;
    let answer = refused(send(&server, &visitor, "g.png", padded(100)).await).await;
    assert_eq!((answer.0, answer.1, answer.2), (429, "rate_limited".to_owned(), String::new()));
    // All of them together.
    let other = Visitor::waiting(&server).await;
    taken(send(&server, &other, "h.png", padded(1_000)).await).await;
    let answer = refused(send(&server, &other, "i.png", padded(501)).await).await;
    assert_eq!((answer.0, answer.1), bound("storage_unavailable"));
    assert_eq!(on_disk(server.database()).len(), 5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_may_take_none() {
    let server = TestServer::with(|settings| settings.attachments.enabled = false).await;
    let visitor = Visitor::waiting(&server).await;
    assert_eq!(visitor.welcome.get("files"), None);
    assert_eq!(refused(send(&server, &visitor, "a.png", PNG).await).await.1, "forbidden");
}

/// The head of an upload, and the socket it went through.
async fn begin(server: &TestServer, visitor: &Visitor, more: &str) -> TcpStream {
    let mut socket = TcpStream::connect(server.addr).await.expect("connects");
    let (conv, token, origin) = (&visitor.conv, &visitor.token, server.origin());
    let head = format!(
        "POST /v1/files?conv={conv}&name=a.png HTTP/1.1\r\nhost: {}\r\norigin: {origin}\r\nauthorization: Bearer {token}\r\n{more}\r\n\r\n",
        server.addr
    );
    socket.write_all(head.as_bytes()).await.expect("written");
    socket
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_is_cut_or_lies_leaves_nothing() {
    let server = TestServer::with(|settings| settings.attachments.max_conversation_files = 1).await;
    let visitor = Visitor::waiting(&server).await;
    // Half of what was announced, and gone.
    let mut socket = begin(&server, &visitor, "content-length: 100000").await;
    socket.write_all(PNG).await.expect("written");
    while on_disk(server.database()).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let second = refused(send(&server, &visitor, "b.png", PNG).await).await;
    assert_eq!(second.1, "rate_limited", "what arrives has its room already");
    drop(socket);
    while !on_disk(server.database()).is_empty() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Its room is free again, at the latest a moment after its bytes.
    let file = loop {
        let answer = send(&server, &visitor, "b.png", PNG).await;
        if answer.status() == StatusCode::CREATED {
            break taken(answer).await;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    assert_eq!(on_disk(server.database()).len(), 1);
    assert_eq!(fetch(&server, &visitor, &file).await.bytes().await.expect("bytes"), PNG);

    // Nothing is no file.
    let mut socket = begin(&server, &visitor, "content-length: 0").await;
    let mut answer = [0; 12];
    socket.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(&answer, b"HTTP/1.1 422");
    // Without a length there is no room to take.
    let mut socket = begin(&server, &visitor, "transfer-encoding: chunked").await;
    socket.write_all(b"4\r\n\x89PNG\r\n0\r\n\r\n").await.expect("written");
    let mut answer = vec![0; 12];
    socket.read_exact(&mut answer).await.expect("an answer");
    assert_eq!(answer, b"HTTP/1.1 411");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_full_disk_keeps_nothing_half() {
    let Some(disk) = SmallDisk::mount() else { return };
    let server = TestServer::with(|settings| settings.store.path = disk.folder().join("attune.db")).await;
    let mut visitor = Visitor::waiting(&server).await;
    let large = [PDF, &vec![0; 5 * 1024 * 1024]].concat();
    let full = refused(send(&server, &visitor, "large.png", large.clone()).await).await;
    assert_eq!((full.0, full.1.as_str()), (503, "storage_unavailable"));
    assert_eq!(on_disk(server.database()), Vec::<PathBuf>::new());
    visitor.say("Words still find room").await;
    disk.grow();
    let file = taken(send(&server, &visitor, "large.png", large.clone()).await).await;
    assert_eq!(fetch(&server, &visitor, &file).await.bytes().await.expect("bytes"), large);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_no_message_names_goes_after_an_hour() {
    let clock = Arc::new(Leaping::default());
    let parts = Parts { clock: Some(clock.clone()), ..Parts::default() };
    let mut server = TestServer::of(parts, |_| {}).await;
    let mut visitor = Visitor::waiting(&server).await;
    let named = taken(send(&server, &visitor, "named.png", PNG).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&named])).await;
    let loose = taken(send(&server, &visitor, "loose.png", PNG).await).await;
    clock.leap(3_500);
    let young = taken(send(&server, &visitor, "young.png", PNG).await).await;
    clock.leap(200);
    server.restart().await;
    while on_disk(server.database()).len() > 2 {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    let mut visitor = Visitor::again(&server, visitor.token).await;
    assert_eq!(fetch(&server, &visitor, &loose).await.status(), 404);
    let late = visitor.wire.ask(message(&fresh_id(), &visitor.conv, "", &[&loose])).await;
    assert_eq!(late["field"], "files");
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&young])).await;
    for file in [&named, &young] {
        assert_eq!(fetch(&server, &visitor, file).await.status(), 200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_erased_conversation_takes_its_files_along() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let ada = Staff::login(&server, "ada").await;
    let picture = taken(send(&server, &visitor, "zyxquavonia.png", PNG).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&picture])).await;
    taken(send(&server, &visitor, "unsent.png", PNG).await).await;
    let mut other = Visitor::waiting(&server).await;
    let stays = taken(send(&server, &other, "stays.png", PNG).await).await;
    other.wire.ask_ok(message(&fresh_id(), &other.conv, "", &[&stays])).await;
    visitor.ask("end").await;
    let asked = ada.http.delete(format!("{}/v1/conversations/{}", server.origin(), visitor.conv));
    let answer = asked.header("origin", server.origin()).send().await.expect("an answer");
    assert_eq!(answer.status(), 200);
    assert_eq!(fetch(&server, &visitor, &picture).await.status(), 404);
    assert_eq!(fetch_as_staff(&server, &ada, &picture).await.status(), 404);
    assert_eq!(on_disk(server.database()).len(), 1, "the bytes of both are gone before it is answered");
    assert_eq!(fetch_as_staff(&server, &ada, &stays).await.status(), 200);
    server.stop().await;
    let bytes = std::fs::read(server.database()).expect("readable");
    assert!(!bytes.windows(11).any(|window| window == b"zyxquavonia"), "nor its name");
    let verified = attune(server.database(), &["verify"]);
    assert_eq!(verified.code, Some(0), "{}{}", verified.out, verified.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_holds_the_files_and_a_check_misses_them() {
    let mut server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let first = taken(send(&server, &visitor, "first.png", PNG).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&first])).await;
    let database = server.database().to_owned();
    let folder = tempfile::tempdir().expect("a folder");
    let backup = folder.path().join("backup.db");
    let ran = |file: &Path, arguments: &[&str]| tokio::task::block_in_place(|| attune(file, arguments));
    let backed = ran(&database, &["backup", "--to", backup.to_str().expect("UTF-8")]);
    assert!(backed.code == Some(0) && backed.out.contains("1 files"), "{}{}", backed.out, backed.err);
    assert_eq!(on_disk(&backup).len(), 1);
    assert_eq!(ran(&backup, &["verify"]).code, Some(0));

    let second = taken(send(&server, &visitor, "second.pdf", PDF).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&second])).await;
    server.stop().await;
    let restored = ran(&database, &["restore", "--from", backup.to_str().expect("UTF-8")]);
    assert!(restored.code == Some(0) && restored.out.contains("1 files"), "{}{}", restored.out, restored.err);
    assert_eq!(on_disk(&database).len(), 1, "what was sent since is with the old database");
    server.restart().await;
    let visitor = Visitor::again(&server, visitor.token).await;
    assert_eq!(fetch(&server, &visitor, &first).await.bytes().await.expect("bytes"), PNG);
    assert_eq!(fetch(&server, &visitor, &second).await.status(), 404);

    // One that is not what it was, and one that is not there.
    let place = on_disk(&database).pop().expect("there");
    std::fs::write(&place, [PNG, b"!"].concat()).expect("written");
    let changed = ran(&database, &["verify"]);
    assert!(changed.code == Some(1) && changed.out.contains("are not those that arrived"), "{}", changed.out);
    std::fs::remove_file(&place).expect("removed");
    let missing = ran(&database, &["verify", "--json"]);
    assert!(missing.code == Some(1) && missing.out.contains("\"invariant\":\"REF\""), "{}", missing.out);
    assert!(missing.out.contains("\"violations\":1"), "{}", missing.out);
    assert_eq!(fetch(&server, &visitor, &first).await.status(), 404);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_file_is_found_by_its_name_and_stands_in_the_transcript() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::waiting(&server).await;
    let picture = taken(send(&server, &visitor, "waschmaschine.png", PNG).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&picture])).await;
    let mut lin = Staff::login(&server, "lin").await;
    let found = loop {
        let found = lin.get(&server, "/v1/search?q=waschmaschine").await;
        if found["hits"][0].is_object() {
            break found;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    };
    let hit = &found["hits"][0];
    assert_eq!((&hit["text"], &hit["files"]), (&json!(""), &json!(["waschmaschine.png"])), "{found}");

    let url = format!("{}/v1/conversations/{}/transcript", server.origin(), visitor.conv);
    let transcript = Client::new().get(url).bearer_auth(&visitor.token).send().await.expect("an answer");
    let transcript = transcript.text().await.expect("text");
    assert!(transcript.contains("You: [waschmaschine.png]"), "{transcript}");

    lin.take_over(&visitor).await;
    let log = lin.log(&visitor.conv).await;
    let line = lin.get(&server, &format!("/v1/conversations/{}", visitor.conv)).await;
    assert_eq!((&line["conversation"]["preview"], &line["conversation"]["files"]), (&json!(""), &json!(1)));
    assert!(log.iter().any(|frame| frame["event"]["files"][0]["name"] == "waschmaschine.png"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_bot_passes_files_on_to_a_person() {
    let server = TestServer::start().await;
    let mut visitor = Visitor::chatting(&server).await;
    visitor.wire.wait_for("the greeting", |frame| frame["from"] == "bot").await;
    let picture = taken(send(&server, &visitor, "broken.png", PNG).await).await;
    visitor.wire.ask_ok(message(&fresh_id(), &visitor.conv, "", &[&picture])).await;
    let said = visitor.wire.wait_for("its answer", |frame| {
        frame["from"] == "bot" && frame["text"].as_str().is_some_and(|text| text.contains("your file has arrived"))
    });
    said.await;
    visitor.wire.wait_for("a person was called", |frame| frame["what"] == "waiting").await;
    let mut lin = Staff::login(&server, "lin").await;
    let log = lin.log(&visitor.conv).await;
    let queued = log.iter().find(|frame| frame["event"]["kind"] == "queued").expect("queued");
    assert_eq!(queued["event"]["cause"], "file");
}
