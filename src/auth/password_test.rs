use super::*;

#[tokio::test]
async fn a_hash_says_its_cost_and_fits_its_password_alone() {
    let passwords = Passwords::new();
    let hash = passwords.hash("correct horse").await.expect("hashed");
    assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
    assert!(passwords.fits("correct horse", Some(&hash)).await.expect("checked"));
    assert!(!passwords.fits("correct horsf", Some(&hash)).await.expect("checked"));
    assert!(!passwords.fits("", Some(&hash)).await.expect("checked"));
    assert_ne!(hash, passwords.hash("correct horse").await.expect("hashed"), "the salt is fresh");
}

#[tokio::test]
async fn an_unknown_address_is_checked_like_a_known_one_and_refused() {
    let passwords = Passwords::new();
    assert!(PasswordHash::new(DECOY).is_ok(), "the decoy is well formed");
    assert!(!passwords.fits("", None).await.expect("checked"));
    assert!(!passwords.fits("correct horse", None).await.expect("checked"));
}

#[tokio::test]
async fn a_broken_hash_is_a_fault_and_no_panic() {
    let broken = Passwords::new().fits("x", Some("not a hash")).await;
    assert!(matches!(broken, Err(AuthError::Hashing(_))), "{broken:?}");
}

#[tokio::test]
async fn more_than_may_wait_are_refused_at_once() {
    let passwords = Passwords::new();
    let places = passwords.waiting.try_acquire_many(u32::try_from(WAITING).expect("small")).expect("all places");
    assert!(matches!(passwords.hash("x").await, Err(AuthError::Busy)));
    drop(places);
    assert!(passwords.hash("x").await.is_ok());
}
