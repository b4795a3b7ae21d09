/** Colour and dash of the n-th line: never colour alone. The variables are set in charts.module.css for both themes. */
export const seriesVariable = (index: number): string => `--atrium-series-${index % 4}`
export const seriesColour = (index: number): string => `var(${seriesVariable(index)})`

const dashes = ['', '6 3', '2 2', '8 3 2 3'] as const
export const seriesDash = (index: number): string => dashes[index % dashes.length] ?? ''
