import { arrow, box, codeWidth, svg, text } from './svg.mjs';

const WIDTH = 880;
const ROW = 94;
const ROOM = 56;
const GAP = 10;
/** Distance of arrows that leave or reach the same layer. */
const BESIDE = 16;

const FOUNDATION = 'core';

/** What a layer is called, and where its middle is from left to right; how high it is follows from what it imports. */
const LAYERS = {
  cli: ['the command', 0.5],
  explore: ['the page', 0.41],
  pipeline: ['the library', 0.5],
  upper: ['training, and what comes after', 0.6],
  configs: ['ready-made', 0.91],
  corpus: ['the shipped corpus', 0.2],
  data: ['readers', 0.2],
  modality: ['modality plugins', 0.41],
  method: ['the method', 0.61],
  codebook: ['codes', 0.61],
  create: ['templates', 0.07],
  formats: ['files, media', 0.27],
  nn: ['neural networks', 0.53],
  runtime: ['backends', 0.8],
  config: ['config files', 0.92],
  core: ['contracts, seeded random numbers, errors', 0.5],
};

/** The packages by layer, and which layers import which; an arrow that longer ways imply is left out. */
export function packagesPicture(packages) {
  const rooms = placeRooms(layersOf(packages));
  const height = Math.max(...[...rooms.values()].map(({ y }) => y)) + ROOM + 16;
  return svg(WIDTH, height, 'Packages by layer; arrows are imports', [...drawArrows(rooms), ...[...rooms.values()].flatMap(drawRoom)]);
}

function layersOf(packages) {
  const layerOf = new Map(packages.map(({ name, layer }) => [name, layer]));
  const layers = new Map(packages.map(({ layer }) => [layer, { layer, names: [], imports: new Set() }]));
  for (const { name, layer, needs } of packages) {
    if (LAYERS[layer] === undefined)
      throw new Error(`give the layer '${layer}' of @cmg/${name} a place in tools/docs/packages-picture.mjs`);
    layers.get(layer).names.push(name.replace('modality-', ''));
    for (const need of needs.map((one) => layerOf.get(one))) if (need !== undefined && need !== layer) layers.get(layer).imports.add(need);
  }
  return layers;
}

function placeRooms(layers) {
  const reach = (layer, path = []) => {
    if (path.includes(layer)) throw new Error(`layers import each other: ${[...path, layer].join(' -> ')}`);
    return new Set([...layers.get(layer).imports].flatMap((to) => [to, ...reach(to, [...path, layer])]));
  };
  const below = new Map([...layers.keys()].map((layer) => [layer, reach(layer)]));
  /** Whether a layer imports nothing, not even the foundation of the others: it hangs right below its importers. */
  const hangs = (layer) => layers.get(layer).imports.size === 0 && layer !== FOUNDATION;
  const height = (layer) => {
    const { imports } = layers.get(layer);
    if (!hangs(layer)) return Math.max(0, ...[...imports].filter((to) => !hangs(to)).map((to) => height(to) + 1));
    return Math.min(...[...layers.values()].filter((one) => one.imports.has(layer)).map((one) => height(one.layer))) - 1;
  };
  const top = Math.max(...[...layers.keys()].map(height));
  return new Map(
    [...layers.values()].map(({ layer, names, imports }) => {
      const [title, middle] = LAYERS[layer];
      const chips = names.map((name) => Math.round(codeWidth(name)) + 16);
      const width = Math.round(Math.max(title.length * 6.6 + 2 * GAP, sum(chips) + GAP * (chips.length + 1)));
      const x = Math.round(Math.min(Math.max(middle * WIDTH - width / 2, 12), WIDTH - 12 - width));
      const arrows = [...imports].filter((to) => ![...imports].some((other) => below.get(other).has(to)));
      return [layer, { layer, title, names, chips, arrows, x, y: 16 + (top - height(layer)) * ROW, width }];
    }),
  );
}

function drawArrows(rooms) {
  const all = [...rooms.values()].flatMap((from) => from.arrows.map((to) => ({ from, to: rooms.get(to) })));
  return all.map(({ from, to }) => {
    const leaving = all.filter((one) => one.from === from).sort((a, b) => centre(a.to) - centre(b.to));
    const arriving = all.filter((one) => one.to === to).sort((a, b) => centre(a.from) - centre(b.from));
    const x1 =
      centre(from) +
      beside(
        leaving.findIndex((one) => one.to === to),
        leaving.length,
      );
    const x2 =
      centre(to) +
      beside(
        arriving.findIndex((one) => one.from === from),
        arriving.length,
      );
    const [y1, y2] = [from.y + ROOM, from.y + ROW];
    const bend = Math.round((y2 - y1) / 2);
    return arrow(`M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend - 4} ${x2} ${y2 - 4}V${to.y - 2}`);
  });
}

function drawRoom({ title, names, chips, x, y, width }) {
  let left = Math.round(x + (width - sum(chips) - GAP * (chips.length - 1)) / 2);
  const drawn = names.flatMap((name, i) => {
    const chip = [box('chip', left, y + 24, chips[i], 24), text(left + chips[i] / 2, y + 40, name, 'code')];
    left += chips[i] + GAP;
    return chip;
  });
  return [box('room', x, y, width, ROOM), text(centre({ x, width }), y + 16, title, 'quiet'), ...drawn];
}

const sum = (numbers) => numbers.reduce((total, one) => total + one, 0);
const centre = ({ x, width }) => Math.round(x + width / 2);
const beside = (index, count) => Math.round((index - (count - 1) / 2) * BESIDE);
