import type { CommandContext } from './command-context.js';

/** A command of `cmg`, whose options and whose work are loaded when it is named. */
export interface CommandEntry {
  readonly name: string;
  readonly description: string;
  /** Not listed by `--help`: the command itself starts it. */
  readonly hidden?: true;
  readonly load: () => Promise<(context: CommandContext) => void>;
}

/** In the order of `cmg --help`. */
export const COMMANDS: readonly CommandEntry[] = [
  {
    name: 'demo',
    description: 'pre-train Baseline and what we ship on the shipped digits; print the transfer table, write a report',
    load: async () => (await import('./commands/demo.js')).addDemoCommand,
  },
  {
    name: 'run',
    description: 'from a table of your recordings to a trained run and its report: extract, init, pretrain and report in one',
    load: async () => (await import('./commands/run.js')).addRunCommand,
  },
  {
    name: 'study',
    description: 'train and evaluate every row of a table with every seed; print the table, write a report',
    load: async () => (await import('./commands/study.js')).addStudyCommand,
  },
  {
    name: 'probe',
    description:
      'tell whether features, codes, training or pairs keep a config from a better result: it beside plain contrast and linear probes',
    load: async () => (await import('./commands/probe.js')).addProbeCommand,
  },
  {
    name: 'study-worker',
    description: 'run cells of a study for the process that started this one',
    hidden: true,
    load: async () => (await import('./commands/study-worker.js')).addStudyWorkerCommand,
  },
  {
    name: 'pretrain',
    description: 'learn the shared codes from paired clips; no label is read',
    load: async () => (await import('./commands/pretrain.js')).addPretrainCommand,
  },
  {
    name: 'launch',
    description: 'pre-train in several processes on this machine, with the result of one',
    load: async () => (await import('./commands/launch.js')).addLaunchCommand,
  },
  {
    name: 'transfer',
    description: 'train a head on the codes of one modality, measure it on the others',
    load: async () => (await import('./commands/transfer.js')).addTransferCommand,
  },
  {
    name: 'predict',
    description: 'what a saved head recognises in clips of any modality of its run',
    load: async () => (await import('./commands/predict.js')).addPredictCommand,
  },
  {
    name: 'listen',
    description: 'codes and events of sound as it comes, a second at a time: from a microphone, a stream or a file',
    load: async () => (await import('./commands/listen.js')).addListenCommand,
  },
  {
    name: 'encode',
    description: 'turn raw media or features of one modality into codes',
    load: async () => (await import('./commands/encode.js')).addEncodeCommand,
  },
  {
    name: 'import-torch',
    description: 'turn a checkpoint of the official PyTorch code into a run; nothing in the file is executed',
    load: async () => (await import('./commands/import-torch.js')).addImportTorchCommand,
  },
  {
    name: 'export-torch',
    description: 'write a run as a checkpoint of the official PyTorch code, for torch.load(weights_only=True)',
    load: async () => (await import('./commands/export-torch.js')).addExportTorchCommand,
  },
  {
    name: 'export-web',
    description: 'write a run as static files that @cmg/web reads in a browser, with heads and an index',
    load: async () => (await import('./commands/export-web.js')).addExportWebCommand,
  },
  {
    name: 'extract',
    description: 'turn sound, video, pictures and text into a folder of features',
    load: async () => (await import('./commands/extract.js')).addExtractCommand,
  },
  {
    name: 'index',
    description: 'an index of clips that can be searched across modalities: add clips, remove some, show what it holds',
    load: async () => (await import('./commands/index-clips.js')).addIndexCommand,
  },
  {
    name: 'search',
    description: 'find clips of any modality by a sentence, a sound, a picture, anything else of a modality, or another clip',
    load: async () => (await import('./commands/search.js')).addSearchCommand,
  },
  {
    name: 'report',
    description: 'try finished runs on the tasks of their configs; print the transfer table, write a report that opens offline',
    load: async () => (await import('./commands/report.js')).addReportCommand,
  },
  {
    name: 'explore',
    description: 'look at runs in a browser: training as it goes, every code, clips, and two runs side by side',
    load: async () => (await import('./commands/explore.js')).addExploreCommand,
  },
  {
    name: 'push',
    description: 'share a run with a model card: on a Hugging Face hub, or as a folder',
    load: async () => (await import('./commands/push.js')).addPushCommand,
  },
  {
    name: 'pull',
    description: 'get a run that cmg push shared; every file is checked, nothing is executed',
    load: async () => (await import('./commands/pull.js')).addPullCommand,
  },
  {
    name: 'data',
    description: 'look at data before training on it',
    load: async () => (await import('./commands/data.js')).addDataCommand,
  },
  {
    name: 'config',
    description: 'list the ready-made configs, check a config, show it with all defaults, or print its JSON Schema',
    load: async () => (await import('./commands/config.js')).addConfigCommand,
  },
  {
    name: 'init',
    description: 'start a project: a config with comments, a manifest to go by, package.json and README',
    load: async () => (await import('./commands/init.js')).addInitCommand,
  },
  {
    name: 'new',
    description: 'make a package with a new component; it builds, passes its conformance test and trains as it is',
    load: async () => (await import('./commands/new.js')).addNewCommand,
  },
  {
    name: 'plugin',
    description: 'look at a component of your own',
    load: async () => (await import('./commands/plugin.js')).addPluginCommand,
  },
  {
    name: 'setup',
    description: 'obtain native TensorFlow, several times faster than WebAssembly; what was obtained before is only copied',
    load: async () => (await import('./commands/setup.js')).addSetupCommand,
  },
  {
    name: 'doctor',
    description: 'say which TensorFlow runs, why not a faster one, and what to do for more speed',
    load: async () => (await import('./commands/doctor.js')).addDoctorCommand,
  },
];
