//! Simulated truth lies within the interval about 95 times of 100, whatever was sampled, answered and missed.

use super::*;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

const RUNS: u64 = 400;

/// A site's month: how many angry messages were flagged and missed, how the rest looked, and who answered.
struct Site {
    caught: usize,
    missed: usize,
    calm_flagged: usize,
    calm: usize,
    p_flagged: f32,
    p_unflagged: [f32; 2],
    answers: f64,
}

const SITE: Site = Site {
    caught: 160,
    missed: 40,
    calm_flagged: 160,
    calm: 6_000,
    p_flagged: 0.25,
    p_unflagged: [0.25, 0.25],
    answers: 1.0,
};

impl Site {
    fn truth(&self) -> f64 {
        self.caught as f64 / (self.caught + self.missed) as f64
    }

    fn sample(&self, dice: &mut StdRng) -> Vec<Drawn> {
        let groups = [
            (self.caught, true, true),
            (self.missed, false, true),
            (self.calm_flagged, true, false),
            (self.calm, false, false),
        ];
        let mut sample = Vec::new();
        for (count, is_flagged, is_angry) in groups {
            for nth in 0..count {
                let p = if is_flagged { self.p_flagged } else { self.p_unflagged[nth % 2] };
                if dice.random::<f32>() < p {
                    let is_angry = (dice.random::<f64>() < self.answers).then_some(is_angry);
                    sample.push(Drawn { p, is_flagged, language: None, is_angry });
                }
            }
        }
        sample
    }

    /// How often the truth lies within, and the mean of the guesses.
    fn coverage(&self) -> (f64, f64) {
        let (mut held, mut sum, mut known) = (0.0, 0.0, 0.0);
        for seed in 0..RUNS {
            let Some(found) = recall(&self.sample(&mut StdRng::seed_from_u64(seed))) else { continue };
            known += 1.0;
            sum += found.value;
            held += f64::from(u8::from(found.low <= self.truth() && self.truth() <= found.high));
            assert!(0.0 <= found.low && found.low <= found.value && found.value <= found.high && found.high <= 1.0);
        }
        assert!(known > 0.9 * RUNS as f64, "known {known} times");
        (held / known, sum / known)
    }
}

#[test]
fn the_truth_lies_within_the_interval_about_95_times_of_100() {
    let sites = [
        ("as shipped", SITE),
        ("few were asked", Site { p_flagged: 0.1, p_unflagged: [0.1, 0.1], ..SITE }),
        ("most were missed", Site { caught: 60, missed: 140, ..SITE }),
        ("unflagged messages drawn more rarely", Site { p_flagged: 0.3, p_unflagged: [0.06, 0.06], ..SITE }),
        ("half of the questions were answered", Site { answers: 0.5, p_flagged: 0.5, p_unflagged: [0.3, 0.3], ..SITE }),
        ("the chance was changed meanwhile", Site { p_unflagged: [0.1, 0.4], ..SITE }),
    ];
    for (name, site) in sites {
        let (coverage, mean) = site.coverage();
        // Two standard errors of 400 runs are 2 points; the binomial is a little wider than the thinning it stands for.
        assert!((0.93..=1.0).contains(&coverage), "{name}: {coverage}");
        assert!((mean - site.truth()).abs() < 0.03, "{name}: {mean} for {}", site.truth());
    }
}

#[test]
fn the_interval_is_not_so_wide_that_it_holds_everything() {
    let found = recall(&SITE.sample(&mut StdRng::seed_from_u64(1))).unwrap();
    assert!(found.high - found.low < 0.3, "{found:?}");
}

#[test]
fn too_few_answers_give_no_figure() {
    let one = |is_flagged, is_angry| Drawn { p: 0.5, is_flagged, language: None, is_angry };
    assert_eq!(recall(&[]), None);
    let flagged = vec![one(true, Some(true)); 30];
    assert_eq!(recall(&flagged), None, "nothing is known of what was missed");
    let with = |count, is_angry| [flagged.clone(), vec![one(false, is_angry); count]].concat();
    assert_eq!(recall(&with(50, None)), None, "nobody answered");
    assert_eq!(recall(&with(9, Some(false))), None);
    let found = recall(&with(10, Some(false))).unwrap();
    assert!(
        found.value >= 1.0 && found.high >= 1.0 && found.low < 0.95,
        "none missed among ten is not none: {found:?}"
    );
    assert_eq!(recall(&vec![one(false, Some(true)); 30]), None, "nothing is known of what was caught");
}
