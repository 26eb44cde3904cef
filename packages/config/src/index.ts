export { configText } from './config-text.js';
export { configFromText, loadConfig, type LoadedConfig } from './load-config.js';
export { configJsonSchema, configSchema, parseConfig, showConfig, type ConfigIssue, type ParsedConfig } from './parse-config.js';
export { runConfigShape, trainingOptions } from './run-config.js';
