import { codeUse } from '@cmg/codebook';
import { drawScene } from './draw-scene.js';
import { Palette } from './palette.js';

/** Training steps between two looks at the picture. */
const STEPS_A_FRAME = 4;

const byId = (id) => document.getElementById(id);
const picture = byId('picture').getContext('2d', { willReadFrequently: true });
const quantised = byId('quantised').getContext('2d');
const { width, height } = picture.canvas;

let palette;
let running = false;

/** Shows the picture by its codes, and tells of them. */
async function show() {
  const { indices, colours, error } = await palette.quantise();
  const image = quantised.createImageData(width, height);
  const rgb = colours.map((colour) => colour.map((value) => Math.round(255 * value)));
  indices.forEach((code, pixel) => image.data.set([...rgb[code], 255], 4 * pixel));
  quantised.putImageData(image, 0, 0);

  const { usedByAny, perplexity } = codeUse({ pixels: indices }, colours.length);
  byId('bits').textContent = `${Math.log2(colours.length)} bits a pixel`;
  byId('steps').textContent = palette.steps;
  byId('error').textContent = (255 * error).toFixed(1);
  byId('used').textContent = `${usedByAny} of ${colours.length}`;
  byId('perplexity').textContent = perplexity.pixels.toFixed(1);
  showCodes(indices, rgb);
}

/** A bar of all colours from dark to light, each as wide as the share of the pixels on it. */
function showCodes(indices, rgb) {
  const counts = new Array(rgb.length).fill(0);
  for (const code of indices) counts[code] += 1;
  const lightness = ([red, green, blue]) => 0.3 * red + 0.6 * green + 0.1 * blue;
  const used = rgb.map((colour, code) => ({ colour, code, count: counts[code] })).filter(({ count }) => count > 0);
  used.sort((a, b) => lightness(a.colour) - lightness(b.colour));
  byId('codes').replaceChildren(
    ...used.map(({ colour, code, count }) => {
      const bar = document.createElement('i');
      bar.style.flexGrow = count;
      bar.style.background = `rgb(${colour})`;
      bar.title = `code ${code}: ${((100 * count) / indices.length).toFixed(1)} % of the pixels`;
      return bar;
    }),
  );
}

async function startAgain() {
  palette?.dispose();
  palette = new Palette(picture.getImageData(0, 0, width, height).data, Number(byId('size').value));
  await show();
}

async function frame() {
  if (running) {
    for (let step = 0; step < STEPS_A_FRAME; step++) palette.train();
    await show();
  }
  requestAnimationFrame(frame);
}

byId('train').addEventListener('click', () => {
  running = !running;
  byId('train').textContent = running ? 'Pause' : 'Train';
});
byId('again').addEventListener('click', startAgain);
byId('size').addEventListener('change', startAgain);
byId('file').addEventListener('change', async ({ target }) => {
  picture.drawImage(await createImageBitmap(target.files[0]), 0, 0, width, height);
  await startAgain();
});

drawScene(picture, width, height);
startAgain().then(frame);
