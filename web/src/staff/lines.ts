// The quiet lines of a thread in words. Pure: the words are an argument.
import type { Event, Party } from '../shared/protocol';
import { partyName } from './names';
import { alertText, causeText, stageText } from './reasons';
import type { CommonWords } from './texts';

/** What happened, in one line; nothing for events that are shown otherwise. */
export function lineText(event: Event, by: Party, words: CommonWords): string | undefined {
  const name = partyName(by, words);
  switch (event.kind) {
    case 'opened':
      return words.lineOpened;
    case 'stage_changed':
      return words.lineStage(stageText(event.from, words), stageText(event.to, words));
    case 'alert_raised':
      return words.lineAlert(alertText(event.about, words), stageText(event.stage, words));
    case 'alert_acknowledged':
      return words.lineAlertAcknowledged(name);
    case 'queued':
      return causeText(event.cause, words);
    case 'offered':
      return words.lineOffered(event.name);
    case 'offer_ended':
      return event.declined ? words.lineOfferDeclined(name) : words.lineOfferLapsed;
    case 'accepted':
      return words.lineAccepted(event.name);
    case 'rated':
      return words.lineRated(event.score) + (event.text ? words.lineRatedText(event.text) : '');
    case 'closed':
      return { visitor: words.lineClosedVisitor, resolved: words.lineClosedResolved(name), idle: words.lineClosedIdle }[event.cause];
    case 'reopened':
      return words.lineReopened(name);
    default:
      return undefined;
  }
}
