// The site as it is set and can be changed, the first steps with what is done of them, and the lines to copy.
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { Icon } from '../../staff/icons';
import { show } from '../../staff/notices';
import { Fetched } from '../fetched';
import { SiteForm } from './form';
import { Install } from './install';
import { remove } from '../removal';
import { type Resource, useResource } from '../resource';
import { settingsWords } from '../texts';
import { type Site, bodyOfSite } from './shapes';
import { siteWords } from './texts';

interface Settings {
  readonly site: Site;
  readonly widget_integrity: string;
  readonly done: readonly ('origin' | 'snippet' | 'chat' | 'colleague')[];
}

export function SiteSection(): JSX.Element {
  const words = siteWords();
  const settings = useResource<Settings>('/v1/settings');
  const [isOpen, setOpen] = useState(false);
  // Steps are done elsewhere: whoever comes back to this page sees them ticked.
  useEffect(() => {
    const load = (): void => {
      if (document.visibilityState === 'visible') void settings.load();
    };
    document.addEventListener('visibilitychange', load);
    return () => document.removeEventListener('visibilitychange', load);
  }, [settings]);
  return (
    <Fetched of={settings}>
      {(value) => (
        <>
          <Guide value={value} onChange={() => setOpen(true)} />
          <Facts value={value} all={settings} onOpen={() => setOpen(true)} />
          <Install site={value.site.site} integrity={value.widget_integrity} />
          {isOpen && (
            <SiteForm
              site={value.site}
              onSaved={() => {
                show({ kind: 'done', text: words.siteSaved });
                void settings.load();
              }}
              onClose={() => setOpen(false)}
            />
          )}
        </>
      )}
    </Fetched>
  );
}

function Guide({ value: { done: steps, site }, onChange }: { value: Settings; onChange: () => void }): JSX.Element {
  const words = siteWords();
  const id = useId();
  const all = [
    { isDone: true, title: words.stepAdmin, how: words.stepAdminHow },
    { isDone: steps.includes('origin'), title: words.stepOrigin, how: words.stepOriginHow, onPress: onChange },
    { isDone: steps.includes('snippet'), title: words.stepSnippet, how: words.stepSnippetHow },
    { isDone: steps.includes('chat'), title: words.stepChat, how: words.stepChatHow, link: { href: `/chat/${site.site}`, text: words.openChat } },
    { isDone: steps.includes('colleague'), title: words.stepColleague, how: words.stepColleagueHow, link: { href: '#people', text: words.toPeople } },
  ];
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{words.guide}</h2>
      {all.every(({ isDone }) => isDone) && <p class="small">{words.guideDone}</p>}
      <ol class="steps">
        {all.map(({ isDone: done, title, how, link, onPress }) => (
          <li key={title} class={done ? 'done' : undefined}>
            <span class="tick">
              {done && <Icon name="check" />}
              <span class="unseen">{done ? words.done : words.open}</span>
            </span>
            <span>
              <b>{title}</b>
              {!done && <span class="small below">{how}</span>}
            </span>
            {!done && onPress && (
              <button type="button" class="button small" onClick={onPress}>
                {words.addWebsite}
              </button>
            )}
            {!done && link && (
              <a class="button small" href={link.href} {...(!link.href.startsWith('#') && { target: '_blank' })}>
                {link.text}
              </a>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface FactsProps {
  readonly value: Settings;
  readonly all: Resource<Settings>;
  readonly onOpen: () => void;
}

function Facts({ value: { site }, all, onOpen }: FactsProps): JSX.Element {
  const words = siteWords();
  const shared = settingsWords();
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <div class="head">
        <h2 id={id}>{words.facts}</h2>
        {site.own && <span class="badge">{words.changedHere}</span>}
        <span class="grow" />
        <button type="button" class="button small" onClick={onOpen}>
          {words.changeSite}
        </button>
        {site.own && (
          <button type="button" class="button small" onClick={() => void remove(all, '/v1/settings/site', bodyOfSite(site), words.siteConfigured)}>
            {words.asConfigured}
          </button>
        )}
      </div>
      <dl class="facts">
        <dt>{words.name}</dt>
        <dd>{site.name}</dd>
        <dt>{words.id}</dt>
        <dd class="mono">{site.site}</dd>
        <dt>{words.language}</dt>
        <dd>{site.language === 'zh' ? shared.chinese : shared.english}</dd>
        <dt>{words.origins}</dt>
        <dd>
          {site.origins.length === 0 ? (
            words.noOrigins
          ) : (
            <ul>
              {site.origins.map((origin) => (
                <li key={origin} class="mono">
                  {origin}
                </li>
              ))}
            </ul>
          )}
        </dd>
        <dt>{words.form}</dt>
        <dd>
          <Asks form={site.form} />
        </dd>
      </dl>
      <p class="small">{words.factsHint}</p>
    </section>
  );
}

function Asks({ form: { name, email, topic, topics } }: { form: Site['form'] }): JSX.Element {
  const words = siteWords();
  const asked = [[words.askName, name], [words.askEmail, email], [words.askTopic, topic]] as const;
  const shown = asked.filter(([, how]) => how !== 'off').map(([what, how]) => `${what}: ${words[how]}`);
  if (shown.length === 0) return <>{words.asksNothing}</>;
  return (
    <ul>
      {shown.map((line) => (
        <li key={line}>{line}</li>
      ))}
      {topic !== 'off' && <li class="small">{topics.map(({ en, zh }) => `${en} | ${zh}`).join(' · ')}</li>}
    </ul>
  );
}
