import type { Services } from '../../services.js'

const never = new Promise<never>(() => {})

/** Services whose process dies at its `step`-th touch of the world, before or after it: from then on nothing it asked for comes back. */
export function mortal(services: Services, step: number, after: boolean): { services: Services; dead(): boolean; kill(): void; touch<T>(work: () => Promise<T>): Promise<T> } {
  let touched = 0
  let killed = false
  const dead = (): boolean => killed || touched > step
  const touch = async <T>(work: () => Promise<T>): Promise<T> => {
    if (dead()) return never
    touched++
    if (!dead()) return work()
    if (after) await work().catch(() => {}) // it dies with whatever came of it
    return never
  }
  const db: Services['db'] = Object.create(services.db) as Services['db']
  db.inWorkspace = (workspaceId, work) => touch(() => services.db.inWorkspace(workspaceId, work))
  return { services: { ...services, db, stopping: () => dead(), onClose: () => {} }, dead, kill: () => { killed = true }, touch }
}
