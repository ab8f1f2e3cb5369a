import { esc, fill, languagesHtml, lines, OPT_IN_LANGUAGES } from '@recado/api'
import { stopWord } from '../opt-in/words.js'
import { startWording, topicName } from './change.js'
import type { Choice, Preferences } from './state.js'
import { preferenceWords, type PreferenceWord } from './words.js'

export interface PageView { page: Preferences; language: string; token: string; proof: string; /** what her last press did */ done: 'saved' | 'nothing' | null }

/** She gets it, does not, or has still to confirm it. */
const STATE: Record<Choice['state'], PreferenceWord> = { confirmed: 'gets', given: 'gets', pending: 'waits', expired: 'lapsed', withdrawn: 'getsNot', none: 'getsNot' }

/** Her page: each topic with her apps beneath, one button each. Without a script, and every button says what it is for. */
export function preferencesHtml(view: PageView): string {
  const { page, language, token, proof, done } = view
  const words = preferenceWords(language)
  const fields = `<input type="hidden" name="proof" value="${esc(proof)}"><input type="hidden" name="language" value="${esc(language)}">`
  const topics = new Map<string, Choice[]>()
  for (const choice of page.choices) { const key = `${choice.purpose}:${choice.categoryId ?? ''}`; topics.set(key, [...(topics.get(key) ?? []), choice]) }
  const sections = [...topics.values()].map((choices, i) => {
    const first = choices[0]! // a group has one at least
    const about = first.descriptions[language]
    return `<section class="stack" aria-labelledby="t${i}"><h2 id="t${i}">${esc(topicName(first, language))}</h2>${about ? `<p class="small soft">${esc(about)}</p>` : ''}${choices.map((choice) => row(choice, view, fields)).join('')}</section><hr>`
  })
  const said = done ? `<p class="terms" role="status">${esc(done === 'nothing' ? fill(words.nothingDone, { company: page.company }) : words.done)}</p>` : ''
  return `<h1 tabindex="-1">${esc(words.title)}</h1><p>${esc(fill(words.lead, { company: page.company }))}</p>${said}${sections.join('') || `<p>${esc(words.none)}</p>`}
<form method="post" action="/p/${token}" class="stack">${fields}<button class="go plain" name="do" value="nothing"><span>${esc(words.nothing)}</span></button><p class="small soft">${esc(words.nothingText)} ${esc(words.stays)}</p></form>`
}

function row(choice: Choice, { page, language, token }: PageView, fields: string): string {
  const words = preferenceWords(language)
  const gets = choice.state === 'given' || choice.state === 'confirmed'
  const waits = choice.state === 'given' && page.doubleOptIn && choice.purpose === 'marketing'
  const date = choice.at === null ? '' : new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: page.timeZone }).format(choice.at)
  const since = date === '' ? '' : gets ? fill(words.since, { date }) : choice.state === 'withdrawn' ? fill(words.ended, { date }) : ''
  const label = `${topicName(choice, language)}, ${choice.appName}`
  const button = gets
    ? `<button class="go plain slim" name="do" value="stop"><span>${esc(words.stop)}<span class="hide"> (${esc(label)})</span></span></button>`
    : `<button class="go main slim" name="do" value="start"><span>${esc(words.start)}<span class="hide"> (${esc(label)})</span></span></button>`
  const proof = gets && choice.wording
    ? `<details class="small"><summary>${esc(words.byWords)}</summary><p lang="${esc(choice.wording.language)}" dir="auto">${lines(choice.wording.text)}</p>${choice.wording.privacyUrl ? `<p><a href="${esc(choice.wording.privacyUrl)}" target="_blank" rel="noopener noreferrer">${esc(words.privacy)}<span class="hide"> (${esc(words.newTab)})</span></a></p>` : ''}</details>`
    : gets ? `<p class="small soft">${esc(words.noWords)}</p>` : `<p class="small soft">${esc(startWording(choice, page.company, language))}${page.privacyUrl ? ` <a href="${esc(page.privacyUrl)}" target="_blank" rel="noopener noreferrer">${esc(words.privacy)}<span class="hide"> (${esc(words.newTab)})</span></a>` : ''}</p>`
  return `<form method="post" action="/p/${token}" class="apart">${fields}<input type="hidden" name="purpose" value="${choice.purpose}"><input type="hidden" name="topic" value="${choice.categoryId ?? ''}"><input type="hidden" name="address" value="${choice.identityId}"><div class="grow"><b>${esc(choice.appName)}</b><p class="small ${gets && !waits ? 'on' : 'off'}">${esc(waits ? words.waits : words[STATE[choice.state]])}${since ? ` <span class="soft">${esc(since)}</span>` : ''}</p></div>${button}<div class="whole">${proof}</div></form>`
}

/** In which languages the page speaks. */
export const tongues = (language: string, token: string): string => languagesHtml(OPT_IN_LANGUAGES, language, preferenceWords(language).language, (tag) => `/p/${token}?language=${tag}`)

/** A link that is none any more: the same words whatever the reason. */
export const overHtml = (language: string): string => `<h1>${esc(preferenceWords(language).overTitle)}</h1><p>${esc(fill(preferenceWords(language).over, { stop: stopWord(language) }))}</p>`
