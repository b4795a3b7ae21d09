import { readFileSync } from 'node:fs'

/** Node cannot import a wasm file as a module, so the schema engine is put together by hand. */
export async function loadWasm() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = { message: '', get: () => '', set_message: message => console.error(message) }
  const folder = new URL('.', import.meta.resolve('@prisma/schema-engine-wasm/schema_engine_bg'))
  const bindings = await import(new URL('schema_engine_bg.js', folder).href)
  const bytes = readFileSync(new URL('schema_engine_bg.wasm', folder))
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings
}
