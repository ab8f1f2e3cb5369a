/** What the doctor found: in order, worth knowing, or wrong - and then what to do. */
export interface Finding { state: 'ok' | 'note' | 'fault'; says: string; todo?: string }

export const ok = (says: string): Finding => ({ state: 'ok', says })
export const note = (says: string, todo: string): Finding => ({ state: 'note', says, todo })
export const fault = (says: string, todo: string): Finding => ({ state: 'fault', says, todo })

/** One finding a line, its advice below it. */
export function written(findings: readonly Finding[]): string {
  const mark = { ok: 'ok   ', note: 'note ', fault: 'FAULT' }
  return findings.map(({ state, says, todo }) => `${mark[state]} ${says}${todo ? `\n      -> ${todo}` : ''}`).join('\n')
}

export const gigabytes = (bytes: number): string => `${(bytes / 1024 ** 3).toFixed(1)} GB`
