//! Meanings as vectors of small whole numbers, and the exact scan over all of them. Pure.
//!
//! A vector is what the encoder gave, a unit vector, with eight bits for each component and one scale: a quarter of
//! the room, and a scan that memory keeps up with.

/// Largest magnitude of a component: two products of such still fit into sixteen bits.
const MOST: f32 = 127.0;

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
}

impl Vectors {
    /// Lays them side by side; a way without a vector is like nothing. `None` where none has one.
    pub(super) fn new(vectors: impl IntoIterator<Item = Option<Vector>>) -> Option<Self> {
        let vectors: Vec<Option<Vector>> = vectors.into_iter().collect();
        let dimensions = vectors.iter().flatten().next()?.parts.len();
        let mut all = Self { dimensions, parts: Vec::new(), scales: Vec::new() };
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
        Some(all)
    }

    /// The cosine of each article's nearest way to ask; `starts` says where each article's ways begin, and the end.
    pub(super) fn cosines(&self, question: &Vector, starts: &[u32]) -> Vec<f32> {
        if question.parts.len() != self.dimensions {
            return vec![0.0; starts.len().saturating_sub(1)];
        }
        let nearest = |ends: &[u32]| {
            let ways = ends[0] as usize..ends[1] as usize;
            let rows =
                self.parts[ways.start * self.dimensions..ways.end * self.dimensions].chunks_exact(self.dimensions);
            let cosines = rows.zip(&self.scales[ways]).map(|(row, scale)| dot(row, &question.parts) as f32 * scale);
            cosines.fold(f32::NEG_INFINITY, f32::max) * question.scale
        };
        starts.windows(2).map(nearest).collect()
    }
}

/// Written so that the compiler makes wide multiplications of it.
fn dot(one: &[i8], other: &[i8]) -> i32 {
    one.iter().zip(other).map(|(a, b)| i32::from(*a) * i32::from(*b)).sum()
}

#[cfg(test)]
#[path = "vectors_test.rs"]
mod tests;
