/** Schemas of people and workspaces as several routes answer them. */
import { Type } from '@fastify/type-provider-typebox'
import { ROLES } from '@recado/api'
import { Id, Moment, Nullable } from '../http/schemas.js'

export const Role = Type.Union(ROLES.map((role) => Type.Literal(role)))
/** Anything with one @ between two words: whether mail arrives there is not ours to guess. */
export const Email = Type.String({ pattern: '^\\s*[^\\s@]+@[^\\s@]+\\s*$', maxLength: 254 })
export const PersonName = Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })
export const Language = Type.String({ pattern: '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$', maxLength: 20 })
/** Its length is judged by the rules for new passwords, in characters. */
export const Password = Type.String({ minLength: 1, maxLength: 512 })
/** Six digits of an app, or a recovery code, however it was typed. */
export const Code = Type.String({ maxLength: 40 })
export const FactorShape = Type.Object({
  enabled: Type.Boolean(), demandedBy: Nullable(Type.Union([Type.Literal('real_account'), Type.Literal('everybody')])), dueAt: Nullable(Moment),
  overdue: Type.Boolean({ description: 'Nothing else can be done with this session until a second factor is set up.' }),
})
export const Theme = Type.Union([Type.Literal('system'), Type.Literal('light'), Type.Literal('dark'), Type.Literal('contrast')])
export const Preferences = Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { maxProperties: 100 })

export const UserShape = Type.Object({ id: Id, name: Type.String(), email: Type.String(), language: Type.String(), theme: Type.Optional(Theme), preferences: Preferences })
export const WorkspaceSummaryShape = Type.Object({ id: Id, name: Type.String(), demo: Type.Boolean() })
export const WorkspaceShape = Type.Object({ id: Id, name: Type.String(), demo: Type.Boolean(), timeZone: Type.String(), role: Role, clockOffsetMs: Type.Integer(), currency: Type.Optional(Type.String()) })
export const SessionShape = Type.Object({
  user: UserShape, workspace: WorkspaceShape, workspaces: Type.Array(WorkspaceSummaryShape), permissions: Type.Array(Type.String()), secondFactor: FactorShape,
  insecureTransport: Type.Optional(Type.Boolean({ description: 'True on plain http to another machine: what is written can be read on the way.' })),
})
export const MemberShape = Type.Object({ id: Id, name: Type.String(), email: Type.String(), role: Role, roleId: Nullable(Id), active: Type.Boolean(), teamIds: Type.Array(Id), inboxIds: Type.Array(Id), lastSeenAt: Nullable(Moment), createdAt: Moment })
export const TokenShape = Type.Object({ id: Id, name: Type.String(), scopes: Type.Array(Type.String()), createdAt: Moment, expiresAt: Nullable(Moment), lastUsedAt: Nullable(Moment) })

/** Ids of people, teams or inboxes in a wish. */
export const Ids = Type.Array(Type.String({ format: 'uuid' }), { maxItems: 500, uniqueItems: true })
/** Which custom role, and where somebody works. */
export const Places = { roleId: Type.Optional(Nullable(Type.String({ format: 'uuid' }))), teamIds: Type.Optional(Ids), inboxIds: Type.Optional(Ids) }
/** A name of a team, an inbox or a role. */
export const GroupName = Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' })

/** Whether the runtime knows the zone. */
export function isTimeZone(zone: string): boolean {
  try { return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone })) } catch { return false }
}
