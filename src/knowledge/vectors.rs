//! Meanings as vectors of small whole numbers, and the scan over all of them. Pure.
//!
//! A vector is what the encoder gave, a unit vector, with eight bits for each component and one scale: a quarter of
//! the room. Up to `EXACT` ways to ask every one is compared. Beyond, the signs of the components choose the ways that
//! are compared: two directions disagree in the more signs the further apart they are (Charikar 2002), and counting
//! bits is several times faster than multiplying.

use std::ops::Range;

/// Largest magnitude of a component.
const MOST: f32 = 127.0;
/// Ways to ask that are all compared.
const EXACT: usize = 16_384;
/// Ways to ask that the signs choose among more.
const CHOSEN: usize = 4_096;
const WORD: usize = u64::BITS as usize;

/// One meaning.
#[derive(Debug, Clone, PartialEq)]
pub struct Vector {
    parts: Box<[i8]>,
    scale: f32,
}

impl Vector {
    /// Packs a vector; `None` where it is no direction: empty, all nought, or not made of numbers.
    #[must_use]
    pub fn pack(whole: &[f32]) -> Option<Self> {
        let length = whole.iter().map(|part| part * part).sum::<f32>().sqrt();
        let largest = whole.iter().fold(0.0_f32, |largest, part| largest.max(part.abs()));
        if !length.is_finite() || largest <= 0.0 {
            return None;
        }
        let parts = whole.iter().map(|part| (part / largest * MOST).round() as i8).collect();
        Some(Self { parts, scale: largest / MOST / length })
    }

    /// From what was kept.
    pub(super) fn from_parts(parts: Box<[i8]>, scale: f32) -> Self {
        Self { parts, scale }
    }

    /// For keeping.
    pub(super) fn parts(&self) -> (&[i8], f32) {
        (&self.parts, self.scale)
    }
}

/// Vectors of all ways to ask of a shelf, in order.
pub(super) struct Vectors {
    dimensions: usize,
    parts: Vec<i8>,
    scales: Vec<f32>,
    /// Signs of all components, some words for each vector; empty where every one is compared.
    signs: Vec<u64>,
}

impl Vectors {
    /// Lays them side by side; a way without a vector is like nothing. `None` where none has one.
    pub(super) fn new(vectors: impl IntoIterator<Item = Option<Vector>>) -> Option<Self> {
        let vectors: Vec<Option<Vector>> = vectors.into_iter().collect();
        let dimensions = vectors.iter().flatten().next()?.parts.len();
        let mut all = Self { dimensions, parts: Vec::new(), scales: Vec::new(), signs: Vec::new() };
        all.parts.reserve_exact(vectors.len() * dimensions);
        for vector in vectors {
            if let Some(Vector { parts, scale }) = vector.filter(|vector| vector.parts.len() == dimensions) {
                all.parts.extend_from_slice(&parts);
                all.scales.push(scale);
            } else {
                all.parts.resize(all.parts.len() + dimensions, 0);
                all.scales.push(0.0);
            }
        }
        if all.scales.len() > EXACT {
            all.signs = all.parts.chunks_exact(dimensions).flat_map(signs).collect();
        }
        Some(all)
    }

    /// The vector of a way to ask, by its place; none where it has none.
    pub(super) fn of(&self, way: usize) -> Option<Vector> {
        let scale = self.scales.get(way).copied().filter(|scale| *scale > 0.0)?;
        let row = &self.parts[way * self.dimensions..(way + 1) * self.dimensions];
        Some(Vector { parts: row.into(), scale })
    }

    /// Whether it can be compared at all.
    pub(super) fn fits(&self, question: &Vector) -> bool {
        question.parts.len() == self.dimensions
    }

    /// The cosine of the nearest of an article's ways to ask.
    pub(super) fn cosine(&self, question: &Vector, ways: Range<usize>) -> f32 {
        ways.map(|way| self.of_way(question, way)).fold(f32::NEG_INFINITY, f32::max)
    }

    /// The nearest articles with their cosines, in no order; `starts` says where each article's ways begin, and the end.
    pub(super) fn nearest(&self, question: &Vector, starts: &[u32]) -> Vec<(u32, f32)> {
        if self.signs.is_empty() {
            let ways = starts.windows(2).map(|ends| ends[0] as usize..ends[1] as usize);
            return (0..).zip(ways).map(|(article, ways)| (article, self.cosine(question, ways))).collect();
        }
        let mut found: Vec<(u32, f32)> = Vec::new();
        for way in self.chosen(question) {
            let article = starts.partition_point(|start| *start as usize <= way).saturating_sub(1);
            let (article, cosine) = (u32::try_from(article).unwrap_or(u32::MAX), self.of_way(question, way));
            match found.last_mut() {
                Some((last, nearest)) if *last == article => *nearest = nearest.max(cosine),
                _ => found.push((article, cosine)),
            }
        }
        found
    }

    fn of_way(&self, question: &Vector, way: usize) -> f32 {
        let row = &self.parts[way * self.dimensions..(way + 1) * self.dimensions];
        dot(row, &question.parts) as f32 * self.scales[way] * question.scale
    }

    /// The ways that disagree with the question in the fewest signs, ascending.
    fn chosen(&self, question: &Vector) -> Vec<usize> {
        let asked = signs(&question.parts);
        let apart = |row: &[u64]| row.iter().zip(&asked).map(|(one, other)| (one ^ other).count_ones()).sum::<u32>();
        let apart: Vec<u32> = self.signs.chunks_exact(asked.len()).map(apart).collect();
        // Distances are small numbers: counting them finds the line faster than sorting.
        let mut counts = vec![0_usize; self.dimensions + 1];
        for distance in &apart {
            counts[*distance as usize] += 1;
        }
        let mut sum = 0;
        let line = counts.iter().position(|count| {
            sum += count;
            sum >= CHOSEN
        });
        let line = line.unwrap_or(self.dimensions);
        (0..apart.len()).filter(|way| apart[*way] as usize <= line).collect()
    }
}

/// One bit for each component that is above nought.
fn signs(parts: &[i8]) -> Vec<u64> {
    let word = |parts: &[i8]| parts.iter().rev().fold(0, |word, part| (word << 1) | u64::from(*part > 0));
    parts.chunks(WORD).map(word).collect()
}

/// Written so that the compiler makes wide multiplications of it.
fn dot(one: &[i8], other: &[i8]) -> i32 {
    one.iter().zip(other).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

#[cfg(test)]
#[path = "vectors_test.rs"]
mod tests;
