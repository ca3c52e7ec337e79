use super::*;

/// Of a few short months the mean; the table draws more and longer ones.
fn ratios(world: World, kept: bool) -> [f64; 3] {
    let months: Vec<Spent> = (1..=2).map(|seed| month(world, kept, 300, seed)).collect();
    let ratios =
        Purpose::ALL.map(|purpose| months.iter().map(|spent| spent.ratio(purpose)).sum::<f64>() / months.len() as f64);
    let changes: u32 = months.iter().map(|spent| spent.changes).sum();
    println!("{}, kept {kept}: badge, handoff, page {ratios:.2?}, changes {changes}", world.name());
    ratios
}

#[test]
fn a_month_of_drift_spends_at_most_half_more_than_the_budget() {
    for world in [World::Creeping, World::Source, World::Weekends] {
        let spent = ratios(world, true);
        assert!(spent.iter().all(|ratio| *ratio <= 1.5), "{world:?}: {spent:?}");
    }
    let left_alone = ratios(World::Source, false);
    assert!(left_alone.iter().any(|ratio| *ratio > 1.5), "drift that harms nobody proves nothing: {left_alone:?}");
}

#[test]
fn a_steady_month_spends_the_budget_and_hardly_changes_a_line() {
    let months: Vec<Spent> = (11..=13).map(|seed| month(World::Steady, true, 300, seed)).collect();
    for purpose in Purpose::ALL {
        let (calm, alarms) = months
            .iter()
            .fold((0, 0), |(calm, alarms), spent| (calm + spent.calm, alarms + spent.alarms[purpose as usize]));
        let expected = Budgets::default().share(purpose) * f64::from(calm);
        // Lines are drawn too: their own scatter adds to that of the count.
        let most = expected + 4.0 * expected.sqrt() + 0.15 * expected;
        println!("steady, {purpose:?}: {alarms} of {calm}, expected {expected:.0}");
        assert!(f64::from(alarms) <= most, "{purpose:?}: {alarms} of {calm}, expected {expected}");
        assert!(
            f64::from(alarms) >= expected / 2.0,
            "{purpose:?}: {alarms} of {calm}: the budget is there to be spent"
        );
    }
    let changes: u32 = months.iter().map(|spent| spent.changes).sum();
    // Lines that were first found from few conversations are put right once or twice.
    assert!(changes <= 12, "{changes} changes in three months, of the site's and the workspace's lines");
}

#[test]
fn the_same_seed_gives_the_same_month() {
    assert_eq!(month(World::Source, true, 60, 5), month(World::Source, true, 60, 5));
}
