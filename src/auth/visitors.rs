//! Visitors: a browser gets a token for a site, and keeps it alive by coming back. Nothing a visitor types ever leads
//! to another visitor's token.

use super::logins::place;
use super::{Auth, AuthError, Token, VISITOR_LIFE, held};
use crate::domain::{SiteId, Timestamp, VisitorId};
use crate::store::Visitor;
use std::net::IpAddr;
use std::time::Duration;

/// A token is renewed in the store at most this often, so that page views are no writes.
const RENEW_AFTER: Duration = Duration::from_hours(24);

/// What a browser keeps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VisitorGrant {
    /// To be said in `hello`, and here again.
    pub token: Token,
    /// Who.
    pub visitor: VisitorId,
    /// Until then, unless renewed.
    pub expires_at: Timestamp,
}

impl Auth {
    /// Renews the token of a returning visitor of this site, or makes a new visitor.
    ///
    /// # Errors
    /// `Throttled` when too many new visitors come from one place.
    pub async fn visit(&self, site: &SiteId, token: Option<&str>, from: IpAddr) -> Result<VisitorGrant, AuthError> {
        let given = token.and_then(Token::given);
        if let Some(token) = given
            && let Some(known) = self.known(&token).await?.filter(|known| known.site == *site)
        {
            return self.renew(token, known).await;
        }
        let now = self.clock.now();
        // Loopback is a proxy that names nobody, or a program of ours: not one place.
        if !from.to_canonical().is_loopback() {
            held(&self.limits).visitors.take(place(from), now).map_err(AuthError::Throttled)?;
        }
        let token = Token::fresh();
        let visitor = Visitor {
            id: VisitorId(self.clock.fresh_id()),
            site: site.clone(),
            token_hash: token.hash(),
            expires_at: now.plus(VISITOR_LIFE),
        };
        self.store.put_visitor(visitor.clone()).await?;
        Ok(VisitorGrant { token, visitor: visitor.id, expires_at: visitor.expires_at })
    }

    /// Who a visitor token belongs to, and where.
    ///
    /// # Errors
    /// `Refused` when it is unknown or expired.
    pub async fn visitor(&self, token: &str) -> Result<Visitor, AuthError> {
        let token = Token::given(token).ok_or(AuthError::Refused)?;
        self.known(&token).await?.ok_or(AuthError::Refused)
    }

    async fn known(&self, token: &Token) -> Result<Option<Visitor>, AuthError> {
        let found = self.store.visitor_by_token(token.hash()).await?;
        Ok(found.filter(|visitor| visitor.expires_at > self.clock.now()))
    }

    async fn renew(&self, token: Token, known: Visitor) -> Result<VisitorGrant, AuthError> {
        let renewed = self.clock.now().plus(VISITOR_LIFE);
        let worth_a_write = renewed.since(known.expires_at) >= RENEW_AFTER;
        let expires_at = if worth_a_write { renewed } else { known.expires_at };
        let visitor = known.id;
        if worth_a_write {
            self.store.put_visitor(Visitor { expires_at, ..known }).await?;
        }
        Ok(VisitorGrant { token, visitor, expires_at })
    }
}
