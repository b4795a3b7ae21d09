import styles from './vm.module.css'

/** As somebody typed it, line by line; nothing when there is none, so that the dash stands there. */
export const text = (words: string) => words && <span className={styles.text}>{words}</span>
