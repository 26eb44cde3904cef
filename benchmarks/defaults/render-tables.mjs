/**
 * @typedef {{ name: string, note?: string, set?: Record<string, unknown>, without?: readonly string[] }} Variant
 * @typedef {{ variant: string, seed: number, directions: Record<string, number>, codes: { usedByAny: number, usedByAll: number } }} StudyRun
 * @typedef {{ name: string, variants: readonly Variant[], results: readonly StudyRun[] }} Study
 */

/**
 * The tables of all studies: mean ± standard deviation over seeds, lowest single run, codes in use.
 *
 * @param {readonly Study[]} studies
 */
export function renderTables(studies) {
  const tables = studies.filter(({ results }) => results.length > 0).map((study) => `## ${study.name}\n\n${renderTable(study)}`);
  return `${INTRODUCTION}\n${tables.join('\n\n')}\n`;
}

/** @param {Study} study */
function renderTable({ variants, results }) {
  const directions = [...new Set(results.flatMap((r) => Object.keys(r.directions)))];
  const head = ['variant', 'seeds', ...directions.map((d) => d.replace('->', ' → ')), 'lowest run', 'codes in use', 'used by all'];
  const rows = variants.flatMap((variant) => {
    const runs = results.filter((r) => r.variant === variant.name);
    if (runs.length === 0) return [];
    const label = variant.note ? `${variant.name} (${variant.note})` : variant.name;
    const lowest = Math.min(...runs.flatMap((r) => Object.values(r.directions)));
    return [
      [
        label,
        runs.length,
        ...directions.map((d) => spread(runs.map((r) => r.directions[d] ?? NaN))),
        lowest.toFixed(1),
        spread(runs.map((r) => r.codes.usedByAny)),
        spread(runs.map((r) => r.codes.usedByAll)),
      ],
    ];
  });
  const lines = [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return lines.join('\n');
}

const INTRODUCTION = `# How the defaults were chosen

Written by \`node benchmarks/defaults/run.mjs\` from the \`.jsonl\` files: accuracy in percent of a classifier that was trained on the
codes of one modality and measured, unchanged, on held-out clips of another (chance 10). Mean ± standard deviation over seeds.
"Codes in use" and "used by all" count codes over the last steps of training.
`;

/** @param {readonly number[]} values */
function spread(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const deviation = values.length < 2 ? 0 : Math.sqrt(values.reduce((s, v) => s + (v - mean) ** 2, 0) / (values.length - 1));
  return `${mean.toFixed(1)} ±${deviation.toFixed(1)}`;
}
