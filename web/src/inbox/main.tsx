// The inbox: list, conversation, context. Starts everything on the page.
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { account } from '../staff/account';
import { Bars } from '../staff/bars';
import { Header } from '../staff/header';
import { startPage } from '../staff/page';
import { prepareSound } from '../staff/sound';
import { common } from '../staff/texts';
import { Inbox } from './inbox';
import { Help, listenToKeys } from './keys';
import { List } from './list';
import { Offers } from './offers';
import { Pane } from './pane';
import { inboxWords } from './texts';

function InboxPage(): JSX.Element | null {
  const me = account.value;
  const inbox = useMemo(() => (me ? new Inbox(me) : undefined), [me?.staff]);
  useEffect(() => {
    if (!inbox) return undefined;
    const stopKeys = listenToKeys(inbox);
    return () => {
      stopKeys();
      inbox.desk.close();
    };
  }, [inbox]);
  const wanting = inbox?.survey.value.wanting ?? 0;
  const title = `${wanting > 0 ? `(${wanting}) ` : ''}${common().inbox} · ${common().product}`;
  useEffect(() => {
    document.title = title;
  }, [title]);
  if (!inbox) return null;
  return (
    <div class={`page inbox${inbox.selected.value === undefined ? '' : ' opened'}`}>
      <Header page="inbox">
        <Availability inbox={inbox} />
      </Header>
      <Bars desk={inbox.desk} />
      <Offers inbox={inbox} />
      <div class="columns">
        <List inbox={inbox} />
        <Pane inbox={inbox} />
      </div>
      <Said inbox={inbox} />
      <Help inbox={inbox} />
    </div>
  );
}

function Availability({ inbox }: { inbox: Inbox }): JSX.Element {
  const words = inboxWords();
  const available = inbox.desk.available.value;
  return (
    <label class="check" title={available ? words.availableHint : words.awayHint}>
      <input
        type="checkbox"
        role="switch"
        checked={available}
        onChange={({ currentTarget }) => void inbox.setAvailable(currentTarget.checked)}
      />
      {words.available}
    </label>
  );
}

function Said({ inbox }: { inbox: Inbox }): JSX.Element {
  const toast = inbox.toast.value;
  const undo = toast?.undo;
  return (
    <div role="status" class="toasts">
      {toast && (
        <p class="toast">
          {toast.text}{' '}
          {undo && (
            <button
              type="button"
              onClick={() => {
                inbox.toast.value = undefined;
                undo();
              }}
            >
              {inboxWords().undo}
            </button>
          )}
        </p>
      )}
    </div>
  );
}

prepareSound();
startPage(InboxPage);
