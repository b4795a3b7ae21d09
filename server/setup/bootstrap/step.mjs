/** Does `work` and prints one line that says what was done and how long it took. */
export function step(title, work) {
  const began = performance.now()
  process.stdout.write(`${title} … `)
  try {
    const result = work()
    console.log(`done (${((performance.now() - began) / 1000).toFixed(1)} s)`)
    return result
  } catch (error) {
    console.log('failed')
    throw error
  }
}
