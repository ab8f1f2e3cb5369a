import type { Fault, Unit } from '@recado/core'
import { lengthIn } from '@recado/core'
import type { Translate } from '../../i18n/provider.js'

/** What is wrong with a value, as a sentence beneath its field. */
export function faultText(t: Translate, { code, length, limit, unit }: Fault): string {
  if (code === 'too_long') return t(unit === 'bytes' ? 'fault.too_long.bytes' : 'fault.too_long.characters', { length, limit })
  return t(`fault.${code}`, { length, limit })
}

/** How much of the room is used, for the line under a field. */
export function countText(t: Translate, text: string, limit: { maxLength?: number; unit?: Unit }): string | null {
  if (limit.maxLength === undefined) return null
  const unit = limit.unit ?? 'characters'
  return t(unit === 'bytes' ? 'fault.count.bytes' : 'fault.count.characters', { length: lengthIn(text, unit), limit: limit.maxLength })
}

/** The fault of one place, if it has one. */
export const faultAt = (t: Translate, faults: readonly Fault[], path: string): string | undefined => {
  const found = faults.find((fault) => fault.path === path)
  return found && faultText(t, found)
}
