/** What WCAG 2.2 AA forbids and a machine can find on a page. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** The rules that a change of colours can break; everything else of a page is the same in the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What is found on a page in the light and in the dark, one line each: the rule, where, and what the element is. */
export async function faultsOf(page: Page, schemes: readonly ('light' | 'dark')[] = ['light', 'dark']): Promise<string[]> {
  const faults: string[] = []
  for (const scheme of schemes) {
    await page.emulateMedia({ colorScheme: scheme })
    // What fades in has no contrast yet.
    await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running' || animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY))
    const axe = new AxeBuilder({ page })
    const { violations } = await (scheme === schemes[0] ? axe.withTags(RULES) : axe.withRules(OF_COLOURS)).analyze()
    for (const { id, nodes } of violations) for (const { target, html, any } of nodes) faults.push(`${scheme}, ${id}: ${target.join(' ')} ${html.slice(0, 160)} ${any[0]?.message ?? ''}`)
  }
  return faults
}

/** What stands out of the page to the side or scrolls it (WCAG 1.4.10), one line each. Tables, code and rows of tabs may scroll in themselves. */
export async function outOfThePage(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const faults: string[] = []
    const width = document.documentElement.clientWidth
    if (document.documentElement.scrollWidth > width) faults.push(`the page is ${document.documentElement.scrollWidth} px wide on ${width}`)
    const scrollsItself = (element: Element | null): boolean => {
      for (let at = element; at && at !== document.body; at = at.parentElement) if (['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(at).overflowX)) return true
      return false
    }
    for (const element of document.querySelectorAll('main *, [role=dialog], [role=dialog] *')) {
      if (!element.checkVisibility({ visibilityProperty: true }) || scrollsItself(element.parentElement)) continue
      const { left, right, width: own } = element.getBoundingClientRect()
      if (own > 1 && (right > width + 1 || left < -1)) faults.push(`out of the page: ${element.outerHTML.slice(0, 120)}`)
    }
    for (const pane of document.querySelectorAll('main, main *, [role=dialog] *')) {
      if (!['auto', 'scroll'].includes(getComputedStyle(pane).overflowX) || getComputedStyle(pane).overflowY === 'visible' || pane.scrollWidth <= pane.clientWidth + 1) continue
      // What is a table, code, a row of tabs or a strip of pictures by nature.
      if (pane.matches('pre, code, nav, ul, table, [role=region], [role=tablist]') || pane.querySelector('table') || pane.closest('.prose')) continue
      faults.push(`scrolls to the side: ${pane.outerHTML.slice(0, 120)}`)
    }
    return [...new Set(faults)].slice(0, 5)
  })
}
