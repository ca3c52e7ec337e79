use super::*;
use crate::triage::EngineChoice;
use crate::triage::bundle::{self, Settings};

fn cosine(one: &[f32], other: &[f32]) -> f32 {
    let dot = |a: &[f32], b: &[f32]| a.iter().zip(b).map(|(x, y)| x * y).sum::<f32>();
    dot(one, other) / (dot(one, one) * dot(other, other)).sqrt()
}

#[test]
fn texts_that_mean_the_same_lie_nearer_than_others_whatever_else_is_in_the_batch() {
    let model = bundle::load(&Settings { engine: EngineChoice::Rten, ..Settings::default() }).unwrap();
    let mut encoder = Encoder::new(&model).unwrap();
    let texts = ["where is my parcel", "my package has not arrived", "how do I reset my password"];
    let long = "word ".repeat(80);
    let many: Vec<&str> = texts.iter().copied().chain([long.as_str(); 20]).collect();
    let vectors = encoder.encode(&many).unwrap();
    assert_eq!(vectors.len(), many.len());
    assert!(vectors.iter().all(|vector| vector.len() == 384));
    assert!(cosine(&vectors[0], &vectors[1]) > cosine(&vectors[0], &vectors[2]) + 0.1);
    let alone = encoder.encode(&texts[..1]).unwrap();
    assert!(cosine(&alone[0], &vectors[0]) > 0.999_9);
    assert_eq!(encoder.encode(&[]).unwrap(), Vec::<Vec<f32>>::new());
}
