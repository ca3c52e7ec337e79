use super::*;
use crate::domain::outcome::AngerAlerts;
use crate::triage::budget::fixtures::calm_chat;

fn sample(conv: u32, peak: f32) -> Sample {
    Sample::of(&calm_chat(conv, peak)).unwrap()
}

fn alerted(conv: u32, judged: bool) -> Sample {
    let alerts = AngerAlerts { raised: 1, false_alarm: u32::from(judged), ..AngerAlerts::default() };
    Sample::of(&Outcome { alerts, ..calm_chat(conv, 1.0) }).unwrap()
}

#[test]
fn the_window_is_bounded_and_forgets_the_oldest() {
    let mut window = Window::default();
    for conv in 0..u32::try_from(WINDOW).unwrap() + 3 {
        window.push(sample(conv, 0.0));
    }
    assert_eq!(window.samples().count(), WINDOW);
    assert_eq!(window.samples().next().unwrap().conv, calm_chat(3, 0.0).conv);
}

#[test]
fn a_conversation_that_ends_again_counts_once() {
    let mut window = Window::default();
    window.push(sample(1, 0.0));
    window.push(sample(2, 0.0));
    window.push(sample(1, 3.0));
    let peaks: Vec<f32> = window.samples().map(|sample| sample.peak).collect();
    assert_eq!(peaks, [0.0, 3.0]);
}

#[test]
fn one_judged_alert_stands_for_all_like_it_where_enough_were_judged() {
    let weight = |judged: u32, silent: u32| {
        let samples: Vec<Sample> = (0..judged + silent).map(|conv| alerted(conv, conv < judged)).collect();
        Judged::of(&samples).weight()
    };
    assert_eq!(weight(0, 0), Some(1.0));
    assert_eq!(weight(5, 15), Some(4.0));
    assert_eq!(weight(4, 15), None, "too few");
    assert_eq!(weight(4, 0), Some(1.0), "few, but all");
    assert_eq!(weight(9, 91), None, "too small a share");
}

#[test]
fn peaks_are_of_calm_conversations_alone() {
    let bad = Sample { calm: Some(false), ..sample(1, 4.0) };
    let unknown = Sample { calm: None, ..sample(2, 4.0) };
    let samples = [bad, unknown, sample(3, -1.0), alerted(4, true), sample(5, -2.0)];
    let peaks = Peaks::of(&samples, 3.0);
    assert_eq!(peaks.sorted().collect::<Vec<_>>(), [(-2.0, 1.0), (-1.0, 1.0), (1.0, 3.0)]);
    assert!((peaks.total() - 5.0).abs() < 1e-9 && (peaks.effective() - 25.0 / 11.0).abs() < 1e-9);
    assert!((peaks.reaching(-1.0) - 4.0).abs() < 1e-9);
}
