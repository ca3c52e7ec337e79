// A conversation that is offered to me: it stands out, takes no focus, and runs out.
import type { JSX } from 'preact';
import { now } from '../staff/clock';
import { Curve } from '../staff/curve';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import { Packet } from './handoff';
import type { Inbox } from './inbox';
import { inboxWords } from './texts';
import { From } from './transfer/pending';
import { transferWords } from './transfer/texts';

export function Offers({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const [offer, ...more] = inbox.offered.value;
  const line = offer && inbox.line(offer.conv);
  const stage = line?.stage ?? offer?.packet.stage ?? 'calm';
  const passing = line?.passing;
  const name = line ? visitorName(line, common()) : common().visitor;
  return (
    <>
      <p class="unseen" role="status">
        {offer && words.offer(name)}
      </p>
      {offer && (
        <section class="offer" aria-label={words.offer(name)}>
          <p class="offer-top">
            <span class="small">{words.offerTitle}</span>
            <span class="left" role="timer" aria-live="off">
              {words.offerLeft(Math.max(0, Math.ceil((offer.expires_at - now.value) / 1_000)))}
            </span>
          </p>
          <h2>
            <span dir="auto">{name}</span> <StageMark stage={stage} trend={line?.trend ?? 0} />
          </h2>
          {passing && <From passing={passing} />}
          <Curve points={offer.packet.curve} turn={offer.packet.turning_point} stage={stage} width={266} height={40} />
          <Packet packet={offer.packet} quotes={2} />
          {passing && (
            <input
              key={offer.conv}
              class="why-not"
              maxLength={500}
              aria-label={transferWords().why}
              placeholder={transferWords().why}
              onInput={({ currentTarget }) => {
                inbox.transfers.declining.value = { conv: offer.conv, why: currentTarget.value };
              }}
            />
          )}
          <p class="acts">
            <button type="button" class="button strong" onClick={() => void inbox.claim(offer.conv)}>
              {words.accept} <kbd aria-hidden="true">A</kbd>
            </button>
            <button type="button" class="button" onClick={() => void inbox.decline(offer.conv)}>
              {words.decline} <kbd aria-hidden="true">D</kbd>
            </button>
            {more.length > 0 && <span class="small">{words.offerMore(more.length)}</span>}
          </p>
        </section>
      )}
    </>
  );
}
