import { LoginPage } from '@/components/shell/LoginPage'

export default function Page() {
  return <LoginPage />
}
