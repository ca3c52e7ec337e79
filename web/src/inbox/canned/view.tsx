// The list of canned replies above the field.
import type { JSX, TextareaHTMLAttributes } from 'preact';
import { htmlLang } from '../../shared/i18n';
import { inboxWords } from '../texts';
import type { Menu } from './menu';
import { type Option, type Values, filled } from './replies';

const LIST = 'canned';

/** What the field says of the list; the focus stays in the field. */
export function describedBy(menu: Menu): Pick<TextareaHTMLAttributes<HTMLTextAreaElement>, 'aria-autocomplete' | 'aria-controls' | 'aria-activedescendant'> {
  if (menu.options.value.length === 0) return { 'aria-autocomplete': 'list' };
  return { 'aria-autocomplete': 'list', 'aria-controls': LIST, 'aria-activedescendant': `${LIST}-${menu.at.value}` };
}

interface Props {
  readonly menu: Menu;
  readonly values: Values;
  readonly onChoose: (option: Option) => void;
}

export function CannedList({ menu, values, onChoose }: Props): JSX.Element | null {
  const options = menu.options.value;
  if (options.length === 0) return null;
  return (
    <ul class="canned" id={LIST} role="listbox" aria-label={inboxWords().canned}>
      {options.map((option, index) => (
        <li
          key={`${option.id} ${option.language}`}
          id={`${LIST}-${index}`}
          role="option"
          aria-selected={index === menu.at.value}
          lang={htmlLang(option.language)}
          // A press leaves the caret in the field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => onChoose(option)}
        >
          <span class="shortcut">/{option.id}</span> <b>{option.title}</b>
          <span class="small text">{filled(option.text, values)}</span>
        </li>
      ))}
    </ul>
  );
}
