// npm run lock: run after every `npm install`, before committing package-lock.json.
//
// Packages with native parts list one optional package per platform. Where the registry does not carry those of other platforms, npm leaves
// them out of the lock without a word, and `npm ci` then refuses that lock ("Missing: @next/swc-darwin-arm64 from lock file"). This puts the
// entries back as a full registry would have them; npm never fetches an optional package whose os or cpu differ.
import { readFileSync, writeFileSync } from 'node:fs'

const file = process.argv[2] ?? 'package-lock.json'
const lock = JSON.parse(readFileSync(file, 'utf8'))

/** First entry whose pattern is found in the package's name. */
const operatingSystems = [
  [/darwin|osx/, 'darwin'],
  [/win32|windows/, 'win32'],
  [/android/, 'android'],
  [/freebsd/, 'freebsd'],
  [/openbsd/, 'openbsd'],
  [/netbsd/, 'netbsd'],
  [/sunos/, 'sunos'],
  [/aix/, 'aix'],
  [/openharmony/, 'openharmony'],
]
const processors = [
  [/arm64|aarch64/, 'arm64'],
  [/ia32/, 'ia32'],
  [/x64/, 'x64'],
  [/arm/, 'arm'],
  [/ppc64/, 'ppc64'],
  [/s390x/, 's390x'],
  [/riscv64/, 'riscv64'],
  [/loong64/, 'loong64'],
  [/mips64el/, 'mips64el'],
  [/wasm32|wasm/, 'wasm32'],
]
const match = (table, name) => table.find(([pattern]) => pattern.test(name))?.[1]

let added = 0
for (const [at, entry] of Object.entries({ ...lock.packages })) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    const places = [`${at}/node_modules/${name}`, `node_modules/${name}`]
    // Ranges are left alone: only exact versions are binaries of a platform.
    if (places.some(place => lock.packages[place]) || !/^\d+\.\d+\.\d+/.test(version)) continue
    const os = match(operatingSystems, name) ?? 'linux'
    const cpu = match(processors, name)
    const libc = /musl/.test(name) ? 'musl' : undefined
    // What this very platform needs must come from the registry, with its checksum.
    if (os === 'linux' && !libc && (!cpu || cpu === 'x64')) {
      console.log(`left alone: ${name} ${version}`)
      continue
    }
    const where = { ...(cpu && { cpu: [cpu] }), ...(libc && { libc: [libc] }), os: [os] }
    lock.packages[`node_modules/${name}`] = { version, optional: true, ...where }
    added++
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added} entries added to ${file}`)
