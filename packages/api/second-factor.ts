/** The second factor of a person who signs in, and what a workspace demands. */
import type { Role } from './session.js'
import type { Iso } from './verdict.js'

/** Why somebody has to have one: a real account is connected where she is owner or admin, or the owner demands it of everybody. */
export type FactorDemand = 'real_account' | 'everybody'

/** Beside the session: what it still owes. `overdue`: until a second factor is set up nothing else can be done with it. */
export interface SessionFactor { enabled: boolean; demandedBy: FactorDemand | null; dueAt: Iso | null; overdue: boolean }

export interface SecondFactor extends SessionFactor { enabledAt: Iso | null; recoveryCodesLeft: number }

/** What an authenticator app needs, said this once: the seed in base32, and the address that the QR code holds. */
export interface NewSecondFactor { seed: string; uri: string }

/** Ten codes that open the account once each when the phone is lost; shown this once. */
export interface RecoveryCodes { recoveryCodes: string[] }

/** What a workspace demands of its people, and who has a second factor already. */
export interface SecondFactorPolicy { demandedOf: 'owners_and_admins' | 'everybody'; realAccount: boolean; members: { id: string; name: string; role: Role; enabled: boolean }[] }
