import { describe, expect, test, vi } from 'vitest';
import { type Article, arePaired, lacking, shelves } from './knowledge/shapes';
import { bodyOf as bodyOfDraft, bodyOfArticle, draftOf as draftOfArticle, draftOfAsked } from './knowledge/draft';
import { type Member, bodyOf as bodyOfMember, canOther, draftOf as draftOfMember, freshPassword, profileOf, teamsOf, withSkill } from './people/shapes';
import { bodyOf as bodyOfReply, draftOf as draftOfReply, fits, stray } from './replies/shapes';
import { Rejected, send } from './rest';
import { inWords } from './rules';
import { bodyOf as bodyOfSite, draftOf as draftOfSite } from './site/shapes';
import { accents, contrast, parsed, styleSheet } from './site/colour';
import { policy, snippet, snippetWithIntegrity } from './site/snippet';
import { mayLeave, unsaved } from './unsaved';
import { bodyOf as bodyOfRule, draftOf as draftOfRule } from './words/shapes';

const LIN: Member = { staff: '1', name: 'Lin', email: 'lin@x', role: 'agent', language: 'en', capacity: 4, active: true, profile_own: false };

describe('people', () => {
  test('only what has changed is sent of a member, all of a new one', () => {
    const draft = draftOfMember(LIN, 'zh');
    expect(bodyOfMember(draft, LIN)).toEqual({});
    expect(bodyOfMember({ ...draft, capacity: '6', password: 'a long password' }, LIN)).toEqual({ capacity: 6, password: 'a long password' });
    expect(bodyOfMember({ ...draftOfMember(undefined, 'zh'), name: ' Bo ', email: ' bo@x ', password: 'a long password' }, undefined))
      .toEqual({ name: 'Bo', email: 'bo@x', role: 'agent', language: 'zh', capacity: 4, password: 'a long password' });
  });

  test('what they can do is sent apart, and only skills that are ticked', () => {
    const profile = { skills: ['returns', 'billing'], languages: ['zh'], tier: 2, team: 'Night' } as const;
    const draft = draftOfMember({ ...LIN, profile }, 'en');
    expect(profileOf(draft)).toEqual({ ...profile, skills: ['billing', 'returns'] });
    expect(canOther(draft, draft)).toBe(false);
    const other = { ...draft, skills: withSkill(draft.skills, 'billing', false) };
    expect(profileOf(other).skills).toEqual(['returns']);
    expect(canOther(draft, other)).toBe(true);
    expect(bodyOfMember(other, LIN)).toEqual({});
    expect(withSkill('', 'billing', true)).toBe('billing');
  });

  test('teams that are listed are the only ones, else those that somebody belongs to', () => {
    const profile = { skills: [], languages: [], tier: 1, team: 'Night' };
    expect(teamsOf(['Day'], [{ ...LIN, profile }])).toEqual({ names: ['Day'], areListed: true });
    expect(teamsOf([], [LIN, { ...LIN, profile }, { ...LIN, profile }])).toEqual({ names: ['Night'], areListed: false });
  });

  test('a password that is made up keeps the server’s rule and is another each time', () => {
    const [one, other] = [freshPassword(), freshPassword()];
    expect(one).toMatch(/^[A-Za-z2-9]{16}$/);
    expect(one).not.toBe(other);
  });
});

describe('canned replies', () => {
  test.each([
    ['Hi {customer|there}, {agent} here: {order}', undefined],
    ['Hi {nmae|x}', '{nmae}'],
    ['a } b', '}'],
    ['a { b', '{'],
    ['{}', '{}'],
    ['您好 {客户}', '{客户}'],
  ])('%s holds %s', (text, found) => expect(stray(text)).toBe(found));

  test('a language in which nothing stands is not sent, and both are searched', () => {
    const draft = { ...draftOfReply(undefined), id: 'bye', zh: { title: '再见', text: '再见！' } };
    expect(bodyOfReply(draft)).toEqual({ zh: { title: '再见', text: '再见！' } });
    expect(fits({ id: 'bye', zh: draft.zh }, '再')).toBe(true);
    expect(fits({ id: 'bye', zh: draft.zh }, '/by')).toBe(true);
    expect(fits({ id: 'bye', zh: draft.zh }, 'hello')).toBe(false);
  });
});

