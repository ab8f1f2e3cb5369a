import pino, { type Logger } from 'pino'

/** The process's log: warnings and worse unless LOG_LEVEL says otherwise. */
export function makeLog(): Logger {
  return pino({ level: process.env.LOG_LEVEL ?? 'warn', serializers: { err: plainError } })
}

/** What a log may hold of an error: the database's own errors drag the connection and its statements along. */
function plainError(error: Error & { code?: string }): Record<string, unknown> {
  return { type: error.name, message: error.message, code: error.code, stack: error.stack }
}
