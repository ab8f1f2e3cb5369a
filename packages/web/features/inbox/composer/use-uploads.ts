import type { Media } from '@recado/api'
import { useCallback, useRef, useState } from 'react'
import { isProblem, upload } from '../../../api/client.js'

export interface Upload { id: string; name: string; bytes: number; mime: string; preview: string | null; share: number; code: string | null; cancel: () => void; retry: () => void }

/** Files on their way up. A finished one leaves this list and joins the draft. */
export function useUploads(onReady: (media: Media) => void) {
  const [uploads, setUploads] = useState<readonly Upload[]>([])
  const ready = useRef(onReady)
  ready.current = onReady
  const add = useCallback((file: File) => {
    const id = crypto.randomUUID()
    const preview = file.type.startsWith('image/') ? URL.createObjectURL(file) : null
    const change = (wish: Partial<Upload>) => setUploads((all) => all.map((each) => (each.id === id ? { ...each, ...wish } : each)))
    const drop = () => {
      if (preview) URL.revokeObjectURL(preview)
      setUploads((all) => all.filter((each) => each.id !== id))
    }
    const start = () => {
      const controller = new AbortController()
      change({ share: 0, code: null, cancel: () => { controller.abort(); drop() } })
      upload<Media>('/media', file, file.name, (share) => change({ share }), controller.signal)
        .then((media) => { drop(); ready.current({ ...media, name: media.name ?? file.name }) })
        .catch((error: unknown) => { if (!controller.signal.aborted) change({ code: isProblem(error) ? error.code : 'internal', cancel: drop }) })
    }
    setUploads((all) => [...all, { id, name: file.name, bytes: file.size, mime: file.type, preview, share: 0, code: null, cancel: drop, retry: start }])
    start()
  }, [])
  return { uploads, add }
}
