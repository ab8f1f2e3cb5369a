/**
 * What is written while the server cannot have it, sealed in the browser: the key is the server's, given to the signed-in person alone and held in
 * memory, so that what stays behind on a computer are bytes that nobody else can read.
 */
import { api } from '../../../api/client.js'
import type { DraftPorts, Kept } from './draft-keeper.js'

let key: Promise<CryptoKey> | null = null

function readKey(): Promise<CryptoKey> {
  key ??= api.get<{ key: string }>('/me/draft-key').then(({ key: text }) => crypto.subtle.importKey('raw', bytesOf(text), 'AES-GCM', false, ['encrypt', 'decrypt']))
  key.catch(() => { key = null })
  return key
}

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
const textOf = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))

/** One draft's place. Sealing takes a moment: orders are carried out one after the other, and only the newest is written. */
export function draftVault(name: string): DraftPorts['vault'] {
  let line: Promise<unknown> = Promise.resolve()
  let newest: Kept | null = null
  let turn = 0
  const write = async (mine: number) => {
    if (mine !== turn) return
    if (newest === null) return localStorage.removeItem(name)
    const sealer = await readKey()
    const iv = crypto.getRandomValues(new Uint8Array(12))
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: new TextEncoder().encode(name) }, sealer, new TextEncoder().encode(JSON.stringify(newest))))
    if (mine === turn) localStorage.setItem(name, `${textOf(iv)}.${textOf(sealed)}`)
  }
  const order = (kept: Kept | null) => {
    newest = kept
    const mine = ++turn
    // Full or forbidden storage, or no key yet: the page itself still holds the words.
    line = line.then(() => write(mine)).catch(() => undefined)
  }
  return {
    put: order,
    drop: () => order(null),
    async get() {
      const stored = localStorage.getItem(name)
      const [iv, sealed] = stored?.split('.') ?? []
      if (!iv || !sealed) return null
      const opener = await readKey()
      try {
        const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: bytesOf(iv), additionalData: new TextEncoder().encode(name) }, opener, bytesOf(sealed))
        return JSON.parse(new TextDecoder().decode(opened)) as Kept
      } catch {
        // Sealed under another key, by an installation that is no more: nobody can open it again.
        localStorage.removeItem(name)
        return null
      }
    },
  }
}
