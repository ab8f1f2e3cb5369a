/** A commit or look-up that takes longer is taken for a database that stands still: RELIABILITY wants 503 within 2 s, and WeChat waits for 5. */
export const STANDSTILL_MS = 1_500

/** The database neither answers nor refuses. Counts as away. */
export class DatabaseStill extends Error {
  /** PostgreSQL's own "cannot connect now". */
  readonly code = '57P03'

  constructor() { super('the database does not answer') }
}

/** What `work` brings, or DatabaseStill when it does not come in time; it goes on by itself then. */
export async function inTime<T>(work: Promise<T>, ms = STANDSTILL_MS): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => { timer = setTimeout(() => reject(new DatabaseStill()), ms) })
  try { return await Promise.race([work, late]) } finally { clearTimeout(timer) }
}
