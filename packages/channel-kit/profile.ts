/** The public profile of an account: what the platform lets a program read and change of it. */
import type { ProfileEditor, ProfileValues } from '@recado/core'
import type { CallContext } from './connector.js'
import type { LocalText } from './declaration.js'

/** An optional member of a connector. Where a platform has no such field, it is absent from the editor. */
export interface BusinessProfile {
  editor: ProfileEditor<LocalText>
  /** As the platform shows it now. Throws PlatformRefusal or SilentPlatform. */
  read(context: CallContext): Promise<ProfileValues>
  /** Writes the fields named and no others; they have passed `profileFaults`. Throws PlatformRefusal or SilentPlatform. */
  write(values: ProfileValues, context: CallContext): Promise<void>
}
