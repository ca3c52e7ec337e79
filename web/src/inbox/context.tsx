// Beside the thread: how the mood went and why, and who the customer is.
import type { JSX } from 'preact';
import { safeAddress } from '../shared/links';
import type { Customer, Summary } from '../shared/protocol';
import type { Conversation } from '../staff/conversation';
import { Curve } from '../staff/curve';
import { clockTime, day, deviceText } from '../staff/format';
import { StageMark } from '../staff/mark';
import { language } from '../staff/preferences';
import { reasonText } from '../staff/reasons';
import { common } from '../staff/texts';
import { inboxWords } from './texts';

export function Context({ line, opened }: { line: Summary; opened: Conversation }): JSX.Element {
  const words = inboxWords();
  const { curve, turningPoint, reasons, customer } = opened.thread.value;
  const why = line.stage === 'calm' ? [] : reasons;
  return (
    <aside class="context" aria-label={words.context}>
      <h2>{words.mood}</h2>
      <p>
        <StageMark stage={line.stage} trend={line.trend} />
      </p>
      <Curve curve={curve} turn={turningPoint} />
      {why.length > 0 && (
        <ul class="reasons">
          {why.map((reason) => (
            <li key={reason.code}>{reasonText(reason, common(), language.value)}</li>
          ))}
        </ul>
      )}
      <p class="small">{common().estimate}</p>
      {line.unscored > 0 && <p class="small">{words.unscored(line.unscored)}</p>}
      <h2>{words.customer}</h2>
      <Details line={line} customer={customer} />
    </aside>
  );
}

function Details({ line, customer }: { line: Summary; customer: Customer | undefined }): JSX.Element {
  const words = inboxWords();
  const page = customer?.page === undefined ? undefined : safeAddress(customer.page);
  return (
    <dl class="details">
      <Detail name={words.name} text={customer?.name ?? line.visitor_name} />
      <Detail name={words.email} text={customer?.email} />
      <Detail name={words.languageOf} text={line.language === 'zh' ? words.chinese : words.english} />
      {page && (
        <div>
          <dt>{words.page}</dt>
          <dd>
            <a href={page} target="_blank" rel="noopener noreferrer">
              {customer?.page_title ?? page}
            </a>
          </dd>
        </div>
      )}
      <Detail name={words.device} text={deviceText(customer?.device)} />
      <Detail name={words.opened} text={`${day(line.opened_at, language.value)} ${clockTime(line.opened_at, language.value)}`} />
    </dl>
  );
}

function Detail({ name, text }: { name: string; text: string | undefined }): JSX.Element | null {
  if (!text) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd dir="auto">{text}</dd>
    </div>
  );
}
