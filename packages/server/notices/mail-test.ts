import type { Principal, Services } from '../services.js'
import { readListeners } from './people.js'
import { stopLink } from './stop-link.js'
import { tongueOf, word } from './words.js'

/** A letter to herself, so that she sees that letters arrive. */
export async function writeTest(services: Services, { workspaceId, id }: Principal, workspace: string): Promise<{ name: string; ok: boolean; error: string | null }> {
  const [person] = await services.db.inWorkspace(workspaceId, (tx) => readListeners(tx, workspaceId, 1, [id]))
  if (!person) return { name: '', ok: false, error: 'no address' }
  const tongue = tongueOf(person.language)
  const foot = `${word('why', tongue, { settings: `${services.publicUrl()}/settings/notifications` })}\n${word('stop', tongue, { stop: await stopLink(services, workspaceId, id) })}`
  try {
    const came = await services.mail.send({ to: { email: person.email, name: person.name }, subject: word('test_subject', tongue, { workspace }), text: `${word('test', tongue)}\n\n${foot}` })
    return { name: person.email, ok: came === 'sent', error: came === 'off' ? 'off' : null }
  } catch (error) {
    return { name: person.email, ok: false, error: (error as Error).message.slice(0, 200) }
  }
}
