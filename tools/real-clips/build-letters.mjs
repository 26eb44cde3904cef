/**
 * A corpus of letters: named in many languages, set in many typefaces.
 *
 *     apt-get install espeak-ng fontconfig && node tools/real-clips/build-letters.mjs OUT [--few]
 *
 * Writes OUT/clips.csv, OUT/audio/ID.wav and OUT/video/ID.png. A label is one of 26 letters; languages, voices and
 * typefaces of a split are met in no other. The same packages give the same clips. With `--few`, four letters at 8 kHz: fixtures/letters,
 * which tests use.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { espeakVersion, speak, voiceOf } from './speak.mjs';
import { splitsOf } from './split-of.mjs';
import { unpacked } from './unpacked.mjs';
import { writeManifest } from './write-manifest.mjs';

/** Of Debian: the typefaces. */
const PACKAGES =
  'fonts-adf-accanthis fonts-adf-baskervald fonts-adf-berenis fonts-adf-gillius fonts-adf-ikarius fonts-adf-irianis fonts-adf-libris fonts-adf-mekanus fonts-adf-oldania fonts-adf-romande fonts-adf-switzera fonts-adf-tribun fonts-adf-universalis fonts-adf-verana fonts-allerta fonts-arapey fonts-averia-gwf fonts-b612 fonts-bebas-neue fonts-cabin fonts-cabinsketch fonts-comfortaa fonts-essays1743 fonts-georgewilliams fonts-gfs-artemisia fonts-gnutypewriter fonts-go fonts-goudybookletter fonts-jetbrains-mono fonts-karla fonts-league-spartan fonts-levien-typoscript fonts-lindenhill fonts-manrope fonts-monofur fonts-national-park fonts-okolaks fonts-prociono fonts-quattrocento fonts-roboto-slab fonts-sora fonts-tuffy fonts-ubuntu-title fonts-yanone-kaffeesatz';
/** Below usr/share/fonts: one face of each family, none of those that the letter network of `@cmg/modality-video` was trained on. */
const FACES = [
  'fonts-go/Go-Regular.ttf',
  'opentype/allerta/allerta_medium.otf',
  'opentype/arapey/Arapey-Regular.otf',
  'opentype/artemisia/GFSArtemisia.otf',
  'opentype/b612/B612-Regular.otf',
  'opentype/bebas-neue/BebasNeue-Regular.otf',
  'opentype/cabin/Cabin-Regular.otf',
  'opentype/fonts-prociono/Prociono.otf',
  'opentype/league-spartan/LeagueSpartan-Regular.otf',
  'opentype/levien/TypoScript.otf',
  'opentype/national-park/NationalPark-Regular.otf',
  'opentype/quattrocento/Quattrocento-Regular.otf',
  'opentype/roboto/slab/RobotoSlab-Regular.otf',
  'opentype/sora/Sora-Regular.otf',
  'opentype/sortsmill/GoudyBookletter1911.otf',
  'opentype/yanone-kaffeesatz/YanoneKaffeesatz-Regular.otf',
  'truetype/adf/AccanthisADFStd-Regular.otf',
  'truetype/adf/BaskervaldADFStd.otf',
  'truetype/adf/BerenisADFPro-Regular.otf',
  'truetype/adf/GilliusADF-Regular.otf',
  'truetype/adf/IkariusADFStd-Regular.otf',
  'truetype/adf/IrianisADFStd-Regular.otf',
  'truetype/adf/LibrisADFStd-Regular.otf',
  'truetype/adf/MekanusADFStd-Regular.otf',
  'truetype/adf/OldaniaADFStd-Regular.otf',
  'truetype/adf/RomandeADFStd-Regular.otf',
  'truetype/adf/SwitzeraADF-Regular.otf',
  'truetype/adf/TribunADFStd-Regular.otf',
  'truetype/adf/UniversalisADFStd-Regular.otf',
  'truetype/adf/Verana-Regular.otf',
  'truetype/averia-gwf/AveriaGWF-Regular.ttf',
  'truetype/cabinsketch/CabinSketch-Regular.ttf',
  'truetype/comfortaa/Comfortaa-Regular.ttf',
  'truetype/essays1743/Essays1743.ttf',
  'truetype/fonts-georgewilliams/CaslonRoman.ttf',
  'truetype/gnutypewriter/GNUTypewriter.ttf',
  'truetype/jetbrains-mono/JetBrainsMono-Regular.ttf',
  'truetype/karla/Karla-Regular.otf',
  'truetype/lindenhill/LindenHill.otf',
  'truetype/manrope/Manrope-Regular.ttf',
  'truetype/monofur/monof55.ttf',
  'truetype/okolaks/okolaksRegular.ttf',
  'truetype/tuffy/Tuffy.ttf',
  'truetype/ubuntu-title/Ubuntu-Title.ttf',
];
/** Whose names of letters espeak-ng knows. */
const LANGUAGES = [
  'ca',
  'cs',
  'da',
  'de',
  'en-gb',
  'es',
  'et',
  'fi',
  'fr-fr',
  'hu',
  'it',
  'lt',
  'lv',
  'nb',
  'nl',
  'pl',
  'pt',
  'ro',
  'sk',
  'sv',
  'tr',
];
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
/** Clips of each letter. */
const CLIPS = { train: 12, val: 3, test: 6 };
/** Letters whose names are much the same in many languages. */
const FEW = { letters: [...'AMOS'], clips: { train: 8, val: 1, test: 3 }, rate: 8000 };
const SIDE = 112;
/** Height of a line of text in pixels. */
const SIZE = 84;

const { positionals, values } = parseArgs({ allowPositionals: true, options: { few: { type: 'boolean', default: false } } });
const [out] = positionals;
if (out === undefined) throw new Error('usage: node tools/real-clips/build-letters.mjs OUT [--few]');
const { letters, clips: counts, rate } = values.few ? FEW : { letters: LETTERS, clips: CLIPS, rate: undefined };
const { root, versions } = unpacked(PACKAGES.split(' '));

/** A letter in the middle of a white square. */
async function picture(letter, face) {
  const fontfile = join(root, 'usr/share/fonts', face);
  const family = execFileSync('fc-scan', ['--format', '%{family[0]}', fontfile], { encoding: 'utf8' });
  if (family === '') throw new Error(`${fontfile}: no font`);
  // White on transparent: its opacity is the ink.
  const ink = await sharp({ text: { text: letter, fontfile, font: `${family} ${SIZE}px`, rgba: true } })
    .extractChannel('alpha')
    .negate()
    .png()
    .toBuffer();
  return sharp(ink).resize(SIDE, SIDE, { fit: 'contain', background: 'white', withoutEnlargement: true }).toColourspace('b-w').png();
}

const faces = splitsOf(FACES);
const languages = splitsOf(LANGUAGES);
for (const modality of ['audio', 'video']) mkdirSync(join(out, modality), { recursive: true });
const clips = [];
for (const [split, count] of Object.entries(counts)) {
  for (const [i, letter] of letters.entries()) {
    for (let clip = 0; clip < count; clip++) {
      const id = `${letter}-${split}-${clip}`;
      const row = { id, split, label: letter, audio: `audio/${id}.wav`, video: `video/${id}.png` };
      const face = faces[split][(5 * i + clip) % faces[split].length];
      await (await picture(letter, face)).toFile(join(out, row.video));
      speak(letter, join(out, row.audio), voiceOf(split, 5 * i + clip, languages[split]), rate);
      clips.push(row);
    }
  }
}
await writeManifest(out, clips, [espeakVersion(), ...versions]);
