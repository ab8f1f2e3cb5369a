import type { ConsentCategory } from '@recado/api'

/** A topic in the reader's language, else in the first it has. */
export const topicName = ({ names, key }: Pick<ConsentCategory, 'names' | 'key'>, language: string): string => (names as Record<string, string>)[language] ?? Object.values(names)[0] ?? key
