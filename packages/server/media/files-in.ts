import type { Content } from '@recado/core'

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/** The files of ours that a message carries, wherever its kind keeps them: they stay as long as it does. */
export function filesIn(content: Content): string[] {
  if (content.kind === 'template') return Array.isArray(content.parameters) ? [...new Set(content.parameters.flatMap(({ mediaId }) => (mediaId && ID.test(mediaId) ? [mediaId] : [])))] : []
  const file = 'media' in content ? content.media : content.kind === 'choices' ? content.headerMedia : undefined
  return file ? [file.id] : []
}
