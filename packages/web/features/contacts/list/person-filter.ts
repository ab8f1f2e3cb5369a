import type { Field } from '../../views/builder/draft.js'
import { useOptions, type Options } from '../../views/builder/names.js'

/** What can be asked of a person, in the order in which it is offered. */
export const PERSON_FIELDS: readonly Field[] = ['person_labels', 'channel', 'account', 'last_inbound', 'created', 'language', 'country', 'attribute', 'reachable', 'marketing_stopped', 'source']

/** Names of what a person's condition can be about. */
export const usePersonOptions = (): Options => useOptions()
