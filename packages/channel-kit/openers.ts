/** Greeting, ice breakers, commands and menus of an account on its platform. */
import type { ImportedReply, ImportNote, Openers, OpenersEditor, PlatformMedia } from '@recado/core'
import type { CallContext } from './connector.js'
import type { LocalText } from './declaration.js'

export interface ImportedOpeners { openers: Openers; replies: ImportedReply<PlatformMedia['source']>[]; notes: ImportNote[] }

/** An optional member of a connector. All calls throw PlatformRefusal or SilentPlatform. */
export interface OpenersConnector {
  editor: OpenersEditor<LocalText>
  /** As they stand on the platform now, whoever made them. */
  read(context: CallContext): Promise<Openers>
  /** Replaces what stands there; it has passed `openerFaults`. What is empty is taken away. */
  write(openers: Openers, context: CallContext): Promise<void>
  remove(context: CallContext): Promise<void>
  /** What other tools have made, in a form that can be published again; `read` where this is absent. */
  import?(context: CallContext): Promise<ImportedOpeners>
  /** The account's own groups of customers. */
  audiences?(context: CallContext): Promise<{ value: string; label: string }[]>
}
