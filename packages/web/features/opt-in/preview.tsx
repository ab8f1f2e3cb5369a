import { directionOf, formHtml, languagesHtml, launcherHtml, type OptInPublic, pageHtml, pageStyle, ticketHtml, widgetStyle, windowHtml, wordsOf } from '@recado/api'
import { qrPath } from '@recado/core'
import { Monitor, Moon, Smartphone, Sun } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react'
import { useT, type MessageId } from '../../i18n/provider.js'
import { cx } from '../../ui/class-names.js'
import { Choice } from '../../ui/field.js'

const SURFACES = ['page', 'widget', 'closed', 'code'] as const
type Surface = (typeof SURFACES)[number]
/** What a visitor holds: CSS pixels. */
const SIZES = { phone: { width: 390, height: 760 }, desktop: { width: 960, height: 720 } } as const
const COUNTRIES = ['ES', 'DE', 'BR', 'US', 'CN', 'MX'] as const

interface Policy { createHTML(text: string): string }
interface Policies { createPolicy(name: string, rules: Policy): Policy }
let policy: Policy | undefined
/** Our own HTML, in which every text of anybody stands escaped (packages/api/opt-in/view.ts). */
const trusted = (html: string): string => (policy ??= (window as { trustedTypes?: Policies }).trustedTypes?.createPolicy('recado-opt-in-preview', { createHTML: (text) => text }) ?? { createHTML: (text) => text }).createHTML(html)

interface Shown { form: OptInPublic; surface: Surface; language: string; country: string; device: keyof typeof SIZES; theme: 'light' | 'dark' }

/** The same HTML that visitors get. */
function htmlOf({ form, surface, language, country, device, theme }: Shown): { html: string; style: string } {
  const words = wordsOf(language)
  const view = { form, words, language }
  const ticked = form.categories.slice(0, 1).map((one) => one.id)
  const script = surface !== 'page'
  const body = formHtml({ ...view, country, ticked, action: '', script })
  const url = 'https://wa.me/34600000000?text=Hola'
  const app = form.apps[0]
  const code = app ? ticketHtml({ ...view, script: true, self: '', start: '', ticket: { code: 'K7M2PQRS', state: 'waiting', appId: app.id, url, qr: qrPath(url), expiresAt: new Date(Date.now() + 86_400_000).toISOString() } }) : ''
  const page = surface === 'page'
  const inner = page ? pageHtml(form.company, languagesHtml(form.languages, language, words.languages, () => '#'), body)
    : `<div class="site" aria-hidden="true"><i></i><b></b><p></p><p></p><p></p><b></b><p></p><p></p></div>${surface === 'closed' ? launcherHtml(form, language) : `<div class="window ${form.look.side}">${windowHtml(form, words, language, surface === 'code' ? code : body)}</div>`}`
  const root = `<div class="oi" lang="${language}" dir="${directionOf(language)}" data-boxed data-theme="${theme}"${device === 'phone' ? ' data-phone' : ''}>${inner}</div>`
  return { html: root, style: `${page ? pageStyle(form.look) : widgetStyle(form.look)}:host{display:block;height:100%}.oi{position:relative;height:100%;overflow:${page ? 'visible' : 'hidden'};background:${theme === 'dark' ? '#0e1213' : '#fff'}}.site{padding:34px 8%;display:flex;flex-direction:column;gap:16px;opacity:.28}.site i,.site b,.site p{display:block;border-radius:6px;background:currentColor;height:12px;margin:0}.site i{height:120px;opacity:.5}.site b{width:45%;height:20px}.site p{opacity:.6}` }
}

