//! Which places hold which terms, packed: one run of places for each term. Pure.

/// Places with their weights, by term.
pub(super) struct Postings {
    /// Where each term's run begins; one more at the end.
    starts: Vec<u32>,
    places: Vec<u32>,
    weights: Vec<f32>,
}

impl Postings {
    /// Packs `(term, place, weight)`, which come in the order of places.
    pub(super) fn pack(terms: usize, entries: &[(u32, u32, f32)]) -> Self {
        let mut starts = vec![0_u32; terms + 1];
        for (term, ..) in entries {
            starts[*term as usize + 1] += 1;
        }
        for term in 0..terms {
            starts[term + 1] += starts[term];
        }
        let mut next = starts.clone();
        let (mut places, mut weights) = (vec![0; entries.len()], vec![0.0; entries.len()]);
        for (term, place, weight) in entries {
            let slot = &mut next[*term as usize];
            (places[*slot as usize], weights[*slot as usize]) = (*place, *weight);
            *slot += 1;
        }
        Self { starts, places, weights }
    }

    /// How many places hold a term.
    pub(super) fn holders(&self, term: u32) -> usize {
        self.run(term).len()
    }

    /// Places that hold a term, ascending, each with its weight there.
    pub(super) fn of(&self, term: u32) -> impl Iterator<Item = (u32, f32)> {
        let run = self.run(term);
        self.places[run.clone()].iter().copied().zip(self.weights[run].iter().copied())
    }

    /// Changes every weight, which is given with its term and place.
    pub(super) fn weigh(&mut self, mut weight: impl FnMut(u32, u32, f32) -> f32) {
        for term in 0..self.starts.len().saturating_sub(1) {
            let term = u32::try_from(term).unwrap_or(u32::MAX);
            for slot in self.run(term) {
                self.weights[slot] = weight(term, self.places[slot], self.weights[slot]);
            }
        }
    }

    fn run(&self, term: u32) -> std::ops::Range<usize> {
        self.starts[term as usize] as usize..self.starts[term as usize + 1] as usize
    }
}
