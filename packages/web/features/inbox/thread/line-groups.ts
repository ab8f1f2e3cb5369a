/** Activity lines that follow each other closely, folded into one. Pure. */
import type { Message } from '@recado/api'
import type { Entry } from './entries.js'

export type Shown = Entry | { type: 'lines'; key: string; messages: Message[] }

/** Fewer than this stand for themselves. */
const FROM = 3
/** What lies further apart was another piece of work. */
const APART_MS = 30 * 60_000

/** Only what colleagues and rules did is folded: what the customer's app tells (followed, called, blocked) is news each time, and a post to her is something she was told. */
const isActivity = (message: Message) => message.author.type !== 'contact' && message.author.type !== 'outside' && !isPost(message)
/** A post to followers that she was among: stands in a person's timeline only. */
export const isPost = ({ content }: Message): boolean => content.kind === 'system' && content.event === 'post_to_her'

export function groupLines(entries: readonly Entry[]): Shown[] {
  const shown: Shown[] = []
  let run: Extract<Entry, { type: 'line' }>[] = []
  const end = () => {
    const first = run[0]
    if (first && run.length >= FROM) shown.push({ type: 'lines', key: first.key, messages: run.map((entry) => entry.message) })
    else shown.push(...run)
    run = []
  }
  for (const entry of entries) {
    const before = run.at(-1)
    if (entry.type === 'line' && isActivity(entry.message)) {
      if (before && Date.parse(entry.message.at) - Date.parse(before.message.at) > APART_MS) end()
      run.push(entry)
    } else {
      end()
      shown.push(entry)
    }
  }
  end()
  return shown
}
