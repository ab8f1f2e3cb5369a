/** Until when a conversation may sleep. Pure; local time of the reader. */
import { BEFORE_CLOSE_MS } from '@recado/api'

export interface SnoozeChoice { id: 'later' | 'afternoon' | 'evening' | 'tomorrow' | 'saturday' | 'monday' | 'before_close'; at: Date; /** she can then only be written to by a template, or not at all */ tooLate: boolean }

/** The choices that lie ahead of `now`, soonest first; shortly before the window's end is one of them while it is open. */
export function snoozeChoices(now: number, closesAt: string | null): SnoozeChoice[] {
  const at = (days: number, hour: number) => {
    const date = new Date(now)
    date.setDate(date.getDate() + days)
    date.setHours(hour, 0, 0, 0)
    return date
  }
  const today = new Date(now).getDay()
  const closes = closesAt === null ? null : Date.parse(closesAt)
  const choices: Pick<SnoozeChoice, 'id' | 'at'>[] = [
    { id: 'later', at: new Date(now + 3 * 3_600_000) }, { id: 'afternoon', at: at(0, 13) }, { id: 'evening', at: at(0, 19) }, { id: 'tomorrow', at: at(1, 8) },
    { id: 'saturday', at: at((6 - today + 7) % 7 || 7, 10) }, { id: 'monday', at: at((8 - today) % 7 || 7, 8) },
  ]
  if (closes !== null) choices.push({ id: 'before_close', at: new Date(closes - BEFORE_CLOSE_MS) })
  // Monday morning may be tomorrow morning: said once.
  const said = new Set<number>()
  return choices.filter(({ at: moment }) => moment.getTime() > now + 60_000).sort((a, b) => a.at.getTime() - b.at.getTime())
    .filter(({ at: moment }) => !said.has(moment.getTime()) && Boolean(said.add(moment.getTime()))).map((choice) => ({ ...choice, tooLate: closes !== null && choice.at.getTime() >= closes }))
}
