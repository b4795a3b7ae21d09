'use client'
import styles from './vm.module.css'
import { xmlTokens, type XmlToken } from './xmlTokens'

const classes: Record<XmlToken['kind'], string | undefined> = {
  text: undefined, tag: styles.xmlTag, attribute: styles.xmlAttribute, value: styles.xmlValue, comment: styles.xmlComment,
}

/** XML in colours, to read and to scroll by keyboard. */
export function XmlText({ xml, label }: { xml: string; label: string }) {
  return (
    <pre className={styles.xml} tabIndex={0} aria-label={label} translate="no">
      <code>
        {xmlTokens(xml).map((token, i) => (token.kind === 'text' ? token.text : <span key={i} className={classes[token.kind]}>{token.text}</span>))}
      </code>
    </pre>
  )
}
