/** The public profile of an account, with what its platform lets one change. Texts are in the reader's language. */
import type { ProfileEditor, ProfileValues } from '@recado/core'
import type { Iso } from './verdict.js'

/** Why the platform did not answer; `message` in its own words. */
export interface PlatformProblem { code: string; message: string }

export interface AccountProfile {
  editor: ProfileEditor<string>
  /** As the platform shows it now; null when it could not be read. */
  values: ProfileValues | null
  problem: PlatformProblem | null
  readAt: Iso
}
