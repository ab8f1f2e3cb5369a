import { PEOPLE_ALONE, PEOPLE_FIELDS } from '@recado/core'
import { FIELDS, type Field } from '../../views/builder/draft.js'
import { useOptions, type Options } from '../../views/builder/names.js'

const FIRST: readonly Field[] = ['person_labels', 'stage', 'owner', 'company', 'attribute']

/** What can be asked of a person, in the order in which it is offered. */
export const PERSON_FIELDS: readonly Field[] = [...FIRST, ...FIELDS.filter((field) => PEOPLE_FIELDS.some((each) => each === field) && !FIRST.includes(field)), ...PEOPLE_ALONE]

/** Names of what a person's condition can be about. */
export const usePersonOptions = (): Options => useOptions()
