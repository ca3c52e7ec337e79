//! Rows as files have them: what is kept, what is broken, what comes before a turn.

use super::*;
use crate::evaluation::fake_lab::{FakeLab, blank};

fn lab(lines: &[&str]) -> FakeLab {
    FakeLab::new(&[("some.jsonl.gz", lines.join("\n"))], |_| blank())
}

#[test]
fn broken_rows_are_named_and_the_others_are_kept() {
    let mut lab = lab(&[
        r#"{"text":"a","split":"test","label":"x","anger":null,"idx":3}"#,
        r#"{"text":7,"split":"test"}"#,
        "",
        r#"{"split":"test"}"#,
        r#"{"text":"b","split":"train"}"#,
        "{",
    ]);
    let rows = rows(&mut lab, "some", "test").unwrap();
    assert_eq!(rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>(), ["a"]);
    let starts = ["line 2: invalid type", "line 4: missing field `text`", "line 6: EOF"];
    assert_eq!(lab.faults.len(), starts.len(), "{:?}", lab.faults);
    for (fault, start) in lab.faults.iter().zip(starts) {
        assert!(fault.starts_with(&format!("some.jsonl.gz {start}")), "{fault}");
    }
}

#[test]
fn no_rows_and_no_file_are_said() {
    let mut lab = lab(&[r#"{"text":"a","split":"train"}"#]);
    assert_eq!(rows(&mut lab, "some", "test").unwrap_err().0, "some.jsonl.gz has no test rows");
    assert_eq!(rows(&mut lab, "other", "test").unwrap_err().0, "no other.jsonl.gz");
}

#[test]
fn context_is_the_two_turns_before_that_count() {
    let turn = |text: &&str| (*text != "skip").then(|| Turn { speaker: Speaker::Agent, text: (*text).into() });
    let texts = |at| -> Vec<String> {
        context(&["a", "b", "skip", "c", "d"], at, turn).into_iter().map(|turn| turn.text.to_string()).collect()
    };
    assert_eq!((texts(0), texts(1), texts(4)), (vec![], vec!["a".to_owned()], vec!["b".to_owned(), "c".to_owned()]));
}
