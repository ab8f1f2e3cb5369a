import type { TemplateBuilder, TemplateDraft, TemplateFinding } from '@recado/api'
import type { FindingField, TemplateComponent } from '@recado/core'

/** What every part of the form is given. */
export interface PartProps {
  builder: TemplateBuilder
  draft: TemplateDraft
  change: (draft: TemplateDraft) => void
  findings: readonly TemplateFinding[]
}

/** The draft without a part of it: an absent one is not the same as an empty one. */
export function without<K extends keyof TemplateDraft>(draft: TemplateDraft, key: K): Omit<TemplateDraft, K> {
  const { [key]: _gone, ...rest } = draft
  return rest
}

export const findingsOf = (findings: readonly TemplateFinding[], field: FindingField, index?: number): TemplateFinding[] => findings.filter((one) => one.field === field && (index === undefined || one.index === index))
/** Those of a list as a whole. */
export const findingsOfAll = (findings: readonly TemplateFinding[], field: FindingField): TemplateFinding[] => findings.filter((one) => one.field === field && one.index === undefined)

export type Part = TemplateComponent
