use super::*;

#[test]
fn the_least_of_a_bowl_is_its_bottom() {
    // (x - 3)^2 + (y + 1)^2 + x y
    let slope = |at: &[f64; 2]| Slope {
        gradient: [2.0 * (at[0] - 3.0) + at[1], 2.0 * (at[1] + 1.0) + at[0]],
        hessian: [[2.0, 1.0], [1.0, 2.0]],
    };
    let [x, y] = least(slope);
    assert!((2.0 * (x - 3.0) + y).abs() < 1e-6 && (2.0 * (y + 1.0) + x).abs() < 1e-6, "{x} {y}");
}

#[test]
fn rows_that_must_be_swapped_are() {
    let [x, y] = solved([[0.0, 2.0], [1.0, 0.0]], [4.0, 3.0]);
    assert!((x - 3.0).abs() < 1e-12 && (y - 2.0).abs() < 1e-12, "{x} {y}");
}
