/** What a file may be on a channel, found before a byte is sent. The server asks the same. */
export { contentsOf, type FileVerdict, judgeFile, lengthIn, type MediaKind } from '@recado/api'
