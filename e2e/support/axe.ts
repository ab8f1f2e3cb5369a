/** What WCAG 2.2 AA forbids and a machine can find on a page. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
/** The rules that a change of colours can break; everything else of a page is the same in the dark. */
const OF_COLOURS = ['color-contrast', 'link-in-text-block']

/** What is found on a page in the light and in the dark, one line each: the rule, where, and what the element is. */
export async function faultsOf(page: Page): Promise<string[]> {
  const faults: string[] = []
  for (const scheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme: scheme })
    // What fades in has no contrast yet.
    await page.waitForFunction(() => document.getAnimations().every((animation) => animation.playState !== 'running' || animation.effect?.getComputedTiming().iterations === Number.POSITIVE_INFINITY))
    const axe = new AxeBuilder({ page })
    const { violations } = await (scheme === 'light' ? axe.withTags(RULES) : axe.withRules(OF_COLOURS)).analyze()
    for (const { id, nodes } of violations) for (const { target, html, any } of nodes) faults.push(`${scheme}, ${id}: ${target.join(' ')} ${html.slice(0, 160)} ${any[0]?.message ?? ''}`)
  }
  return faults
}
