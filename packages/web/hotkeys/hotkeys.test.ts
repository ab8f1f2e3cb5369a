import { describe, expect, it, vi } from 'vitest'
import { conflictsOf, isReserved, KEY_MAP, keysOf, readOwnKeys, withKey } from './key-map.js'
import { isSingleKey, keyCaps, nameOfPress, type Pressed } from './keys.js'
import { Registry, type Action } from './registry.js'

const press = (key: string, change: Partial<Pressed> = {}): Pressed => ({ key, code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...change })

describe('the name of a press', () => {
  it.each([
    ['a letter', press('j'), 'j'],
    ['a capital', press('E', { shiftKey: true }), 'Shift+E'],
    ['with caps lock on, still the letter', press('J'), 'j'],
    ['a sign that needs Shift', press('?', { shiftKey: true }), '?'],
    ['a sign on a Spanish keyboard', press('/', { shiftKey: true }), '/'],
    ['Control and a letter', press('k', { ctrlKey: true }), 'Mod+K'],
    ['Control, Shift and Enter', press('Enter', { ctrlKey: true, shiftKey: true }), 'Mod+Shift+Enter'],
    ['Alt by the place of the key', press('º', { altKey: true, code: 'KeyJ' }), 'Alt+J'],
    ['AltGr writes text', press('@', { ctrlKey: true, altKey: true, getModifierState: (name) => name === 'AltGraph' }), null],
    ['a key of an input method', press('j', { isComposing: true }), null],
    ['the same as old browsers say it', press('Process', { keyCode: 229 }), null],
    ['a dead accent', press('Dead'), null],
    ['Shift alone', press('Shift', { shiftKey: true }), null],
    ['the Windows key', press('k', { metaKey: true }), null],
    ['an Arabic letter by the place of its key', press('ت', { code: 'KeyJ' }), 'j'],
    ['a Latin letter never by its place', press('q', { code: 'KeyA' }), 'q'],
    ['a letter with a mark', press('ñ', { code: 'Semicolon' }), 'ñ'],
  ])('%s', (_, event, name) => {
    expect(nameOfPress(event, false)).toBe(name)
  })

  it('takes Command for Mod on a Mac', () => {
    expect(nameOfPress(press('k', { metaKey: true }), true)).toBe('Mod+K')
    expect(nameOfPress(press('k', { ctrlKey: true }), true)).toBeNull()
  })
})

describe('the registry', () => {
  const action = (id: string, more: { disabled?: boolean; whileTyping?: boolean; follows?: string } = {}) => ({ id, label: 'app.name', group: 'app', run: vi.fn(), ...more }) satisfies Action

  it('runs what a key means, and a sequence', () => {
    const registry = new Registry()
    const [next, go] = [action('list.next'), action('go.all')]
    registry.add([next, go])
    expect(registry.press(press('j'), 0, false)).toBe(true)
    registry.press(press('g'), 100, false)
    expect(registry.press(press('i'), 900, false)).toBe(true)
    expect([next.run, go.run].map((run) => run.mock.calls.length)).toEqual([1, 1])
  })

  it('forgets the first key of a sequence after a while', () => {
    const registry = new Registry()
    registry.add([action('go.all')])
    registry.press(press('g'), 0, false)
    expect(registry.press(press('i'), 1300, false)).toBe(false)
  })

  it('leaves single keys alone when they are switched off, not those with a modifier', () => {
    const registry = new Registry()
    registry.add([action('list.next'), action('app.palette')])
    registry.singleKeys = false
    expect(registry.press(press('j'), 0, false)).toBe(false)
    expect(registry.press(press('k', { ctrlKey: true }), 0, false)).toBe(true)
  })

  it('lets a page take over an action and gives it back', () => {
    const registry = new Registry()
    const [shell, page] = [action('list.search'), action('list.search')]
    registry.add([shell])
    const remove = registry.add([page])
    registry.press(press('/'), 0, false)
    remove()
    registry.press(press('/'), 1, false)
    expect([shell.run, page.run].map((run) => run.mock.calls.length)).toEqual([1, 1])
  })

  it('does not run what is not possible now', () => {
    const registry = new Registry()
    const close = action('conversation.resolve', { disabled: true })
    registry.add([close])
    expect(registry.press(press('e'), 0, false)).toBe(false)
    expect(close.run).not.toHaveBeenCalled()
  })

  it('goes by the keys that somebody chose, for what follows an action too, and no longer by those it came with', () => {
    const registry = new Registry()
    const bulk = action('bulk.resolve', { follows: 'conversation.resolve' })
    registry.add([bulk])
    registry.own = { 'conversation.resolve': ['d'] }
    expect([registry.press(press('e'), 0, false), registry.press(press('d'), 1, false)]).toEqual([false, true])
    expect(registry.actions[0]?.keys).toEqual(['d'])
    registry.own = { 'conversation.resolve': [] }
    expect([registry.press(press('e'), 2, false), registry.press(press('d'), 3, false)]).toEqual([false, false])
  })
})

