interface Lines {
  length: number
  getLine: (index: number) => { isWrapped: boolean; translateToString: (trimRight: boolean) => string } | undefined
}

/** All the text of a terminal, wrapped lines joined again, empty lines at the end left out. */
export function scrollbackText(buffer: Lines): string {
  const lines: string[] = []
  for (let i = 0; i < buffer.length; i++) {
    const line = buffer.getLine(i)
    if (!line) continue
    const text = line.translateToString(true)
    if (line.isWrapped && lines.length > 0) lines[lines.length - 1] += text
    else lines.push(text)
  }
  return `${lines.join('\n').trimEnd()}\n`
}
