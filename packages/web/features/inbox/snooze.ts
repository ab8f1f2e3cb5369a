/** Until when a conversation may sleep. Pure; local time of the reader. */
export interface SnoozeChoice { id: 'later' | 'evening' | 'tomorrow' | 'monday' | 'before_close'; at: Date }

// Time to answer before the window shuts.
const BEFORE_CLOSE_MS = 30 * 60_000

/** The choices that lie ahead of `now`, soonest first; the window's end is one of them while it is open. */
export function snoozeChoices(now: number, closesAt: string | null): SnoozeChoice[] {
  const at = (days: number, hour: number) => {
    const date = new Date(now)
    date.setDate(date.getDate() + days)
    date.setHours(hour, 0, 0, 0)
    return date
  }
  const untilMonday = ((8 - new Date(now).getDay()) % 7) || 7
  const choices: SnoozeChoice[] = [
    { id: 'later', at: new Date(now + 3 * 3_600_000) }, { id: 'evening', at: at(0, 19) }, { id: 'tomorrow', at: at(1, 8) }, { id: 'monday', at: at(untilMonday, 8) },
  ]
  if (closesAt) choices.push({ id: 'before_close', at: new Date(Date.parse(closesAt) - BEFORE_CLOSE_MS) })
  return choices.filter((choice) => choice.at.getTime() > now + 60_000).sort((a, b) => a.at.getTime() - b.at.getTime())
}
