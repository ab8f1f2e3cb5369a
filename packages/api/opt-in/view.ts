/** What a visitor sees, as HTML without a script: the hosted page, the widget and the designer's preview show the same. */
import { deliversTo } from '@recado/core'
import type { OptInApp, OptInPublic, OptInTicket } from '../opt-in.js'
import { countryNames } from './countries.js'
import { fill, type OptInWord, type OptInWords, TONGUES } from './words.js'

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Text of anybody as text of a page. */
export const esc = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!) // exactly these five

/** The same with its lines. */
export const lines = (text: string): string => esc(text.trim()).replace(/\r?\n/g, '<br>')

export interface FormView {
  form: OptInPublic
  words: OptInWords
  language: string
  country: string | null
  /** Topics already ticked. */
  ticked: readonly string[]
  problem?: OptInWord | null
  /** Where the form goes; the widget and the preview take its submission themselves. */
  action: string
  /** The page without a script has a button for a changed country. */
  script: boolean
}

const textOf = (form: OptInPublic, language: string) => form.texts[language] ?? form.texts[form.languages[0]!]! // a published form speaks its own languages
const named = (names: Readonly<Record<string, string>>, language: string): string => names[language] || Object.values(names).find(Boolean) || ''
const regionName = (country: string, language: string): string => new Intl.DisplayNames([language], { type: 'region' }).of(country) ?? country

/** Apps that carry this form's purpose to the country, and the others with why they do not. */
export function appsFor({ form, words, country, language }: Pick<FormView, 'form' | 'words' | 'country' | 'language'>): { offered: OptInApp[]; missing: { app: OptInApp; why: string }[] } {
  const offered = form.apps.filter((app) => deliversTo(app.delivery, country))
  const missing = form.apps.filter((app) => !offered.includes(app)).map((app) => ({ app, why: app.delivery && country ? fill(words.notHere, { app: app.name, country: regionName(country, language) }) : fill(words.notThis, { app: app.name }) }))
  return { offered, missing }
}

const problemOf = ({ problem, words, country, language }: FormView): string => (problem ? fill(words[problem], { country: country ? regionName(country, language) : '' }) : '')

/** The form itself: topics, wording, country, apps. No box is ticked for her. */
export function formHtml(view: FormView): string {
  const { form, words, language, country, ticked, action, script } = view
  const text = textOf(form, language)
  const { offered, missing } = appsFor(view)
  const topics = form.categories.map((one) => `<label class="pick"><input type="checkbox" name="topic" value="${one.id}"${ticked.includes(one.id) ? ' checked' : ''}><span class="grow"><b>${esc(named(one.names, language))}</b>${one.descriptions[language] ? `<span class="small soft">${esc(one.descriptions[language]!)}</span>` : ''}</span></label>`).join('') // just looked for
  const countries = countryNames(language).map(({ code, name }) => `<option value="${code}"${code === country ? ' selected' : ''}>${esc(name)}</option>`).join('')
  const buttons = offered.map((app) => `<button class="go" name="app" value="${app.id}"><img src="${app.logo}" alt=""><span>${esc(fill(words.with, { app: app.name }))}</span></button>`).join('')
  const said = problemOf(view)
  return `<h1 tabindex="-1">${esc(text.title)}</h1>${text.text.trim() ? `<p>${lines(text.text)}</p>` : ''}
<form class="stack" method="post" action="${esc(action)}"><input type="hidden" name="language" value="${esc(language)}">
${said ? `<p class="bad" role="alert" id="problem">${esc(said)}</p>` : ''}
<fieldset${said ? ' aria-describedby="problem"' : ''}><legend>${esc(words.topics)}</legend><div class="stack">${topics}</div></fieldset>
<div class="terms small stack"><p>${lines(text.wording)}</p><p><a href="${esc(form.privacyUrl)}" target="_blank" rel="noopener noreferrer">${esc(words.privacy)}<span class="hide"> (${esc(words.newTab)})</span></a></p></div>
<div class="land"><label>${esc(words.country)}<select name="country" autocomplete="country"><option value=""${country ? '' : ' selected'}>–</option>${countries}</select></label>${script ? '' : `<button class="go plain slim" formmethod="get">${esc(words.update)}</button>`}</div>
<fieldset><legend>${esc(words.choose)}</legend><div class="stack">${buttons}${offered.length === 0 ? `<p>${esc(fill(words.noneHere, { country: country ? regionName(country, language) : '' }))}</p>` : ''}${missing.length > 0 ? `<ul class="small soft">${missing.map(({ why }) => `<li>${esc(why)}</li>`).join('')}</ul>` : ''}</div></fieldset>
<p class="small soft">${esc(words.first)}</p></form>`
}

