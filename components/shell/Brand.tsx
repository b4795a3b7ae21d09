import styles from './brand.module.css'

/** The mark: a court seen from above, open in the middle. The same drawing as public/favicon.svg. `isCompact`: no word on narrow screens. */
export function Brand({ isCompact = false }: { isCompact?: boolean }) {
  return (
    <span className={styles.brand}>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <rect x="1" y="1" width="30" height="30" rx="8" className={styles.ground} />
        <path d="M8 24V13l8-6 8 6v11" fill="none" className={styles.line} />
        <rect x="13" y="15" width="6" height="9" rx="1" className={styles.door} />
      </svg>
      <span className={isCompact ? styles.wideOnly : styles.word}>Atrium</span>
    </span>
  )
}
