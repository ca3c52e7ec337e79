use super::{ConfigError, Settings, example::strays, from_parts};

fn load(file: &str, environment: &[(&str, &str)]) -> Result<Settings, ConfigError> {
    from_parts(file, environment.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())))
}

#[test]
fn nothing_at_all_is_a_working_configuration() {
    assert_eq!(load("", &[]).expect("defaults"), Settings::default());
}

#[test]
fn the_environment_wins_over_the_file() {
    let settings =
        load("[server]\nlisten = \"127.0.0.1:1\"", &[("ATTUNE__SERVER__LISTEN", "127.0.0.1:2"), ("HOME", "/")]);
    assert_eq!(settings.expect("valid").server.listen.port(), 2);
}

#[test]
fn an_environment_text_that_looks_like_a_number_stays_text() {
    assert_eq!(load("", &[("ATTUNE__LOG__FILTER", "7")]).expect("valid").log.filter, "7");
}

#[test]
fn every_problem_is_reported_at_once_with_the_nearest_name() {
    let file =
        "[servr]\nx = 1\n[server]\nlisten = \"nowhere\"\nmax_socket = 5\n[triage]\nworkers = 0\nengine = \"tract\"";
    let ConfigError(problems) =
        load(file, &[("ATTUNE__LOG__JSN", "true"), ("ATTUNE__LOG", "x")]).expect_err("problems");
    let text = ConfigError(problems.clone()).to_string();
    assert_eq!(problems.len(), 7, "{text}");
    for part in [
        "did you mean `server`",
        "server.listen is `nowhere`",
        "`max_sockets`",
        "triage.workers is `0`",
        "triage.engine",
        "`json`",
        "ATTUNE__LOG ",
    ] {
        assert!(text.contains(part), "{part} is missing in:\n{text}");
    }
}

#[test]
fn broken_toml_names_the_fault() {
    let text = load("[server", &[]).expect_err("broken").to_string();
    assert!(text.contains("file is `TOML`"), "{text}");
}

#[test]
fn every_key_is_explained_and_the_example_is_fresh() {
    assert_eq!(strays(), Vec::<String>::new());
    let committed = include_str!("../../config.example.toml");
    assert_eq!(committed, super::example(), "write it anew: cargo run -- config > config.example.toml");
}
