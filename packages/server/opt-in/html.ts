/** Pages for visitors: one document without script, cookie or anything from elsewhere. */
import { createHash } from 'node:crypto'
import { directionOf, esc, fill, languageFor, type OptInLook, type OptInWord, pageHtml, pageStyle, wordsOf } from '@recado/api'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** How a page looks that belongs to no form. */
export const PLAIN_LOOK: OptInLook = { accent: '#0b6b74', page: '#eef1f1', corners: 'round', side: 'end' }

export interface Document { language: string; title: string; look?: OptInLook; company: string; tongues: string; inner: string; status?: number }

/** Sends it under a policy that names its one style by content: nothing else can be loaded, run or sent elsewhere. */
export function sendPage(reply: FastifyReply, { language, title, look = PLAIN_LOOK, company, tongues, inner, status = 200 }: Document): FastifyReply {
  const style = pageStyle(look)
  const hash = createHash('sha256').update(style).digest('base64')
  return reply.code(status).headers({
    'content-type': 'text/html; charset=utf-8', 'content-language': language, 'cache-control': 'no-store', vary: 'accept-language', 'referrer-policy': 'same-origin', 'x-robots-tag': 'noindex',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`, 'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=()',
  }).send(`<!doctype html><html lang="${esc(language)}" dir="${directionOf(language)}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>${esc(title)}</title><style>${style}</style></head><body class="oi">${pageHtml(company, tongues, inner)}</body></html>`)
}

/** What the browser wishes to read, best first. */
export function browserTags(request: FastifyRequest): string[] {
  return String(request.headers['accept-language'] ?? '').split(',').map((part) => ({ tag: part.split(';')[0]!.trim(), q: Number(/;\s*q=([\d.]+)/.exec(part)?.[1] ?? 1) })) // split gives one at least
    .filter(({ tag, q }) => /^[a-z]{2,3}(-|$)/i.test(tag) && q > 0).sort((a, b) => b.q - a.q).map(({ tag }) => tag)
}

/** Something that is not here, or not now: the same words whatever the reason. */
export function sendWords(request: FastifyRequest, reply: FastifyReply, status: number, title: OptInWord, text?: OptInWord): FastifyReply {
  const language = languageFor(browserTags(request), ['en', 'es', 'pt-BR', 'de', 'zh-CN', 'ar'])
  const words = wordsOf(language)
  return sendPage(reply, { language, title: words[title], company: '', tongues: '', status, inner: `<h1>${esc(words[title])}</h1>${text ? `<p>${esc(fill(words[text], {}))}</p>` : ''}` })
}
