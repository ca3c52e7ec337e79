// Shows the notices, where they cover nothing that is being worked on; read out politely.
import { Icon } from './icons';
import { dismiss, notices } from './notices';
import { common } from './texts';

export function Toasts() {
  const words = common();
  return (
    <div class="toasts" role="status">
      {notices.value.map(({ key, kind, text, action }) => (
        <div key={key} class={`toast ${kind}`}>
          <span>{text}</span>
          {action && (
            <button
              type="button"
              class="button small"
              onClick={() => {
                dismiss(key);
                action.run();
              }}
            >
              {action.label}
            </button>
          )}
          <button type="button" class="plain-icon" aria-label={words.dismiss} onClick={() => dismiss(key)}>
            <Icon name="close" />
          </button>
        </div>
      ))}
    </div>
  );
}
