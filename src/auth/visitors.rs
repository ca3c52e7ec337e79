//! Visitors: a browser gets a token for a site, and keeps it alive by coming back. Nothing a visitor types ever leads
//! to another visitor's token.

use super::logins::place;
use super::{Auth, AuthError, IDENTITY_LIFE, Token, VISITOR_LIFE, held};
use crate::domain::identity::Identity;
use crate::domain::{SiteId, Timestamp, VisitorId};
use crate::store::Visitor;
use std::net::IpAddr;
use std::time::Duration;
use uuid::Uuid;

/// A token is renewed in the store at most this often, so that page views are no writes.
const RENEW_AFTER: Duration = Duration::from_hours(24);

/// Visitors that shops vouch for are named under it (UUID version 5).
const VOUCHED_FOR: Uuid = Uuid::from_u128(0x6d1f_0a52_9d0c_4c57_8a52_6ab1_1f3d_90e4);

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
    /// Whom a shop vouches for is the same visitor in every browser. What was said in this browser before stays with
    /// the visitor who said it: a conversation never changes hands, so that nobody can lay one ready for another.
    ///
    /// # Errors
    /// `Throttled` when too many new visitors come from one place.
    pub async fn visit(
        &self,
        site: &SiteId,
        token: Option<&str>,
        identity: Option<Identity>,
        from: IpAddr,
    ) -> Result<VisitorGrant, AuthError> {
        let given = token.and_then(Token::given);
        let known = match &given {
            Some(token) => self.known(token).await?.filter(|known| known.site == *site),
            None => None,
        };
        match (given.zip(known), identity) {
            (known, Some(identity)) => self.vouched_for(site, known, identity).await,
            (Some((token, known)), None) => self.renew(token, known).await,
            (None, None) => self.stranger(site, from).await,
        }
    }

    async fn stranger(&self, site: &SiteId, from: IpAddr) -> Result<VisitorGrant, AuthError> {
        let now = self.clock.now();
        // Loopback is a proxy that names nobody, or a program of ours: not one place.
        if !from.to_canonical().is_loopback() {
            held(&self.limits).visitors.take(place(from), now).map_err(AuthError::Throttled)?;
        }
        let (id, expires_at) = (VisitorId(self.clock.fresh_id()), now.plus(VISITOR_LIFE));
        let known = Visitor { id, site: site.clone(), token_hash: [0; 32], expires_at, identity: None };
        self.grant(Token::fresh(), known).await
    }

    /// A browser that holds this visitor's token keeps it; any other gets one of its own.
    async fn vouched_for(
        &self,
        site: &SiteId,
        known: Option<(Token, Visitor)>,
        identity: Identity,
    ) -> Result<VisitorGrant, AuthError> {
        let id = visitor_of(site, &identity);
        let token = known.filter(|(_, known)| known.id == id).map_or_else(Token::fresh, |(token, _)| token);
        let expires_at = self.clock.now().plus(IDENTITY_LIFE);
        let known = Visitor { id, site: site.clone(), token_hash: [0; 32], expires_at, identity: Some(identity) };
        self.grant(token, known).await
    }

    /// Lets this token stand for a visitor.
    async fn grant(&self, token: Token, visitor: Visitor) -> Result<VisitorGrant, AuthError> {
        let (id, expires_at) = (visitor.id, visitor.expires_at);
        self.store.put_visitor(Visitor { token_hash: token.hash(), ..visitor }).await?;
        Ok(VisitorGrant { token, visitor: id, expires_at })
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
        // Whom a shop vouches for is renewed by its word alone.
        let worth_a_write = known.identity.is_none() && renewed.since(known.expires_at) >= RENEW_AFTER;
        let expires_at = if worth_a_write { renewed } else { known.expires_at };
        let visitor = known.id;
        if worth_a_write {
            self.store.put_visitor(Visitor { expires_at, ..known }).await?;
        }
        Ok(VisitorGrant { token, visitor, expires_at })
    }
}

/// The visitor that a site's customer always is.
fn visitor_of(site: &SiteId, identity: &Identity) -> VisitorId {
    let name = format!("{}\n{}", site.as_str(), identity.user);
    VisitorId(Uuid::new_v5(&VOUCHED_FOR, name.as_bytes()))
}
