const pauseMs = 1500

/**
 * Loads a part of the page later, and tries again until it comes: a part that is asked for while the manager restarts must not tear
 * the page down, with what was typed on it.
 */
export async function retrying<Part>(load: () => Promise<Part>): Promise<Part> {
  for (;;) {
    try {
      return await load()
    } catch (error) {
      console.warn('A part of the page could not be loaded, trying again', error)
      await new Promise(resolve => setTimeout(resolve, pauseMs))
    }
  }
}
