/** What a variant says on one account, between the form and the wire. */
import type { CampaignContent, CampaignVariant, Content, Template } from '@recado/api'
import { fillPreview, isFile, keyOf, toParameters, type Filled } from '../../inbox/composer/template-values.js'

/** What was filled into a template's places, from the content as it is kept. */
export function filledOf(template: Template, content: Content | undefined): Filled {
  const parameters = content?.kind === 'template' && Array.isArray(content.parameters) ? content.parameters : []
  const filled: Filled = { texts: {}, files: {} }
  for (const place of template.parameters) {
    const found = parameters.find((one) => one.component === place.component && one.index === place.index && (place.name === undefined ? one.position === place.position : one.name === place.name))
    if (isFile(place) && found?.mediaId) filled.files[keyOf(place)] = { id: found.mediaId, url: `/api/v1/media/${found.mediaId}/file`, mime: `${place.type}/*`, bytes: 0 }
    else if (found?.text) filled.texts[keyOf(place)] = found.text
  }
  return filled
}

export function templateContent(template: Template, filled: Filled): Content {
  const preview = fillPreview(template, filled)
  return {
    kind: 'template', templateId: template.id, name: template.name, language: template.language, parameters: toParameters(template, filled), text: preview.body,
    ...(preview.header ? { header: preview.header } : {}), ...(preview.footer ? { footer: preview.footer } : {}), ...(preview.buttons ? { buttons: preview.buttons.map((button) => button.text) } : {}),
  }
}

/** The variants with one account's content put in, or taken out. */
export function withContent(variants: readonly CampaignVariant[], key: string, accountId: string, said: CampaignContent | null): CampaignVariant[] {
  return variants.map((variant) => {
    if (variant.key !== key) return variant
    const { [accountId]: _was, ...rest } = variant.contents
    return { ...variant, contents: said ? { ...rest, [accountId]: said } : rest }
  })
}

export const FIRST: CampaignVariant = { key: 'a', name: '', share: 1, contents: {} }
const KEYS = [...'abcdefgh']
/** The next variant begins as a copy of the last: mostly one thing is tried at a time. */
export function added(variants: readonly CampaignVariant[]): CampaignVariant[] {
  const key = KEYS.find((one) => !variants.some((variant) => variant.key === one))
  return key === undefined ? [...variants] : [...variants, { ...(variants.at(-1) ?? FIRST), key, name: '' }]
}

/** Places whose value may be unknown: they want something that stands there instead. */
export const openPlaces = (places: readonly string[]): string[] => places.filter((name) => !['company', 'preferences', 'agent.name', 'agent.firstName'].includes(name))
