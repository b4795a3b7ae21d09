import { SettingsPage } from '@/components/settings/SettingsPage'

export default function Page() {
  return <SettingsPage />
}
