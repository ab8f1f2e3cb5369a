/** What the page itself offers to press: the palette has it without each page saying it twice. */

export interface PageAction { name: string; run: () => void }

/** Whether somebody sees it and may press it now. */
const isOffered = (element: HTMLElement): boolean =>
  element.checkVisibility({ visibilityProperty: true }) && !element.closest('[inert],[hidden],[aria-hidden=true]') && element.getAttribute('aria-disabled') !== 'true' && !(element instanceof HTMLButtonElement && element.disabled)

/** The words of an element as they are read out: nothing that is there for the eye alone. */
function words(node: Node): string {
  if (node instanceof HTMLElement) {
    if (node.getAttribute('aria-hidden') === 'true') return ''
    const label = node.getAttribute('aria-label')
    if (label) return label
    if (node instanceof HTMLImageElement) return node.alt
  }
  return node instanceof Text ? node.data : node instanceof Element && !(node instanceof HTMLElement) ? '' : [...node.childNodes].map(words).join(' ')
}

export function nameOf(element: HTMLElement): string {
  const by = element.getAttribute('aria-labelledby')?.split(' ').flatMap((id) => document.getElementById(id)?.textContent ?? [])
  return (element.getAttribute('aria-label') ?? (by && by.length > 0 ? by.join(' ') : words(element) || element.title)).replace(/\s+/g, ' ').trim()
}

/** Rows of a list, messages, suggestions: what is in them acts on one of many, and is reached by going to that one. */
const OF_ONE = '[role=log],[role=listbox],[role=menu],[role=tablist],[role=toolbar] [role=option],a[href^="/inbox/"],li a[href^="/contacts/"],[data-contact] a,[role=rowgroup] *'

/** Buttons and links of the page, each name once: a name that stands there several times acts on one of many rows, which only its place tells. */
export function pageActions(root: ParentNode = document): PageAction[] {
  const found = [...root.querySelectorAll<HTMLElement>('button, [role=button], a[href]')].filter((element) => !element.closest(OF_ONE) && isOffered(element))
  const named = Map.groupBy(found, nameOf)
  return [...named].flatMap(([name, [element, ...others]]) => {
    if (!name || !element || others.length > 0) return []
    return [{ name, run: () => { const there = element.isConnected ? element : [...document.querySelectorAll<HTMLElement>('button, [role=button], a[href]')].find((each) => nameOf(each) === name); there?.focus(); there?.click() } }]
  })
}
