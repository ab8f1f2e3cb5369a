import { countryOfTag, countryOfZone, fill, formHtml, isCountry, languageFor, languagesHtml, type OptInTicket, type OptInWord, ticketHtml, wordsOf } from '@recado/api'
import { RecadoError } from '@recado/core'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { countedAddress } from '../auth/address.js'
import { open } from '../auth/guard.js'
import type { RouteDeps } from '../http/deps.js'
import { Allowance } from '../opt-in/allowance.js'
import { Visits } from '../opt-in/counts.js'
import { browserTags, sendPage, sendWords } from '../opt-in/html.js'
import { type Published, publishedBySlug, readPublished } from '../opt-in/published.js'
import { signUp, SignUpProblem, ticketOf } from '../opt-in/sign-up.js'
import { readWidget } from '../opt-in/widget-file.js'
import type { Services } from '../services.js'

/** What one address may ask for: pages like a person who hesitates, codes like a family on one line. */
const LOOKS = [60, 120] as const
const SIGN_UPS = [10, 6] as const
/** All visitors of one form together; on some apps each code is a call to the platform. */
const OF_A_FORM = [200, 120] as const

const Params = { type: 'object', properties: { slug: { type: 'string', maxLength: 60 }, code: { type: 'string', maxLength: 12 } }, required: ['slug'] } as const
const BODY = 8 * 1024

interface Asked { slug: string; code?: string }

/** Values of a form as browsers send them. */
function fieldsOf(value: unknown): URLSearchParams { return value instanceof URLSearchParams ? value : new URLSearchParams() }
const queryOf = (request: FastifyRequest): URLSearchParams => new URLSearchParams(request.url.split('?')[1] ?? '')

/** The form's languages: the one asked for, else the browser's. */
function languageOf(request: FastifyRequest, { form }: Published, wish: string | null): string {
  return languageFor([...(wish ? [wish] : []), ...browserTags(request)], form.languages)
}

/** The country she named, else the one in her browser's language, else the company's own. Hers to correct. An empty choice is a choice. */
function countryOf(request: FastifyRequest, { timeZone }: Published, wish: string | null): string | null {
  if (wish !== null) return isCountry(wish) ? wish : null
  return browserTags(request).map(countryOfTag).find(isCountry) ?? countryOfZone(timeZone)
}

