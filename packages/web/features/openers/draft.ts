/** Changes to a menu under the editor's hands. A place is [top] or [top, below]; nothing here changes what it is given. */
import type { MenuButton, MenuEditor, Openers, OpenerSet } from '@recado/core'
import { leavesOf } from '@recado/core'

export type Place = readonly [number] | readonly [number, number]
export type Menu = readonly MenuButton[]

export const samePlace = (a: Place | null, b: Place | null): boolean => a?.[0] === b?.[0] && a?.[1] === b?.[1]

export function buttonAt(menu: Menu, place: Place): MenuButton | undefined {
  const top = menu[place[0]]
  return place[1] === undefined ? top : top?.below?.[place[1]]
}

/** The buttons beside this one. */
export const besides = (menu: Menu, place: Place): Menu => (place[1] === undefined ? menu : (menu[place[0]]?.below ?? []))

function withBesides(menu: Menu, place: Place, next: Menu): Menu {
  return place[1] === undefined ? next : menu.map((top, at) => (at === place[0] ? { ...top, below: next } : top))
}

const lastOf = (place: Place): number => place[1] ?? place[0]
const put = (place: Place, at: number): Place => (place[1] === undefined ? [at] : [place[0], at])

export function replaceAt(menu: Menu, place: Place, button: MenuButton): Menu {
  return withBesides(menu, place, besides(menu, place).map((one, at) => (at === lastOf(place) ? button : one)))
}

/** Takes a button away. A button that has lost its last one below becomes one that does something again. */
export function removeAt(menu: Menu, place: Place, fresh: () => MenuButton): Menu {
  const next = withBesides(menu, place, besides(menu, place).filter((_, at) => at !== lastOf(place)))
  return next.map((top) => (top.below?.length === 0 ? { ...fresh(), title: top.title } : top))
}

/** Moves a button among those beside it; answers where it is now. */
export function moveTo(menu: Menu, from: Place, to: number): { menu: Menu; place: Place } {
  const row = [...besides(menu, from)]
  const target = Math.max(0, Math.min(row.length - 1, to))
  const [button] = row.splice(lastOf(from), 1)
  if (!button) return { menu, place: from }
  row.splice(target, 0, button)
  return { menu: withBesides(menu, from, row), place: put(from, target) }
}

/** A new button at the end of the top row, or below one of it; what that one did before goes. */
export function addButton(menu: Menu, under: number | null, fresh: () => MenuButton): { menu: Menu; place: Place } {
  if (under === null) return { menu: [...menu, fresh()], place: [menu.length] }
  const below = [...(menu[under]?.below ?? []), fresh()]
  return { menu: menu.map((top, at) => (at === under ? { title: top.title, below } : top)), place: [under, below.length - 1] }
}

/** A key that nothing in these openers has. */
export function freshKey(openers: Openers, prefix: string): string {
  const used = new Set(openers.sets.flatMap((set) => [...(set.iceBreakers ?? []).map((one) => one.key), ...leavesOf(set.menu ?? []).flatMap((one) => Object.values(one.values ?? {}))]))
  for (let n = 1; ; n++) if (!used.has(`${prefix}_${n}`)) return `${prefix}_${n}`
}

/** A button of the first kind, with a key of its own where that kind has one. */
export function freshButton(editor: MenuEditor<string>, openers: Openers): MenuButton {
  const kind = editor.types[0]
  return { title: '', ...(kind ? ofType(editor, { title: '' }, kind.type, openers) : {}) }
}

/** The button as another kind: values that fit stay, a key is made where one is missing. */
export function ofType(editor: MenuEditor<string>, button: MenuButton, type: string, openers: Openers): MenuButton {
  const kind = editor.types.find((one) => one.type === type)
  const values = Object.fromEntries((kind?.values ?? []).flatMap((value) => {
    const kept = button.values?.[value.key] ?? (value.kind === 'key' ? freshKey(openers, 'MENU') : '')
    return kept === '' ? [] : [[value.key, kept]]
  }))
  return { title: button.title, type, values }
}

export function replaceSet(openers: Openers, at: number, set: OpenerSet): Openers {
  return { sets: openers.sets.map((one, place) => (place === at ? set : one)) }
}
