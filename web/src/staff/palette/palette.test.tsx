import { cleanup, fireEvent, render, screen } from '@testing-library/preact';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Entry, fitting } from './entries';
import { fitness } from './fuzzy';
import { isPaletteOpen, listenToPaletteKey } from './key';
import { Palette } from './view';

const entry = (text: string, also = ''): Entry => ({ id: text, text, also, key: text === 'Resolve' ? 'E' : undefined, run: vi.fn() });

describe('fitness', () => {
  test('a word’s beginning before its middle before letters with gaps', () => {
    const of = (query: string, text: string): number => fitness(query, text) ?? -1;
    expect(of('res', 'Resolve')).toBeGreaterThan(of('res', 'To resolve'));
    expect(of('res', 'To resolve')).toBeGreaterThan(of('sol', 'Resolve'));
    expect(of('sol', 'Resolve')).toBeGreaterThan(of('rsv', 'Resolve'));
    expect(of('rsv', 'Resolve')).toBeGreaterThan(0);
  });

  test.each([
    ['结', '标为解决', undefined],
    ['解决', '标为解决', 3],
    ['标解', '标为解决', 2 / 3],
    ['vlo', 'Resolve', undefined],
    ['x', 'Resolve', undefined],
    ['', 'anything', 0],
    ['note wr', 'Write a note', 7],
  ])('%s in %s', (query, text, expected) => {
    const found = fitness(query, text);
    if (expected === undefined) expect(found).toBeUndefined();
    else expect(found).toBeCloseTo(expected);
  });
});

test('what fits stands in order, also by the other language; its own text counts more', () => {
  const all = [entry('标为解决', 'Resolve'), entry('Resolve'), entry('Reply'), entry('Note')];
  expect(fitting(all, 'resolve').map(({ text }) => text)).toEqual(['Resolve', '标为解决']);
  expect(fitting(all, 're').map(({ text }) => text)).toEqual(['Resolve', 'Reply', '标为解决']);
  expect(fitting(all, '')).toHaveLength(4);
});

describe('the palette', () => {
  let stop: () => void;
  beforeEach(() => {
    HTMLDialogElement.prototype.showModal = function showModal() {
      this.open = true;
    };
    HTMLDialogElement.prototype.close = function close() {
      this.open = false;
    };
    stop = listenToPaletteKey();
  });
  afterEach(() => {
    stop();
    cleanup();
    isPaletteOpen.value = false;
  });

  test('opens by its key, is walked by arrows, and does what is chosen', async () => {
    const all = [entry('Resolve'), entry('Reply')];
    render(<Palette entries={() => all} />);
    expect(screen.queryByRole('combobox')).toBeNull();
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const field = await screen.findByRole('combobox');
    expect(screen.getAllByRole('option').map(({ textContent }) => textContent)).toEqual(['ResolveE', 'Reply']);
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    const chosen = await screen.findByRole('option', { selected: true, name: 'Reply' });
    expect(field.getAttribute('aria-activedescendant')).toBe(chosen.id);
    fireEvent.keyDown(field, { key: 'ArrowDown' });
    await screen.findByRole('option', { selected: true, name: /Resolve/ });
    fireEvent.keyDown(field, { key: 'Enter' });
    expect(all[0]?.run).toHaveBeenCalledOnce();
    expect(isPaletteOpen.value).toBe(false);
  });

  test('is closed by Escape before the browser says so: its key opens it again at once', async () => {
    render(<Palette entries={() => [entry('Resolve')]} />);
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    const dialog = await screen.findByRole('dialog');
    // What the browser does at Escape; its close event comes later, as a task of its own.
    fireEvent(dialog, new Event('cancel'));
    fireEvent.keyDown(document.body, { key: 'k', ctrlKey: true });
    fireEvent(dialog, new Event('close'));
    await screen.findByRole('combobox');
    expect(isPaletteOpen.value).toBe(true);
  });
});
