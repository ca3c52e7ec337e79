use super::*;

const LIN: [u8; 32] = [1; 32];

fn numbered(n: u32) -> [u8; 32] {
    let mut hash = [0; 32];
    hash[..4].copy_from_slice(&n.to_be_bytes());
    hash
}

#[test]
fn a_ticket_is_good_once() {
    let mut tickets = Tickets::default();
    assert!(tickets.issue([7; 32], LIN, Timestamp(0)));
    assert_eq!(tickets.redeem([8; 32], Timestamp(1)), None);
    assert_eq!(tickets.redeem([7; 32], Timestamp(1)), Some(LIN));
    assert_eq!(tickets.redeem([7; 32], Timestamp(1)), None);
}

#[test]
fn a_ticket_runs_out() {
    let mut tickets = Tickets::default();
    for (ticket, at) in [([1; 32], 29_999), ([2; 32], 30_000)] {
        assert!(tickets.issue(ticket, LIN, Timestamp(0)));
        assert_eq!(tickets.redeem(ticket, Timestamp(at)).is_some(), at < 30_000);
    }
}

#[test]
fn one_login_holds_few_and_the_oldest_makes_way() {
    let mut tickets = Tickets::default();
    for n in 0..20 {
        assert!(tickets.issue(numbered(n), LIN, Timestamp(i64::from(n))));
    }
    assert_eq!(tickets.issued.len(), MOST_PER_LOGIN);
    assert_eq!(tickets.redeem(numbered(0), Timestamp(20)), None);
    assert_eq!(tickets.redeem(numbered(19), Timestamp(20)), Some(LIN));
}

#[test]
fn there_are_never_more_than_the_bound() {
    let mut tickets = Tickets::default();
    let most = u32::try_from(MOST).expect("small");
    tickets.issued =
        (0..most).map(|n| (numbered(n), Ticket { login: numbered(n), expires_at: Timestamp(30_000) })).collect();
    assert!(!tickets.issue([9; 32], LIN, Timestamp(1)));
    assert!(tickets.issue([9; 32], LIN, Timestamp(30_000)), "room again once they ran out");
    assert_eq!(tickets.issued.len(), 1);
}
