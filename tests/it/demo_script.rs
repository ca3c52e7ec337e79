//! `attune demo --script` as people run it: every scene in both languages, and 1 when a step does not happen.

use std::process::Command;

/// What was printed, what was said of errors, and the exit code.
fn play(environment: &[(&str, &str)]) -> (String, String, Option<i32>) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_attune"));
    command.args(["demo", "--script"]).env("ORT_DISABLE_TELEMETRY", "1").env("ATTUNE__TRIAGE__ENGINE", "rten");
    let output = command.envs(environment.iter().copied()).output().expect("the binary runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (text(output.stdout), text(output.stderr), output.status.code())
}

#[test]
fn every_scene_happens_in_both_languages() {
    let (told, wrong, code) = play(&[]);
    assert_eq!(code, Some(0), "{told}\n{wrong}");
    let scenes = |word: &str| told.lines().filter(|line| line.starts_with(word)).count();
    assert_eq!((scenes("Scene "), scenes("场景 ")), (6, 6), "{told}");
    for line in [
        "  -- contained: 4 of 4 chats; nobody waited for a person, nobody was alerted",
        "  -- Lin declines",
        "  -- nobody takes the offer in time",
        "  -- Lin asks Ana to go on: Ana knows our mugs",
        "  -- Lin's connection is lost",
        "     | promised #",
        "  -- 自助解决：4 个会话中 4 个；没有人排队，也没有预警",
        "  -- Lin 谢绝",
        "  -- 限时内无人接手",
        "  -- Lin 请 Ana 接手：Ana 熟悉杯子",
        "  -- Lin 的连接断开",
        "     | 承诺 #",
    ] {
        assert!(told.lines().any(|told| told.starts_with(line)), "{line} in {told}");
    }
}

#[test]
fn a_step_that_does_not_happen_ends_it_with_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("flows.toml");
    // Whoever asks what the first scene asks is handed over, instead of answered.
    let flows = "[flow.people]\nstarts = { en = [\"return something\"], zh = [\"退货\"] }\nfirst = \"all\"\n\
        [flow.people.all]\nhand_over = { en = \"A person comes.\", zh = \"人工马上来。\" }\n";
    std::fs::write(&file, flows).expect("written");
    let (told, wrong, code) = play(&[("ATTUNE__BOT__FLOWS", file.to_str().expect("UTF-8"))]);
    assert_eq!(code, Some(1), "{told}\n{wrong}");
    assert!(wrong.contains("Scene 1") && wrong.contains("no button that says that it helped"), "{wrong}");
    assert!(!told.contains("Scene 2"), "{told}");
}

#[test]
fn a_routine_question_that_calls_a_person_ends_it_with_1() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("flows.toml");
    // It is answered, with a button, and calls a person all the same once that is pressed.
    let flows = "[flow.people]\nstarts = { en = [\"that helped\"], zh = [\"解决了\"] }\nfirst = \"all\"\n\
        [flow.people.all]\nhand_over = { en = \"A person comes.\", zh = \"人工马上来。\" }\n";
    std::fs::write(&file, flows).expect("written");
    let (told, wrong, code) = play(&[("ATTUNE__BOT__FLOWS", file.to_str().expect("UTF-8"))]);
    assert_eq!(code, Some(1), "{told}\n{wrong}");
    assert!(wrong.contains("Scene 1") && wrong.contains("a person was called for a routine question"), "{wrong}");
    assert!(wrong.contains("queued") && !told.contains("contained: 4 of 4"), "{wrong}");
}
