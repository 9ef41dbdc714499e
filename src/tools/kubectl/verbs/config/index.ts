// config: reading and changing kubeconfig files.
import { defineVerb } from '../../framework/verb';
import { currentContext, getClusters, getContexts, getUsers, useContext } from './contexts';
import { deleteCluster, deleteContext, deleteUser, renameContext } from './remove';
import { setCluster, setContext, setCredentials } from './set-entries';
import { set, unset } from './set-property';
import { view } from './view';

export default defineVerb({
  name: 'config',
  subcommands: {
    'current-context': currentContext,
    'delete-cluster': deleteCluster,
    'delete-context': deleteContext,
    'delete-user': deleteUser,
    'get-clusters': getClusters,
    'get-contexts': getContexts,
    'get-users': getUsers,
    'rename-context': renameContext,
    set,
    'set-cluster': setCluster,
    'set-context': setContext,
    'set-credentials': setCredentials,
    unset,
    'use-context': useContext,
    view,
  },
});
