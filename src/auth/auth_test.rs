use super::*;
use crate::clock::Clock;
use crate::domain::identity::{Attributes, Identity};
use crate::domain::{Language, Role, SiteId, Timestamp};
use crate::store::MemoryStore;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

const HERE: IpAddr = IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
const PASSWORD: &str = "a long enough password";

/// A clock that moves when told.
#[derive(Default)]
struct Hands(AtomicI64);

impl Hands {
    fn advance(&self, by: Duration) {
        self.0.fetch_add(i64::try_from(by.as_millis()).expect("short"), Ordering::SeqCst);
    }
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }

    fn fresh_id(&self) -> Uuid {
        Uuid::new_v4()
    }
}

fn bench() -> (Auth, Arc<Hands>) {
    let hands = Arc::new(Hands::default());
    (Auth::new(Arc::new(MemoryStore::new()), hands.clone()), hands)
}

#[tokio::test]
async fn a_deactivation_by_another_node_ends_logins_here_too() {
    let (store, hands) = (Arc::new(MemoryStore::new()), Arc::new(Hands::default()));
    let auth = Auth::new(store.clone(), hands);
    let lin = auth.create_member(new("lin@demo.test", Role::Agent)).await.expect("created");
    let login = auth.login("lin@demo.test", PASSWORD, HERE).await.expect("logs in");
    let mut stored = store.staff(lin.id).await.expect("readable").expect("there");
    stored.active = false;
    store.put_staff(stored).await.expect("puts");
    refused(auth.staff(login.token.reveal()).await);
    refused(auth.still_valid(&login.session).await);
}

fn new(email: &str, role: Role) -> NewMember {
    NewMember {
        email: email.to_owned(),
        name: "Lin".to_owned(),
        password: PASSWORD.to_owned(),
        role,
        capacity: 3,
        language: Language::En,
    }
}

async fn with_lin() -> (Auth, Arc<Hands>, Member) {
    let (auth, hands) = bench();
    let lin = auth.create_member(new("lin@demo.test", Role::Agent)).await.expect("created");
    (auth, hands, lin)
}

fn shop() -> SiteId {
    SiteId::try_from("shop".to_owned()).expect("a name")
}

