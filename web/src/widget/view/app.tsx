/** @jsxImportSource . */
// Launcher and panel: who is speaking, the log, what is going on, and where to write.
import type { Screen } from '../screen';
import { quickReplies } from '../thread';
import { Composer } from './foot';
import { BOT, CHAT, CLOSE, DOWN, Icon, MORE, PERSON } from './icon';
import type { JSX } from './jsx-runtime';
import { Log } from './log';

type Part = { screen: Screen };

export function App({ screen }: Part): JSX.Element {
  const { open, whole, words } = screen;
  const { unread } = screen.chat;
  return (
    <div class={whole ? 'whole' : open ? 'corner open' : 'corner'}>
      {open && <Panel screen={screen} />}
      {!whole && (
        <button
          class="strong launcher"
          aria-label={open ? words.close : words.open(unread)}
          aria-expanded={open}
          onClick={() => screen.setOpen(!open)}
        >
          <Icon of={open ? DOWN : CHAT} />
          {!open && unread > 0 && <span class="badge">{unread > 99 ? '99+' : unread}</span>}
        </button>
      )}
    </div>
  );
}

function Panel({ screen }: Part): JSX.Element {
  const { chat, words, whole, part } = screen;
  const phase = chat.thread?.phase;
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    if (screen.wish && screen.wish !== 'form') screen.turnTo();
    else if (!whole) screen.setOpen(false);
  };
  const take = (event: Event): void => screen.take(event);
  return (
    <section class="panel" role={whole ? 'main' : 'dialog'} aria-label={words.chat} onKeyDown={leave} onChange={take} onPaste={take} onDragOver={take} onDrop={take}>
      <Header screen={screen} />
      <Bar screen={screen} />
      <Log screen={screen} />
      {screen.later.more?.above(screen)}
      {(phase === 'with_bot' || !phase) && !part && <Choices screen={screen} />}
      {part ? (
        part()
      ) : phase === 'closed' ? (
        <div class="foot">
          <button class="strong" onClick={() => chat.startAgain()}>
            {words.startAgain}
          </button>
        </div>
      ) : (
        [screen.tray?.draw(), <Composer screen={screen} />]
      )}
    </section>
  );
}

function Header({ screen }: Part): JSX.Element {
  const { words, whole } = screen;
  const [name, hint, icon] = speaker(screen);
  const Title = whole ? 'h1' : 'h2';
  return (
    <div class="head">
      <span class="avatar">
        <Icon of={icon} />
      </span>
      <div class="speaker">
        <Title>
          {name} {icon === BOT && <b>{words.bot}</b>}
        </Title>
        <p class="small">{hint}</p>
      </div>
      {!screen.part && (
        <button class="quiet" aria-label={words.more} onClick={() => screen.turnTo('menu')}>
          <Icon of={MORE} />
        </button>
      )}
      {!whole && (
        <button class="quiet" aria-label={words.close} onClick={() => screen.setOpen(false)}>
          <Icon of={CLOSE} />
        </button>
      )}
    </div>
  );
}

function speaker({ chat: { thread }, words }: Screen): [name: string, hint: string, icon: string] {
  switch (thread?.phase) {
    case 'waiting':
    case 'handing_off':
      return [words.searching, words.noPosition, PERSON];
    case 'with_agent':
      return [thread.agent ?? words.agent, words.agentHint, PERSON];
    case 'closed':
      return [words.chat, words.ended, CHAT];
    default:
      return [words.assistant, words.botHint, BOT];
  }
}

/** Tells what one has to know of the connection and of what was asked for, once it is worth telling; always there, so
 * that its words are announced. */
function Bar({ screen }: Part): JSX.Element {
  const { chat, words, late, wish, absent } = screen;
  const { phase, noNetwork } = chat.status;
  const { waiting } = chat.outgoing;
  const again = (phase === 'stopped' || absent) && words.absent;
  const text =
    again || (phase !== 'online' && phase !== 'idle' ? (noNetwork ? words.offline : late && words.reconnecting) : wish && !screen.part && words.noPosition);
  return (
    <div class="bar" role="status">
      {text && (
        <p>
          {again ? <button onClick={() => (phase === 'stopped' ? chat.connect() : screen.again())}>{text}</button> : text} {waiting > 0 && `(${words.queued(waiting)})`}
        </p>
      )}
    </div>
  );
}

function Choices({ screen }: Part): JSX.Element {
  const { chat, words } = screen;
  return (
    <div class="choices">
      {quickReplies(chat.thread).map(
        (reply) =>
          reply !== words.person && (
            <button key={reply} onClick={() => screen.send(reply)}>
              {reply}
            </button>
          ),
      )}
      <button class="person" aria-disabled={chat.asking} onClick={() => chat.asking || chat.askForPerson()}>
        <Icon of={PERSON} /> {words.person}
      </button>
    </div>
  );
}
