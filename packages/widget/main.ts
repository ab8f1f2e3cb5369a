/**
 * The sign-up widget on a company's own site: one file, a shadow of its own, nothing from anywhere but the Recado that served it. Everything it shows is made by
 * the functions that make the hosted page; here is only what a browser has to do.
 */
import { countryOfTag, countryOfZone, directionOf, formHtml, isCountry, languageFor, launcherHtml, type OptInPublic, type OptInTicket, type OptInWord, type OptInWords, ticketHtml, windowHtml } from '@recado/api'

export interface WidgetConfig { form: OptInPublic; words: Record<string, OptInWords>; style: string; timeZone: string }

/** How often it asks whether her message has come, and for how long. */
const ASK_MS = 3_000
const ASK_TIMES = 200

interface Shown { language: string; country: string | null; ticked: string[]; problem: OptInWord | null; ticket: OptInTicket | null }

/** The country of her clock, else of her browser's language. */
function guessCountry(): string | null {
  const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone
  return countryOfZone(zone) ?? navigator.languages.map(countryOfTag).find(isCountry) ?? null
}

/** Puts the closed widget at the end of the page. The script's own address is where it asks. */
export function start(config: WidgetConfig): void {
  const script = document.currentScript as HTMLScriptElement | null
  const { form } = config
  const id = `recado-opt-in-${form.slug}`
  if (!script || document.getElementById(id)) return
  const base = new URL(`/widget/${form.slug}`, script.src).href
  const put = (): void => mount(config, base, id, script.dataset.language)
  if (document.body) put()
  else document.addEventListener('DOMContentLoaded', put, { once: true })
}

function mount(config: WidgetConfig, base: string, id: string, wish: string | undefined): void {
  const { form } = config
  const host = document.createElement('div')
  host.id = id
  const shadow = host.attachShadow({ mode: 'open' })
  // A sheet made by script needs no permission of the site's own policy.
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(config.style)
  shadow.adoptedStyleSheets = [sheet]
  const frame = document.createElement('div')
  frame.className = 'oi'
  shadow.append(frame)
  const shown: Shown = { language: languageFor([wish ?? '', document.documentElement.lang, ...navigator.languages].filter(Boolean), form.languages), country: guessCountry(), ticked: [], problem: null, ticket: null }
  let asking: ReturnType<typeof setInterval> | undefined
  let seen = false
  const dialog = document.createElement('dialog')
  dialog.className = form.look.side
  const words = (): OptInWords => config.words[shown.language] ?? Object.values(config.words)[0]! // a form has one language at least
  const ask = async (path: string, body?: URLSearchParams): Promise<Response> => fetch(`${base}${path}`, { ...(body ? { method: 'POST', body } : {}), credentials: 'omit', mode: 'cors', referrerPolicy: 'unsafe-url' })

  function speak(): void {
    const button = frame.querySelector('.open')
    frame.lang = shown.language
    frame.dir = directionOf(shown.language)
    write(button ? (button.parentElement as HTMLElement) : slot, launcherHtml(form, shown.language))
  }
  function draw(focus: boolean): void {
    const { language, ticket } = shown
    const view = { form, words: words(), language, script: true }
    const inner = ticket ? ticketHtml({ ...view, ticket, self: '', start: '' }) : formHtml({ ...view, country: shown.country, ticked: shown.ticked, problem: shown.problem, action: '' })
    dialog.setAttribute('aria-label', form.texts[language]?.title ?? form.company)
    write(dialog, windowHtml(form, words(), language, inner))
    if (focus) dialog.querySelector<HTMLElement>('[role=alert], h1')?.focus()
  }
  const slot = document.createElement('div')
  frame.append(slot, dialog)
  speak()

  function show(): void {
    draw(false)
    dialog.showModal()
    dialog.querySelector<HTMLElement>('h1')?.focus()
    if (seen) return
    seen = true
    void ask('/seen', new URLSearchParams()).catch(() => undefined)
  }
  function keep(): void {
    shown.ticked = [...dialog.querySelectorAll<HTMLInputElement>('[name=topic]:checked')].map((box) => box.value)
    const country = dialog.querySelector<HTMLSelectElement>('[name=country]')
    if (country) shown.country = country.value || null
  }
  function rest(): void { clearInterval(asking) }
  function watch(ticket: OptInTicket): void {
    let times = 0
    rest()
    asking = setInterval(() => {
      if (++times > ASK_TIMES) return rest()
      if (document.hidden || !dialog.open) return
      void ask(`/tickets/${ticket.code}`).then((answer) => answer.json() as Promise<{ state: OptInTicket['state'] }>).then(({ state }) => {
        if (state === 'waiting' || shown.ticket !== ticket) return
        rest()
        shown.ticket = { ...ticket, state }
        draw(true)
      }).catch(() => undefined)
    }, ASK_MS)
  }
  async function submit(data: HTMLFormElement, app: string): Promise<void> {
    keep()
    const fields = new URLSearchParams([['app', app], ['language', shown.language], ['country', shown.country ?? ''], ...shown.ticked.map((topic) => ['topic', topic])])
    for (const button of data.querySelectorAll('button')) button.disabled = true
    const answer = shown.ticked.length === 0 ? { problem: 'noTopic' as const } : await ask('/sign-ups', fields).then((one) => one.json() as Promise<OptInTicket | { problem: OptInWord }>).catch(() => ({ problem: 'failed' as const }))
    if ('problem' in answer) shown.problem = answer.problem
    else { shown.ticket = answer; shown.problem = null; watch(answer) }
    draw(true)
  }

  frame.addEventListener('click', (event) => {
    const target = event.target as Element
    const deed = target.closest<HTMLElement>('[data-do]')?.dataset.do
    const tongue = target.closest<HTMLElement>('[data-language]')?.dataset.language
    if (deed === 'open') show()
    // Beside the window, on what is dimmed.
    if (deed === 'close' || target === dialog) dialog.close()
    if (deed === 'start') { rest(); shown.ticket = null; draw(true) }
    if (tongue) { keep(); shown.language = tongue; speak(); draw(true) }
  })
  dialog.addEventListener('change', (event) => {
    if ((event.target as Element).matches('[name=country]')) { keep(); shown.problem = null; draw(false); dialog.querySelector<HTMLElement>('[name=country]')?.focus() }
  })
  dialog.addEventListener('submit', (event) => {
    event.preventDefault()
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null
    if (button?.name === 'app') void submit(event.target as HTMLFormElement, button.value)
  })
  dialog.addEventListener('close', () => frame.querySelector<HTMLElement>('.open')?.focus())
  // Any element of the site may open it, too.
  document.addEventListener('click', (event) => {
    if (event.target instanceof Element && event.target.closest(`[data-recado-open="${form.slug}"]`)) { event.preventDefault(); show() }
  })
  document.body.append(host)
}

interface Policies { createPolicy(name: string, rules: { createHTML(text: string): string }): { createHTML(text: string): string } }
let policy: { createHTML(text: string): string } | undefined

/** Our own HTML, in which every text of anybody stands escaped; sites that demand trusted types get them. */
function write(into: HTMLElement, html: string): void {
  policy ??= (window as { trustedTypes?: Policies }).trustedTypes?.createPolicy('recado-opt-in', { createHTML: (text) => text }) ?? { createHTML: (text) => text }
  into.innerHTML = policy.createHTML(html)
}
