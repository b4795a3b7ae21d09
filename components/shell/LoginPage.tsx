'use client'
import { useEffect } from 'react'
import { Card, CardBody, CardHeader, CardTitle } from '@patternfly/react-core'
import { useQueryClient } from '@tanstack/react-query'
import { useRouter, useSearchParams } from 'next/navigation'
import { useText } from '@/components/i18n/useText'
import { Brand } from './Brand'
import { LanguageSwitch } from './LanguageSwitch'
import { LoginForm } from './LoginForm'
import { loginMessages } from './messages'
import { returnPath } from './returnPath'
import styles from './login.module.css'

/** The page before everything else; it leads back to where one was. */
export function LoginPage() {
  const t = useText(loginMessages)
  const router = useRouter()
  const queries = useQueryClient()
  const next = returnPath(useSearchParams().get('next'))
  useEffect(() => {
    document.title = `${t('logIn')} · Atrium`
  }, [t])
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <div className={styles.brand}>
          <Brand />
          <span className={styles.about}>{t('about')}</span>
        </div>
        <Card>
          <CardHeader actions={{ actions: <LanguageSwitch />, hasNoOffset: true }}>
            <CardTitle component="h1">{t('title')}</CardTitle>
          </CardHeader>
          <CardBody>
            <LoginForm
              onDone={() => {
                queries.clear()
                router.replace(next)
              }}
            />
          </CardBody>
        </Card>
      </div>
    </main>
  )
}
