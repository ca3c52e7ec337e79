//! Text of both languages whose words are as common as those of people: the word of rank r is said 1/r as often.
//! Made from a seed, so that every run says the same.

use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

/// Words of each language.
pub const WORDS: usize = 20_000;
/// The commonest Han characters, as many as Chinese text mostly has.
const HAN: u32 = 2_500;

/// Makes messages.
pub struct Writer {
    random: StdRng,
    /// Cumulated weights of the ranks.
    ranks: Vec<f64>,
}

impl Writer {
    pub fn new(seed: u64) -> Self {
        let weights = (1..=WORDS).scan(0.0, |sum, rank| {
            *sum += 1.0 / rank as f64;
            Some(*sum)
        });
        Self { random: StdRng::seed_from_u64(seed), ranks: weights.collect() }
    }

    /// A message: six in ten are English, of 6 to 20 words; the others Chinese, of 4 to 16 words.
    pub fn message(&mut self) -> String {
        if self.random.random_bool(0.6) {
            let words = self.random.random_range(6..=20);
            (0..words).map(|_| english(self.rank())).collect::<Vec<_>>().join(" ")
        } else {
            let words = self.random.random_range(4..=16);
            (0..words).map(|_| chinese(self.rank())).collect()
        }
    }

    /// A number below this.
    pub fn below(&mut self, limit: u32) -> u32 {
        self.random.random_range(0..limit)
    }

    /// A rank between these.
    pub fn between(&mut self, from: usize, to: usize) -> usize {
        self.random.random_range(from..to)
    }

    fn rank(&mut self) -> usize {
        let all = self.ranks.last().copied().unwrap_or(1.0);
        let at = self.random.random_range(0.0..all);
        self.ranks.partition_point(|sum| *sum < at).min(WORDS - 1)
    }
}

/// The English word of a rank: syllables, fewer for the commoner, no ending that a stem would lose.
pub fn english(rank: usize) -> String {
    const ONSETS: [&str; 14] = ["b", "c", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "t", "v"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut word = String::new();
    let mut rest = rank + 70;
    while rest > 0 {
        word.push_str(ONSETS[rest % 14]);
        word.push_str(VOWELS[rest / 14 % 5]);
        rest /= 70;
    }
    word + "m"
}

/// The Chinese word of a rank: two characters, common ones for common words.
pub fn chinese(rank: usize) -> String {
    let rank = rank as u32;
    let one = rank.wrapping_mul(2_654_435_761) % HAN.min(200 + rank);
    let other = rank.wrapping_mul(40_503).wrapping_add(17) % HAN.min(200 + rank);
    [one, other].iter().filter_map(|at| char::from_u32(0x4e00 + at * 7)).collect()
}
