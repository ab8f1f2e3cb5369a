/** What stands in a chat of an account before anybody has written. Texts of the editor are in the reader's language. */
import type { ImportedReply, ImportNote, Openers, OpenersEditor } from '@recado/core'
import type { PlatformProblem } from './profile.js'
import type { Iso } from './verdict.js'

export interface OpenersDraft { openers: Openers; from: 'edit' | 'import'; notes: ImportNote[]; changedAt: Iso }

export interface AccountOpeners {
  editor: OpenersEditor<string>
  /** As they stand on the platform now; null when they could not be read. */
  published: Openers | null
  problem: PlatformProblem | null
  /** The last time they were published from here. */
  publishedAt: Iso | null
  draft: OpenersDraft | null
  /** Replies that another tool gave by itself, imported and not yet handed to the automatic replies. Files are stored media. */
  replies: ImportedReply<string>[]
  importedAt: Iso | null
  /** The account's own groups of customers. */
  audiences: { value: string; label: string }[]
}
