use super::*;

#[test]
fn faults_show_an_id_and_nothing_else() {
    let problem = Problem::from(StoreError::Unusable("/secret/path is damaged".to_owned()));
    let shown = serde_json::to_string(&problem).expect("JSON");
    assert!(shown.contains("\"internal\"") && shown.contains("\"id\""), "{shown}");
    assert!(!shown.contains("secret"), "{shown}");
}

#[test]
fn a_full_disk_is_a_wait_without_a_path() {
    let response = Problem::from(StoreError::DiskFull { path: "/secret".to_owned() });
    let shown = serde_json::to_string(&response).expect("JSON");
    assert!(shown.contains("storage_unavailable") && !shown.contains("secret"), "{shown}");
    let response = response.into_response();
    assert_eq!(response.status(), StatusCode::SERVICE_UNAVAILABLE);
    assert_eq!(response.headers()[header::RETRY_AFTER], "1");
}

#[test]
fn a_rule_that_quotes_the_client_is_cut() {
    let problem = Problem::invalid("name", "长".repeat(9_000));
    assert_eq!(problem.rule.expect("a rule").chars().count(), RULE_MAX_CHARS);
}

#[test]
fn waits_are_whole_seconds_rounded_up() {
    let response = Problem::from(AuthError::Throttled(Duration::from_millis(1_200))).into_response();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(response.headers()[header::RETRY_AFTER], "2");
}
