import type { CampaignContent, Template } from '@recado/api'
import { Languages, Star, Trash2 } from 'lucide-react'
import { useT } from '../../../i18n/provider.js'
import { Button } from '../../../ui/button.js'
import { cx } from '../../../ui/class-names.js'
import { AriaButton, Item, MenuButton } from '../../../ui/overlay.js'
import { filledOf, templateContent } from './content.js'
import { asFallback, baseLanguage, inTab, OFFERED, putInTab, siblings, tagOf, withoutTab } from './languages.js'

interface TabsProps { said: CampaignContent | undefined; tab: string | null; onTab: (tab: string | null) => void; onChange: (said: CampaignContent, base?: string) => void; templates: readonly Template[]; /** what free text for everybody else is written in, where it was said */ language: string | undefined }

/** In which languages an account speaks: a tab each, the first of them for everybody whose language is not among them. */
export function LanguageTabs({ said, tab, onTab, onChange, templates, language }: TabsProps) {
  const { t, intl } = useT()
  const nameOf = (tag: string) => intl.formatDisplayName(tag, { type: 'language' }) ?? tag
  const base = baseLanguage(said?.content, language)
  const others = Object.keys(said?.languages ?? {})
  const isTemplate = said?.content.kind === 'template'
  const more = isTemplate ? siblings(templates, said?.content).map((one) => tagOf(one.language)) : OFFERED
  const left = more.filter((tag) => tag !== base && !others.includes(tag))
  const add = (tag: string) => {
    if (!said) return
    const template = isTemplate ? siblings(templates, said.content).find((one) => tagOf(one.language) === tag) : undefined
    // It begins as what is there already: mostly it is translated line by line.
    const next = putInTab(said, tag, template ? templateContent(template, filledOf(template, said.content)) : said.content)
    if (next) { onChange(next); onTab(tag) }
  }
  const remove = () => { if (said && tab !== null) { onChange(withoutTab(said, tab)); onTab(null) } }
  const star = () => { if (said && tab !== null) { onChange(asFallback(said, tab, base), tab); onTab(null) } }
  const tabClass = (on: boolean) => cx('inline-flex min-h-9 items-center gap-1.5 rounded-lg px-3', on ? 'bg-accent-soft font-semibold text-accent-strong' : 'hover:bg-hover')
  return (
    <div className="flex flex-wrap items-center gap-1 border-b border-line pb-2">
      <div role="group" aria-label={t('campaigns.languages')} className="flex flex-wrap gap-1">
        <button type="button" aria-pressed={tab === null} onClick={() => onTab(null)} className={tabClass(tab === null)}><Star aria-hidden="true" className="size-4" /><span className="inline-block first-letter:uppercase">{base ? t('campaigns.language_base', { language: nameOf(base) }) : t('campaigns.language_else')}</span></button>
        {others.map((tag) => <button key={tag} type="button" aria-pressed={tab === tag} onClick={() => onTab(tag)} className={tabClass(tab === tag)}><span className="inline-block first-letter:uppercase">{nameOf(tag)}</span></button>)}
      </div>
      {said && left.length > 0 && <MenuButton label={t('campaigns.language_add')} placement="bottom start" trigger={<AriaButton className="inline-flex min-h-9 items-center gap-1.5 rounded-lg px-2.5 text-accent data-[hovered]:bg-hover"><Languages aria-hidden="true" className="size-4" />{t('campaigns.language_add')}</AriaButton>}>
        {[...left].sort((a, b) => (isTemplate ? nameOf(a).localeCompare(nameOf(b), intl.locale) : 0)).map((tag) => <Item key={tag} onAction={() => add(tag)}>{nameOf(tag)}</Item>)}
      </MenuButton>}
      {tab !== null && inTab(said, tab) && <span className="ms-auto flex flex-wrap gap-1">{(base !== null || !isTemplate) && <Button small look="quiet" onClick={star}><Star aria-hidden="true" className="size-4" />{t('campaigns.language_star')}</Button>}<Button small look="quiet" onClick={remove}><Trash2 aria-hidden="true" className="size-4" />{t('campaigns.language_remove')}</Button></span>}
    </div>
  )
}
