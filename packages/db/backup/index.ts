export { baseBackup, type BaseFacts } from './base.js'
export { type Client, copyIn, CopyOut, openClient } from './stream.js'
export { demandKnown, loadTables, type MediaKey, mediaKeys, type QueuedWork, TableExport, type TablePart } from './tables.js'
export { closeSegment, dropLog, hasLog, identityOf, keepLog, readSegment, releaseLog, segmentName, SLOT } from './wal.js'
