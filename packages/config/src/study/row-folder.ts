/** The name of a row's folder and of its runs: `DCID + CMCM` -> `dcid-cmcm`; empty if no letter or digit of ASCII is left. */
export function rowFolder(name: string): string {
  return name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
