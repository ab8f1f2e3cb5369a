/** From an export's messages to what a thread holds: moments, sides and lasting keys. Pure. */
import type { ImportPreviewMessage, ImportProblem } from '@recado/api'
import { type ChatExport, type DateOrder, type ExportedMessage, type IdentityKey, type Instant, instantAtWall, minutes, wallTime } from '@recado/core'
import { extKey } from '@recado/db'

/** One message with its moment and its side. `key` names it for good: the same file again, or a longer one of the same chat, gives the same. */
export interface HistoryMessage { at: Instant; side: 'us' | 'contact' | 'app'; key: string; message: ExportedMessage }

export interface HistoryOf { us: string; order: DateOrder; timeZone: string; person: readonly IdentityKey[]; now: Instant }

/** What tells two messages of one minute apart. A file counts as a file whether it came along or was left out: a fuller export of the chat is the same chat. */
function signature({ body }: ExportedMessage): string {
  switch (body.type) {
    case 'text': return `text ${body.text}`
    case 'file': case 'omitted': return `file ${body.caption}`
    case 'location': return `place ${body.latitude},${body.longitude}`
    case 'deleted': return 'deleted'
  }
}

/** The whole file in its order. Dates that are no days are left out and told. */
export function historyOf(chat: Pick<ChatExport, 'messages' | 'unreadable'>, { us, order, timeZone, person, now }: HistoryOf): { history: HistoryMessage[]; problems: ImportProblem[] } {
  const problems: ImportProblem[] = chat.unreadable.map(({ line, text }) => ({ line, code: 'unreadable', text }))
  const seen = new Map<string, number>()
  const whose = person.map(({ kind, value }) => `${kind}:${value}`).join(' ')
  let [before, step] = [Number.NaN, 0]
  const history = chat.messages.flatMap((message): HistoryMessage[] => {
    const wall = wallTime(message.time, order)
    if (wall === null) {
      problems.push({ line: message.line, code: 'bad_date', text: message.time.date.join(' ') })
      return []
    }
    const side = message.author === null ? 'app' : message.author === us ? 'us' : 'contact'
    // Phones write minutes or seconds: the key knows minutes only, so that both name the same message.
    const name = `${whose} ${Math.floor(wall / minutes(1))} ${side} ${signature(message)}`
    const nth = (seen.get(name) ?? 0) + 1
    seen.set(name, nth)
    // Those of one moment keep the file's order.
    step = wall === before ? Math.min(step + 1, 999) : 0
    before = wall
    return [{ at: Math.min(instantAtWall(wall, timeZone) + step, now), side, key: extKey(`chat-export ${name} ${nth}`), message }]
  })
  return { history, problems: problems.sort((a, b) => a.line - b.line) }
}

/** A message as the dry run shows it. */
export function toPreview({ at, side, message: { body, edited } }: HistoryMessage): ImportPreviewMessage {
  const said = body.type === 'text' ? { kind: 'text' as const, text: body.text.slice(0, 500) }
    : body.type === 'file' ? { kind: 'file' as const, text: body.caption.slice(0, 500), file: body.file }
    : body.type === 'omitted' ? { kind: 'left_out' as const, text: body.caption.slice(0, 500) }
    : body.type === 'location' ? { kind: 'location' as const, text: `${body.latitude}, ${body.longitude}` }
    : { kind: 'deleted' as const, text: '' }
  return { at: new Date(at).toISOString(), by: side, ...said, ...(edited ? { edited: true } : {}) }
}
