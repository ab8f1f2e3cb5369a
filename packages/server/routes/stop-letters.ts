import type { FastifyInstance } from 'fastify'
import { open } from '../auth/guard.js'
import { type RouteDeps, typed } from '../http/deps.js'
import { readListeners } from '../notices/people.js'
import { keepSettings } from '../notices/settings.js'
import { readStopLink } from '../notices/stop-link.js'
import { directionOf, tongueOf, word } from '../notices/words.js'
import type { Services } from '../services.js'

const TOKEN = { type: 'object', properties: { token: { type: 'string', maxLength: 300 } }, required: ['token'] } as const

/**
 * The page behind the link in a letter. Opening it changes nothing, since mail scanners open every link; its button, and the mail program's own
 * (RFC 8058), post to the same address. The signature stands for the session, so no cookie is asked for.
 */
export async function stopLetterRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const api = typed(app)
  app.addContentTypeParser(['application/x-www-form-urlencoded', 'multipart/form-data'], (_request, payload, done) => { payload.resume(); done(null, null) })
  for (const method of ['GET', 'POST'] as const) {
    api.route({
      method, url: '/notices/stop/:token', ...open, schema: { hide: true, params: TOKEN as never },
      handler: async (request, reply) => {
        const { token } = request.params as { token: string }
        const found = await readStopLink(services, token)
        if (found && method === 'POST') await stop(services, found)
        const tongue = tongueOf(found ? await languageOf(services, found) : String(request.headers['accept-language'] ?? 'en'))
        const [title, text] = !found ? ['bad_title', 'bad_text'] as const : method === 'POST' ? ['stopped_title', 'stopped_text'] as const : ['stop_title', 'stop_text'] as const
        const button = found && method === 'GET' ? `<form method="post"><button type="submit">${word('stop_button', tongue)}</button></form>` : ''
        return reply.code(found ? 200 : 404).type('text/html; charset=utf-8').header('cache-control', 'no-store').send(page(tongue, word(title, tongue), word(text, tongue), button))
      },
    })
  }
}

/** Nothing of it comes from outside: the words are ours. */
const page = (lang: string, title: string, text: string, button: string): string =>
  `<!doctype html><html lang="${lang}" dir="${directionOf(tongueOf(lang))}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${title}</title><link rel="stylesheet" href="/plain.css"></head><body><main><h1>${title}</h1><p>${text}</p>${button}</main></body></html>`

async function stop(services: Services, { workspaceId, userId }: { workspaceId: string; userId: string }): Promise<void> {
  const now = new Date(services.clock.now(workspaceId)).toISOString()
  await services.db.inWorkspace(workspaceId, async (tx) => {
    const [person] = await readListeners(tx, workspaceId, 1, [userId])
    if (!person) return
    await keepSettings(tx, { workspaceId, id: userId, role: person.role }, { mail: { ...person.settings.mail, every: 'off' } }, now)
    await tx.query('update notice set mail_at = null where workspace_id = $1 and user_id = $2 and mailed_at is null', [workspaceId, userId])
  })
}

async function languageOf(services: Services, { workspaceId, userId }: { workspaceId: string; userId: string }): Promise<string> {
  const [row] = await services.db.inWorkspace(workspaceId, (tx) => tx.query<{ language: string }>('select language from app_user where user_id = $1', [userId]))
  return row?.language ?? 'en'
}
