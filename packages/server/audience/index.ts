/** Who is in an audience, over which account, and why not: one statement, made for one specification. */
export { audienceRows, type AudienceOptions, type AudienceStatement } from './rows.js'
export { peopleBehind, previewAudience, whyExcluded } from './preview.js'
