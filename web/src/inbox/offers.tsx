// Conversations that are offered to me: they stand out, but take nothing away from what I am doing.
import type { JSX } from 'preact';
import type { Summary } from '../shared/protocol';
import { now } from '../staff/clock';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import { Packet } from './handoff';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';

export function Offers({ inbox }: { inbox: Inbox }): JSX.Element {
  return (
    <div class="offers" aria-live="polite">
      {inbox.survey.value.offered.map((line) => (
        <OfferCard key={line.conv} inbox={inbox} line={line} />
      ))}
    </div>
  );
}

function OfferCard({ inbox, line }: { inbox: Inbox; line: Summary }): JSX.Element {
  const words = inboxWords();
  const offer = inbox.desk.offers.value.get(line.conv);
  const title = `offer-${line.conv}`;
  return (
    <section class={`offer ${line.stage}`} aria-labelledby={title}>
      <h2 id={title}>{words.offer(visitorName(line, common()))}</h2>
      {offer && (
        <p class="small" role="timer" aria-live="off">
          {words.offerLeft(Math.max(0, Math.ceil((offer.expires_at - now.value) / 1_000)))}
        </p>
      )}
      {offer ? <Packet packet={offer.packet} /> : <p>{line.preview}</p>}
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