describe('the same map on every keyboard', () => {
  // What a browser reports for the keys of the map on each of them: where a sign stands, and what must be held for it.
  const AZERTY = { '/': press('/', { shiftKey: true, code: 'Period' }), '?': press('?', { shiftKey: true, code: 'KeyM' }), a: press('a', { code: 'KeyQ' }), z: press('z', { code: 'KeyW' }) }
  const QWERTZ = { '/': press('/', { shiftKey: true, code: 'Digit7' }), '?': press('?', { shiftKey: true, code: 'Minus' }), z: press('z', { code: 'KeyY' }) }
  const SPANISH = { '/': press('/', { shiftKey: true, code: 'Digit7' }), '?': press('?', { shiftKey: true, code: 'Minus' }) }
  const BRAZILIAN = { '/': press('/', { code: 'IntlRo' }), '?': press('?', { shiftKey: true, code: 'IntlRo' }) }
  const layouts: [string, Record<string, Pressed>][] = [['QWERTY', { '/': press('/', { code: 'Slash' }), '?': press('?', { shiftKey: true, code: 'Slash' }) }], ['AZERTY', AZERTY], ['QWERTZ', QWERTZ], ['Spanish', SPANISH], ['Brazilian', BRAZILIAN]]
  const letters = 'jkornaiesulpxzgct'

  it.each(layouts)('%s', (_, signs) => {
    for (const letter of letters) expect(nameOfPress(signs[letter] ?? press(letter, { code: `Key${letter.toUpperCase()}` }), false)).toBe(letter)
    expect([nameOfPress(signs['/']!, false), nameOfPress(signs['?']!, false)]).toEqual(['/', '?']) // every layout above has both
    expect(nameOfPress(press('E', { shiftKey: true, code: 'KeyE' }), false)).toBe('Shift+E')
  })

  it.each([
    ['Arabic', { j: 'ت', k: 'ن', e: 'ث', r: 'ق', b: 'لا', c: 'ؤ' }], ['Russian', { j: 'о', k: 'л', e: 'у', r: 'к', b: 'и', c: 'с' }], ['Hebrew', { j: 'ח', k: 'ל', e: 'ק', r: 'ר', b: 'נ', c: 'ב' }], ['Greek', { j: 'ξ', k: 'κ', e: 'ε', r: 'ρ', b: 'β', c: 'ψ' }],
  ])('%s letters go by their place, alone and with Ctrl', (_, keys) => {
    for (const [latin, key] of Object.entries(keys)) {
      expect(nameOfPress(press(key, { code: `Key${latin.toUpperCase()}` }), false)).toBe(latin)
      expect(nameOfPress(press(key, { ctrlKey: true, code: `Key${latin.toUpperCase()}` }), false)).toBe(`Mod+${latin.toUpperCase()}`)
    }
  })

  it('leaves what an input method composes alone, key for key', () => {
    const registry = new Registry()
    const run = vi.fn()
    registry.add([...KEY_MAP].map(([id, { label, group }]) => ({ id, label, group, run })))
    for (const key of letters) registry.press(press(key, { isComposing: true, code: `Key${key.toUpperCase()}` }), 0, false)
    for (const key of ['Enter', 'Escape', '/']) registry.press(press(key, { isComposing: true }), 0, false)
    registry.press(press('Process', { keyCode: 229 }), 0, false)
    expect(run).not.toHaveBeenCalled()
  })

  it.each([['€ by AltGr and e', '€'], ['@ by AltGr and 2 or q', '@'], ['AltGr and a letter of the map', 's']])('leaves %s alone', (_, key) => {
    expect(nameOfPress(press(key, { ctrlKey: true, altKey: true, getModifierState: (name) => name === 'AltGraph' }), false)).toBeNull()
  })
})

