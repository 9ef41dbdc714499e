// set: particular fields of objects.
import { defineVerb } from '../../framework/verb';
import { env } from './env';
import { image } from './image';
import { selector, serviceaccount, subject } from './others';
import { resources } from './resources';

export default defineVerb({
  name: 'set',
  subcommands: { env, image, resources, selector, serviceaccount, subject },
});
