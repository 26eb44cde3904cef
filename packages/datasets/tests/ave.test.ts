import { aveReader } from '../src/index.js';
import { describeDatasetReader } from './support/describe-dataset-reader.js';
import { fixture } from './support/fixtures.js';

describeDatasetReader(aveReader, { root: fixture('ave') });
