/** @jsxImportSource . */
// Launcher and panel: who is speaking, the log, what is going on, and where to write.
import type { Screen } from '../screen';
import type { Words } from '../texts';
import { type QueueFrame, quickReplies } from '../thread';
import { Composer, Ending } from './foot';
import { Icon } from './icon';
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
          <Icon of={open ? 'down' : 'chat'} />
          {!open && unread > 0 && <span class="badge">{unread > 99 ? '99+' : unread}</span>}
        </button>
      )}
    </div>
  );
}

function Panel({ screen }: Part): JSX.Element {
  const { chat, words, whole, ending } = screen;
  const phase = chat.thread?.phase;
  const leave = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing) return;
    if (ending) screen.setEnding(undefined);
    else if (!whole) screen.setOpen(false);
  };
  return (
    <section class="panel" role={whole ? 'main' : 'dialog'} aria-label={words.chat} onKeyDown={leave}>
      <Header screen={screen} />
      <Bar screen={screen} />
      <Log screen={screen} />
      {chat.thread?.queue && <Waiting words={words} queue={chat.thread.queue} />}
      {(phase === 'with_bot' || !phase) && !ending && <Choices screen={screen} />}
      {phase === 'closed' ? (
        <div class="foot">
          <button class="strong" onClick={() => chat.startAgain()}>
            {words.startAgain}
          </button>
        </div>
      ) : ending ? (
        <Ending screen={screen} {...ending} />
      ) : (
        <Composer screen={screen} />
      )}
    </section>
  );
}

function Header({ screen }: Part): JSX.Element {
  const { chat, words, whole, ending } = screen;
  const [name, hint, icon] = speaker(screen);
  const Title = whole ? 'h1' : 'h2';
  return (
    <div class="head">
      <span class="avatar">
        <Icon of={icon} />
      </span>
      <div class="speaker">
        <Title>
          {name} {icon === 'bot' && <b>{words.bot}</b>}
        </Title>
        <p class="small">{hint}</p>
      </div>
      {chat.thread && chat.thread.phase !== 'closed' && !ending && (
        <button class="quiet" onClick={() => screen.setEnding({ score: 0, comment: '' })}>
          {words.end}
        </button>
      )}
      {!whole && (
        <button class="quiet" aria-label={words.close} onClick={() => screen.setOpen(false)}>
          <Icon of="close" />
        </button>
      )}
    </div>
  );
}

function speaker({ chat: { thread }, words }: Screen): [name: string, hint: string, icon: 'bot' | 'person' | 'chat'] {
  switch (thread?.phase) {
    case 'waiting':
    case 'handing_off':
      return [words.searching, words.noPosition, 'person'];
    case 'with_agent':
      return [thread.agent ?? words.agent, words.agentHint, 'person'];
    case 'closed':
      return [words.chat, words.ended, 'chat'];
    default:
      return [words.assistant, words.botHint, 'bot'];
  }
}

/** Tells the truth about the connection, once it is worth telling; always there, so that its words are announced. */
function Bar({ screen: { chat, words, late } }: Part): JSX.Element {
  const { phase, noNetwork } = chat.status;
  const { waiting } = chat.outgoing;
  const text =
    phase === 'stopped' ? words.unavailable : phase === 'online' || phase === 'idle' ? '' : noNetwork ? words.offline : late && words.reconnecting;
  return (
    <div class="bar" role="status">
      {text && (
        <p>
          {phase === 'stopped' ? <button onClick={() => chat.connect()}>{text}</button> : text} {waiting > 0 && `(${words.queued(waiting)})`}
        </p>
      )}
    </div>
  );
}

function Waiting({ words, queue }: { words: Words; queue: QueueFrame }): JSX.Element {
  return (
    <div class="waiting" role="status">
      <strong>{words.position(queue.position, queue.minutes)}</strong> {words.keepWriting}
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
        <Icon of="person" /> {words.person}
      </button>
    </div>
  );
}
