import { CmgError, type PerModality } from '@cmg/core';
import { type OfficialCheckpoint, officialTensor } from './official-checkpoint.js';

/** The sizes of one modality's networks. */
export interface ModalitySizes {
  /** F, the width of a segment's features; for video, the number of channels. */
  readonly features: number;
  /** S. */
  readonly specific: number;
  /** C, the width of the CLUB view. */
  readonly club: number;
  readonly feedForward: number;
  /** Layers of the transformer. */
  readonly layers: number;
  /** Of the LSTM over words, per direction; only for text. */
  readonly lstm?: { readonly width: number; readonly layers: number };
}

/** The sizes of a model that follow from the shapes of a checkpoint's tensors. They do not determine the number of attention heads. */
export interface OfficialSizes {
  /** In the official order: audio, video, text. */
  readonly modalities: PerModality<ModalitySizes>;
  /** D. */
  readonly width: number;
  /** K. */
  readonly codes: number;
  /** Hidden width of CLUB's networks; undefined in a checkpoint without them. */
  readonly clubHidden: number | undefined;
  /** Layers of Cross-CPC's LSTM, and n; undefined in a checkpoint without it. */
  readonly crossCpc: { readonly layers: number; readonly predictionSteps: number } | undefined;
}

/**
 * Reads the sizes of a model from an official checkpoint.
 *
 * @throws CmgError if it contains no codebook, or only some parts of a modality.
 */
export function sizesOfCheckpoint(checkpoint: OfficialCheckpoint): OfficialSizes {
  const read = new ShapeReader(checkpoint);
  const [codes, width] = read.shape('encoder', 'Cross_quantizer.embedding', 2) as [number, number];
  const present = Object.keys(READERS).filter((m) => read.has('encoder', `${m}_self_att.affine_matrix.weight`));
  if (present.length === 0) throw new CmgError('does not contain any of the modalities audio, video and text', { where: 'encoder' });
  const modalities = Object.fromEntries(
    present.map((m) => [m, { ...readTransformer(read, m), ...READERS[m as keyof typeof READERS](read) }]),
  );
  const club = present.find((m) => read.has(`club_${m}`, 'p_mu.0.weight'));
  const crossCpc = { layers: read.count('cpc', 'audio_ar_lstm.weight_ih_l'), predictionSteps: read.count('cpc', 'audio_predictors.') };
  return {
    modalities,
    width,
    codes,
    clubHidden: club === undefined ? undefined : read.shape(`club_${club}`, 'p_mu.0.weight', 2)[0],
    crossCpc: crossCpc.layers === 0 ? undefined : crossCpc,
  };
}

type Particular = Pick<ModalitySizes, 'specific' | 'club' | 'lstm'>;

const READERS: Readonly<Record<'audio' | 'video' | 'text', (read: ShapeReader) => Particular>> = {
  audio(read) {
    const specific = read.size('encoder', 'Audio_encoder.audio_linear.bias');
    return { specific, club: specific };
  },
  video: (read) => ({
    specific: read.size('encoder', 'Video_encoder.conv_stack.4.bias'),
    club: read.size('encoder', 'Video_encoder.feed_forward.2.bias'),
  }),
  text(read) {
    const specific = read.size('encoder', 'Text_encoder.text_linear.bias');
    const width = read.shape('text_bilstm', 'weight_hh_l0', 2)[1] as number;
    return { specific, club: specific, lstm: { width, layers: read.count('text_bilstm', 'weight_ih_l') } };
  },
};

function readTransformer(read: ShapeReader, modality: string): Pick<ModalitySizes, 'features' | 'feedForward' | 'layers'> {
  const name = `${modality}_self_att`;
  const layers = read.count('encoder', `${name}.encoder.layers.`);
  return {
    features: read.shape('encoder', `${name}.affine_matrix.weight`, 2)[1] as number,
    layers,
    feedForward: layers === 0 ? 1 : read.size('encoder', `${name}.encoder.layers.0.linear1.bias`),
  };
}

/** Reads shapes; a missing tensor is an error. */
class ShapeReader {
  constructor(private readonly checkpoint: OfficialCheckpoint) {}

  has(module: string, name: string): boolean {
    return officialTensor(this.checkpoint, module, name) !== undefined;
  }

  shape(module: string, name: string, rank: number): readonly number[] {
    const shape = officialTensor(this.checkpoint, module, name)?.shape;
    const where = `${module}/${name}`;
    if (shape === undefined) throw new CmgError('is missing from the checkpoint', { where });
    if (shape.length !== rank) throw new CmgError(`has shape [${shape.join(', ')}], expected ${rank} axes`, { where });
    return shape;
  }

  size(module: string, name: string): number {
    return this.shape(module, name, 1)[0] as number;
  }

  /** The number of different indices after the prefix among the module's names. */
  count(module: string, prefix: string): number {
    const names = [...(this.checkpoint.get(module)?.keys() ?? [])].filter((name) => name.startsWith(prefix));
    return new Set(names.map((name) => Number.parseInt(name.slice(prefix.length), 10))).size;
  }
}
