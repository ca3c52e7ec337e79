//! Newton's method for a few numbers. Pure.

/// Steps at most; the functions here are convex and settle in ten.
const STEPS: usize = 60;
/// Small enough to stop.
const STILL: f64 = 1e-9;

/// Slope and curvature of a function at a point.
pub(super) struct Slope<const N: usize> {
    pub(super) gradient: [f64; N],
    pub(super) hessian: [[f64; N]; N],
}

impl<const N: usize> Slope<N> {
    pub(super) const fn flat() -> Self {
        Self { gradient: [0.0; N], hessian: [[0.0; N]; N] }
    }

    /// Adds a pull towards nought.
    pub(super) fn pull(&mut self, at: &[f64; N], strength: f64) {
        for (place, at) in at.iter().enumerate() {
            self.gradient[place] += strength * at;
            self.hessian[place][place] += strength;
        }
    }
}

/// The point where a convex function is least.
pub(super) fn least<const N: usize>(slope: impl Fn(&[f64; N]) -> Slope<N>) -> [f64; N] {
    let mut at = [0.0; N];
    for _ in 0..STEPS {
        let Slope { gradient, hessian } = slope(&at);
        let step = solved(hessian, gradient);
        // Far off, a whole step may overshoot.
        let largest = step.iter().fold(0.0_f64, |largest, part| largest.max(part.abs()));
        let damped = (4.0 / largest.max(4.0)).min(1.0);
        for (part, step) in at.iter_mut().zip(step) {
            *part -= damped * step;
        }
        if largest < STILL {
            break;
        }
    }
    at
}

/// Solves by elimination, the largest pivot first. A matrix with a pull on its diagonal always has a solution.
fn solved<const N: usize>(mut matrix: [[f64; N]; N], mut right: [f64; N]) -> [f64; N] {
    for column in 0..N {
        let pivot = (column..N).max_by(|a, b| matrix[*a][column].abs().total_cmp(&matrix[*b][column].abs()));
        let pivot = pivot.unwrap_or(column);
        matrix.swap(column, pivot);
        right.swap(column, pivot);
        for row in column + 1..N {
            let factor = matrix[row][column] / matrix[column][column];
            let above = matrix[column];
            for (part, above) in matrix[row].iter_mut().zip(above).skip(column) {
                *part -= factor * above;
            }
            right[row] -= factor * right[column];
        }
    }
    let mut solution = [0.0; N];
    for row in (0..N).rev() {
        let known: f64 = (row + 1..N).map(|place| matrix[row][place] * solution[place]).sum();
        solution[row] = (right[row] - known) / matrix[row][row];
    }
    solution
}

#[cfg(test)]
#[path = "newton_test.rs"]
mod tests;
