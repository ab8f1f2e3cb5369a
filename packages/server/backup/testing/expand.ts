/** Said before a statement that takes away what a release has no longer used: then no node of the version before misses it. */
const UNUSED = /^-- unused since \d+\.\d+\.\d+/

/**
 * Statements of a migration that a node of the version before would trip over: what is dropped, renamed or of another type, what may no longer be empty, and a new
 * column that must be filled and says not with what. Reads text, so it sees none that a statement makes up.
 */
export function takesAway(sql: string): string[] {
  const found: string[] = []
  let unused = false
  for (const raw of withoutBodies(sql).split(/;[ \t]*(?:\n|$)/)) {
    const lines = raw.split('\n')
    unused = lines.some((line) => UNUSED.test(line.trim()))
    const statement = lines.filter((line) => !line.trim().startsWith('--')).join(' ').replace(/--[^\n]*/g, '').replace(/\s+/g, ' ').trim().toLowerCase()
    if (!unused && refuses(statement)) found.push(statement.slice(0, 200))
  }
  return found
}

/** Functions' own statements come later, if ever. */
const withoutBodies = (sql: string): string => sql.replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")

function refuses(statement: string): boolean {
  if (/^drop (table|view|function|type|sequence|schema) /.test(statement)) return true
  if (!statement.startsWith('alter table')) return false
  if (/\b(drop column|rename (column |to ))|\balter (column )?\w+ (set data )?type\b|\balter (column )?\w+ set not null\b/.test(statement)) return true
  return statement.split(/,(?![^(]*\))/).some((part) => /\badd column\b/.test(part) && /\bnot null\b/.test(part) && !/\bdefault\b|\bgenerated\b/.test(part))
}
