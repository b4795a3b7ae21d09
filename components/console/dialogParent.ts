/** In full screen only what is inside the full-screen element is seen, so dialogs go there. */
export const dialogParent = (): HTMLElement => (document.fullscreenElement instanceof HTMLElement ? document.fullscreenElement : document.body)
