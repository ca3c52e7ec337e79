use super::*;

#[test]
fn addresses() {
    for good in ["lin@demo.test", " a@b ", "名@例.cn", &format!("a@{}", "b".repeat(252))] {
        assert!(email(good).is_ok(), "{good}");
    }
    for bad in ["", "@", "a@", "@b", "a@b@c", "a b@c", "a@b\u{7}", &format!("a@{}", "b".repeat(253))] {
        assert!(email(bad).is_err(), "{bad}");
    }
}

#[test]
fn names_passwords_and_capacities() {
    assert_eq!(name("  林 ").expect("fits"), "林");
    assert!(name(" ").is_err() && name("a\nb").is_err() && name(&"a".repeat(81)).is_err());
    assert!(password("0123456789").is_ok() && password("密码密码密码密码密码").is_ok());
    assert!(password("012345678").is_err() && password(&"a".repeat(201)).is_err());
    assert!(capacity(1).is_ok() && capacity(50).is_ok());
    assert!(capacity(0).is_err() && capacity(51).is_err());
}
