//! `hello` to `welcome`: who is this, from which page, and where did they leave off.
//!
//! Owns the order: the Origin, the proof, the earlier session if it can go on, else a fresh one. A fresh session
//! follows first and reads then, so that nothing falls between the two. An earlier session that cannot go on is
//! forgotten: its client starts anew.

use super::attachment::Attachment;
use super::earlier::COUNTED;
use super::form::asked_of;
use super::live::{Ending, Link, Session, Who};
use super::reply::{No, nack};
use super::sessions::Sessions;
use crate::auth::{AuthError, origin};
use crate::domain::{Language, PhaseName, SiteId, Summary, VisitorId};
use crate::fanout::{Follow, Frame};
use crate::protocol::client::Resume;
use crate::protocol::server::{Me, ScoringStatus, VisitorConversation, Welcome};
use crate::protocol::{ClientFrame, CloseCode, Code, ServerFrame, decode};
use crate::store::{Site, StoreError};
use crate::triage::Status;
use std::sync::Arc;
use std::time::Duration;

/// When to come back after a fault of ours.
const FAULT_RETRY: Duration = Duration::from_secs(2);

/// Where a socket was opened from, as its handshake says.
#[derive(Debug, Clone, Default)]
pub struct Peer {
    /// The page's Origin; one that cannot be read is an empty one, which fits nothing.
    pub origin: Option<String>,
    /// The host that the client reached.
    pub host: Option<String>,
}

/// A socket that is not let in.
#[derive(Debug)]
pub struct Turned {
    /// What was wrong with the frame, for developers.
    pub nack: Option<Frame>,
    /// How the socket ends.
    pub ending: Ending,
}

impl Turned {
    fn away(close: CloseCode, code: Code) -> Self {
        Self { nack: None, ending: Ending::because(close, code) }
    }
}

impl From<AuthError> for Turned {
    fn from(error: AuthError) -> Self {
        match error {
            AuthError::Refused => Self::away(CloseCode::Unauthorized, Code::Unauthorized),
            AuthError::Store(error) => error.into(),
            _ => Self::later(Code::Overloaded),
        }
    }
}

impl From<StoreError> for Turned {
    fn from(error: StoreError) -> Self {
        Self::later(No::from(error).code())
    }
}

impl Turned {
    fn later(code: Code) -> Self {
        let ending = Ending::because(CloseCode::Unavailable, code).retry_after(FAULT_RETRY);
        Self { nack: None, ending }
    }
}

impl Sessions {
    /// Answers the first frame of a socket.
    ///
    /// # Errors
    /// `Turned` says how the socket ends.
    pub async fn hello(self: &Arc<Self>, text: &str, from: &Peer) -> Result<Attachment, Turned> {
        if self.is_draining() {
            return Err(Turned::later(Code::Draining));
        }
        let frame = decode(text.as_bytes()).map_err(|why| Turned {
            ending: Ending::because(CloseCode::BadProtocol, why.code),
            nack: Some(Frame::of(&nack(why.id, why.clone().into()))),
        })?;
        let ClientFrame::Hello { token, ticket, resume, language } = frame else {
            return Err(Turned::away(CloseCode::BadProtocol, Code::HelloExpected));
        };
        let who = match (token, ticket) {
            (Some(token), _) => self.visitor(&token, from).await?,
            (None, Some(ticket)) => self.staff(&ticket, from).await?,
            (None, None) => return Err(Turned::away(CloseCode::Unauthorized, Code::Unauthorized)),
        };
        let earlier = match resume {
            Some(resume) => self.resume(&who, &resume).await?,
            None => None,
        };
        let attachment = match earlier {
            Some(attachment) => attachment,
            None => self.begin(who, language).await?,
        };
        if !attachment.is_visitor() {
            self.presence.known().await;
        }
        Ok(attachment)
    }

    async fn visitor(&self, token: &str, from: &Peer) -> Result<Who, Turned> {
        let visitor = self.parts.auth.visitor(token).await?;
        let site = self.parts.store.site(&visitor.site).await?;
        if site.is_some_and(|site| self.admits(&site, from)) {
            return Ok(Who::Visitor(visitor));
        }
        Err(Turned::away(CloseCode::Forbidden, Code::OriginRefused))
    }

    fn admits(&self, site: &Site, from: &Peer) -> bool {
        let (origin, host) = (from.origin.as_deref(), from.host.as_deref());
        origin::admits(site, origin, host, &self.parts.own, self.parts.allow_missing_origin)
    }

    async fn staff(&self, ticket: &str, from: &Peer) -> Result<Who, Turned> {
        let is_own = match &from.origin {
            None => self.parts.allow_missing_origin,
            Some(origin) => self.parts.own.is_own(origin, from.host.as_deref()),
        };
        // Before the ticket is used up: another page must not be able to spend it.
        if !is_own {
            return Err(Turned::away(CloseCode::Forbidden, Code::OriginRefused));
        }
        Ok(Who::Staff(self.parts.auth.redeem(ticket).await?))
    }

