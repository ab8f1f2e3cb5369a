import type { ContactImport, ContactImportPurpose } from '@recado/api'
import { isOffline, upload } from '../../../api/client.js'

/** One request carries so much: small enough for a slow line, and a broken one costs no more than this. */
const PART = 4 * 1024 ** 2
const TRIES = 5
const WAIT_MS = 1_500

/** Sends a file of people, in parts when it is large, or what is missing of one that broke off (`begun`). What a broken connection lost is sent again. */
export async function sendPeople(file: File, purpose: ContactImportPurpose, onProgress: (share: number) => void, signal: AbortSignal, begun?: ContactImport): Promise<ContactImport> {
  const part = (from: number) => file.slice(from, from + PART)
  const tell = (from: number) => (share: number) => onProgress(Math.min(1, (from + share * part(from).size) / file.size))
  let answer = begun ?? await upload<ContactImport>(`/contact-imports?purpose=${purpose}${file.size > PART ? `&size=${file.size}` : ''}`, part(0), file.name, tell(0), signal)
  for (let tries = 0; answer.state === 'receiving';) {
    const from = answer.received
    try {
      answer = await upload<ContactImport>(`/contact-imports/${answer.id}/file?offset=${from}`, part(from), file.name, tell(from), signal, 'PUT')
      tries = 0
    } catch (error) {
      if (signal.aborted || !isOffline(error) || ++tries === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, WAIT_MS * tries))
    }
  }
  return answer
}
