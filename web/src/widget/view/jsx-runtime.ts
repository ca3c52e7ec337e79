// The widget's view layer: JSX elements as plain values, and `patch`, which makes the DOM look like them. It exists
// because a framework alone would take half of the widget's size budget. Owns nothing but DOM nodes it made.
// Components are functions without state; state lives in `Screen`. Texts become text nodes, never HTML.
import type { JSX as Types } from 'preact';

export declare namespace JSX {
  type Element = Node;
  interface ElementChildrenAttribute {
    children: unknown;
  }
  type IntrinsicElements = Types.IntrinsicElements;
  interface IntrinsicAttributes {
    key?: string;
  }
}

type Props = Record<string, unknown>;
/** `type` is a tag, or empty for a text. */
export interface Node {
  type: string;
  key: string | undefined;
  props: Props;
  children: Node[];
  dom?: Element | Text;
}
type Component = (props: never) => Node;

/** The compiler calls this for every JSX element. A component is evaluated at once. */
export function jsx(type: string | Component, props: Props, key?: string): Node {
  if (typeof type === 'string') return { type, key, props, children: nodes(props['children']) };
  const node = type(props as never);
  return key === undefined ? node : { ...node, key };
}
export const jsxs = jsx;

/** Children as JSX gives them: nested lists, texts, and conditions that did not hold. */
function nodes(child: unknown): Node[] {
  if (Array.isArray(child)) return child.flatMap(nodes);
  if (child == null || typeof child === 'boolean') return [];
  if (typeof child === 'object') return [child as Node];
  return [{ type: '', key: undefined, props: { text: String(child) }, children: [] }];
}

/** What `parent` showed last. */
const shown = new WeakMap<object, Node[]>();

/** Makes `parent` hold exactly `next`. Nodes are matched by key, else by place among their like. */
export function patch(parent: Element | ShadowRoot, next: unknown): void {
  const list = nodes(next);
  patchAll(parent, shown.get(parent) ?? [], list);
  shown.set(parent, list);
}

/** What is gone goes first, so that what stays is not moved: a moved field would lose its focus and composition. */
function patchAll(parent: Element | ShadowRoot, before: Node[], next: Node[]): void {
  const old = named(before);
  const names = named(next);
  for (const [name, { dom }] of old) if (!names.has(name)) dom?.remove();
  let place = parent.firstChild;
  for (const [name, node] of names) {
    const match = old.get(name);
    const dom = (node.dom = match?.dom ?? create(node));
    if (dom === place) place = place.nextSibling;
    else parent.insertBefore(dom, place);
    if (dom instanceof Element) {
      assign(dom, match?.props ?? {}, node.props);
      patchAll(dom, match?.children ?? [], node.children);
    } else if (dom.data !== node.props['text']) dom.data = node.props['text'] as string;
  }
}

function named(list: Node[]): Map<string, Node> {
  const count: Record<string, number> = {};
  return new Map(
    list.map((node) => {
      const name = `${node.type} ${node.key ?? ''}`;
      return [`${name} ${(count[name] = (count[name] ?? 0) + 1)}`, node];
    }),
  );
}

function create({ type }: Node): Element | Text {
  if (type === '') return document.createTextNode('');
  return /^(svg|path)$/.test(type) ? document.createElementNS('http://www.w3.org/2000/svg', type) : document.createElement(type);
}

/** Handlers and form values are properties, everything else is an attribute. */
function assign(element: Element, before: Props, next: Props): void {
  for (const name of Object.keys({ ...before, ...next })) {
    const value = next[name];
    if (name === 'children' || (before[name] === value && name !== 'value' && name !== 'checked')) continue;
    const fields = element as unknown as Props;
    if (name.startsWith('on')) fields[name.toLowerCase()] = value ?? null;
    else if (name === 'value' || name === 'checked') {
      if (fields[name] !== value) fields[name] = value;
    } else if (value == null || (value === false && !name.startsWith('aria'))) element.removeAttribute(name);
    else element.setAttribute(name, value === true && !name.startsWith('aria') ? '' : String(value));
  }
}
