/** Key presses as text: "j", "Shift+E", "Mod+K", "g i". Letters by `event.key`, so every Latin keyboard has its own j; other scripts by place. */

export interface Pressed { key: string; code?: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean; shiftKey: boolean; isComposing?: boolean; keyCode?: number; getModifierState?: (name: string) => boolean }

/** Letters, one or the two of an Arabic ligature, of another script than the map's. */
const isForeign = (key: string): boolean => /^[\p{L}\p{M}]{1,2}$/u.test(key) && !/\p{Script=Latin}/u.test(key)

/** The press as a name, or null when it belongs to an input method, to AltGr or is a modifier alone. `Mod` is Command on a Mac, Control elsewhere. */
export function nameOfPress(event: Pressed, isMac: boolean): string | null {
  // 229 is what browsers send for a key that an input method has taken.
  if (event.isComposing || event.keyCode === 229 || event.key === 'Process' || event.key === 'Dead') return null
  if (event.getModifierState?.('AltGraph')) return null
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'CapsLock'].includes(event.key)) return null
  const mod = isMac ? event.metaKey : event.ctrlKey
  const other = isMac ? event.ctrlKey : event.metaKey
  if (other) return null
  // Alt makes other letters on a Mac, and an Arabic, Greek or Cyrillic keyboard has no j at all: there the key's place counts, as the systems' own shortcuts do it.
  const byPlace = /^Key[A-Z]$/.test(event.code ?? '') && (event.altKey || isForeign(event.key))
  const letter = byPlace || [...event.key].length === 1
  const base = byPlace ? (event.code ?? '').slice(3).toLowerCase() : letter ? event.key.toLowerCase() : event.key
  const isCapital = letter && base.toLowerCase() !== base.toUpperCase()
  const parts = [mod && 'Mod', event.altKey && 'Alt', event.shiftKey && (isCapital || !letter || mod) && 'Shift', letter && (isCapital || event.altKey) ? base.toUpperCase() : base]
  const name = parts.filter(Boolean).join('+')
  return name.length === 1 ? name.toLowerCase() : name
}

/** Keys without a modifier write text: they do nothing in a field, and one switch turns them off (WCAG 2.1.4). */
export function isSingleKey(combination: string): boolean {
  return combination.split(' ').every((press) => !/^(Mod|Alt)\+/.test(press) && (press.replace('Shift+', '').length === 1))
}

export function isTyping(target: EventTarget | null): boolean {
  return typeof HTMLElement !== 'undefined' && target instanceof HTMLElement && (target.isContentEditable || target.matches('input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select'))
}

/** As it is printed on the keyboard. */
export function keyCaps(combination: string, isMac: boolean): string[] {
  return combination.split(' ').map((press) => press.split('+').map((part) => (part === 'Mod' ? (isMac ? '⌘' : 'Ctrl') : part === 'Shift' ? '⇧' : part === 'Escape' ? 'Esc' : part.length === 1 ? part.toUpperCase() : part)).join(isMac ? '' : '+'))
}

export const onMac = (): boolean => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform)
