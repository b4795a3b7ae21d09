/** Facts of the connection that main.ts adds to each request; it overwrites what a client sends under these names. */
export const addressHeader = 'x-atrium-address'
export const schemeHeader = 'x-atrium-scheme'
