/** @jsxImportSource . */
import { expect, test, vi } from 'vitest';
import { type JSX, patch } from './jsx-runtime';

const root = (): HTMLElement => document.createElement('div');
const List = ({ keys }: { keys: string[] }): JSX.Element => (
  <ul>
    {keys.map((key) => (
      <li key={key}>{key}</li>
    ))}
  </ul>
);

test('text stays text', () => {
  const place = root();
  patch(place, <p>{'<img src=x onerror=alert(1)>'}</p>);
  expect(place.querySelector('img')).toBeNull();
  expect(place.textContent).toBe('<img src=x onerror=alert(1)>');
});

test('any list becomes any other, and an element with a key stays the same element', () => {
  let seed = 3;
  const random = (): number => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const place = root();
  for (let round = 0; round < 400; round++) {
    const keys = 'abcdefgh'.split('').filter(() => random() > 0.4).sort(() => random() - 0.5);
    const before = new Map([...place.querySelectorAll('li')].map((item) => [item.textContent, item]));
    patch(place, <List keys={keys} />);
    const items = [...place.querySelectorAll('li')];
    expect(items.map((item) => item.textContent)).toEqual(keys);
    for (const item of items) if (before.has(item.textContent)) expect(item).toBe(before.get(item.textContent));
  }
});

test('attributes, properties and handlers come and go', () => {
  const place = root();
  const click = vi.fn();
  const draw = (on: boolean): void =>
    patch(
      place,
      <div>
        <button aria-expanded={on} disabled={on} {...(on && { onClick: click })}>
          {on && 'on'}
        </button>
        <textarea value={on ? 'draft' : ''} />
      </div>,
    );
  draw(true);
  const button = place.querySelector('button');
  expect(button?.outerHTML).toBe('<button aria-expanded="true" disabled="">on</button>');
  expect(place.querySelector('textarea')?.value).toBe('draft');
  draw(false);
  expect(button?.outerHTML).toBe('<button aria-expanded="false"></button>');
  expect(place.querySelector('textarea')?.value).toBe('');
  button?.click();
  expect(click).not.toHaveBeenCalled();
  draw(true);
  button?.removeAttribute('disabled');
  button?.click();
  expect(click).toHaveBeenCalledOnce();
});

test('conditions that do not hold leave nothing, and do not move their neighbours', () => {
  const place = root();
  const draw = (first: boolean): void =>
    patch(
      place,
      <div>
        {first && <i />}
        <textarea />
        {null}
        {undefined}
      </div>,
    );
  draw(false);
  const field = place.querySelector('textarea');
  const box = place.querySelector('div');
  if (!box) throw new Error('nothing was drawn');
  const insert = vi.spyOn(box, 'insertBefore');
  draw(true);
  expect(place.innerHTML).toBe('<div><i></i><textarea></textarea></div>');
  draw(false);
  expect(place.querySelector('textarea')).toBe(field);
  expect(insert.mock.calls.map(([node]) => node.nodeName)).toEqual(['I']);
});