fn refused<T: std::fmt::Debug>(outcome: Result<T, AuthError>) {
    match outcome {
        Err(AuthError::Refused) => {}
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_login_is_found_by_its_token_until_it_expires() {
    let (auth, hands, lin) = with_lin().await;
    let login = auth.login(" LIN@demo.test", PASSWORD, HERE).await.expect("logs in");
    assert_eq!(auth.staff(login.token.reveal()).await.expect("known").member, lin);
    refused(auth.staff("something else").await);
    refused(auth.staff(&"x".repeat(100_000)).await);
    hands.advance(LOGIN_LIFE);
    refused(auth.staff(login.token.reveal()).await);
}

#[tokio::test]
async fn wrong_unknown_and_deactivated_look_alike() {
    let (auth, _hands, lin) = with_lin().await;
    refused(auth.login("lin@demo.test", "another password", HERE).await);
    refused(auth.login("nobody@demo.test", PASSWORD, HERE).await);
    let off = MemberChange { active: Some(false), ..MemberChange::default() };
    auth.change_member(lin.id, off).await.expect("deactivated");
    refused(auth.login("lin@demo.test", PASSWORD, HERE).await);
}

#[tokio::test]
async fn guesses_are_slowed_down_per_account_and_place() {
    let (auth, hands, _lin) = with_lin().await;
    for _ in 0..5 {
        refused(auth.login("lin@demo.test", "wrong wrong wrong", HERE).await);
    }
    let locked = auth.login("LIN@demo.test", PASSWORD, HERE).await;
    assert!(matches!(locked, Err(AuthError::Throttled(wait)) if wait <= Duration::from_mins(1)), "{locked:?}");
    let elsewhere = "192.0.2.7".parse().expect("an address");
    auth.login("lin@demo.test", PASSWORD, elsewhere).await.expect("Lin herself, elsewhere, is not locked out");
    hands.advance(Duration::from_mins(1));
    auth.login("lin@demo.test", PASSWORD, HERE).await.expect("after the wait");
}

#[tokio::test]
async fn whatever_ends_a_login_ends_its_token_and_ticket_and_is_announced() {
    let password = Some("another long password".to_owned());
    for change in [
        MemberChange { active: Some(false), ..MemberChange::default() },
        MemberChange { password, ..MemberChange::default() },
        MemberChange { role: Some(Role::Supervisor), ..MemberChange::default() },
    ] {
        let (auth, _hands, lin) = with_lin().await;
        let login = auth.login("lin@demo.test", PASSWORD, HERE).await.expect("logs in");
        let ticket = auth.ticket(&login.session).expect("a ticket");
        let mut revocations = auth.revocations();
        auth.change_member(lin.id, change).await.expect("changed");
        refused(auth.staff(login.token.reveal()).await);
        refused(auth.redeem(ticket.reveal()).await);
        refused(auth.still_valid(&login.session).await);
        let revoked = revocations.try_recv().expect("announced");
        assert!(revoked.ends(&login.session), "{revoked:?}");
    }
}

#[tokio::test]
async fn a_new_name_ends_nothing() {
    let (auth, _hands, lin) = with_lin().await;
    let login = auth.login("lin@demo.test", PASSWORD, HERE).await.expect("logs in");
    let change = MemberChange { name: Some("Lin Li".to_owned()), ..MemberChange::default() };
    auth.change_member(lin.id, change).await.expect("changed");
    assert_eq!(auth.staff(login.token.reveal()).await.expect("still in").member.name, "Lin Li");
}

#[tokio::test]
async fn logging_out_ends_one_login_alone() {
    let (auth, _hands, _lin) = with_lin().await;
    let one = auth.login("lin@demo.test", PASSWORD, HERE).await.expect("logs in");
    let other = auth.login("lin@demo.test", PASSWORD, HERE).await.expect("logs in");
    let ticket = auth.ticket(&one.session).expect("a ticket");
    auth.logout(&one.session).await.expect("logs out");
    refused(auth.staff(one.token.reveal()).await);
    refused(auth.redeem(ticket.reveal()).await);
    auth.staff(other.token.reveal()).await.expect("the other goes on");
}

#[tokio::test]
async fn a_ticket_opens_once_and_in_time() {
    let (auth, hands, lin) = with_lin().await;
    let login = auth.login("lin@demo.test", PASSWORD, HERE).await.expect("logs in");
    let ticket = auth.ticket(&login.session).expect("a ticket");
    assert_eq!(auth.redeem(ticket.reveal()).await.expect("opens").member, lin);
    refused(auth.redeem(ticket.reveal()).await);
    let late = auth.ticket(&login.session).expect("a ticket");
    hands.advance(TICKET_LIFE);
    refused(auth.redeem(late.reveal()).await);
    refused(auth.redeem(login.token.reveal()).await);
}

#[tokio::test]
async fn the_last_admin_stays() {
    let (auth, _hands) = bench();
    let ada = auth.create_member(new("ada@demo.test", Role::Admin)).await.expect("created");
    let demote = || MemberChange { role: Some(Role::Agent), ..MemberChange::default() };
    let off = || MemberChange { active: Some(false), ..MemberChange::default() };
    for change in [demote(), off()] {
        let outcome = auth.change_member(ada.id, change).await;
        assert!(matches!(outcome, Err(AuthError::Conflict { .. })), "{outcome:?}");
    }
    auth.create_member(new("bob@demo.test", Role::Admin)).await.expect("created");
    auth.change_member(ada.id, off()).await.expect("another admin remains");
}

#[tokio::test]
async fn the_first_admin_is_made_once_with_the_printed_token() {
    let (auth, _hands) = bench();
    let token = auth.begin_setup().await.expect("asked").expect("nobody yet");
    refused(auth.finish_setup("a guess", new("eve@demo.test", Role::Admin)).await);
    let typo = auth.finish_setup(token.reveal(), new("not an address", Role::Admin)).await;
    assert!(matches!(typo, Err(AuthError::Invalid { field: "email", .. })), "{typo:?}");
    auth.finish_setup(token.reveal(), new("ada@demo.test", Role::Admin)).await.expect("created");
    refused(auth.finish_setup(token.reveal(), new("eve@demo.test", Role::Admin)).await);
    assert_eq!(auth.begin_setup().await.expect("asked"), None);
}

#[tokio::test]
async fn an_address_in_use_is_a_conflict() {
    let (auth, _hands, _lin) = with_lin().await;
    let outcome = auth.create_member(new("LIN@demo.test", Role::Agent)).await;
    assert!(matches!(outcome, Err(AuthError::Conflict { field: "email", .. })), "{outcome:?}");
}

#[tokio::test]
async fn a_visitor_comes_back_under_the_same_name_and_is_renewed() {
    let (auth, hands) = bench();
    let first = auth.visit(&shop(), None, None, HERE).await.expect("a visitor");
    hands.advance(VISITOR_LIFE / 2);
    let again = auth.visit(&shop(), Some(first.token.reveal()), None, HERE).await.expect("the same");
    assert_eq!((again.visitor, &again.token), (first.visitor, &first.token));
    assert!(again.expires_at > first.expires_at);
    assert_eq!(auth.visitor(first.token.reveal()).await.expect("known").expires_at, again.expires_at);
    hands.advance(VISITOR_LIFE);
    refused(auth.visitor(first.token.reveal()).await);
    let late = auth.visit(&shop(), Some(first.token.reveal()), None, HERE).await.expect("a new one");
    assert_ne!(late.visitor, first.visitor);
}

#[tokio::test]
async fn a_token_of_another_site_or_of_nobody_makes_a_new_visitor() {
    let (auth, _hands) = bench();
    let first = auth.visit(&shop(), None, None, HERE).await.expect("a visitor");
    let other = SiteId::try_from("other".to_owned()).expect("a name");
    for (site, token) in [(&other, first.token.reveal()), (&shop(), "made up"), (&shop(), "")] {
        let visitor = auth.visit(site, Some(token), None, HERE).await.expect("a visitor");
        assert_ne!(visitor.visitor, first.visitor);
        assert_ne!(visitor.token.reveal(), token);
    }
}

fn vouched(user: &str) -> Identity {
    Identity { user: user.to_owned(), name: None, email: None, attributes: Attributes::new() }
}

#[tokio::test]
async fn whom_a_shop_vouches_for_is_the_same_visitor_everywhere_and_nobody_else() {
    let (auth, _hands) = bench();
    let stranger = auth.visit(&shop(), None, None, HERE).await.expect("a visitor");
    let held = Some(stranger.token.reveal());
    let mei = auth.visit(&shop(), held, Some(vouched("mei")), HERE).await.expect("mei");
    assert_ne!(mei.visitor, stranger.visitor, "what a stranger said stays theirs");
    let phone = auth.visit(&shop(), None, Some(vouched("mei")), HERE).await.expect("mei on another device");
    assert_eq!(phone.visitor, mei.visitor);
    assert_ne!(phone.token, mei.token);
    let later = auth.visit(&shop(), Some(mei.token.reveal()), Some(vouched("mei")), HERE).await.expect("mei again");
    assert_eq!(later.token, mei.token, "a browser keeps its token");
    let next =
        auth.visit(&shop(), Some(mei.token.reveal()), Some(vouched("bo")), HERE).await.expect("bo on mei's device");
    assert_ne!(next.visitor, mei.visitor);
    let other = SiteId::try_from("other".to_owned()).expect("a name");
    let elsewhere = auth.visit(&other, None, Some(vouched("mei")), HERE).await.expect("of another shop");
    assert_ne!(elsewhere.visitor, mei.visitor);
    assert_eq!(auth.visitor(mei.token.reveal()).await.expect("known").identity, Some(vouched("mei")));
}

#[tokio::test]
async fn without_a_new_word_of_the_shop_nobody_stays_vouched_for() {
    let (auth, hands) = bench();
    let mei = auth.visit(&shop(), None, Some(vouched("mei")), HERE).await.expect("mei");
    hands.advance(IDENTITY_LIFE / 2);
    let same = auth.visit(&shop(), Some(mei.token.reveal()), None, HERE).await.expect("still mei");
    assert_eq!((same.visitor, same.expires_at), (mei.visitor, mei.expires_at));
    hands.advance(IDENTITY_LIFE);
    let late = auth.visit(&shop(), Some(mei.token.reveal()), None, HERE).await.expect("a stranger");
    assert_ne!(late.visitor, mei.visitor);
}

#[tokio::test]
async fn one_place_cannot_make_visitors_without_end() {
    let (auth, _hands) = bench();
    let mut made = 0;
    let there = "192.0.2.7".parse().expect("an address");
    while made < 1_000 && auth.visit(&shop(), None, None, there).await.is_ok() {
        made += 1;
    }
    assert_eq!(made, 120);
    for _ in 0..150 {
        auth.visit(&shop(), None, None, HERE).await.expect("behind a silent proxy there are many");
    }
    let network = |last: &str| format!("2001:db8:1:2::{last}").parse::<IpAddr>().expect("an address");
    for n in 0..120 {
        auth.visit(&shop(), None, None, network(&format!("{n:x}"))).await.expect("within the burst");
    }
    let next = auth.visit(&shop(), None, None, network("ffff")).await;
    assert!(matches!(next, Err(AuthError::Throttled(_))), "one household of IPv6 is one place: {next:?}");
}

#[test]
fn secrets_do_not_print() {
    let token = Token::fresh();
    assert_eq!(token.reveal().len(), 43);
    assert!(!format!("{token:?}").contains(token.reveal()));
}
