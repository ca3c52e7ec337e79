// The inbox: list, conversation, context. Starts everything on the page.
import type { JSX } from 'preact';
import { useEffect, useMemo, useState } from 'preact/hooks';
import { type Account, account } from '../staff/account';
import { Bars } from '../staff/bars';
import { Header } from '../staff/header';
import { Icon } from '../staff/icons';
import { startPage } from '../staff/page';
import { LazyPalette } from '../staff/palette/lazy';
import { Part } from '../staff/part';
import { common } from '../staff/texts';
import { Context } from './context';
import { Inbox } from './inbox';
import { listenToKeys } from './keys';
import { List } from './list';
import { Offers } from './offers';
import { Pane } from './pane';
import { inboxWords } from './texts';

function InboxPage(): JSX.Element | null {
  const me = account.value;
  return me ? <Own key={me.staff} me={me} /> : null;
}

function Own({ me }: { me: Account }): JSX.Element {
  const inbox = useMemo(() => new Inbox(me), []);
  useEffect(() => {
    const stopKeys = listenToKeys(inbox);
    return () => {
      stopKeys();
      inbox.close();
    };
  }, [inbox]);
  const conv = inbox.selected.value;
  const [isDetailed, setDetailed] = useState(false);
  const [chosen, setChosen] = useState<number>();
  useEffect(() => {
    setChosen(undefined);
    setDetailed(false);
  }, [conv]);
  const choose = (seq: number): void => {
    setChosen(seq === chosen ? undefined : seq);
    setDetailed(true);
  };
  return (
    <div class="page">
      <Header page="inbox">
        <Availability inbox={inbox} />
      </Header>
      <Bars desk={inbox.desk} />
      <div class={`columns${conv === undefined ? '' : ' opened'}${isDetailed ? ' detailed' : ''}`}>
        <Offers inbox={inbox} />
        <main>
          <h1 class="unseen">{common().inbox}</h1>
          <List inbox={inbox} />
          <Pane inbox={inbox} chosen={chosen} onChoose={choose} onDetails={() => setDetailed(!isDetailed)} />
        </main>
        <Context inbox={inbox} chosen={chosen} onClose={() => setDetailed(false)} />
      </div>
      <Part
        wanted={inbox.transfers.form.value !== undefined} on={inbox} onFailed={() => inbox.transfers.close()}
        load={async () => (await import('./transfer/form')).TransferForm}
      />
      <Part wanted={inbox.help.value} on={inbox} onFailed={() => { inbox.help.value = false; }} load={async () => (await import('./help')).Help} />
      <LazyPalette on={inbox} load={async () => (await import('./palette/view')).InboxPalette} />
    </div>
  );
}

function Availability({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const available = inbox.desk.available.value;
  return (
    <>
      <button
        type="button"
        class={`switch${available ? ' on' : ''}`}
        role="switch"
        aria-checked={available}
        title={available ? words.availableHint : words.awayHint}
        onClick={() => void inbox.setAvailable(!available)}
      >
        <span class="knob" aria-hidden="true" />
        <span>{available ? words.available : words.away}</span>
      </button>
      <button
        type="button"
        class="plain-icon"
        aria-label={words.help}
        title={`${words.help} (?)`}
        onClick={() => {
          inbox.help.value = true;
        }}
      >
        <Icon name="help" />
      </button>
    </>
  );
}

startPage(InboxPage);
