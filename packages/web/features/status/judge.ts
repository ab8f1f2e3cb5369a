/** From which figure on something is worth a look, and from which on it is wrong. */
import type { InstallationStatus, NodeStatus, SystemStatus, WebhookStatus, WorkerStatus } from '@recado/api'

export type Judgement = 'good' | 'watch' | 'bad' | 'off'
const MINUTE = 60_000
const HOUR = 60 * MINUTE
const GB = 1_000_000_000

const by = (value: number, watch: number, bad: number): Judgement => (value >= bad ? 'bad' : value >= watch ? 'watch' : 'good')

export const database = ({ answerMs, skewMs, connections, connectionsMax }: InstallationStatus['database']): Judgement => worst([by(answerMs, 250, 2_000), by(Math.abs(skewMs), 30_000, 120_000), by(connections / connectionsMax, 0.8, 0.95)])
export const migrations = ({ pending }: InstallationStatus['migrations']): Judgement => (pending > 0 ? 'bad' : 'good')
export const jobs = ({ failed, oldestMs }: InstallationStatus['jobs']): Judgement => worst([by(oldestMs ?? 0, MINUTE, 10 * MINUTE), failed > 0 ? 'watch' : 'good'])
export const disk = ({ diskFreeBytes: free, diskBytes: all }: Pick<NodeStatus, 'diskFreeBytes' | 'diskBytes'>): Judgement => (free === null || all === null ? 'off' : free < 0.1 * GB ? 'bad' : free < 2 * GB || free < all * 0.05 ? 'watch' : 'good')
export const node = (one: NodeStatus, version: string): Judgement => worst([by(one.loopDelayMs, 200, 1_000), one.version === version ? 'good' : 'watch'])
export const spool = ({ spool: { bytes } }: NodeStatus): Judgement => (bytes > 0 ? 'watch' : 'good')
export function backups({ on, failing, lastGoodAt }: InstallationStatus['backups'], now: number): Judgement {
  if (!on) return 'off'
  return failing || lastGoodAt === null ? 'bad' : by(now - Date.parse(lastGoodAt), 26 * HOUR, 50 * HOUR)
}
export const telemetry = ({ on, sent, failed }: InstallationStatus['telemetry']): Judgement => (!on ? 'off' : failed > 0 && failed >= sent ? 'bad' : failed > 0 ? 'watch' : 'good')
/** A quiet account is no fault: at night nobody writes. Wrong signatures are. */
export const webhook = ({ lastAt, refusedPerMinute }: WebhookStatus): Judgement => (refusedPerMinute > 0 ? 'bad' : lastAt === null ? 'off' : 'good')
export const worker = ({ behindMs }: WorkerStatus): Judgement => (behindMs === null ? 'off' : by(behindMs, MINUTE, 10 * MINUTE))
/** It lets a flood pass before it goes on, for half a minute. */
export const search = ({ behindMs }: SystemStatus['search']): Judgement => by(behindMs, 2 * MINUTE, 10 * MINUTE)
export const outbox = ({ oldestDueMs, unknown, failedThreads }: SystemStatus['outbox']): Judgement => worst([by(oldestDueMs ?? 0, MINUTE, 10 * MINUTE), unknown + failedThreads > 0 ? 'watch' : 'good'])
export const ingest = ({ setAside }: SystemStatus['ingest']): Judgement => (setAside > 0 ? 'watch' : 'good')

const ORDER: readonly Judgement[] = ['off', 'good', 'watch', 'bad']
export const worst = (all: readonly Judgement[]): Judgement => all.reduce((one, other) => (ORDER.indexOf(other) > ORDER.indexOf(one) ? other : one), 'good')

/** Everything in one word. */
export function whole({ installation, webhooks, ingest: incoming, outbox: outgoing, workers, search: index, incidents }: SystemStatus, now: number): Judgement {
  const house = installation ? [database(installation.database), migrations(installation.migrations), jobs(installation.jobs), backups(installation.backups, now), telemetry(installation.telemetry), ...installation.nodes.flatMap((one) => [node(one, installation.version), disk(one), spool(one)])] : []
  return worst([...house, ...webhooks.map(webhook), ingest(incoming), outbox(outgoing), ...workers.map(worker), search(index), ...incidents.map(({ severity }): Judgement => (severity === 'critical' ? 'bad' : severity === 'warning' ? 'watch' : 'good'))])
}
