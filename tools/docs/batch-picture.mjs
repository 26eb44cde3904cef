import { arrow, box, svg, text } from './svg.mjs';

const [WIDTH, HEIGHT] = [880, 368];
const STATION = { width: 152, height: 66 };
const COLUMNS = [12, 246, 480, 716];
const ROWS = [20, 146, 272];

/** Where a batch comes by: column, row, what it is, which packages, what happens there. */
/** @type {Record<string, [column: number, row: number, title: string, packages: string[], what: string]>} */
const STATIONS = {
  data: [0, 0, 'data set', ['datasets', 'digits'], 'reads a batch ahead'],
  modality: [1, 0, 'modality plugins', ['modality-*'], 'encode each segment'],
  codebook: [2, 0, 'shared codes', ['codebook'], 'nearest to each z'],
  objectives: [3, 0, 'objectives', ['dcid', 'mm-ema'], 'compare modalities'],
  trainer: [3, 1, 'training step', ['trainer'], 'sums losses, Adam'],
  run: [3, 2, 'run', ['pipeline'], 'config and checkpoint'],
  tasks: [2, 2, 'downstream tasks', ['tasks'], 'small heads on codes'],
  report: [1, 2, 'results', ['report'], 'table, one HTML file'],
  search: [0, 2, 'index of clips', ['search'], 'sounds find pictures'],
};

/** The way of a batch from files to losses and back, and what is made of a run. */
export function batchPicture(packages) {
  const known = packages.map(({ name }) => name);
  const named = Object.values(STATIONS).flatMap(([, , , names]) => names);
  const unknown = named.filter((name) => !known.some((one) => one === name || (name.endsWith('*') && one.startsWith(name.slice(0, -1)))));
  if (unknown.length > 0) throw new Error(`tools/docs/batch-picture.mjs names packages that do not exist: ${unknown.join(', ')}`);
  return svg(WIDTH, HEIGHT, 'The way of a batch', [
    ...across('data', 'modality', 'features', '[B, T, …]'),
    ...across('modality', 'codebook', 'z, s', '[B, T, D]'),
    ...across('codebook', 'objectives', 'codes q', '[B, T, D]'),
    ...down('objectives', 'trainer', 'named losses'),
    ...down('trainer', 'run', 'each epoch'),
    ...back('modality', 'next weights', 10),
    ...back('codebook', 'next codes', -10),
    ...across('run', 'tasks', 'codes', '[N, T]'),
    ...across('tasks', 'report', 'scores', ''),
    searchArrow(),
    ...Object.keys(STATIONS).flatMap(station),
  ]);
}

function place(name) {
  const [column, row] = STATIONS[name];
  const [left, top] = [COLUMNS[column], ROWS[row]];
  const { width, height } = STATION;
  return { left, top, right: left + width, bottom: top + height, x: left + width / 2, y: top + height / 2 };
}

function station(name) {
  const [, , title, packages, what] = STATIONS[name];
  const { left, top, x } = place(name);
  return [
    box('room', left, top, STATION.width, STATION.height),
    text(x, top + 19, title),
    text(x, top + 38, packages.join(', '), 'code'),
    text(x, top + 56, what, 'quiet'),
  ];
}

function across(from, to, above, below) {
  const [a, b] = [place(from), place(to)];
  const [x1, x2] = a.left < b.left ? [a.right, b.left - 2] : [a.left, b.right + 2];
  const middle = (x1 + x2) / 2;
  return [arrow(`M${x1} ${a.y}H${x2}`), text(middle, a.y - 7, above, 'quiet'), text(middle, a.y + 17, below, 'quiet')];
}

function down(from, to, label) {
  const [a, b] = [place(from), place(to)];
  return [arrow(`M${a.x} ${a.bottom}V${b.top - 2}`), text(a.x - 48, (a.bottom + b.top) / 2 + 4, label, 'quiet')];
}

/** From the training step back to a station above, at its own height. */
function back(to, label, shift) {
  const [a, b] = [place('trainer'), place(to)];
  const y = a.y + shift;
  return [arrow(`M${a.left} ${y}H${b.x}V${b.bottom + 2}`, 'accent'), text(b.x + 44, y - 7, label, 'quiet')];
}

/** From the run below the other stations to the index of clips. */
function searchArrow() {
  const [a, b] = [place('run'), place('search')];
  return arrow(`M${a.x} ${a.bottom}V${a.bottom + 16}H${b.x}V${b.bottom + 2}`);
}
