//! Logins of the staff: a password opens one, a token carries it, a ticket takes it to a socket.

use super::{Auth, AuthError, LOGIN_LIFE, Member, Revoked, Token, held};
use crate::domain::{StaffId, Timestamp};
use crate::store::Login;
use std::net::{IpAddr, Ipv6Addr};

/// A proven member of the staff, and the login that proves it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// Who.
    pub member: Member,
    /// Hash of the login's token: names the login, opens nothing.
    pub login: [u8; 32],
    /// Until then.
    pub expires_at: Timestamp,
}

/// A fresh login.
#[derive(Debug)]
pub struct LoggedIn {
    /// Goes into the cookie, once.
    pub token: Token,
    /// Who.
    pub session: StaffSession,
}

/// Logins deleted at once, so that no message waits for long.
const BATCH: u32 = 500;

impl Auth {
    /// Deletes logins that have ended, in batches; answers with how many.
    ///
    /// # Errors
    /// What the store says; what was deleted until then stays so.
    pub async fn delete_ended_logins(&self) -> Result<u32, AuthError> {
        let (now, mut all) = (self.clock.now(), 0_u32);
        loop {
            let ended = self.store.delete_ended_logins(now, BATCH).await?;
            all = all.saturating_add(ended);
            if ended < BATCH {
                return Ok(all);
            }
        }
    }

    /// Opens a login.
    ///
    /// # Errors
    /// `Refused` for a wrong address, a wrong password or a deactivated member, all alike; `Throttled` after too many
    /// tries; `Busy` when too many log in at once.
    pub async fn login(&self, email: &str, password: &str, from: IpAddr) -> Result<LoggedIn, AuthError> {
        let from = place(from);
        let account = (email.trim().to_lowercase(), from);
        self.count_login(&account)?;
        // Longer than any address or password of ours: not worth a hash.
        if email.len() > 254 || password.len() > 1_000 {
            return Err(AuthError::Refused);
        }
        let staff = self.store.staff_by_email(email.trim()).await?;
        let hash = staff.as_ref().map(|staff| staff.password_hash.as_str());
        let fits = self.passwords.fits(password, hash).await?;
        let staff = staff.filter(|staff| fits && staff.active).ok_or(AuthError::Refused)?;
        held(&self.limits).account.forgive(&account);
        let token = Token::fresh();
        let expires_at = self.clock.now().plus(LOGIN_LIFE);
        let login = Login { token_hash: token.hash(), staff: staff.id, expires_at };
        self.store.put_login(login).await?;
        // A new password that was set while the old one was being checked has ended all logins but this one.
        if self.store.staff(staff.id).await?.is_none_or(|now| now.password_hash != staff.password_hash) {
            self.store.delete_login(token.hash()).await?;
            return Err(AuthError::Refused);
        }
        let session = StaffSession { member: Member::from(staff), login: token.hash(), expires_at };
        Ok(LoggedIn { token, session })
    }

    /// Who a login's token belongs to.
    ///
    /// # Errors
    /// `Refused` when it is unknown, expired or logged out, or its member is deactivated.
    pub async fn staff(&self, token: &str) -> Result<StaffSession, AuthError> {
        let token = Token::given(token).ok_or(AuthError::Refused)?;
        self.session(token.hash()).await
    }

    /// Whether a session still holds, with the member as they are now.
    ///
    /// # Errors
    /// `Refused` when it does not.
    pub async fn still_valid(&self, session: &StaffSession) -> Result<StaffSession, AuthError> {
        self.session(session.login).await
    }

    /// Ends a login; its sockets and tickets end with it.
    ///
    /// # Errors
    /// When the store fails; the login then still stands.
    pub async fn logout(&self, session: &StaffSession) -> Result<(), AuthError> {
        self.store.delete_login(session.login).await?;
        self.announce(Revoked::Login(session.login));
        Ok(())
    }

    /// A ticket that opens one socket for this login, within `TICKET_LIFE`.
    ///
    /// # Errors
    /// `Busy` when too many are waiting to be used.
    pub fn ticket(&self, session: &StaffSession) -> Result<Token, AuthError> {
        let token = Token::fresh();
        let issued = held(&self.tickets).issue(token.hash(), session.login, self.clock.now());
        if issued { Ok(token) } else { Err(AuthError::Busy) }
    }

    /// Uses a ticket up.
    ///
    /// # Errors
    /// `Refused` when it is unknown, used or expired, or its login holds no longer.
    pub async fn redeem(&self, ticket: &str) -> Result<StaffSession, AuthError> {
        let ticket = Token::given(ticket).ok_or(AuthError::Refused)?;
        let login = held(&self.tickets).redeem(ticket.hash(), self.clock.now());
        self.session(login.ok_or(AuthError::Refused)?).await
    }

    /// Ends every login of a member.
    pub(super) async fn end_logins(&self, staff: StaffId) -> Result<(), AuthError> {
        self.store.delete_logins_of(staff).await?;
        self.announce(Revoked::Staff(staff));
        Ok(())
    }

    async fn session(&self, login: [u8; 32]) -> Result<StaffSession, AuthError> {
        let found = self.store.login(login).await?.ok_or(AuthError::Refused)?;
        if found.expires_at <= self.clock.now() {
            return Err(AuthError::Refused);
        }
        let staff = self.store.staff(found.staff).await?.filter(|staff| staff.active).ok_or(AuthError::Refused)?;
        Ok(StaffSession { member: Member::from(staff), login, expires_at: found.expires_at })
    }

    /// Every try counts before its password is looked at, so that parallel guesses count too.
    fn count_login(&self, account: &(String, IpAddr)) -> Result<(), AuthError> {
        let (now, mut limits) = (self.clock.now(), held(&self.limits));
        // Loopback is a proxy that names nobody: its many people must not lock each other out.
        if !account.1.is_loopback() {
            limits.place.take(account.1, now).map_err(AuthError::Throttled)?;
        }
        limits.account.take(account.clone(), now).map_err(AuthError::Throttled)
    }
}

/// Where somebody comes from, as limits see it: an IPv6 network of 64 bits is one household.
pub(super) fn place(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(Ipv6Addr::from(network))
        }
        v4 @ IpAddr::V4(_) => v4,
    }
}
