/** The words a phone finds for what stands on it. */
import type { Translate } from '../../i18n/provider.js'
import { kindText, wordsOf } from '../inbox/list/kind-text.js'
import type { LocalText, ScreenItem } from './types.js'

/** A line that nobody wrote: the app's own words by event, with what belongs to it. */
export function systemLine(content: ScreenItem['content'], lines: Readonly<Record<string, string>>): string {
  if (content.kind === 'error_line') return content.text
  if (content.kind !== 'system') return ''
  const line = lines[content.event] ?? content.event.replaceAll('_', ' ')
  const about = ['name', 'scene', 'text'].map((key) => content.data?.[key]).find((value) => typeof value === 'string' && value !== '')
  return about === undefined ? line : `${line} · ${String(about)}`
}

/** A message in one line, for quotes. */
export function shortly({ content }: ScreenItem, t: Translate, lines: Readonly<Record<string, string>>): string {
  return content.kind === 'system' || content.kind === 'error_line' ? systemLine(content, lines) : kindText(t, content.kind, wordsOf(content))
}

/** Words of a channel's folder in the reader's language, else in English. */
export function inTongue(text: string | LocalText, locale: string): string {
  return typeof text === 'string' ? text : (text[locale] ?? text[locale.split('-')[0] ?? ''] ?? text.en ?? '')
}
