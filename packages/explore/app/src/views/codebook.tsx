import { useMemo, useState } from 'preact/hooks';
import type { RunEntry } from '../../../src/site/site-data.js';
import { type CodeRow, codeRows } from '../data/code-rows.js';
import { className, percent, wholeNumber } from '../data/names.js';
import { go, href } from '../data/route.js';
import type { RunCodes } from '../data/run-codes.js';
import { Choice } from '../parts/choice.js';
import { Legend, ShareBar } from '../parts/share-bar.js';
import { WindowList } from '../parts/window-list.js';
import { CodeDetails } from './code-details.js';
import { CodeMap } from './code-map.js';
import { WithCodes } from './with-codes.js';

export interface CodebookViewProps {
  readonly run: RunEntry;
  readonly chosen: Readonly<Record<string, string>>;
}

/** Every code with who uses it; one of them with its segments. */
export const CodebookView = ({ run, chosen }: CodebookViewProps) => (
  <WithCodes run={run}>{(codes) => <Codebook id={run.id} codes={codes} chosen={chosen} />}</WithCodes>
);

const ORDERS: Readonly<Record<string, (a: CodeRow, b: CodeRow) => number>> = {
  'most used': (a, b) => b.count - a.count || a.code - b.code,
  'most evenly shared': (a, b) => b.evenness - a.evenness || b.count - a.count,
  class: (a, b) => (a.main ?? 0) - (b.main ?? 0) || b.count - a.count,
  number: (a, b) => a.code - b.code,
};
const FIRST_ORDER = 'most used';

interface CodebookProps {
  readonly id: string;
  readonly codes: RunCodes;
  readonly chosen: CodebookViewProps['chosen'];
}

function Codebook({ id, codes, chosen }: CodebookProps) {
  const rows = useMemo(() => codeRows(codes), [codes]);
  const [user, setUser] = useState('');
  const [label, setLabel] = useState('');
  const [order, setOrder] = useState(FIRST_ORDER);
  const names = codes.modalities.map(({ name }) => name);
  const shown = useMemo(() => {
    const fits = (row: CodeRow) =>
      row.count > 0 && usedBy(row, user, names) && (label === '' || (row.main !== undefined && String(row.main) === label));
    return rows.filter(fits).sort(ORDERS[order]);
  }, [rows, user, label, order]);
  const used = rows.filter(({ count }) => count > 0);
  const asked = chosen['code'] === undefined ? undefined : Number(chosen['code']);
  const code = asked !== undefined && rows[asked] ? asked : used.reduce(mostTelling, used[0])?.code;
  const choose = (one: number) => go(href('codebook', { run: chosen['run'] ?? id, code: one }), asked !== undefined);
  const several = used.filter(({ owner }) => owner === -1).length;
  return (
    <div class="columns">
      <section aria-label="Codes">
        <p class="summary">
          <b>{wholeNumber(used.length)}</b> of {wholeNumber(codes.codes)} codes are used by held-out clips, <b>{wholeNumber(several)}</b> of
          them by several modalities ({percent(several / (used.length || 1))}); a code belongs to one modality if that has over 80 % of its
          use.
        </p>
        <div class="tools">
          <Choice
            label="Used by"
            value={user}
            onChange={setUser}
            options={[['', 'anyone'], ['several', 'several'], ...names.map((name, i) => [`${i}`, `${name} alone`] as const)]}
          />
          {codes.classes.length > 0 && (
            <Choice
              label="Class"
              value={label}
              onChange={setLabel}
              options={[['', 'any'], ...codes.classes.map((name, i) => [`${i}`, name] as const), ['-1', 'background']]}
            />
          )}
          <Choice label="Order" value={order} onChange={setOrder} options={Object.keys(ORDERS).map((name) => [name, name])} />
        </div>
        <CodeMap codes={codes} rows={used} shown={shown} chosen={code} onChoose={choose} />
        <Legend names={names} mixed />
        <p class="note">
          {wholeNumber(shown.length)} {shown.length === 1 ? 'code' : 'codes'}
        </p>
        <WindowList
          class="codes"
          label="Codes"
          count={shown.length}
          rowHeight={36}
          chosen={code === undefined ? undefined : shown.findIndex((row) => row.code === code)}
          row={(i) => <CodeLine row={shown[i]!} codes={codes} names={names} chosen={shown[i]!.code === code} onChoose={choose} />}
        />
      </section>
      <section class="details" aria-label="The chosen code">
        {code === undefined ? (
          <p class="status">No held-out clip has a code.</p>
        ) : (
          <CodeDetails key={code} run={codes} id={id} row={rows[code]!} />
        )}
      </section>
    </div>
  );
}

/** Of two codes the one that says more to somebody who has chosen none: it is used, and evenly, for one class that is not background. */
function mostTelling(a: CodeRow | undefined, b: CodeRow): CodeRow {
  const told = ({ count, evenness, purity, main }: CodeRow) => Math.sqrt(count) * evenness * (main === -1 ? 0.1 : purity);
  return a === undefined || told(b) > told(a) ? b : a;
}

function usedBy({ owner }: CodeRow, user: string, names: readonly string[]): boolean {
  if (user === '') return true;
  return user === 'several' ? owner === -1 : owner === Number(user) && names[Number(user)] !== undefined;
}

interface CodeLineProps {
  readonly row: CodeRow;
  readonly codes: RunCodes;
  readonly names: readonly string[];
  readonly chosen: boolean;
  readonly onChoose: (code: number) => void;
}

const CodeLine = ({ row, codes, names, chosen, onChoose }: CodeLineProps) => (
  <button type="button" class="line" aria-pressed={chosen} onClick={() => onChoose(row.code)}>
    <b>{row.code}</b>
    <span class="count">{wholeNumber(row.count)}</span>
    <ShareBar names={names} parts={row.parts} />
    <span class="class">{row.main === undefined ? '' : `${className(codes.classes, row.main)} ${percent(row.purity)}`}</span>
  </button>
);
