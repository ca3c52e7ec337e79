//! The scenes. Each is a chat of its own and says what must happen; the first thing that does not is an error.

use super::cast::{Agent, Visitor};
use super::telling::Telling;
use super::words::{Words, words};
use crate::domain::{HandoffPacket, Language};
use anyhow::{Context, ensure};
use std::net::SocketAddr;

/// Messages of a visitor in the scene of routine questions: the question, and that it helped.
const SAID_OF_ROUTINE: usize = 2;
/// Events by which people are called.
const PEOPLE_ARE_CALLED: [&str; 3] = ["queued", "offered", "alert_raised"];

/// The stage: two agents, and who tells.
struct Stage {
    server: SocketAddr,
    telling: Telling,
    words: &'static Words,
    lin: Agent,
    ana: Agent,
}

/// All scenes in one language.
pub(super) async fn all(server: SocketAddr, language: Language) -> anyhow::Result<()> {
    let (lin, ana) = (Agent::arrive(server, "Lin").await?, Agent::arrive(server, "Ana").await?);
    let mut stage = Stage { server, telling: Telling { language }, words: words(language), lin, ana };
    for number in 0..stage.words.titles.len() {
        stage.telling.scene(number + 1, stage.words.titles[number]);
        let played = match number {
            0 => stage.contained().await,
            1 => stage.missed().await,
            2 => stage.declined().await,
            3 => stage.ran_out().await,
            4 => stage.passed_on().await,
            _ => stage.lost_and_back().await,
        };
        played.with_context(|| format!("{} {}", stage.words.scene, number + 1))?;
    }
    Ok(())
}

impl Stage {
    async fn visitor(&self) -> anyhow::Result<Visitor> {
        Visitor::arrive(self.server, self.telling).await
    }

    /// Routine questions that articles answer. Nobody may be called for any of them: that is looked up in their logs.
    async fn contained(&mut self) -> anyhow::Result<()> {
        let questions = self.words.lines.routine;
        for question in questions {
            let mut visitor = self.visitor().await?;
            self.lin.follows(&visitor).await?;
            visitor.says(question).await?;
            let buttons = visitor.hears_bot().await?;
            let helped = buttons.first().context("no button that says that it helped")?;
            visitor.says(helped).await?;
            visitor.hears_bot().await?;
            let log = self.lin.sees_read(&visitor, SAID_OF_ROUTINE).await?;
            let called = log.iter().find(|kind| PEOPLE_ARE_CALLED.contains(&kind.as_str()));
            ensure!(called.is_none(), "a person was called for a routine question ({}): {question}", log.join(", "));
        }
        self.telling.happened(|words| words.contained(questions.len()));
        Ok(())
    }

    /// Two questions that nothing answers.
    async fn missed(&mut self) -> anyhow::Result<()> {
        let mut visitor = self.visitor().await?;
        for question in self.words.lines.unknown {
            visitor.says(question).await?;
            visitor.hears_bot().await?;
        }
        visitor.waits().await?;
        self.lin.is_available(true).await?;
        let packet = self.lin.is_offered(&visitor).await?;
        holds(&packet, self.words.lines.unknown[0])?;
        ensure!(packet.tried.iter().any(|tried| tried.article.is_none()), "the packet names no miss");
        self.lin.accepts(&mut visitor).await?;
        self.lin.says(&mut visitor, self.words.lines.reply).await?;
        self.lin.resolves(&mut visitor).await?;
        self.lin.is_available(false).await
    }

    /// One declines.
    async fn declined(&mut self) -> anyhow::Result<()> {
        let mut visitor = self.called().await?;
        self.lin.is_available(true).await?;
        self.lin.is_offered(&visitor).await?;
        self.ana.is_available(true).await?;
        self.lin.declines(&visitor).await?;
        self.taken_by_ana(&mut visitor).await
    }

    /// One does not answer.
    async fn ran_out(&mut self) -> anyhow::Result<()> {
        let mut visitor = self.called().await?;
        self.lin.is_available(true).await?;
        self.lin.is_offered(&visitor).await?;
        self.ana.is_available(true).await?;
        self.telling.happened(|words| words.no_offer_taken.to_owned());
        self.taken_by_ana(&mut visitor).await
    }

    /// One asks the other, and answers until the other is there.
    async fn passed_on(&mut self) -> anyhow::Result<()> {
        let mut visitor = self.called().await?;
        self.lin.is_available(true).await?;
        self.lin.is_offered(&visitor).await?;
        self.lin.accepts(&mut visitor).await?;
        self.ana.is_available(true).await?;
        self.lin.passes(&visitor, &self.ana, self.words.lines.why).await?;
        visitor.says(self.words.lines.again).await?;
        self.lin.says(&mut visitor, self.words.lines.meanwhile).await?;
        self.taken_by_ana(&mut visitor).await
    }

    /// One is lost for longer than the grace, and the chat is theirs again.
    async fn lost_and_back(&mut self) -> anyhow::Result<()> {
        let mut visitor = self.called().await?;
        self.lin.is_available(true).await?;
        self.lin.is_offered(&visitor).await?;
        self.lin.accepts(&mut visitor).await?;
        self.lin.says(&mut visitor, self.words.lines.promise).await?;
        visitor.says(self.words.lines.again).await?;
        self.lin.is_lost(self.telling);
        visitor.waits().await?;
        visitor.hears_bot().await?;
        self.lin.connects().await?;
        self.lin.is_available(true).await?;
        self.telling.happened(|words| words.returns(self.lin.name));
        let packet = self.lin.is_offered(&visitor).await?;
        ensure!(packet.promises.iter().any(|promise| promise.text == self.words.lines.promise), "the promise is gone");
        holds(&packet, self.words.lines.again)?;
        self.lin.accepts(&mut visitor).await?;
        self.lin.says(&mut visitor, self.words.lines.back).await?;
        self.lin.resolves(&mut visitor).await?;
        self.lin.is_available(false).await
    }

    /// A visitor who said what is wrong and called a person.
    async fn called(&mut self) -> anyhow::Result<Visitor> {
        let mut visitor = self.visitor().await?;
        visitor.says(self.words.lines.problem).await?;
        visitor.hears_bot().await?;
        visitor.calls_a_person().await?;
        Ok(visitor)
    }

    async fn taken_by_ana(&mut self, visitor: &mut Visitor) -> anyhow::Result<()> {
        let packet = self.ana.is_offered(visitor).await?;
        holds(&packet, self.words.lines.problem)?;
        self.ana.accepts(visitor).await?;
        self.ana.says(visitor, self.words.lines.promise).await?;
        self.ana.resolves(visitor).await?;
        self.lin.is_available(false).await?;
        self.ana.is_available(false).await
    }
}

/// A packet that quotes these words of the visitor.
fn holds(packet: &HandoffPacket, words: &str) -> anyhow::Result<()> {
    ensure!(packet.summary.iter().any(|line| line.text == words), "the packet does not say: {words}");
    Ok(())
}
