/**
 * Keeps what somebody writes: on the server within a second of a pause, and until the server has it, sealed in the browser. Knows no React and
 * no network; both come as ports, so that a test can take the line, the page and the device away at any moment.
 */
import type { Draft, Media } from '@recado/api'

export interface DraftBody { text: string; attachments: Media[]; replyTo: string | null }
export type SaveState = 'saved' | 'saving' | 'unsaved'
/** What waits in the browser. `base`: the server's draft it was written upon. */
export interface Kept { body: DraftBody; base: string | null }

export interface DraftPorts {
  /** Stores or, when empty, throws it away; answers with the moment of the stored one. */
  save(body: DraftBody): Promise<string | null>
  later(ms: number, work: () => void): () => void
  vault: { put(kept: Kept): void; get(): Promise<Kept | null>; drop(): void }
}

export const EMPTY: DraftBody = { text: '', attachments: [], replyTo: null }
const SAVE_AFTER_MS = 700
const AGAIN_AFTER_MS = 5_000

export const isEmptyDraft = (body: DraftBody): boolean => body.text === '' && body.attachments.length === 0 && body.replyTo === null
export const bodyOf = (draft: Draft | null | undefined): DraftBody => (draft ? { text: draft.text, attachments: draft.attachments, replyTo: draft.replyTo ?? null } : EMPTY)

/** Two that were written apart: both texts stay, one behind the other, unless one holds the other already. */
export function mergeDrafts(stored: DraftBody, own: DraftBody): DraftBody {
  const text = own.text.includes(stored.text) ? own.text : stored.text.includes(own.text) ? stored.text : `${stored.text}\n${own.text}`
  return { text, attachments: [...stored.attachments, ...own.attachments.filter((file) => !stored.attachments.some((each) => each.id === file.id))], replyTo: own.replyTo ?? stored.replyTo }
}

const sameBody = (a: DraftBody, b: DraftBody): boolean => a.text === b.text && a.replyTo === b.replyTo && a.attachments.map((file) => file.id).join() === b.attachments.map((file) => file.id).join()

export class DraftKeeper {
  body: DraftBody = EMPTY
  state: SaveState = 'saved'
  #base: string | null = null
  #dirty = false
  #saving = false
  #turn = 0
  #known = false
  #opened = false
  #opening = false
  #cancel: (() => void) | null = null
  readonly #listeners = new Set<() => void>()

  constructor(readonly ports: DraftPorts) { void this.#open() }

  get dirty(): boolean { return this.#dirty || this.#saving }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** What the server holds, read or heard of. What she wrote before it was known joins it. */
  adopt(stored: Draft | null): void {
    const first = !this.#known
    this.#known = true
    if (!this.#dirty && !this.#saving) {
      this.#base = stored?.updatedAt ?? null
      this.#show(bodyOf(stored), 'saved')
    } else if (first && stored && stored.updatedAt !== this.#base) {
      this.#base = stored.updatedAt
      this.change(mergeDrafts(bodyOf(stored), this.body))
    } else if (first) this.#schedule(0)
    void this.#open()
  }

  change(body: DraftBody): void {
    this.#turn++
    this.#dirty = true
    this.#show(body, 'unsaved')
    this.#keep()
    this.#schedule(SAVE_AFTER_MS)
  }

  /** Now: she leaves, or the pause is over. */
  async save(): Promise<void> {
    this.#cancel?.()
    // Before it is known what the server holds, nothing may be written over it.
    if (!this.#dirty || this.#saving || !this.#known) return
    const turn = this.#turn
    const { body } = this
    this.#saving = true
    this.#dirty = false
    this.#show(body, 'saving')
    try {
      this.#base = await this.ports.save(body)
      this.#saving = false
      if (turn === this.#turn) {
        if (this.#opened) this.ports.vault.drop()
        this.#show(this.body, 'saved')
      } else {
        this.#keep()
        this.#schedule(0)
      }
    } catch {
      this.#saving = false
      this.#dirty = true
      this.#show(this.body, 'unsaved')
      this.#schedule(AGAIN_AFTER_MS)
    }
  }

  /** Takes up what a lost page left in the browser. Until that was read (its key may be out of reach) nothing is put in its place. */
  async #open(): Promise<void> {
    if (this.#opened || this.#opening) return
    this.#opening = true
    let kept: Kept | null
    try { kept = await this.ports.vault.get() } catch { return } finally { this.#opening = false }
    this.#opened = true
    if (!kept) { if (this.dirty) this.#keep(); return }
    const isUntouched = this.#turn === 0
    const own = !isUntouched || (this.#known && kept.base !== this.#base) ? mergeDrafts(isUntouched ? this.body : kept.body, isUntouched ? kept.body : this.body) : kept.body
    if (!this.#known) this.#base = kept.base
    if (this.#known && isUntouched && sameBody(own, this.body)) this.ports.vault.drop()
    else this.change(own)
  }

  #keep(): void { if (this.#opened) this.ports.vault.put({ body: this.body, base: this.#base }) }

  #schedule(ms: number): void {
    this.#cancel?.()
    this.#cancel = this.ports.later(ms, () => void this.save())
  }

  #show(body: DraftBody, state: SaveState): void {
    if (body === this.body && state === this.state) return
    this.body = body
    this.state = state
    for (const listener of this.#listeners) listener()
  }
}
