import type { AutomaticReplyWish } from '@recado/api'
import { type Content, type ImportedReply, type Media, RecadoError, type Trigger } from '@recado/core'
import { addReply } from '../automation/change.js'
import { ownerOfAccount } from '../hours/owner.js'
import { inLanguage } from '../http/language.js'
import { findFile } from '../media/rows.js'
import type { Account, Principal, Services } from '../services.js'
import { keepReplies, readKept } from './kept.js'

const NAMES = { follow: { en: 'On following', es: 'Al seguir la cuenta', de: 'Beim Folgen', zh: '关注时', pt: 'Ao seguir a conta', ar: 'عند المتابعة' }, otherwise: { en: 'On any other message', es: 'A cualquier otro mensaje', de: 'Auf jede andere Nachricht', zh: '收到其他任何消息时', pt: 'A qualquer outra mensagem', ar: 'على أي رسالة أخرى' } } as const

/** What sets it off here. A reply to "anything else", given once an hour there, greets whoever has been silent for a day. Words matched in two ways are two rules. */
function triggersOf({ on }: ImportedReply<string>): Trigger[] {
  switch (on.kind) {
    case 'follow': return [{ kind: 'follow' }]
    case 'otherwise': return [{ kind: 'greeting', afterDays: 1 }]
    case 'key': return [{ kind: 'menu', keys: [on.key] }]
    case 'keywords': return (['contains', 'equals'] as const).flatMap((match): Trigger[] => {
      const words = on.words.filter((word) => word.match === match).map((word) => word.text)
      return words.length > 0 ? [{ kind: 'keyword', match: match === 'equals' ? 'exact' : 'contains', words }] : []
    })
  }
}

/** One automatic reply says one thing: texts are joined, of several alternatives the first is taken. */
async function contentOf(services: Services, workspaceId: string, { say, mode }: ImportedReply<string>): Promise<Content | null> {
  const parts = mode === 'one' ? say.slice(0, 1) : say
  const texts = parts.flatMap((part) => (part.kind === 'text' ? [part.text] : []))
  if (texts.length > 0) return { kind: 'text', text: texts.join('\n\n') }
  const [file] = parts
  if (!file || file.kind === 'text') return null
  const row = await services.db.inWorkspace(workspaceId, (tx) => findFile(tx, workspaceId, file.media))
  if (!row) return null
  const media: Media = { id: file.media, url: `/api/v1/media/${file.media}/file`, mime: row.mime, bytes: Number(row.bytes ?? 0), ...(row.name ? { name: row.name } : {}), state: 'ready' }
  return file.kind === 'voice' ? { kind: 'audio', media, voice: true } : { kind: file.kind, media }
}

const nameOf = (reply: ImportedReply<string>, languages: readonly string[]): string =>
  (reply.on.kind === 'follow' || reply.on.kind === 'otherwise' ? inLanguage(NAMES[reply.on.kind], languages) : reply.name).slice(0, 100)

/**
 * Makes automatic replies of what was imported. With `enable` those that were on go on, but for the reply to anything else, which means something
 * different here: somebody looks at it first. One that the app would refuse stays where it is.
 */
export async function handOver(services: Services, principal: Principal, account: Account, languages: readonly string[], enable: boolean): Promise<{ added: number; left: number }> {
  const { workspaceId, id } = account
  const kept = await services.db.inWorkspace(workspaceId, (tx) => readKept(tx, workspaceId, id))
  const left: ImportedReply<string>[] = []
  let added = 0
  for (const reply of kept?.replies ?? []) {
    const content = await contentOf(services, workspaceId, reply)
    try {
      if (!content) throw new RecadoError('invalid_request')
      for (const trigger of triggersOf(reply)) {
        await addReply(services, principal, ownerOfAccount(account), { name: nameOf(reply, languages), trigger, variants: [{ language: null, content }], enabled: enable && reply.active && reply.on.kind !== 'otherwise' } satisfies AutomaticReplyWish)
        added++
      }
    } catch (error) {
      if (!(error instanceof RecadoError) || error.code !== 'invalid_request') throw error
      left.push(reply)
    }
  }
  await services.db.inWorkspace(workspaceId, (tx) => keepReplies(tx, workspaceId, id, left))
  return { added, left: left.length }
}
