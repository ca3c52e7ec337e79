// The lines to copy into a page: the script, with a digest, what a policy must allow, and the colour for a style sheet.
// Owns what is chosen of the look: it stands in the lines alone.
import type { JSX } from 'preact';
import { useEffect, useId, useState } from 'preact/hooks';
import { settingsWords } from '../texts';
import { OWN_ACCENT, accents, styleSheet } from './colour';
import { type Look, policy, snippet, snippetWithIntegrity } from './snippet';
import { siteWords } from './texts';

export function Install({ site, integrity }: { site: string; integrity: string }): JSX.Element {
  const words = siteWords();
  const id = useId();
  const [look, setLook] = useState<Look>({ theme: '', locale: '' });
  const [accent, setAccent] = useState(OWN_ACCENT);
  const place = { origin: location.origin, site, integrity, look };
  return (
    <section class="card" aria-labelledby={id}>
      <h2 id={id}>{words.install}</h2>
      <Choices look={look} accent={accent} onLook={setLook} onAccent={setAccent} />
      <Copied label={words.install} hint={words.installHint} text={snippet(place)} />
      {accent !== OWN_ACCENT && (
        <>
          <h3>{words.style}</h3>
          <Copied label={words.style} hint={words.styleHint} text={styleSheet(accent)} />
        </>
      )}
      <h3>{words.integrity}</h3>
      <Copied label={words.integrity} hint={words.integrityHint} text={snippetWithIntegrity(place)} />
      <h3>{words.policy}</h3>
      <Copied label={words.policy} hint={words.policyHint} text={policy(place)} />
    </section>
  );
}

interface ChoicesProps {
  readonly look: Look;
  readonly accent: string;
  readonly onLook: (look: Look) => void;
  readonly onAccent: (accent: string) => void;
}

const THEMES: readonly Look['theme'][] = ['', 'light', 'dark'];
const LOCALES: readonly Look['locale'][] = ['', 'en', 'zh'];

function Choices({ look, accent, onLook, onAccent }: ChoicesProps): JSX.Element {
  const words = siteWords();
  const shared = settingsWords();
  const themes = { '': words.themeAuto, light: words.themeLight, dark: words.themeDark };
  const locales = { '': words.localeAuto, en: shared.english, zh: shared.chinese };
  return (
    <fieldset class="look">
      <legend>{words.look}</legend>
      <label>
        {words.themeOf}
        <select value={look.theme} onChange={({ currentTarget: { value } }) => onLook({ ...look, theme: THEMES.find((one) => one === value) ?? '' })}>
          {THEMES.map((one) => (
            <option key={one} value={one}>
              {themes[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        {words.localeOf}
        <select value={look.locale} onChange={({ currentTarget: { value } }) => onLook({ ...look, locale: LOCALES.find((one) => one === value) ?? '' })}>
          {LOCALES.map((one) => (
            <option key={one} value={one}>
              {locales[one]}
            </option>
          ))}
        </select>
      </label>
      <div class="colour">
        <label>
          {words.accent}
          <input type="color" value={accent} onInput={({ currentTarget: { value } }) => onAccent(value)} />
        </label>
        <Swatches accent={accent} />
      </div>
      <p class="small">{words.lookHint}</p>
    </fieldset>
  );
}

/** The colour as it is worn in the light and in the dark look. */
function Swatches({ accent }: { accent: string }): JSX.Element {
  const { light, dark } = accents(accent);
  return (
    <>
      <span class="swatch" aria-hidden="true" style={{ background: light, color: '#fff' }}>Aa</span>
      <span class="swatch" aria-hidden="true" style={{ background: dark, color: '#000' }}>Aa</span>
    </>
  );
}

/** How long a copy is told of. */
const TOLD_MS = 2_000;

function Copied({ label, hint, text }: { label: string; hint: string; text: string }): JSX.Element {
  const words = settingsWords();
  const [isCopied, setCopied] = useState(false);
  useEffect(() => {
    if (!isCopied) return;
    const timer = setTimeout(() => setCopied(false), TOLD_MS);
    return () => clearTimeout(timer);
  }, [isCopied]);
  const copy = (): void => {
    // Without a clipboard (plain HTTP) the text can still be chosen by hand.
    void navigator.clipboard?.writeText(text).then(() => setCopied(true), () => {});
  };
  return (
    <>
      <p class="small">{hint}</p>
      <div class="code">
        <pre tabIndex={0} aria-label={label}>{text}</pre>
        <button type="button" class="button small" aria-label={`${words.copy}: ${label}`} onClick={copy}>
          {isCopied ? words.copied : words.copy}
        </button>
        <span class="unseen" role="status">
          {isCopied && words.copied}
        </span>
      </div>
    </>
  );
}
