/** How many are unseen, where one looks without opening anything: the tab's title, its icon, the app's badge. */
let count = 0

const titled = (title: string): string => title.replace(/^\(\d+\+?\) /, '')

function mark(): void {
  const wanted = `${count > 0 ? `(${count > 99 ? '99+' : count}) ` : ''}${titled(document.title)}`
  if (document.title !== wanted) document.title = wanted
}

/** Keeps the marks while it is there; pages go on naming themselves as they like. */
export function keepMarks(): () => void {
  const title = document.querySelector('title')
  const observer = new MutationObserver(mark)
  if (title) observer.observe(title, { childList: true })
  return () => { observer.disconnect(); setMarks(0) }
}

export function setMarks(unread: number): void {
  count = unread
  mark()
  const icon = document.querySelector<HTMLLinkElement>('link[rel=icon]')
  const wanted = unread > 0 ? '/icon-unread.svg' : '/icon.svg'
  if (icon && icon.getAttribute('href') !== wanted) icon.setAttribute('href', wanted)
  if ('setAppBadge' in navigator) void (unread > 0 ? navigator.setAppBadge(unread) : navigator.clearAppBadge()).catch(() => undefined)
}
