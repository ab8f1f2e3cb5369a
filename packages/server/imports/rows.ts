import type { ChatImport, ImportAnswers, ImportFound, ImportProblem, ImportState } from '@recado/api'
import type { Tx } from '@recado/db'
import { iso, isoOrNull } from '../http/schemas.js'

export interface ImportRow {
  chat_import_id: string; name: string; bytes: number; received: number; state: ImportState; error: string | null; found: ImportFound | null; answers: ImportAnswers; account_id: string | null; conversation_id: string | null
  makes_thread: boolean; position: number; total: number; added: number; known: number; files: number; problems: ImportProblem[]; problem_count: number; created_by: { kind: string; id: string }; created_at: number; finished_at: number | null
}

const COLUMNS = 'chat_import_id, name, bytes, received, state, error, found, answers, account_id, conversation_id, makes_thread, position, total, added, known, files, problems, problem_count, created_by, created_at, finished_at'

export async function findImport(tx: Tx, workspaceId: string, id: string, lock = false): Promise<ImportRow | null> {
  const [row] = await tx.query<ImportRow>(`select ${COLUMNS} from chat_import where workspace_id = $1 and chat_import_id = $2${lock ? ' for update' : ''}`, [workspaceId, id])
  return row ?? null
}

export const listImports = (tx: Tx, workspaceId: string, before: string | null, limit: number): Promise<ImportRow[]> =>
  tx.query<ImportRow>(`select ${COLUMNS} from chat_import where workspace_id = $1 and ($2::uuid is null or chat_import_id < $2) order by chat_import_id desc limit $3`, [workspaceId, before, limit])

export function toImport(row: ImportRow): ChatImport {
  return {
    id: row.chat_import_id, name: row.name, bytes: Number(row.bytes), received: Number(row.received), state: row.state, ...(row.error ? { error: row.error } : {}), found: row.found, answers: row.answers,
    position: row.position, total: row.total, added: row.added, known: row.known, files: row.files, problems: row.problems, problemCount: row.problem_count, conversationId: row.conversation_id,
    createdAt: iso(row.created_at), finishedAt: isoOrNull(row.finished_at),
  }
}
