import { download, fileName } from '@/components/charts/download'

const types = ['video/webm;codecs=vp9', 'video/webm;codecs=vp8', 'video/webm', 'video/mp4']

/** Can this browser record a canvas? */
export const canRecord = (): boolean => typeof MediaRecorder !== 'undefined' && types.some(type => MediaRecorder.isTypeSupported(type))

/** Films the guest's screen until the returned function is called; then the film is downloaded. It stays in this browser. */
export function startRecording(canvas: HTMLCanvasElement, name: string): () => void {
  const mimeType = types.find(type => MediaRecorder.isTypeSupported(type)) ?? 'video/webm'
  const stream = canvas.captureStream(15)
  const recorder = new MediaRecorder(stream, { mimeType })
  const parts: Blob[] = []
  recorder.addEventListener('dataavailable', event => parts.push(event.data))
  recorder.addEventListener('stop', () => {
    for (const track of stream.getTracks()) track.stop()
    download(new Blob(parts, { type: mimeType }), fileName([name], new Date(), mimeType.startsWith('video/mp4') ? 'mp4' : 'webm'))
  })
  // A part each second: a crash of the tab loses little, and memory is given back in pieces.
  recorder.start(1000)
  return () => {
    if (recorder.state !== 'inactive') recorder.stop()
  }
}
