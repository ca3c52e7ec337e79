// The quiet lines of a thread in words. Pure: the words are an argument.
import type { Language } from '../shared/i18n';
import type { Reason } from '../shared/protocol';
import { episodeText } from './episode_texts';
import { expertText } from './expert_texts';
import { dayTime } from './format';
import { partyName } from './names';
import { alertText, causeText, reasonsText, stageText } from './reasons';
import type { CommonWords } from './texts';
import type { Row } from './thread';

/** What happened, in one line; nothing for events that are shown otherwise, or that this page does not know yet. */
export function lineText(line: Extract<Row, { kind: 'line' }>, words: CommonWords, language: Language): string | undefined {
  const { event, by, agent, times = 1 } = line;
  const name = partyName(by, words);
  const because = (text: string, reasons: readonly Reason[]): string => {
    const why = reasonsText(reasons, words, language);
    return why === '' ? text : words.because(text, why);
  };
  switch (event.kind) {
    case 'opened':
      return words.lineOpened;
    case 'stage_changed':
      return because(words.lineStage(stageText(event.from, words), stageText(event.to, words)), event.reasons);
    case 'alert_raised':
      return words.lineAlert(alertText(event.about, words), stageText(event.stage, words));
    case 'alert_acknowledged':
      return words.lineAlertAcknowledged(name);
    case 'alert_snoozed':
    case 'alert_returned':
    case 'alert_escalated':
    case 'intervened':
    case 'alert_closed':
      return episodeText(event, name, language, by.who === 'staff');
    case 'queued':
      if (event.passed) return words.lineTeam(name, event.passed.team, event.passed.reason);
      return because(causeText(event.cause, words), event.cause === 'triage' ? event.reasons : []);
    case 'offered':
      return event.passed === undefined ? words.lineOffered(event.name) : words.lineAsked(name, event.name, event.passed);
    case 'offer_ended':
      if (event.declined) return event.reason === undefined ? words.lineOfferDeclined(name) : words.lineDeclinedSince(name, event.reason);
      if (by.who === 'staff' && by.id !== event.agent) return words.lineTakenBack(name, agent ?? words.agent);
      return words.lineOfferLapsed(agent ?? words.agent, times);
    case 'accepted':
      return words.lineAccepted(event.name);
    case 'expert_invited':
    case 'expert_joined':
    case 'invitation_ended':
      return expertText(event, name, agent ?? words.agent, language);
    case 'rated':
      return words.lineRated(event.score) + (event.text ? words.lineRatedText(event.text) : '');
    case 'closed':
      return { visitor: words.lineClosedVisitor, resolved: words.lineClosedResolved(name), idle: words.lineClosedIdle }[event.cause];
    case 'tagged':
      return words.lineTagged(name, event.tag);
    case 'untagged':
      return words.lineUntagged(name, event.tag);
    case 'snoozed':
      return words.lineSnoozed(name, dayTime(event.until, language));
    case 'unsnoozed':
      return words.lineUnsnoozed(name);
    case 'reopened':
      return words.lineReopened(name);
    default:
      return undefined;
  }
}
