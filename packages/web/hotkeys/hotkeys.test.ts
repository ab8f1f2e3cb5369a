import { describe, expect, it, vi } from 'vitest'
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
    ['an Arabic letter', press('ت'), 'ت'],
  ])('%s', (_, event, name) => {
    expect(nameOfPress(event, false)?.replace('Mod+K', 'Mod+K') ?? null).toBe(name)
  })

  it('takes Command for Mod on a Mac', () => {
    expect(nameOfPress(press('k', { metaKey: true }), true)).toBe('Mod+K')
    expect(nameOfPress(press('k', { ctrlKey: true }), true)).toBeNull()
  })
})

describe('the registry', () => {
  const action = (id: string, keys: string[], more: { disabled?: boolean } = {}) => ({ id, label: 'app.name', group: 'app', keys, run: vi.fn(), ...more }) satisfies Action

  it('runs what a key means, and a sequence', () => {
    const registry = new Registry()
    const [next, go] = [action('next', ['j']), action('go', ['g i'])]
    registry.add([next, go])
    expect(registry.press(press('j'), 0, false)).toBe(true)
    registry.press(press('g'), 100, false)
    expect(registry.press(press('i'), 900, false)).toBe(true)
    expect([next.run, go.run].map((run) => run.mock.calls.length)).toEqual([1, 1])
  })

  it('forgets the first key of a sequence after a while', () => {
    const registry = new Registry()
    registry.add([action('go', ['g i'])])
    registry.press(press('g'), 0, false)
    expect(registry.press(press('i'), 1300, false)).toBe(false)
  })

  it('leaves single keys alone when they are switched off, not those with a modifier', () => {
    const registry = new Registry()
    registry.add([action('next', ['j']), action('palette', ['Mod+K'])])
    registry.singleKeys = false
    expect(registry.press(press('j'), 0, false)).toBe(false)
    expect(registry.press(press('k', { ctrlKey: true }), 0, false)).toBe(true)
  })

  it('lets a page take over a key and gives it back', () => {
    const registry = new Registry()
    const [shell, page] = [action('search', ['/']), action('search', ['/'])]
    registry.add([shell])
    const remove = registry.add([page])
    registry.press(press('/'), 0, false)
    remove()
    registry.press(press('/'), 1, false)
    expect([shell.run, page.run].map((run) => run.mock.calls.length)).toEqual([1, 1])
  })

  it('does not run what is not possible now', () => {
    const registry = new Registry()
    const close = action('close', ['e'], { disabled: true })
    registry.add([close])
    expect(registry.press(press('e'), 0, false)).toBe(false)
    expect(close.run).not.toHaveBeenCalled()
  })
})

it('knows which combinations write text', () => {
  expect(['j', 'Shift+E', 'g i', '?'].every(isSingleKey)).toBe(true)
  expect(['Mod+K', 'Alt+J', 'Escape', 'Mod+Enter'].some(isSingleKey)).toBe(false)
})

it('prints keys as they are written on the keyboard', () => {
  expect([keyCaps('Mod+Shift+Enter', false), keyCaps('Mod+K', true), keyCaps('g i', false)]).toEqual([['Ctrl+⇧+Enter'], ['⌘K'], ['G', 'I']])
})
