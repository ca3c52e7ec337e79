//! The reader around an engine that does what the test says: repeats, failures, and texts that only look alike.

use super::*;
use crate::triage::bundle::{self, Settings};
use crate::triage::engine::EngineChoice;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{LazyLock, Mutex};

const LOGITS: usize = 24;

/// The bundled model; loaded once for all tests here.
static MODEL: LazyLock<Model> =
    LazyLock::new(|| bundle::load(&Settings { engine: EngineChoice::Rten, ..Settings::default() }).unwrap());

type Answer = fn(&Batch) -> Result<Output, String>;

struct Scripted {
    answer: Answer,
    rows: Arc<Mutex<Vec<usize>>>,
}

impl Engine for Scripted {
    fn run(&mut self, batch: &Batch) -> Result<Output, String> {
        self.rows.lock().unwrap().push(batch.rows);
        (self.answer)(batch)
    }
}

/// A reader, and the sizes of the batches that reach its engine.
fn reader(answer: Answer) -> (Reader, Arc<Mutex<Vec<usize>>>) {
    let rows = Arc::default();
    let engine = Box::new(Scripted { answer, rows: Arc::clone(&rows) });
    (Reader { model: MODEL.clone(), engine, known: LruCache::new(NonZeroUsize::new(8).unwrap()) }, rows)
}

#[expect(clippy::unnecessary_wraps, reason = "an answer of an engine, which may fail")]
fn even(batch: &Batch) -> Result<Output, String> {
    Ok(Output { logits: vec![1.0; batch.rows * LOGITS], contributions: vec![0.5; batch.ids.len()] })
}

fn prepared(text: &str) -> Prepared {
    MODEL.prepare(text, &[], None).unwrap()
}

fn score(scoring: &Scoring) -> &crate::domain::Score {
    match scoring {
        Scoring::Scored(score) => score,
        Scoring::NotScored { why } => panic!("not scored: {why:?}"),
    }
}

#[test]
fn an_exact_repeat_is_not_run_again() {
    let (mut reader, rows) = reader(even);
    let (one, other) = (prepared("where is it"), prepared("hello there"));
    let first = reader.read(&[&one]);
    let again = reader.read(&[&other, &one]);
    assert_eq!((&again[1], &*rows.lock().unwrap()), (&first[0], &vec![1, 1]));
    reader.read(&[&one, &other]);
    assert_eq!(rows.lock().unwrap().len(), 2, "both are known");
}

#[test]
fn texts_with_the_same_tokens_keep_their_own_characters() {
    let (mut reader, rows) = reader(even);
    let (near, far) = (prepared("so bad"), prepared("SO     BAD"));
    assert_eq!(near.input.ids, far.input.ids, "or this shows nothing");
    let ends = |scoring: &Scoring| score(scoring).spans.iter().map(|span| span.end).max();
    assert_eq!(ends(&reader.read(&[&near])[0]), Some(6));
    assert_eq!(ends(&reader.read(&[&far])[0]), Some(10));
    assert_eq!(rows.lock().unwrap().len(), 1);
}

#[test]
fn a_failed_batch_is_marked_and_tried_again_later() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    let (mut reader, _) = reader(|batch| match CALLS.fetch_add(1, Ordering::Relaxed) {
        0 => Err("a scripted failure".to_owned()),
        _ => even(batch),
    });
    let one = prepared("hello");
    assert_eq!(reader.read(&[&one]), [Scoring::NotScored { why: Unscored::Failed }]);
    assert!(score(&reader.read(&[&one])[0]).confidence >= 1.0);
}

#[test]
fn what_is_no_number_is_no_score_and_spoils_no_neighbour() {
    let (mut reader, _) = reader(|batch| {
        let mut output = even(batch)?;
        output.logits[LOGITS + 3] = f32::NAN;
        Ok(output)
    });
    let (fine, odd) = (prepared("hello"), prepared("goodbye"));
    let read = reader.read(&[&fine, &odd]);
    assert!(matches!(read[0], Scoring::Scored(_)));
    assert_eq!(read[1], Scoring::NotScored { why: Unscored::Failed });
}

#[test]
fn a_hint_decides_between_our_languages_and_makes_no_other_ours() {
    let hinted = |text: &str, hint| MODEL.prepare(text, &[], hint).unwrap();
    assert_eq!(hinted("ok 88", Some(Language::Zh)).language, Some(Language::Zh));
    let (mut reader, _) = reader(even);
    let foreign = reader.read(&[&hinted("где мой заказ", Some(Language::En))]);
    assert_eq!((score(&foreign[0]).language, score(&foreign[0]).confidence < 0.1), (None, true));
}

#[test]
fn other_languages_in_latin_letters_are_foreign_and_careless_english_is_not() {
    for text in [
        "Bonjour, je n'ai toujours pas reçu ma commande, c'est inadmissible",
        "¿Dónde está mi pedido? Llevo esperando dos semanas",
        "Mein Paket ist immer noch nicht da, ich bin wütend",
        "Pesanan saya belum sampai, tolong dicek",
        "siparişim hala gelmedi, çok kötü hizmet",
        "tôi chưa nhận được hàng",
    ] {
        assert!(prepared(text).is_foreign, "{text}");
        assert_eq!(prepared(text).language, None, "{text}");
    }
    for text in [
        "where is my pakage its been 2 wks",
        "u guys r the worst smh fr fr",
        "ok",
        "Anneliese Vandenbroucke",
        "order for Siobhan Ni Bhraonain please",
        "aiyo so slow leh, can faster or not",
        "order号是A5530，wifi连不上，router重启过了",
    ] {
        assert!(!prepared(text).is_foreign, "{text}");
    }
}
