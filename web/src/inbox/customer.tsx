// Who the customer is. Owns telling apart what their shop vouches for and what a browser merely says.
import type { JSX } from 'preact';
import { safeAddress } from '../shared/links';
import type { FormTopic, Summary, Customer as Told } from '../shared/protocol';
import { dayTime, deviceText } from '../staff/format';
import { Icon } from '../staff/icons';
import { language } from '../staff/preferences';
import type { Thread } from '../staff/thread';
import { Fact } from './fact';
import { inboxWords } from './texts';

const zone = encodeURIComponent(new Intl.DateTimeFormat().resolvedOptions().timeZone);

/** @param topics what the site's form offers, to be shown in the reader's language */
export function Customer({ thread, line, topics }: { thread: Thread; line: Summary; topics: readonly FormTopic[] }): JSX.Element {
  const words = inboxWords();
  const { customer } = thread;
  const spoken = customer?.language ?? line.language;
  const name = customer?.name ?? line.visitor_name;
  const page = customer?.page === undefined ? undefined : safeAddress(customer.page);
  return (
    <section>
      <h2>{words.customer}</h2>
      <dl class="facts">
        <Fact name={words.name}>{name ?? <span class="muted">{words.noName}</span>}</Fact>
        {customer?.email && <Fact name={words.email}>{customer.email}</Fact>}
        {customer?.identity && (
          <Fact name={words.account}>
            {customer.identity.user} <span class="vouched"><Icon name="check" /> {words.signedIn}</span>
          </Fact>
        )}
        {customer?.segment && <Fact name={words.segment}>{customer.segment}</Fact>}
        {Object.entries(customer?.identity?.attributes ?? {}).map(([key, text]) => (
          <Fact key={key} name={key}>{text}</Fact>
        ))}
        <Fact name={words.languageOf}>{spoken === 'zh' ? words.chinese : words.english}</Fact>
        {page !== undefined && (
          <Fact name={words.page}>
            <a href={page} target="_blank" rel="noopener noreferrer nofollow">
              {customer?.page_title ?? page}
            </a>
          </Fact>
        )}
        {customer?.device && <Fact name={words.device}>{deviceText(customer.device)}</Fact>}
        <Fact name={words.began}>{dayTime(line.opened_at, language.value)}</Fact>
      </dl>
      {customer && <Claims customer={customer} topics={topics} />}
      <p>
        <a href={`/v1/conversations/${line.conv}/transcript?language=${language.value}&zone=${zone}`} download="">
          {words.transcript}
        </a>
      </p>
    </section>
  );
}

/** Anybody can make a browser say these: they stand apart, under a word of caution. */
function Claims({ customer, topics }: { customer: Told; topics: readonly FormTopic[] }): JSX.Element | null {
  const words = inboxWords();
  const { identity, attributes = {} } = customer;
  const claimed = [
    ...(customer.name !== undefined && customer.name !== identity?.name ? [words.name] : []),
    ...(customer.email !== undefined && customer.email !== identity?.email ? [words.email] : []),
  ];
  const told = Object.entries(attributes).map(([key, text]) => {
    const topic = key === 'topic' ? topics.find(({ value }) => value === text) : undefined;
    if (topic) return [words.topic, topic[language.value]] as const;
    return [key === 'event' ? words.lastEvent : key, text] as const;
  });
  if (claimed.length === 0 && told.length === 0) return null;
  return (
    <>
      {told.length > 0 && (
        <dl class="facts">
          {told.map(([key, text]) => (
            <Fact key={key} name={key}>{text}</Fact>
          ))}
        </dl>
      )}
      <p class="small">{identity ? words.claimed([...claimed, ...told.map(([key]) => key)].join(words.listComma)) : words.claimHint}</p>
    </>
  );
}
