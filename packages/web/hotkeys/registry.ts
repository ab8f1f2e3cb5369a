/** Every action a person can take now: by key, by palette and on the `?` sheet. One registry, so that the three cannot disagree. */
import type { MessageId } from '../i18n/provider.js'
import { keysOf, type Group, type OwnKeys } from './key-map.js'
import { isSingleKey, isTyping, nameOfPress, type Pressed } from './keys.js'

export interface Action {
  id: string
  label: MessageId
  /** Under which heading it stands. */
  group: Group
  /** The action whose keys are this one's too, where one stands for the other. */
  follows?: string
  run: () => void
  /** Also works while somebody writes in a field. */
  whileTyping?: boolean
  /** Not now, and why. */
  disabled?: boolean
}

/** One that can be taken, with the keys it has for this reader. */
export interface Offered extends Action { keys: readonly string[] }

// Time in which the second key of "g i" must come.
const SEQUENCE_MS = 1200

export class Registry {
  #actions = new Map<string, Action[]>()
  #listeners = new Set<() => void>()
  #list: readonly Offered[] = []
  #own: OwnKeys = {}
  #first: { press: string; at: number } | null = null
  singleKeys = true

  /** The latest of an id wins while it is there: a page may take over a key of the shell. Returns what takes it away. */
  add(actions: readonly Action[]): () => void {
    for (const action of actions) this.#actions.set(action.id, [...(this.#actions.get(action.id) ?? []), action])
    this.#changed()
    return () => {
      for (const action of actions) {
        const rest = (this.#actions.get(action.id) ?? []).filter((each) => each !== action)
        if (rest.length > 0) this.#actions.set(action.id, rest)
        else this.#actions.delete(action.id)
      }
      this.#changed()
    }
  }

  get actions(): readonly Offered[] {
    return this.#list
  }

  /** The keys that this reader has chosen for herself. */
  get own(): OwnKeys {
    return this.#own
  }

  set own(own: OwnKeys) {
    if (own === this.#own) return
    this.#own = own
    this.#changed()
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Runs what the press means; true when something did. */
  press(event: Pressed & { target?: EventTarget | null }, at: number, isMac: boolean): boolean {
    const name = nameOfPress(event, isMac)
    if (name === null) return false
    const typing = isTyping(event.target ?? null)
    const first = this.#first && at - this.#first.at <= SEQUENCE_MS ? this.#first.press : null
    this.#first = null
    const usable = this.#list.filter((action) => !action.disabled && (!typing || action.whileTyping))
    const meant = (combination: string) => usable.find((action) => action.keys.some((key) => key === combination && (this.singleKeys || !isSingleKey(key)) && (!typing || !isSingleKey(key))))
    const action = (first && meant(`${first} ${name}`)) ?? meant(name)
    if (action) {
      action.run()
      return true
    }
    if (!typing && this.singleKeys && usable.some((each) => each.keys.some((key) => key.startsWith(`${name} `)))) this.#first = { press: name, at }
    return false
  }

  #changed(): void {
    this.#list = [...this.#actions.values()].flatMap((stack) => stack.at(-1) ?? []).map((action) => ({ ...action, keys: keysOf(action.follows ?? action.id, this.#own) }))
    for (const listener of this.#listeners) listener()
  }
}
