// Reason codes, kinds and stages in words. Pure: the words are an argument.
import type { Language } from '../shared/i18n';
import type { AlertKind, Reason, Stage, Unscored, WaitCause } from '../shared/protocol';
import { outOfTen, wait } from './format';
import type { CommonWords } from './texts';

/** One reason; `undefined` for a code that this page does not know yet. */
export function reasonText(reason: Reason, words: CommonWords, language: Language): string | undefined {
  switch (reason.code) {
    case 'rising':
      return words.whyRising(reason.turns);
    case 'angry':
      return words.whyAngry(outOfTen(reason.p, language));
    case 'abuse':
      return words.whyAbuse;
    case 'asked_for_person':
      return words.whyAskedForPerson;
    case 'legal_threat':
      return words.whyLegalThreat;
    case 'publicity_threat':
      return words.whyPublicityThreat;
    case 'churn':
      return words.whyChurn;
    case 'distress':
      return { mention: words.whyDistressMention, risk: words.whyDistressRisk, imminent: words.whyDistressImminent }[reason.severity];
    case 'bot_missed':
      return words.whyBotMissed(reason.times);
    case 'repeated':
      return words.whyRepeated(reason.times);
    case 'waited':
      return words.whyWaited(wait(reason.seconds * 1_000, language));
    case 'bot_loop':
      return words.whyBotLoop(reason.times);
    case 'shouting':
      return words.whyShouting;
    case 'staff_decision':
      return words.whyStaffDecision;
    default:
      return undefined;
  }
}

/** Of reasons of one kind the latest holds, in the place of the first. */
export function together(...all: readonly (readonly Reason[])[]): Reason[] {
  return [...new Map(all.flat().map((reason) => [reason.code, reason])).values()];
}

/** All reasons in one line, in the order they came; of those of one kind the latest. */
export function reasonsText(reasons: readonly Reason[], words: CommonWords, language: Language): string {
  const texts = together(reasons).map((reason) => reasonText(reason, words, language));
  return texts.filter((text) => text !== undefined).join(words.listJoin);
}

export function stageText(stage: Stage, words: CommonWords): string {
  return words[stage];
}

export function alertText(kind: AlertKind, words: CommonWords): string {
  return { anger: words.aboutAnger, threat: words.aboutThreat, distress: words.aboutDistress }[kind];
}

export function causeText(cause: WaitCause, words: CommonWords): string {
  const texts: Record<WaitCause, string> = {
    asked: words.causeAsked,
    bot_missed: words.causeBotMissed,
    flow: words.causeFlow,
    file: words.causeFile,
    triage: words.causeTriage,
    released: words.causeReleased,
    transferred: words.causeTransferred,
    agent_lost: words.causeAgentLost,
    claimed: words.causeClaimed,
  };
  return texts[cause];
}

export function unscoredText(why: Unscored, words: CommonWords): string {
  const texts: Record<Unscored, string> = {
    no_model: words.notScoredNoModel,
    overload: words.notScoredOverload,
    failed: words.notScoredFailed,
    ended: words.notScoredEnded,
    no_text: words.notScoredNoText,
  };
  return texts[why];
}
