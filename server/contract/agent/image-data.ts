/**
 * `GET` or `HEAD` on the agent's HTTPS port, `?storagePath=…&path=…`: the bytes of an image inside of the storage domain, whole or, by a Range header, a part. Its
 * ETag changes whenever the file is written; a file that is written meanwhile breaks the answer off. `idle=1`: refused (IN_USE) while a machine that
 * runs on this host has it. Errors as the calls have them; IMAGE_MISSING for what is not there.
 */
export const agentImagePath = '/image'
