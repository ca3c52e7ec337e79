// Shows the number of unread messages in the title of the page, before whatever the page itself says there.

const MARK = /^\(\d+\+?\) /;

export function markTitle(unread: number): void {
  const own = document.title.replace(MARK, '');
  const wanted = unread > 0 ? `(${unread > 99 ? '99+' : unread}) ${own}` : own;
  if (document.title !== wanted) document.title = wanted;
}
