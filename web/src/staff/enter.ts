// Enter as the key that sends.

/** Whether Enter sends. A key that ends an input method's composition does not: Safari tells it by 229 alone. */
export function sends(event: Pick<KeyboardEvent, 'key' | 'shiftKey' | 'isComposing' | 'keyCode'>): boolean {
  return event.key === 'Enter' && !event.shiftKey && !event.isComposing && event.keyCode !== 229;
}
