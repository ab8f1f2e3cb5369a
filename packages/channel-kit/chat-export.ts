import type { LocalText } from './declaration.js'

/** The channel's own app can export chats that Recado reads. The account they belong to is one of this channel. */
export interface ChatExportSupport {
  /** The form of the files, by the reader in core/import. */
  format: 'whatsapp-chat'
  /** How to get a file out of the app, in Markdown. */
  steps: LocalText
}
