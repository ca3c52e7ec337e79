// Conversations that are offered to me: they stand out, but take nothing away from what I am doing.
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import { Packet } from './handoff';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

export function Offers({ inbox }: { inbox: Inbox }): JSX.Element {
  return (
    <div class="offers" aria-live="polite">
      {inbox.survey.value.offered.map((line, index) => (
        <OfferCard key={line.conv} inbox={inbox} line={line} whole={index === 0} />
      ))}
    </div>
  );
}

/** @param whole with the packet: more than one at a time would push everything else off the screen */
function OfferCard({ inbox, line, whole }: { inbox: Inbox; line: Summary; whole: boolean }): JSX.Element {
  const words = inboxWords();
  const fromLog = useOfferInLog(inbox, line.conv);
  const offer = inbox.desk.offers.value.get(line.conv) ?? fromLog;
  const title = `offer-${line.conv}`;
  return (
    <section class={`offer ${line.stage}`} aria-labelledby={title}>
      <h2 id={title}>{words.offer(visitorName(line, common()))}</h2>
      <StageMark stage={line.stage} trend={line.trend} />
      {offer && (
        <p class="small" role="timer" aria-live="off">
          {words.offerLeft(Math.max(0, Math.ceil((offer.expires_at - now.value) / 1_000)))}
        </p>
      )}
      {whole && offer ? <Packet packet={offer.packet} /> : <p class="preview">{line.preview}</p>}
      <p class="acts">
        <button type="button" class="strong" onClick={() => void inbox.claim(line.conv)}>
          {words.accept}
        </button>
        <button type="button" onClick={() => void inbox.decline(line.conv)}>
          {words.decline}
        </button>
      </p>
    </section>
  );
}

/** After a reload the offer is in the log alone. */
function useOfferInLog(inbox: Inbox, conv: string) {
  const isKnown = inbox.desk.offers.value.has(conv);
  const opened = useMemo(() => (isKnown ? undefined : inbox.desk.open(conv)), [conv, isKnown]);
  useEffect(
    () => () => {
      if (opened && inbox.selected.peek() !== conv) inbox.desk.leave(conv);
    },
    [opened],
  );
  return opened?.thread.value.offered;
}
