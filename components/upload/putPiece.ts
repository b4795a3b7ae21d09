import { problemOf, unreachable } from '@/components/data/problem'

interface Piece {
  id: string
  offset: number
  bytes: Blob
  signal: AbortSignal
  /** How many bytes of the piece have left this computer. */
  onSent: (bytes: number) => void
}

/** No byte moves for this long: the line is dead. */
const silentMs = 45_000

const offsetOf = (text: string): number | null => {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null && 'offset' in body && typeof body.offset === 'number' ? body.offset : null
  } catch {
    return null
  }
}

/** Sends a piece of a file; how much the host has then. By XMLHttpRequest, for `fetch` tells nothing of what has left. Errors: ProblemError. */
export const putPiece = ({ id, offset, bytes, signal, onSent }: Piece): Promise<number> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let timer: ReturnType<typeof setTimeout> | undefined
    const alive = () => {
      clearTimeout(timer)
      timer = setTimeout(() => request.abort(), silentMs)
    }
    const end = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', stop)
    }
    const stop = () => request.abort()
    const lost = () => {
      end()
      reject(unreachable())
    }
    request.open('PUT', `/api/v1/uploads/${id}/data?offset=${offset}`)
    request.setRequestHeader('content-type', 'application/octet-stream')
    request.upload.onprogress = ({ loaded }) => {
      alive()
      onSent(loaded)
    }
    request.onerror = lost
    request.onabort = lost
    request.onload = () => {
      end()
      const reached = request.status === 200 ? offsetOf(request.responseText) : null
      if (reached !== null) return resolve(reached)
      const headers = { 'retry-after': request.getResponseHeader('retry-after') ?? '' }
      problemOf(new Response(request.responseText, { status: request.status, statusText: request.statusText, headers })).then(reject, reject)
    }
    signal.addEventListener('abort', stop, { once: true })
    alive()
    request.send(bytes)
  })
