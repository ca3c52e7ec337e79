// Sixty texts that would run as a script where a text is taken for HTML, an address, a style, a template or a pattern.
// Each calls `hit()` when it runs. Owns the counting of those calls, and what provokes them.
const H = 'hit()';

/** Where text is read as HTML. */
const markup = [
  `<script>${H}</script>`, `<SCRIPT>${H}</SCRIPT>`, `<script src=data:,${H}></script>`, `</title><script>${H}</script>`,
  `</textarea><script>${H}</script>`, `</style><script>${H}</script>`, `--><script>${H}</script>`, `]]><script>${H}</script>`,
  `<img src=x onerror=${H}>`, `<img src=x onerror="${H}">`, `"><img src=x onerror=${H}>`, `'><img src=x onerror=${H}>`,
  `<svg onload=${H}>`, `<svg/onload=${H}>`, `<svg><script>${H}</script></svg>`, `<svg><animate onbegin=${H} attributeName=x>`,
  `<body onload=${H}>`, `<iframe srcdoc="<script>parent.${H}</script>">`, `<iframe src="javascript:parent.${H}">`,
  `<object data="javascript:${H}">`, `<embed src="javascript:${H}">`, `<details open ontoggle=${H}>`,
  `<input autofocus onfocus=${H}>`, `<select autofocus onfocus=${H}>`, `<video><source onerror=${H}>`, `<audio src=x onerror=${H}>`,
  `<marquee onstart=${H}>`, `<math><mtext><img src=x onerror=${H}>`, `<base href="javascript:${H}//">`,
  `<form action="javascript:${H}"><button>go</button></form>`, `<button formaction="javascript:${H}">go</button>`,
  `<link rel=stylesheet href="data:text/css,*{color:red}">`, `<meta http-equiv=refresh content="0;url=javascript:${H}">`,
  `<template><script>${H}</script></template>`, `<noscript><p title="</noscript><img src=x onerror=${H}>">`,
  `<a href="javascript:${H}">open</a>`, `<attune-chat onclick=${H}>`, `<style>@import 'javascript:${H}';</style>`,
];
/** Where it ends up in an attribute. */
const attributes = [
  `" onmouseover="${H}`, `' onmouseover='${H}`, `" autofocus onfocus="${H}" x="`, '" style="position:fixed;inset:0', '`onclick=' + H,
];
/** Where it is taken for an address. */
const addresses = [
  `javascript:${H}`, `JaVaScRiPt:${H}`, `java\u200bscript:${H}`, `  javascript:${H}`, `data:text/html,<script>${H}</script>`,
  `vbscript:${H}`, `https://shop.example/"onclick="${H}`, `https://shop.example/<script>${H}</script>`, `//x.example/\\"><script>${H}</script>`,
];
/** Where it is filled in, or reads as a name that objects have of themselves. */
const places = [
  `{{constructor.constructor('${H}')()}}`, `\${${H}}`, `{customer|<img src=x onerror=${H}>}`, '__proto__', 'constructor', '{"__html":"<b>"}',
  `%3Cscript%3E${H}%3C/script%3E`, `&lt;script&gt;${H}&lt;/script&gt;`,
];

export const HOSTILE = [...markup, ...attributes, ...addresses, ...places];

/** Counts what runs from here on; runs in the page. */
export function countHits() {
  globalThis.hits = 0;
  globalThis.hit = () => (globalThis.hits += 1);
}

/** Touches everything on the page as a mouse and a keyboard would, and says what ran and where links lead. */
export const provoked = (page) =>
  page.evaluate(async () => {
    const root = document.querySelector('attune-chat')?.shadowRoot ?? document;
    const links = [];
    for (const element of root.querySelectorAll('*')) {
      for (const name of ['mouseover', 'mouseenter', 'focus', 'toggle', 'load', 'error']) element.dispatchEvent(new Event(name));
      if (element.localName === 'a') links.push(element.protocol);
    }
    await new Promise((settled) => setTimeout(settled, 300));
    return { hits: globalThis.hits, links: [...new Set(links)].filter((protocol) => !/^https?:$/.test(protocol)) };
  });