/** Opt-in pages and widgets, for everybody who has the address: no session, no cookie, and no word about who is known here. */
export async function optInPageRoutes(app: FastifyInstance, { services }: RouteDeps): Promise<void> {
  const limits = { looks: new Allowance(...LOOKS), signUps: new Allowance(...SIGN_UPS), form: new Allowance(...OF_A_FORM) }
  const visits = new Visits(services)
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string', bodyLimit: BODY }, (_request, body, done) => done(null, new URLSearchParams(body as string)))
  const look = (request: FastifyRequest): void => limits.looks.take(countedAddress(request.ip))

  const page = async (request: FastifyRequest, reply: FastifyReply, published: Published, asked: URLSearchParams, problem: OptInWord | null): Promise<FastifyReply> => {
    const { form } = published
    const language = languageOf(request, published, asked.get('language'))
    const [words, country, ticked] = [wordsOf(language), countryOf(request, published, asked.get('country')), asked.getAll('topic')]
    const address = (tag: string): string => { const next = new URLSearchParams([['language', tag], ...(country ? [['country', country]] : []), ...ticked.map((id) => ['topic', id])] as [string, string][]); return `/j/${form.slug}?${next}` }
    return sendPage(reply, {
      language, title: form.texts[language]!.title, look: form.look, company: form.company, status: problem === 'tooMany' ? 429 : problem ? 400 : 200, // one of the form's
      tongues: languagesHtml(form.languages, language, words.languages, address), inner: formHtml({ form, words, language, country, ticked, problem, action: `/j/${form.slug}`, script: false }),
    })
  }

  app.get<{ Params: Asked }>('/j/:slug', { ...open, schema: { hide: true, params: Params } }, async (request, reply) => {
    look(request)
    const published = await publishedBySlug(services, request.params.slug)
    if (!published) return sendWords(request, reply, 404, 'goneTitle', 'gone')
    visits.add(published.workspaceId, published.formId)
    return page(request, reply, published, queryOf(request), null)
  })

  app.post<{ Params: Asked }>('/j/:slug', { ...open, schema: { hide: true, params: Params } }, async (request, reply) => {
    const published = await publishedBySlug(services, request.params.slug)
    if (!published) return sendWords(request, reply, 404, 'goneTitle', 'gone')
    const fields = fieldsOf(request.body)
    const done = await begin(services, limits, request, published, fields, null)
    if (typeof done === 'string') return page(request, reply, published, fields, done)
    return reply.code(303).header('location', `/j/${published.form.slug}/${done.code}`).header('cache-control', 'no-store').send()
  })

  app.get<{ Params: Asked }>('/j/:slug/:code', { ...open, schema: { hide: true, params: Params } }, async (request, reply) => {
    look(request)
    const found = await ticket(services, request.params)
    if (!found) return sendWords(request, reply, 404, 'expired', 'gone')
    const { published, ticket: own, language } = found
    const words = wordsOf(language)
    const self = `/j/${published.form.slug}/${own.code}?sent=1`
    return sendPage(reply, {
      language, title: fill(words.step, { app: published.form.apps.find((one) => one.id === own.appId)?.name ?? '' }), look: published.form.look, company: published.form.company, tongues: '',
      inner: ticketHtml({ form: published.form, words, language, ticket: own, asked: queryOf(request).has('sent'), self, start: `/j/${published.form.slug}?language=${language}`, script: false, timeZone: published.timeZone }),
    })
  })

  // The widget stands on the company's own site, so these are asked from elsewhere: without a cookie, and with nothing of anybody in the answer.
  const shared = { 'access-control-allow-origin': '*', 'cross-origin-resource-policy': 'cross-origin' }
  app.get<{ Params: Asked }>('/widget/:slug', { schema: { hide: true, params: Params } }, async (request, reply) => {
    look(request)
    const name = /^([a-z0-9-]+)\.js$/.exec(request.params.slug)?.[1]
    const published = name ? await publishedBySlug(services, name) : null
    const file = published && await readWidget(services, published, request)
    if (!file) return reply.code(404).headers({ ...shared, 'content-type': 'text/javascript; charset=utf-8' }).send('')
    reply.headers({ ...shared, 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'public, max-age=60', etag: file.etag, vary: 'accept-encoding', ...(file.encoding ? { 'content-encoding': file.encoding } : {}) })
    return request.headers['if-none-match'] === file.etag ? reply.code(304).send() : reply.send(file.bytes)
  })

  app.post<{ Params: Asked }>('/widget/:slug/seen', { schema: { hide: true, params: Params } }, async (request, reply) => {
    look(request)
    const published = await publishedBySlug(services, request.params.slug)
    if (published) visits.add(published.workspaceId, published.formId)
    return reply.code(204).headers(shared).send()
  })

  app.post<{ Params: Asked }>('/widget/:slug/sign-ups', { schema: { hide: true, params: Params } }, async (request, reply) => {
    reply.headers(shared)
    const published = await publishedBySlug(services, request.params.slug)
    const done = published ? await begin(services, limits, request, published, fieldsOf(request.body), String(request.headers.referer ?? request.headers.origin ?? '') || null) : 'failed'
    return reply.code(typeof done === 'string' ? (done === 'tooMany' ? 429 : 400) : 201).send(typeof done === 'string' ? { problem: done } : done)
  })

  app.get<{ Params: Asked }>('/widget/:slug/tickets/:code', { schema: { hide: true, params: Params } }, async (request, reply) => {
    look(request)
    const found = await ticket(services, request.params)
    return reply.headers(shared).send({ state: found?.ticket.state ?? 'expired' })
  })
}

/** The ticket, or the word of the page that says why there is none. `page`: where the widget stands. */
async function begin(services: Services, limits: { signUps: Allowance; form: Allowance }, request: FastifyRequest, published: Published, fields: URLSearchParams, page: string | null): Promise<OptInTicket | OptInWord> {
  const country = fields.get('country')
  try {
    limits.signUps.take(countedAddress(request.ip))
    limits.form.take(published.formId)
    return await signUp(services, published, {
      appId: fields.get('app') ?? '', categoryIds: fields.getAll('topic'), language: languageOf(request, published, fields.get('language')), country: isCountry(country) ? country : null,
      source: page === null ? 'opt_in_page' : 'widget', visitor: { ip: request.ip, userAgent: String(request.headers['user-agent'] ?? ''), page },
    })
  } catch (error) {
    if (error instanceof SignUpProblem) return error.word
    if (error instanceof RecadoError && error.code === 'too_many_requests') return 'tooMany'
    // The platform makes no code just now: another app may.
    services.log.warn({ err: error }, 'sign-up code')
    return 'failed'
  }
}

/** A code of an open form, with the version that she saw. */
async function ticket(services: Services, { slug, code = '' }: Asked): Promise<{ published: Published; ticket: OptInTicket; language: string } | null> {
  const now = await publishedBySlug(services, slug)
  if (!now) return null
  return services.db.inWorkspace(now.workspaceId, async (tx) => {
    const row = await ticketOf(tx, services, now, code)
    const published = row && await readPublished(tx, services, now.workspaceId, now.formId, row.version)
    return published ? { published, ticket: row.ticket, language: row.language } : null
  })
}
