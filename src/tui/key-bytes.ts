/**
 * Whether a piece of terminal input is nothing but keys. Mouse and focus reports, answers to queries and pasted text
 * are not, and their letters must not be taken for keys.
 */
export function isKeys(input: string): boolean {
  return !reports.test(input);
}

/** Private sequences, X10 and urxvt mouse, focus, brackets of a paste, and strings (OSC, DCS, APC, PM, SOS). */
const reports = /\x1b(?:\[[<>=?MIO]|\[\d+;\d+;\d+M|\[20[01]~|[\]P_^X])/;

/** The one name of a key that blessed reports: `a`, `up`, `S-left`, `C-c`; capitals are as small letters. */
export function keyName(full: string): string {
  return full.replace(/^S-([a-z])$/, '$1');
}
