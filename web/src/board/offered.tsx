// A conversation that is offered to the supervisor who oversees, as whoever has waited long in anger is. It stands out,
// takes no focus, and runs out.
import type { JSX } from 'preact';
import { now } from '../staff/clock';
import { StageMark } from '../staff/mark';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import type { Floor } from './floor';
import { boardWords } from './texts';

export function Offered({ floor }: { floor: Floor }): JSX.Element {
  const words = boardWords();
  const offer = floor.offered.value;
  const name = offer && visitorName(offer.line, common());
  return (
    <>
      <p class="unseen" role="status">
        {name !== undefined && words.offered(name)}
      </p>
      {offer && name !== undefined && (
        <section class="offered" aria-label={words.offered(name)}>
          <p>
            <b dir="auto">{words.offered(name)}</b> <StageMark stage={offer.line.stage} trend={offer.line.trend} />{' '}
            <span class="muted" role="timer" aria-live="off">
              {words.offeredLeft(Math.max(0, Math.ceil((offer.expires_at - now.value) / 1_000)))}
            </span>
          </p>
          <p class="acts">
            <button type="button" class="button strong" onClick={() => void floor.takeOver(offer.line.conv)}>
              {words.takeOffer}
            </button>
            <button type="button" class="button" onClick={() => void floor.declineOffer(offer.line.conv)}>
              {words.declineOffer}
            </button>
          </p>
        </section>
      )}
    </>
  );
}
