// A conversation to read along, live, beside everything else; those in it do not see that.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Conversation } from '../staff/conversation';
import { Explanation } from '../staff/explanation_card';
import { Icon } from '../staff/icons';
import { visitorName } from '../staff/names';
import { common } from '../staff/texts';
import { ThreadView, showMessage } from '../staff/thread_view';
import type { Floor } from './floor';
import { StepIn } from './step_in';
import { boardWords } from './texts';

export function WatchPanel({ floor, opened }: { floor: Floor; opened: Conversation }): JSX.Element {
  const words = boardWords();
  const panel = useRef<HTMLElement>(null);
  const { conv } = opened;
  void floor.desk.summaries.version.value;
  const line = floor.desk.summaries.get(conv);
  const name = line ? visitorName(line, common()) : common().visitor;
  useEffect(() => panel.current?.focus(), [conv]);
  return (
    <aside
      class="watch-panel"
      aria-label={words.watchingWhom(name)}
      tabIndex={-1}
      ref={panel}
      onKeyDown={(event) => {
        if (event.key === 'Escape') floor.watch(undefined);
      }}
    >
      <div class="watch-head">
        <h2 dir="auto">{name}</h2>
        <button type="button" class="plain-icon" aria-label={words.closePanel} title={words.closePanel} onClick={() => floor.watch(undefined)}>
          <Icon name="close" />
        </button>
      </div>
      {line && (
        <div class="watch-why" tabIndex={0}>
          <Explanation key={conv} line={line} opened={opened} onJump={(seq) => void showMessage(opened, seq)} />
        </div>
      )}
      <ThreadView key={conv} opened={opened} visitor={name} />
      {line && <StepIn key={`in ${conv}`} floor={floor} line={line} />}
      <div class="watch-foot">
        <span class="small">{words.readOnly}</span>
        <a class="button" href={`/inbox#${conv}`}>
          {words.openInInbox}
        </a>
      </div>
    </aside>
  );
}