/** Live: what is typed beside is seen here at once, at the size of a phone or a screen, in the light or the dark. */
export function Preview({ form, language, onLanguage }: { form: OptInPublic; language: string; onLanguage: (language: string) => void }) {
  const { t, intl } = useT()
  const [surface, setSurface] = useState<Surface>('page')
  const [device, setDevice] = useState<keyof typeof SIZES>('phone')
  const [theme, setTheme] = useState<'light' | 'dark'>('light')
  const [country, setCountry] = useState<string>('ES')
  const box = useRef<HTMLDivElement>(null)
  const host = useRef<HTMLDivElement>(null)
  const [room, setRoom] = useState(390)
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => { if (entry) setRoom(entry.contentRect.width) })
    if (box.current) watch.observe(box.current)
    return () => watch.disconnect()
  }, [])
  const { html, style } = htmlOf({ form, surface, language, country, device, theme })
  useLayoutEffect(() => {
    const shadow = host.current && (host.current.shadowRoot ?? host.current.attachShadow({ mode: 'open' }))
    if (!shadow) return
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    shadow.adoptedStyleSheets = [sheet]
    shadow.innerHTML = trusted(html)
  }, [html, style])
  const { width, height } = SIZES[device]
  const scale = Math.min(1, room / width)
  return (
    <section aria-label={t('optin.preview')} className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Switch label={t('optin.preview.what')} value={surface} options={SURFACES.map((value) => ({ value, label: t(`optin.preview.${value}`) }))} onChange={setSurface} />
        <Switch label={t('optin.preview.device')} value={device} options={[{ value: 'phone', label: <Smartphone aria-hidden="true" className="size-4" />, name: 'optin.preview.phone' }, { value: 'desktop', label: <Monitor aria-hidden="true" className="size-4" />, name: 'optin.preview.desktop' }]} onChange={setDevice} />
        <Switch label={t('optin.preview.theme')} value={theme} options={[{ value: 'light', label: <Sun aria-hidden="true" className="size-4" />, name: 'optin.preview.light' }, { value: 'dark', label: <Moon aria-hidden="true" className="size-4" />, name: 'optin.preview.dark' }]} onChange={setTheme} />
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Choice label={t('optin.language')} value={language} onChange={(event) => onLanguage(event.target.value)}>{form.languages.map((each) => <option key={each} value={each}>{intl.formatDisplayName(each, { type: 'language' }) ?? each}</option>)}</Choice>
        <Choice label={t('optin.preview.country')} value={country} onChange={(event) => setCountry(event.target.value)}>{COUNTRIES.map((each) => <option key={each} value={each}>{intl.formatDisplayName(each, { type: 'region' }) ?? each}</option>)}</Choice>
      </div>
      <div ref={box} className="w-full">
        {/* From left to right whatever the desk's language: in the other direction what is scaled down would stand outside its window. */}
        <div dir="ltr" role="region" tabIndex={0} aria-label={t('optin.preview.picture')} className="thin-scroll mx-auto overflow-x-hidden overflow-y-auto rounded-2xl border border-line-strong bg-surface shadow-lift" style={{ width: width * scale, maxWidth: '100%', height: height * scale }}>
          <div inert style={{ width, transform: `scale(${scale})`, transformOrigin: 'top left', height: surface === 'page' ? 0 : height }} dir="ltr"><div ref={host} style={surface === 'page' ? { minHeight: height } : { height }} /></div>
        </div>
      </div>
    </section>
  )
}

interface Option<T> { value: T; label: ReactNode; name?: MessageId }

/** One of a few, side by side. */
function Switch<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly Option<T>[]; onChange: (value: T) => void }) {
  const { t } = useT()
  return (
    <div role="group" aria-label={label} className="flex rounded-lg border border-line-strong p-0.5">
      {options.map((option) => <button key={option.value} type="button" aria-pressed={value === option.value} aria-label={option.name ? t(option.name) : undefined} onClick={() => onChange(option.value)} className={cx('flex min-h-8 min-w-8 items-center justify-center rounded-md px-2 text-sm font-medium', value === option.value ? 'bg-accent text-on-accent' : 'hover:bg-hover')}>{option.label}</button>)}
    </div>
  )
}
