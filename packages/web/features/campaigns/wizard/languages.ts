/** Contents of one account in several languages: one for everybody, others before it for those who speak them. */
import type { CampaignContent, Content, Template } from '@recado/api'
import { placesOf } from '@recado/core'

/** Languages that free text is offered in: those that the product speaks, then what customers of such companies speak most. */
export const OFFERED = ['es', 'en', 'pt-BR', 'de', 'zh-CN', 'ar', 'ca', 'cs', 'da', 'el', 'eu', 'fi', 'fr', 'gl', 'he', 'hi', 'hu', 'id', 'it', 'ja', 'ko', 'nl', 'no', 'pl', 'pt', 'ro', 'ru', 'sv', 'th', 'tr', 'uk', 'ur', 'vi', 'zh-TW'] as const

/** As browsers and contacts write it: `es`, `pt-BR`. */
export const tagOf = (language: string): string => language.replace('_', '-')

/** What is written under a tab: null = the one for everybody else. */
export const inTab = (said: CampaignContent | undefined, tab: string | null): Content | undefined => (tab === null ? said?.content : said?.languages?.[tab])

/** The content of a tab put in. Without the one for everybody else nothing can be kept: null. */
export function putInTab(said: CampaignContent | undefined, tab: string | null, content: Content): CampaignContent | null {
  if (tab === null) return { ...said, content }
  return said ? { ...said, languages: { ...said.languages, [tab]: content } } : null
}

export function withoutTab(said: CampaignContent, tab: string): CampaignContent {
  const { [tab]: _gone, ...languages } = said.languages ?? {}
  const { languages: _was, ...rest } = said
  return Object.keys(languages).length > 0 ? { ...rest, languages } : rest
}

/** This language becomes the one for everybody whose language is not written; what was that stands under its own name, where it has one. */
export function asFallback(said: CampaignContent, tab: string, was: string | null): CampaignContent {
  const content = said.languages?.[tab]
  if (!content) return said
  const rest = withoutTab(said, tab)
  return { ...rest, content, ...(was !== null || rest.languages ? { languages: { ...rest.languages, ...(was !== null ? { [was]: said.content } : {}) } } : {}) }
}

/** The language of what everybody else reads: a template says it, for free text somebody has said so. */
export const baseLanguage = (content: Content | undefined, said: string | undefined): string | null => (content?.kind === 'template' ? tagOf(content.language ?? '') || null : (said ?? null))

/** Every place in any of its languages. */
export const placesIn = (said: CampaignContent): string[] => [...new Set([said.content, ...Object.values(said.languages ?? {})].flatMap(placesOf))]

/** The same template in other languages, those that can be sent. */
export function siblings(templates: readonly Template[], content: Content | undefined): Template[] {
  return content?.kind === 'template' ? templates.filter((one) => one.name === content.name && one.id !== content.templateId && one.status === 'approved') : []
}
