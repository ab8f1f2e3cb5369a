import { languageFor, OPT_IN_LANGUAGES } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countedAddress } from '../auth/address.js'
import { open } from '../auth/guard.js'
import type { RouteDeps } from '../http/deps.js'
import { Allowance } from '../opt-in/allowance.js'
import { browserTags, sendPage } from '../opt-in/html.js'
import { changePreferences } from '../preferences/change.js'
import { formProof, openToken, provesForm } from '../preferences/link.js'
import { overHtml, preferencesHtml, tongues } from '../preferences/page.js'
import { type Preferences, readPreferences } from '../preferences/state.js'
import { preferenceWords } from '../preferences/words.js'

const Params = { type: 'object', properties: { token: { type: 'string', maxLength: 200 } }, required: ['token'] } as const
const BODY = 4 * 1024
const LOOKS = [60, 120] as const

interface Asked { token: string }

/**
 * A person's own page, opened by her signed link: no session, no cookie, no script. Opening it changes nothing, since previews of links are opened by programs;
 * only its buttons do, and they carry a proof that the page itself was opened before.
 */
export async function preferenceRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const limit = new Allowance(...LOOKS)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: BODY }, (_request, body, done) => done(null, new URLSearchParams(body as string)))

  const readable = (request: FastifyRequest, wish: string | null, own: string | null): string => languageFor([...(wish ? [wish] : []), ...(own ? [own] : []), ...browserTags(request)], OPT_IN_LANGUAGES)
  const over = (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const language = languageFor(browserTags(request), OPT_IN_LANGUAGES)
    return sendPage(reply, { language, title: preferenceWords(language).overTitle, company: '', tongues: '', inner: overHtml(language), status: 404 })
  }

  /** Whose page it is; null for a link that is wrong or over, or of somebody who was erased. */
  const opened = async (request: FastifyRequest): Promise<{ page: Preferences; workspaceId: string; now: number } | null> => {
    limit.take(countedAddress(request.ip))
    const scope = await openToken(services, (request.params as Asked).token)
    if (!scope) return null
    const now = services.clock.now(scope.workspaceId)
    if (scope.expiresAt <= now) return null
    const page = await services.db.inWorkspace(scope.workspaceId, (tx) => readPreferences(tx, services, scope.workspaceId, scope.contactId, now))
    return page && { page, workspaceId: scope.workspaceId, now }
  }

  app.get<{ Params: Asked }>('/p/:token', { ...open, schema: { hide: true, params: Params } }, async (request, reply) => {
    const found = await opened(request)
    if (!found) return over(request, reply)
    const { token } = request.params
    const asked = new URLSearchParams(request.url.split('?')[1] ?? '')
    const language = readable(request, asked.get('language'), found.page.language)
    const done = asked.get('done')
    return sendPage(reply, {
      language, title: preferenceWords(language).title, company: found.page.company, tongues: tongues(language, token),
      inner: preferencesHtml({ page: found.page, language, token, proof: await formProof(services, token, found.now), done: done === 'saved' || done === 'nothing' ? done : null }),
    })
  })

  app.post<{ Params: Asked }>('/p/:token', { ...open, schema: { hide: true, params: Params } }, async (request, reply) => {
    const found = await opened(request)
    if (!found) return over(request, reply)
    const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams()
    const { token } = request.params
    const kind = fields.get('do')
    if ((kind !== 'start' && kind !== 'stop' && kind !== 'nothing') || !await provesForm(services, token, fields.get('proof') ?? '', found.now)) throw new RecadoError('invalid_request', { fields: [{ field: 'do', message: 'is none of the page’s buttons, or the page was opened too long ago' }] })
    const language = readable(request, fields.get('language'), found.page.language)
    const changed = await services.db.inWorkspace(found.workspaceId, (tx) => changePreferences(tx, services, found.workspaceId, found.page.contactId, {
      kind, language, purpose: fields.get('purpose') ?? '', categoryId: fields.get('topic') ?? '', identityId: fields.get('address') ?? '', visitor: { ip: request.ip, userAgent: String(request.headers['user-agent'] ?? '') },
    }))
    services.signals.committed(found.workspaceId)
    return reply.code(303).headers({ location: `/p/${token}?language=${language}${changed ? `&done=${kind === 'nothing' ? 'nothing' : 'saved'}` : ''}`, 'cache-control': 'no-store' }).send()
  })
}
