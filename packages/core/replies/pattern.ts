/** How a place stands in a text. Groups: name and fallback in two braces, name and fallback in one. */

// One pair of braces is enough for names that cannot be meant otherwise; any other brace in a text is left alone.
const SOURCE = String.raw`\{\{\s*([^{}|]+?)\s*(?:\|([^{}]*))?\}\}|\{\s*((?:contact|agent|conversation|window)\.[\p{L}\p{N}_. -]+?|company)\s*(?:\|([^{}]*))?\}`
export const PLACE_PATTERN = new RegExp(SOURCE, 'gu')
/** The same together with the blank before it. */
export const PLACE_WITH_BLANK = new RegExp(`[ \\t]?(?:${SOURCE})`, 'gu')

/** `first_name`, `firstName` and `First name` are one name. */
export const placeKey = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '')
