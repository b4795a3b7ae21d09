import type { NextConfig } from 'next'

export default {
  // Native or stateful packages stay outside the bundle: they are loaded from node_modules at run time.
  serverExternalPackages: ['@dbos-inc/dbos-sdk', 'pg', '@prisma/client', '@prisma/adapter-pg', '@node-rs/argon2', 'pino'],
  // Compression buffers, and the change stream and the consoles must not wait for a buffer to fill.
  compress: false,
  poweredByHeader: false,
  reactStrictMode: true,
  // Types are checked by `npm test`; the build of `npm run up` need not do it again.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    rules: { '**/@patternfly/react-icons/dist/esm/icons/*.js': { loaders: ['./server/setup/build/plain-icons.cjs'] } },
  },
  experimental: { optimizePackageImports: ['@patternfly/react-core', '@patternfly/react-table', '@patternfly/react-icons'] },
} satisfies NextConfig