test('a rule is one phrase a line, empty lines left out, and comes back as it was', () => {
  const why = { en: 'No.', zh: '不。' };
  const body = { kind: 'tone', level: 'block', phrases: ['a b', '甲'], unless: [], instead: ['c'], why } as const;
  const draft = draftOfRule({ id: 'x', origin: 'own', ...body });
  expect(bodyOfRule(draft)).toEqual(body);
  expect(bodyOfRule({ ...draft, phrases: ' a b \n\n甲\n' }).phrases).toEqual(['a b', '甲']);
});

test('the lines to copy name this server, its site and the digest', () => {
  const place = { origin: 'https://chat.example', site: 'shop', integrity: 'sha384-abc' };
  expect(snippet(place)).toBe('<script async src="https://chat.example/widget.js" data-site="shop"></script>');
  expect(snippetWithIntegrity(place)).toContain('integrity="sha384-abc" crossorigin="anonymous"');
  expect(policy(place)).toBe('script-src https://chat.example;\nconnect-src https://chat.example wss://chat.example;');
});

test('the lines carry the look that was chosen, and nothing of it where none was', () => {
  const place = { origin: 'https://chat.example', site: 'shop', integrity: 'sha384-abc' };
  const line = '<script async src="https://chat.example/widget.js" data-site="shop"';
  expect(snippet({ ...place, look: { theme: '', locale: '' } })).toBe(snippet(place));
  expect(snippet({ ...place, look: { theme: 'dark', locale: 'zh' } })).toBe(`${line} data-theme="dark" data-locale="zh"></script>`);
  expect(snippetWithIntegrity({ ...place, look: { theme: '', locale: 'en' } })).toContain(`${line} data-locale="en"\n  integrity=`);
});

