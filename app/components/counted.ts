/** A tab's name with how much is in it, as in "Ready (1,204)". */
export function withCount(label: string, count: number): string {
  return `${label} (${count.toLocaleString("en")})`;
}

/** A number with its noun, as in "1 variant" and "1,204 variants". */
export function counted(number: number, singular: string, plural = `${singular}s`): string {
  return `${number.toLocaleString("en")} ${number === 1 ? singular : plural}`;
}
