// What an upload is compared with: the plainest server that has a file on its disk when it answers. `node plain-receiver.mjs FILE` prints its port.
import { createWriteStream } from 'node:fs'
import { createServer } from 'node:http'
import { pipeline } from 'node:stream/promises'

const [, , path] = process.argv
createServer((request, response) => {
  pipeline(request, createWriteStream(path, { flush: true })).then(() => response.end('{}\n'), () => response.destroy())
}).listen(0, '127.0.0.1', function () { console.log(this.address().port) })
