const copied = ['fill', 'stroke', 'stroke-width', 'stroke-dasharray', 'stroke-opacity', 'fill-opacity', 'font-family', 'font-size', 'opacity'] as const

/** A copy of the drawing that needs no style sheet: outside the page the theme's variables do not exist. */
function selfContained(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = [...svg.querySelectorAll<SVGElement>('*')]
  for (const [i, element] of [...copy.querySelectorAll<SVGElement>('*')].entries()) {
    const original = originals[i]
    if (!original) continue
    const style = getComputedStyle(original)
    for (const property of copied) element.style.setProperty(property, style.getPropertyValue(property))
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer().serializeToString(copy)
}

export interface PngCaption {
  title: string
  /** Lines of the legend: CSS colour, and dash in px ('' = solid). */
  legend: readonly { label: string; colour: string; dash: string }[]
}

const captionPx = 44

function drawCaption(context: CanvasRenderingContext2D, { title, legend }: PngCaption, style: CSSStyleDeclaration): void {
  const font = style.fontFamily
  context.fillStyle = style.color
  context.font = `600 14px ${font}`
  context.fillText(title, 12, 18)
  context.font = `12px ${font}`
  let x = 12
  for (const { label, colour, dash } of legend) {
    context.strokeStyle = colour
    context.lineWidth = 2.5
    context.setLineDash(dash === '' ? [] : dash.split(' ').map(Number))
    context.beginPath()
    context.moveTo(x, 33)
    context.lineTo(x + 20, 33)
    context.stroke()
    context.fillText(label, x + 26, 37)
    x += 26 + context.measureText(label).width + 16
  }
}

/** PNG of a drawing at twice its size, with its title and legend, in the colours of the page. Rejects when the browser can't draw it. */
export async function svgToPng(svg: SVGSVGElement, caption: PngCaption): Promise<Blob> {
  const { width, height } = svg.getBoundingClientRect()
  const image = new Image()
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(selfContained(svg, width, height))}`
  await image.decode()
  const canvas = document.createElement('canvas')
  canvas.width = width * 2
  canvas.height = (height + captionPx) * 2
  const context = canvas.getContext('2d')
  if (!context) throw new Error('The browser has no 2D canvas')
  context.scale(2, 2)
  context.fillStyle = getComputedStyle(document.body).backgroundColor
  context.fillRect(0, 0, width, height + captionPx)
  drawCaption(context, caption, getComputedStyle(svg))
  context.drawImage(image, 0, captionPx, width, height)
  return new Promise((resolve, reject) => canvas.toBlob(blob => (blob ? resolve(blob) : reject(new Error('The canvas is empty'))), 'image/png'))
}
