import type { Metadata, Viewport } from 'next'
import { cookies, headers } from 'next/headers'
import type { ReactNode } from 'react'
import '@patternfly/react-core/dist/styles/base.css'
import './atrium.css'
import { localeCookie, localeTags, pickLocale } from '@/components/i18n/locale'
import { Providers } from '@/components/shell/Providers'
import { darkClass, parseTheme, themeCookie } from '@/components/shell/theme'

export const metadata: Metadata = {
  title: 'Atrium',
  description: 'A web console for KVM',
  icons: { icon: '/favicon.svg' },
}

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** Language and theme come from cookies, so that the first paint is already right and no inline script is needed. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [jar, header] = [await cookies(), await headers()]
  const locale = pickLocale(jar.get(localeCookie)?.value, header.get('accept-language') ?? '')
  const { theme, dark } = parseTheme(jar.get(themeCookie)?.value)
  return (
    <html lang={localeTags[locale]} className={dark ? darkClass : undefined} suppressHydrationWarning>
      <body>
        <Providers locale={locale} theme={theme}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