const svgOf = (qr: OptInTicket['qr'], label: string): string => `<svg class="qr" role="img" aria-label="${esc(label)}" viewBox="0 0 ${qr.size} ${qr.size}" shape-rendering="crispEdges"><rect width="${qr.size}" height="${qr.size}" fill="#fff"/><path d="${qr.path}" fill="#000"/></svg>`

export interface TicketView { form: OptInPublic; words: OptInWords; language: string; ticket: OptInTicket; /** she said that she has sent it, and it is not here */ asked?: boolean; /** where the page asks again, and where it begins anew */ self: string; start: string; script: boolean; timeZone?: string }

/** Her way into the app, or what became of it. */
export function ticketHtml({ form, words, language, ticket, asked, self, start, script, timeZone }: TicketView): string {
  const app = form.apps.find((one) => one.id === ticket.appId)
  const name = app?.name ?? ''
  const anew = script ? `<button class="go plain" type="button" data-do="start"><span>${esc(words.again)}</span></button>` : `<a class="go plain" href="${esc(start)}"><span>${esc(words.again)}</span></a>`
  if (ticket.state === 'arrived') return `<div class="ring" aria-hidden="true">✓</div><h1 tabindex="-1">${esc(words.arrived)}</h1><p>${lines(textOf(form, language).thanks)}</p>`
  if (ticket.state === 'expired') return `<h1 tabindex="-1">${esc(words.expired)}</h1>${anew}`
  const until = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', ...(timeZone ? { timeZone, timeZoneName: 'short' } : {}) }).format(Date.parse(ticket.expiresAt))
  const qr = svgOf(ticket.qr, fill(words.scanOnly, { app: name }))
  const way = app?.scanOnly
    ? `<p>${esc(fill(words.scanOnly, { app: name }))}</p>${qr}<p class="small soft">${esc(fill(words.samePhone, { app: name }))}</p>`
    : `<p>${esc(words[app?.how === 'text' ? 'written' : 'opens'])}</p><a class="go main" href="${esc(ticket.url)}" target="_blank" rel="noopener noreferrer"><span>${esc(fill(words.open, { app: name }))}<span class="hide"> (${esc(words.newTab)})</span></span></a><p class="small soft">${esc(words.scan)}</p>${qr}`
  const state = script ? `<p class="small soft" role="status" data-state></p>` : `${asked ? `<p class="bad" role="alert">${esc(words.waiting)}</p>` : ''}<a class="go plain" href="${esc(self)}"><span>${esc(words.sent)}</span></a>`
  return `<h1 tabindex="-1">${esc(fill(words.step, { app: name }))}</h1>${way}<p class="small soft">${esc(fill(words.code, { code: ticket.code }))}<br>${esc(fill(words.until, { time: until }))}</p>${state}`
}

/** The languages of a form; the one it is in cannot be pressed. */
export function languagesHtml(languages: readonly string[], language: string, label: string, address: ((language: string) => string) | null): string {
  if (languages.length < 2) return ''
  const nameOf = (tag: string): string => TONGUES[tag] ?? tag
  const items = languages.map((tag) => (tag === language ? `<b lang="${tag}" aria-current="true">${esc(nameOf(tag))}</b>` : address ? `<a lang="${tag}" hreflang="${tag}" href="${esc(address(tag))}">${esc(nameOf(tag))}</a>` : `<button type="button" lang="${tag}" data-language="${tag}">${esc(nameOf(tag))}</button>`))
  return `<nav class="tongues" aria-label="${esc(label)}">${items.join('')}</nav>`
}

const BUBBLE = '<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true"><path d="M5 4h14a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2h-7l-5 4v-4H5a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2z"/></svg>'

/** The closed widget. */
export const launcherHtml = (form: OptInPublic, language: string): string => `<button type="button" class="open ${form.look.side}" aria-haspopup="dialog" data-do="open">${BUBBLE}<span>${esc(textOf(form, language).button)}</span></button>`

/** What stands in the open widget's window. */
export const windowHtml = (form: OptInPublic, words: OptInWords, language: string, inner: string): string =>
  `<div class="bar"><span class="who small soft">${esc(form.company)}</span><button type="button" class="x" aria-label="${esc(words.close)}" data-do="close">×</button></div><div class="card">${languagesHtml(form.languages, language, words.languages, null)}<div class="stack" data-inner>${inner}</div></div>`

/** The hosted page's body. */
export const pageHtml = (company: string, tongues: string, inner: string): string => `<div class="page"><header class="head"><p class="who">${esc(company)}</p>${tongues}</header><main class="card">${inner}</main></div>`
