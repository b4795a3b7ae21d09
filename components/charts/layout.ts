/** Where the plot lies in the drawing, in px: shared by the axes, the pointer and the marks. */
export interface PlotFrame {
  width: number
  height: number
  from: number
  to: number
}

export const plotPadding = { left: 68, right: 12, top: 8, bottom: 24 } as const

export const xOf = (frame: PlotFrame, at: number): number =>
  plotPadding.left + ((at - frame.from) / (frame.to - frame.from)) * (frame.width - plotPadding.left - plotPadding.right)

/** Time under a pointer at `x` px, held inside the plot. */
export const timeAt = (frame: PlotFrame, x: number): number => {
  const share = (x - plotPadding.left) / (frame.width - plotPadding.left - plotPadding.right)
  return frame.from + Math.min(1, Math.max(0, share)) * (frame.to - frame.from)
}