describe('the map', () => {
  it('has no key that means two things, as it comes', () => {
    for (const [id, { keys }] of KEY_MAP) for (const key of keys) expect([id, key, conflictsOf(id, key, {})]).toEqual([id, key, []])
  })

  it.each(['j', 'k', 'Enter', 'o', 'r', 'n', 'a', 'i', 'e', 'Shift+E', 's', 'u', 'l', 'p', 'x', 'z', '/', 'g i', 'g c', 'g r', 'g s', '?', 'Mod+K', 'Mod+Enter', 'Mod+Shift+Enter', 'Escape'])('has %s', (key) => {
    expect([...KEY_MAP.values()].some(({ keys }) => keys.includes(key))).toBe(true)
  })

  it('gives nothing away that the browser or the page needs', () => {
    expect([...KEY_MAP.values()].flatMap(({ keys }) => keys).filter(isReserved)).toEqual([])
  })

  it.each([
    ['a free key', 'conversation.resolve', 'd', {}, { 'conversation.resolve': ['d'] }],
    ['one that another has', 'conversation.resolve', 'a', {}, { 'conversation.assign': [], 'conversation.resolve': ['a'] }],
    ['one that begins sequences', 'conversation.resolve', 'g', { 'go.mine': ['m'], 'go.all': ['g i', 'v'] }, null],
    ['its own again', 'conversation.resolve', 'e', { 'conversation.resolve': ['d'] }, {}],
  ])('takes %s', (_, id, key, own, wanted) => {
    const next = withKey(id, key, own)
    if (wanted) expect(next).toEqual(wanted)
    // Whatever is chosen: afterwards that key means one thing.
    expect([keysOf(id, next), conflictsOf(id, key, next)]).toEqual([[key], []])
    if (key === 'g') expect([keysOf('go.mine', next), keysOf('go.all', next), keysOf('go.drafts', next)]).toEqual([['m'], ['v'], []])
  })

  it('reads of what was kept only what are keys of an action', () => {
    expect(readOwnKeys({ 'conversation.resolve': ['d'], 'conversation.label': [], nonsense: ['x'], 'list.next': 'j', 'list.previous': [''] })).toEqual({ 'conversation.resolve': ['d'], 'conversation.label': [] })
    expect([readOwnKeys(null), readOwnKeys('j'), readOwnKeys(undefined)]).toEqual([{}, {}, {}])
  })
})

it('knows which combinations write text', () => {
  expect(['j', 'Shift+E', 'g i', '?'].every(isSingleKey)).toBe(true)
  expect(['Mod+K', 'Alt+J', 'Escape', 'Mod+Enter'].some(isSingleKey)).toBe(false)
})

it('prints keys as they are written on the keyboard', () => {
  expect([keyCaps('Mod+Shift+Enter', false), keyCaps('Mod+K', true), keyCaps('g i', false)]).toEqual([['Ctrl+⇧+Enter'], ['⌘K'], ['G', 'I']])
})
