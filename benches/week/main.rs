//! A busy week of a shop, drawn from a seed: the real desk's knowledge (`routing::roster`, which orders the queue and
//! chooses agents) and its estimates of waits, over conversations that come by the hour, stay for a while and may be
//! angry. Time is drawn, so that the same seed prints the same table on any machine.
//!
//! `cargo bench --bench week`, or with `--profile dev` without a release build: the figures are the same. `-- --seed N`
//! draws another week. Not a test: nothing fails for a long wait.

#![expect(clippy::cast_sign_loss, reason = "times and ranks are never negative")]

mod draw;
mod report;
mod shop;
mod world;

use draw::Draw;
use report::print;
use world::play;

/// The week that docs/routing.md quotes.
const SEED: u64 = 7;
/// Each column: a name, and how much of the usual crowd comes.
const CROWDS: [(&str, f64); 3] = [("usual", 1.0), ("a quarter more", 1.25), ("half as much again", 1.5)];

fn main() -> anyhow::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    // `cargo test` also runs benches with --test; there is nothing to check then.
    if arguments.iter().any(|argument| argument == "--test") {
        return Ok(());
    }
    let given = arguments.iter().position(|argument| argument == "--seed").and_then(|at| arguments.get(at + 1));
    let seed = given.map_or(Ok(SEED), |seed| seed.parse())?;
    let weeks: Vec<_> = CROWDS.iter().map(|(name, crowd)| (*name, play(&mut Draw::new(seed), *crowd))).collect();
    print(seed, &weeks);
    Ok(())
}
