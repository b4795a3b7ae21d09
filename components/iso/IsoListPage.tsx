'use client'
import { PageSection } from '@patternfly/react-core'
import { commonMessages } from '@/components/i18n/common'
import { useText } from '@/components/i18n/useText'
import { PageTitle } from '@/components/shell/PageTitle'
import { ActionButton } from '@/components/ui/ActionButton'
import { useUploading } from '@/components/upload/useUploading'
import { IsoList } from './IsoList'

/** The CD images of all storage domains that the reader may see. */
export function IsoListPage() {
  const common = useText(commonMessages)
  const uploading = useUploading({ format: 'iso' })
  return (
    <>
      <PageTitle title={common('isoLibrary')} actions={<ActionButton item={uploading.item} variant="primary" />} />
      <PageSection hasBodyWrapper={false} isFilled>
        <IsoList upload={uploading.item} />
      </PageSection>
      {uploading.dialog}
    </>
  )
}
