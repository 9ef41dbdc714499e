// auth: what one may do, who one is, and bringing RBAC objects up to date.
import { defineVerb } from '../../framework/verb';
import { canI } from './can-i';
import { reconcile } from './reconcile';
import { whoami } from './whoami';

export default defineVerb({ name: 'auth', subcommands: { 'can-i': canI, reconcile, whoami } });
