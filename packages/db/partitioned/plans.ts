/** What PostgreSQL did for one statement, also for one inside a function, as auto_explain tells it. */
export interface Plan { text: string; /** tables whose parts were looked at or written, with the numbers of those parts */ touched: Map<string, Set<number>> }

interface Node { 'Relation Name'?: string; 'Actual Loops'?: number; 'Node Type': string; Plans?: Node[] }

const PART = /^(\w+)_p(\d+)$/

/** Reads a notice of auto_explain (format json, with analyze); null for any other notice. */
export function readPlan(notice: string): Plan | null {
  const at = notice.indexOf('plan:\n')
  if (!notice.startsWith('duration:') || at < 0) return null
  const { 'Query Text': text, Plan: root } = JSON.parse(notice.slice(at + 6)) as { 'Query Text': string; Plan: Node }
  const touched = new Map<string, Set<number>>()
  const walk = (node: Node): void => {
    const part = PART.exec(node['Relation Name'] ?? '')
    // What was planned for the case and pruned when the value was known has never run.
    if (part && (node['Actual Loops'] ?? 0) > 0) touched.set(part[1]!, (touched.get(part[1]!) ?? new Set()).add(Number(part[2])))
    node.Plans?.forEach(walk)
  }
  walk(root)
  return { text, touched }
}

/** It looked into the parts of more than one workspace. */
export function strays({ touched }: Plan): boolean {
  return new Set([...touched.values()].flatMap((parts) => [...parts])).size > 1
}
