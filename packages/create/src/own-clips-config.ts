/** What is known of somebody's clips before training. */
export interface OwnClips {
  /** Folder of the features, as the config is to name it. */
  readonly root: string;
  /** Training clips. */
  readonly clips: number;
  /** T. */
  readonly segments: number;
  readonly modalities: readonly string[];
  /** Modalities whose segments are vectors, not maps. */
  readonly vectors: readonly string[];
  /** What the clips have labels for; they are trained on without. */
  readonly tasks: readonly string[];
  /** Whether some clips lack a modality. */
  readonly partial?: boolean;
}

/** Steps of training that are enough for a few hundred clips; more clips are seen ten times at least. */
const STEPS = 300;
const LEAST_EPOCHS = 10;
/** The more clips there are in a batch, the more a contrast learns from each; beyond this a step only takes longer. */
const LARGEST_BATCH = 128;

/** Networks that a few hundred clips can teach: one layer each. The published sizes are ten times slower, and learn such clips by heart. */
const SIZES: Readonly<Record<string, string>> = {
  audio: 'layers: 1, feedForward: 256, specificWidth: 64, dropout: 0.3, ',
  video: 'layers: 1, feedForward: 256, specificWidth: 64, dropout: 0.3, ',
  text: 'layers: 1, feedForward: 256, specificWidth: 64, lstmLayers: 0, dropout: 0.3, featureDropout: 0.5, ',
};

/** A trained network's vector tells a kind of thing by many values at once, so some may be hidden; a map or a spectrum has none to spare. */
const HIDDEN: Readonly<Record<string, string>> = { video: 'featureDropout: 0.3, ' };

/** A config for somebody's clips: its sizes and the length of training follow from how many there are, and its comments say why. */
export function ownClipsConfig({ root, clips, segments, modalities, vectors, tasks, partial }: OwnClips): string {
  const batch = Math.min(LARGEST_BATCH, clips);
  const stepsPerEpoch = Math.floor(clips / batch);
  const epochs = Math.max(LEAST_EPOCHS, Math.ceil(STEPS / stepsPerEpoch));
  const lines = modalities.map(
    (name) => `  - {use: ${name}, ${SIZES[name] ?? ''}${vectors.includes(name) ? (HIDDEN[name] ?? '') : ''}context: none}`,
  );
  return `# For ${clips} training clips of ${count(segments, 'segment')}; npx cmg config check --config config.yaml lists every mistake.
name: own-clips

data: {use: folder, root: ${JSON.stringify(root)}, ${partial ? 'missing: partial, ' : ''}normalise: standard}   # ${partial ? 'clips take part in what they have; ' : ''}features of any origin have mean 0 and deviation 1

# context: none, so that a code tells when. One layer each, as a few hundred clips teach no more; more clips may have more.
# featureDropout hides values of features in training, so that new words and pictures are read like those that are known.
modalities:
${lines.join('\n')}

width: 128                                 # D, of semantic features and codes
codebook: {size: 400, initial: aligned}    # K codes at most, shared by all modalities; about a hundred come into use

objectives:                                # an ablation is a config with one line less
  - reconstruction                         # each modality rebuilt from its codes and its specific features
  - {use: commitment, weight: 0.25}        # features stay close to their code, but may leave it for their pair
  - s-mit                                  # paired clips are closer than others
  - cmcm                                   # the two halves of a pair match the same codes
  - {use: mm-ema, pairing: cross-attention}    # each modality teaches the codes of the others
  - {use: code-reset, donor: aligned, rule: every, patience: 0.033}    # codes that a modality does not use start again
# ${epochs} epochs of ${count(stepsPerEpoch, 'batch', 'batches')}: about ${epochs * stepsPerEpoch} steps. A large batch has more clips to tell apart.
# What is below 1 is a share of them: the rate rises, is halved twice, and codes are given a thirtieth of the run to be of use.
training: {epochs: ${epochs}, batchSize: ${batch}, learningRate: 0.001, warmupSteps: 0.1, milestones: [0.5, 0.75]}

${tasksText(tasks)}
`;
}

/** Few clips need many epochs of a head, and lose less where it reads several codes near a segment. */
const tasksText = (tasks: readonly string[]): string =>
  tasks.length === 0
    ? "# Codes need no labels; with labels of clips in the splits 'train' and 'test' a head could be tried: {use: classification, epochs: 100, reads: nearest}\ntasks: []"
    : `# What a head learns on the codes of one modality, and does on the others; few clips need many epochs, and the codes nearby, not one alone.\ntasks: [${tasks.map((use) => `{use: ${use}, epochs: 100, reads: nearest}`).join(', ')}]`;

const count = (n: number, one: string, several = `${one}s`): string => `${n} ${n === 1 ? one : several}`;