    /// Goes on with an earlier session; `None` when there is none of this person that reaches back far enough.
    async fn resume(self: &Arc<Self>, who: &Who, resume: &Resume) -> Result<Option<Attachment>, Turned> {
        let found = self.table().get(resume.session);
        let Some(session) = found.filter(|session| session.who.person() == who.person()) else { return Ok(None) };
        // A new role or name needs a session of its own.
        if session.who.actor() != who.actor() {
            self.forget(&session);
            return Ok(None);
        }
        let welcome = self.welcome(&session, true).await?;
        let link = session.connect(resume.received, &welcome);
        let attachment = link.and_then(|link| self.attach(&session, link));
        if attachment.is_none() {
            self.forget(&session);
        }
        Ok(attachment)
    }

    async fn begin(self: &Arc<Self>, who: Who, language: Option<Language>) -> Result<Attachment, Turned> {
        let clock = &self.parts.clock;
        let session = Session::new(clock.fresh_id(), who, language, clock.now());
        if self.enter(&session).is_err() {
            return Err(Turned::later(Code::RateLimited));
        }
        let welcomed = self.welcome_fresh(&session).await;
        let attachment = welcomed.and_then(|welcome| {
            let link = session.connect(0, &welcome).expect("a fresh session has sent nothing yet");
            self.attach(&session, link).ok_or(Turned::later(Code::Overloaded))
        });
        if attachment.is_err() {
            self.forget(&session);
        }
        attachment
    }

    /// `None`: the session was forgotten while its socket was on the way.
    fn attach(self: &Arc<Self>, session: &Arc<Session>, link: Arc<Link>) -> Option<Attachment> {
        // Connected sessions are not forgotten for waiting too long: from here on it stays.
        if self.table().get(session.id).is_none() {
            session.disconnect(&link);
            return None;
        }
        if let Who::Staff(staff) = &session.who {
            self.presence.joined(&staff.member);
        }
        Some(Attachment::new(Arc::clone(self), Arc::clone(session), link))
    }

    async fn welcome_fresh(&self, session: &Arc<Session>) -> Result<ServerFrame, Turned> {
        if let Who::Visitor(visitor) = &session.who {
            for known in self.current(visitor.id).await? {
                self.follow(session, Follow::AsVisitor(known.conv));
            }
        }
        self.welcome(session, false).await
    }

    async fn welcome(&self, session: &Session, resumed: bool) -> Result<ServerFrame, Turned> {
        let mut form = self.parts.site.in_force().visitor_form();
        let mut known = Vec::new().into_iter();
        let (me, told) = match &session.who {
            Who::Visitor(visitor) => {
                form = asked_of(visitor, &form);
                known = self.current(visitor.id).await?.into_iter();
                (me_visitor(visitor.id, &visitor.site), None)
            }
            Who::Staff(staff) => (self.me_staff(&staff.member), Some((self.scoring(), self.parts.resources.clone()))),
        };
        let (scoring, distress_resources) = told.unzip();
        let form = Some(form).filter(|form| !form.is_empty());
        session.asks(form.clone().map(Arc::new));
        Ok(ServerFrame::Welcome(Box::new(Welcome {
            session: session.id,
            resumed,
            role: session.who.role(),
            me,
            heartbeat_ms: u32::try_from(self.parts.heartbeat.as_millis()).unwrap_or(u32::MAX),
            conv: known.next().map(as_visitor_sees),
            others: known.map(as_visitor_sees).collect(),
            form,
            files: self.parts.files.clone(),
            epoch: self.epoch().await?,
            scoring,
            distress_resources,
            server: env!("CARGO_PKG_VERSION").to_owned(),
            now: self.parts.clock.now(),
        })))
    }

    /// The visitor's open conversations, most recently changed first; where there are none, the last one.
    async fn current(&self, visitor: VisitorId) -> Result<Vec<Summary>, StoreError> {
        let mut found = self.parts.store.conversations_of(visitor, COUNTED).await?;
        if found.iter().all(|summary| summary.phase == PhaseName::Closed) {
            found.truncate(1);
        } else {
            found.retain(|summary| summary.phase != PhaseName::Closed);
        }
        Ok(found)
    }

    fn me_staff(&self, member: &crate::auth::Member) -> Me {
        Me::Staff {
            staff: member.id,
            name: member.name.clone(),
            email: member.email.clone(),
            available: self.presence.is_available(member),
            capacity: member.capacity,
            language: member.language,
        }
    }

    fn scoring(&self) -> ScoringStatus {
        match self.parts.triage.status() {
            Status::On { model, engine } => ScoringStatus::On { model, engine },
            Status::Off { why } => ScoringStatus::Off { why },
        }
    }
}

fn me_visitor(visitor: VisitorId, site: &SiteId) -> Me {
    Me::Visitor { visitor, site: site.clone() }
}

fn as_visitor_sees(summary: Summary) -> VisitorConversation {
    VisitorConversation {
        conv: summary.conv,
        head: summary.last_public,
        phase: summary.phase,
        agent_name: summary.agent_name,
    }
}
