import { download, fileName } from '@/components/charts/download'
import type RFB from '@novnc/novnc'

/** The guest's screen at its own size, not as scaled here, as a PNG file. */
export function saveScreenshot(rfb: RFB, name: string): void {
  rfb.toBlob(blob => {
    if (blob) download(blob, fileName([name], new Date(), 'png'))
  }, 'image/png')
}
