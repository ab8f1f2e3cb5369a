import type { ChatImport } from '@recado/api'
import { isOffline, upload } from '../../api/client.js'

/** One request carries so much: small enough for a slow line, and a broken one costs no more than this. */
const PART = 4 * 1024 ** 2
const TRIES = 5
const WAIT_MS = 1_500

/** Sends an export, in parts when it is large. What a broken connection lost is sent again. */
export async function sendExport(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<ChatImport> {
  const part = (from: number) => file.slice(from, from + PART)
  const tell = (from: number) => (share: number) => onProgress(Math.min(1, (from + share * part(from).size) / file.size))
  let answer = await upload<ChatImport>(`/imports/chats${file.size > PART ? `?size=${file.size}` : ''}`, part(0), file.name, tell(0), signal)
  while (answer.state === 'receiving') {
    const from = answer.received
    answer = await again(() => upload<ChatImport>(`/imports/chats/${answer.id}/file?offset=${from}`, part(from), file.name, tell(from), signal, 'PUT'), signal)
  }
  return answer
}

async function again<T>(once: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let tries = 1; ; tries++) {
    try { return await once() } catch (error) {
      if (signal.aborted || !isOffline(error) || tries === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries))
    }
  }
}
