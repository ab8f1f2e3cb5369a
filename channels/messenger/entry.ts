/** m.me links with a reference: https://developers.facebook.com/docs/messenger-platform/discovery/m-me-links */
import type { EntryConnector } from '@recado/channel-kit'
import { text } from './json.js'

export const entry: EntryConnector = {
  kinds: ['link', 'qr'], codeIn: 'event', text: false,
  missing: (settings) => (text(settings.pageId) ? [] : ['pageId']),
  address: async ({ code }, { settings }) => ({ url: `https://m.me/${encodeURIComponent(text(settings.pageId) ?? '')}?ref=${encodeURIComponent(code)}` }),
}