test('any colour can be read in both looks, and one that can be already stays as it is', () => {
  const least = 4.5;
  const levels = ['00', '33', '7f', 'cc', 'ff'];
  for (const colour of levels.flatMap((red) => levels.flatMap((green) => levels.map((blue) => `#${red}${green}${blue}`)))) {
    const { light, dark } = accents(colour);
    for (const ground of ['#ffffff', '#f7f8fa']) expect(contrast(parsed(light), parsed(ground)), colour).toBeGreaterThanOrEqual(least);
    for (const ground of ['#000000', '#12141a', '#1a1d25']) expect(contrast(parsed(dark), parsed(ground)), colour).toBeGreaterThanOrEqual(least);
  }
  expect(contrast(parsed('#ffffff'), parsed('#000000'))).toBeCloseTo(21);
  expect(accents('#0a5c36').light).toBe('#0a5c36');
  expect(accents('#ffd400').dark).toBe('#ffd400');
  expect(styleSheet('#0a5c36')).toMatch(/^attune-chat \{\n  --attune-accent: light-dark\(#0a5c36, #[0-9a-f]{6}\);\n/);
});

test('articles stand by category, and a language that a category lacks is named', () => {
  const article = (category: string | undefined, language: 'en' | 'zh'): Article =>
    ({ id: `${category} ${language}`, origin: 'file', in_file: true, withdrawn: false, language, title: `${category} ${language}`, variants: [], answer: '', version: 1, due: false, ...(category && { category }) });
  const all = shelves([article('Returns', 'en'), article(undefined, 'zh'), article('Returns', 'zh')]);
  expect(all.map(({ category, count }) => [category, count])).toEqual([['Returns', { en: 1, zh: 1 }], [undefined, { en: 0, zh: 1 }]]);
  expect(all.map(lacking)).toEqual([undefined, 'en']);
  expect(arePaired(all)).toBe(true);
  expect(arePaired(shelves([article('Returns', 'en'), article('退货', 'zh')]))).toBe(false);
});

test('the site comes back from the form as it was; a topic without a bar is the same in both languages', () => {
  const form = { name: 'off', email: 'required', topic: 'optional', topics: [{ en: 'Orders', zh: '订单' }] } as const;
  const site = { name: 'Shop', language: 'en', origins: ['https://a.example', 'http://b.example:8080'], form } as const;
  const draft = draftOfSite(site);
  expect(bodyOfSite(draft)).toEqual(site);
  expect(bodyOfSite({ ...draft, origins: ' https://a.example \n\n', topics: 'FAQ' })).toMatchObject({
    origins: ['https://a.example'], form: { topics: [{ en: 'FAQ', zh: 'FAQ' }] },
  });
});

describe('an article', () => {
  const article: Article = {
    id: 'a', origin: 'own', in_file: false, withdrawn: false, language: 'en', title: 'Bikes?', variants: ['bicycles', 'rent'], answer: 'Yes.',
    version: 1, reviewed: Date.UTC(2026, 10, 26), due: false, category: 'Bikes',
  };

  test('comes back from the form as it was, other ways to ask one a line', () => {
    const draft = draftOfArticle(article);
    expect(draft.variants).toBe('bicycles\nrent');
    expect(bodyOfDraft(draft)).toEqual(bodyOfArticle(article));
    expect(bodyOfArticle(article)).toMatchObject({ reviewed: '2026-11-26', category: 'Bikes', source: '' });
  });

  test('for a question that was not answered begins with it, looked at today', () => {
    const draft = draftOfAsked({ language: 'zh', questions: ['问'.repeat(130), '租车吗'] }, Date.UTC(2026, 10, 28, 23));
    expect(draft).toMatchObject({ language: 'zh', title: '问'.repeat(120), variants: '租车吗', reviewed: '2026-11-28', answer: '' });
  });
});

describe('what is not saved', () => {
  test('is asked about once, and stays where the person says no', () => {
    const ask = vi.fn(() => false);
    vi.stubGlobal('confirm', ask);
    expect(mayLeave()).toBe(true);
    unsaved.value = true;
    expect(mayLeave()).toBe(false);
    expect(unsaved.value).toBe(true);
    ask.mockReturnValue(true);
    expect(mayLeave()).toBe(true);
    expect(unsaved.value).toBe(false);
    expect(ask).toHaveBeenCalledTimes(2);
  });
});

test('a rule is said in the words of the screen, with what is at fault', () => {
  expect(inWords('`yes, but` must be within one clause', '不能含逗号')).toBe('“yes, but” 不能含逗号');
  expect(inWords('1 to 300 characters', '1 到 300 个字符')).toBe('1 到 300 个字符');
  expect(inWords('some rule', undefined)).toBe('some rule');
});

describe('a refusal', () => {
  const answer = (status: number, body: string): void => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));
  };

  test('names everything that is wrong', async () => {
    answer(422, JSON.stringify({ code: 'invalid_field', field: 'id', rule: 'a', faults: [{ field: 'id', rule: 'a' }, { field: 'why.en', rule: 'b' }] }));
    const error = await send('PUT', '/x', {}).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(Rejected);
    expect((error as Rejected).faults.map(({ field }) => field)).toEqual(['id', 'why.en']);
  });

  test('of one field names that one; one that is no JSON names none', async () => {
    answer(422, JSON.stringify({ code: 'invalid_field', field: 'en.text', rule: 'no {x}' }));
    await expect(send('PUT', '/x', {})).rejects.toMatchObject({ code: 'invalid_field', faults: [{ field: 'en.text', rule: 'no {x}' }] });
    answer(502, '<html>');
    await expect(send('GET', '/x')).rejects.toMatchObject({ code: 'internal', faults: [] });
  });
});
