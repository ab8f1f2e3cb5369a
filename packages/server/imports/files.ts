import { createWriteStream } from 'node:fs'
import { mkdir, open, readFile, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type ChatExport, nameInFile, readChatExport, RecadoError } from '@recado/core'
import type { Config } from '../config.js'
import { type Archive, openArchive } from './archive.js'

/** The app itself puts at most 10,000 messages with files into an export (https://faq.whatsapp.com/1180414079177245); these texts are far below. */
const LONGEST_TEXT = 32 * 1024 ** 2

export const importPath = (config: Pick<Config, 'dataDir'>, workspaceId: string, importId: string): string => join(config.dataDir, 'imports', workspaceId, importId)

/** Writes a part of a file behind what is there. What a broken connection left behind it is written over. Returns the file's new length. */
export async function writePart(path: string, part: Readable, offset: number): Promise<number> {
  await mkdir(join(path, '..'), { recursive: true, mode: 0o700 })
  await (await open(path, 'a', 0o600)).close()
  await pipeline(part, createWriteStream(path, { flags: 'r+', start: offset, mode: 0o600 }))
  return (await stat(path)).size
}

export const forgetFile = (path: string): Promise<void> => rm(path, { force: true })

/** An uploaded export as it can be read: the chat, and the files it came with. */
export interface OpenExport { chat: ChatExport; files: Archive | null; /** after whom the chat's file or the archive is called */ name: string | null; close(): void }

/**
 * Opens an uploaded file: an archive by its first bytes, else the text itself. Throws chat_export_unreadable, chat_export_group or archive_unsafe.
 */
export async function openExport(path: string, fileName: string): Promise<OpenExport> {
  const isArchive = (await firstBytes(path)).subarray(0, 2).toString('latin1') === 'PK'
  const files = isArchive ? await openArchive(path) : null
  try {
    const textName = files ? chatNameIn(files.names()) : fileName
    if (textName === null) throw new RecadoError('chat_export_unreadable')
    if (!files && (await stat(path)).size > LONGEST_TEXT) throw new RecadoError('chat_export_unreadable')
    const chat = readChatExport(decode(files ? await files.read(textName, LONGEST_TEXT) : await readFile(path)))
    if (chat.group) throw new RecadoError('chat_export_group')
    if (chat.messages.length === 0 || chat.dateOrders.length === 0) throw new RecadoError('chat_export_unreadable')
    return { chat, files, name: nameInFile(textName) ?? nameInFile(fileName), close: () => files?.close() }
  } catch (error) {
    files?.close()
    throw error
  }
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return buffer.subarray(0, bytesRead)
  } finally { await file.close() }
}

/** The chat among the files of an archive: called as the app calls it, else the only text there is. */
function chatNameIn(names: readonly string[]): string | null {
  const texts = names.filter((name) => /\.txt$/iu.test(name))
  return texts.find((name) => name.toLowerCase() === '_chat.txt') ?? texts.find((name) => nameInFile(name) !== null) ?? (texts.length === 1 ? texts[0]! : null)
}

/** The app writes UTF-8; what went through an old editor may be UTF-16. */
function decode(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try { return new TextDecoder('utf-8', { fatal: true }).decode(bytes) } catch (error) { throw new RecadoError('chat_export_unreadable', {}, { cause: error }) }
}
